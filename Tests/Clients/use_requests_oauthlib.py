"""requests-oauthlib's `OAuth2Session` against the authorization server."""

import os
import secrets
import urllib.parse

# The library asks for this where there is no TLS.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error, WebApplicationClient
from person import Person
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session
from stage import REDIRECT_URI, Stage, holds, refusal, said, same, soon

CODE_GRANTS = ("authorization_code", "refresh_token")
SCOPE = ["profile", "email", "notes:read", "offline_access"]


def credentials(client, method):
    """What the library's calls take for each way to authenticate."""
    if method == "client_secret_basic":
        return {"auth": HTTPBasicAuth(client.id, client.secret)}
    if method == "client_secret_post":
        return {"include_client_id": True, "client_secret": client.secret}
    return {"include_client_id": True}


def in_form(client, method):
    """The same where the library leaves the form to its caller."""
    if method == "client_secret_basic":
        return {"auth": HTTPBasicAuth(client.id, client.secret)}
    secret = {"client_secret": client.secret} if client.secret else {}
    return {"client_id": client.id, **secret}


def tell(session, url, client, method, **form):
    """Posts a form that the library prepares no request for: introspection and revocation."""
    members = in_form(client, method)
    auth = members.pop("auth", None)
    answer = session.post(
        url, data={**form, **members}, auth=auth, withhold_token=True, timeout=30
    )
    same(f"status from {url}", answer.status_code, 200)
    return answer


class Guard:
    """A resource server, which asks what tokens are worth."""

    def __init__(self, stage, server):
        self.url = server["introspection_endpoint"]
        self.client = stage.register("client_secret_basic", ("client_credentials",))
        self.session = OAuth2Session(self.client.id)

    def says(self, token):
        answer = tell(self.session, self.url, self.client, "client_secret_basic", token=token)
        return answer.json()

    def says_no_more_of(self, token):
        soon("introspection after revocation", lambda: self.says(token), {"active": False})


def ask(server, person, session):
    """Sends a person to the server; returns where the browser was sent back to."""
    url, state = session.authorization_url(server["authorization_endpoint"])
    landed = person.answer(url)
    holds("sent back elsewhere", landed.startswith(REDIRECT_URI + "?"), landed)
    answer = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(landed).query))
    same("state", answer["state"], state)
    same("iss", answer["iss"], server["issuer"])
    return landed


def authorizes(stage, server, guard, method):
    """Code and PKCE, refresh, introspection and revocation of one client."""
    client = stage.register(method, CODE_GRANTS)
    session = OAuth2Session(
        client=WebApplicationClient(client.id),
        redirect_uri=REDIRECT_URI,
        scope=SCOPE,
        pkce="S256",
    )
    person = Person(stage)
    landed = ask(server, person, session)
    holds("a login page and a consent page", len(person.seen) == 2, person.seen)
    exchange = {"authorization_response": landed, "timeout": 30, **credentials(client, method)}
    first = dict(session.fetch_token(server["token_endpoint"], **exchange))
    same("scope", set(first["scope"]), set(SCOPE))
    said(f"{method}: {' and '.join(person.seen)}; the code is exchanged")

    told = guard.says(first["access_token"])
    same("active", told["active"], True)
    same("client_id", told["client_id"], client.id)
    same("username", told["username"], stage.username)
    said(f"{method}: the access token is introspected")

    fresh = {"timeout": 30, **in_form(client, method)}
    second = dict(session.refresh_token(server["token_endpoint"], **fresh))
    holds("a new access token", second["access_token"] != first["access_token"])
    holds("a new refresh token", second["refresh_token"] != first["refresh_token"])
    same("active after refresh", guard.says(second["access_token"])["active"], True)
    said(f"{method}: the tokens are refreshed")

    revocation = server["revocation_endpoint"]
    tell(session, revocation, client, method, token=second["refresh_token"])
    guard.says_no_more_of(first["access_token"])
    guard.says_no_more_of(second["access_token"])
    error = refusal(OAuth2Error, session.refresh_token, server["token_endpoint"], **fresh)
    same("refresh after revocation", error, "invalid_grant")
    said(f"{method}: the tokens are revoked")

    exchange["authorization_response"] = ask(server, person, session)
    same("pages for who is logged in and has consented", person.seen, [])
    session.fetch_token(server["token_endpoint"], **exchange)
    error = refusal(OAuth2Error, session.fetch_token, server["token_endpoint"], **exchange)
    same("a code's second use", error, "invalid_grant")
    said(f"{method}: no page is shown twice; a code is exchanged once")


def speaks_for_itself(stage, server, guard, method):
    """Client credentials."""
    client = stage.register(method, ("client_credentials",), secret=secrets.token_urlsafe(32))
    session = OAuth2Session(client=BackendApplicationClient(client.id, scope=["notes:read"]))
    token = session.fetch_token(
        server["token_endpoint"], timeout=30, **credentials(client, method)
    )
    same("scope", token["scope"], ["notes:read"])
    holds("no refresh token", "refresh_token" not in token)
    told = guard.says(token["access_token"])
    same("sub", told["sub"], client.id)
    holds("nobody's name", "username" not in told)
    tell(session, server["revocation_endpoint"], client, method, token=token["access_token"])
    guard.says_no_more_of(token["access_token"])
    said(f"{method}: client credentials, introspected and revoked")


def main():
    stage = Stage()
    server = stage.metadata()
    guard = Guard(stage, server)
    for method in ("client_secret_basic", "client_secret_post", "none"):
        authorizes(stage, server, guard, method)
    for method in ("client_secret_basic", "client_secret_post"):
        speaks_for_itself(stage, server, guard, method)


main()
