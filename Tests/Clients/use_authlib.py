"""Authlib's `OAuth2Session` against the authorization server."""

import secrets
import urllib.parse

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from person import Person
from stage import REDIRECT_URI, Stage, holds, refusal, said, same, soon

CODE_GRANTS = ("authorization_code", "refresh_token")
SCOPE = "profile email notes:read offline_access"
VERIFIER = "the-quick-brown-fox.jumps_over~the-lazy-dog-0123456789"


def session(server, client, method, **members):
    """The library's client, as its documentation makes one."""
    return OAuth2Session(
        client.id,
        client.secret or None,
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        token_endpoint=server["token_endpoint"],
        code_challenge_method="S256",
        redirect_uri=REDIRECT_URI,
        default_timeout=30,
        **members,
    )


def ask(server, person, library, decision="Allow"):
    """Sends a person to the server; returns where the browser was sent back to."""
    url, state = library.create_authorization_url(
        server["authorization_endpoint"], code_verifier=VERIFIER
    )
    landed = person.answer(url, decision)
    holds("sent back elsewhere", landed.startswith(REDIRECT_URI + "?"), landed)
    answer = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(landed).query))
    same("state", answer["state"], state)
    same("iss", answer["iss"], server["issuer"])
    return landed, state


def redeem(library, landed, state, verifier=VERIFIER):
    """Exchanges the code in an answer."""
    return library.fetch_token(
        authorization_response=landed, state=state, code_verifier=verifier
    )


def introspection(server, checker, token):
    """What the server says of a token to a confidential client."""
    answer = checker.introspect_token(server["introspection_endpoint"], token=token)
    same("introspection's status", answer.status_code, 200)
    return answer.json()


def is_over(server, checker, token):
    """Nothing is said any more of a token that has ended."""
    soon("introspection", lambda: introspection(server, checker, token), {"active": False})


def revoke(server, library, token, kind):
    """Ends a token."""
    answer = library.revoke_token(server["revocation_endpoint"], token, kind)
    same("revocation's status", answer.status_code, 200)


def authorizes(stage, server, checker, method):
    """Code and PKCE, refresh, introspection and revocation of one client."""
    client = stage.register(method, CODE_GRANTS)
    library = session(server, client, method, scope=SCOPE)
    person = Person(stage)
    landed, state = ask(server, person, library)
    holds("a login page and a consent page", len(person.seen) == 2, person.seen)
    first = redeem(library, landed, state)
    same("token_type", first["token_type"], "Bearer")
    same("scope", set(first["scope"].split()), set(SCOPE.split()))
    holds("expires_in", 0 < first["expires_in"] <= 3600, first["expires_in"])
    said(f"{method}: {' and '.join(person.seen)}; the code is exchanged")

    told = introspection(server, checker, first["access_token"])
    same("active", told["active"], True)
    same("client_id", told["client_id"], client.id)
    same("username", told["username"], stage.username)
    same("iss", told["iss"], server["issuer"])
    said(f"{method}: the access token is introspected")

    second = dict(library.refresh_token())
    holds("a new access token", second["access_token"] != first["access_token"])
    holds("a new refresh token", second["refresh_token"] != first["refresh_token"])
    told = introspection(server, checker, second["access_token"])
    same("active after refresh", told["active"], True)
    said(f"{method}: the tokens are refreshed")

    revoke(server, library, second["refresh_token"], "refresh_token")
    is_over(server, checker, first["access_token"])
    is_over(server, checker, second["access_token"])
    error = refusal(
        OAuthError, library.refresh_token, refresh_token=second["refresh_token"]
    )
    same("refresh after revocation", error, "invalid_grant")
    said(f"{method}: the tokens are revoked")

    landed, state = ask(server, person, library)
    same("pages for who is logged in and has consented", person.seen, [])
    error = refusal(OAuthError, redeem, library, landed, state, VERIFIER[::-1])
    same("another verifier", error, "invalid_grant")
    said(f"{method}: no page is shown twice; without the verifier, a code is worth nothing")


def is_denied(stage, server):
    """A person says no."""
    client = stage.register("client_secret_basic", CODE_GRANTS)
    library = session(server, client, "client_secret_basic", scope=SCOPE)
    url, _ = library.create_authorization_url(
        server["authorization_endpoint"], code_verifier=VERIFIER
    )
    landed = Person(stage).answer(url, "Deny")
    answer = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(landed).query))
    same("error", answer["error"], "access_denied")
    holds("no code", "code" not in answer)
    said("a person denies")


def speaks_for_itself(stage, server, checker, method):
    """Client credentials."""
    client = stage.register(method, ("client_credentials",), secret=secrets.token_urlsafe(32))
    library = session(server, client, method, scope="notes:read")
    token = library.fetch_token(grant_type="client_credentials")
    same("scope", token["scope"], "notes:read")
    holds("no refresh token", "refresh_token" not in token)
    told = introspection(server, checker, token["access_token"])
    same("client_id", told["client_id"], client.id)
    same("sub", told["sub"], client.id)
    holds("nobody's name", "username" not in told)
    revoke(server, library, token["access_token"], "access_token")
    is_over(server, checker, token["access_token"])
    impostor = session(server, client, method, scope="notes:read")
    impostor.client_secret = client.secret[::-1]
    error = refusal(OAuthError, impostor.fetch_token, grant_type="client_credentials")
    same("a wrong secret", error, "invalid_client")
    said(f"{method}: client credentials, introspected and revoked")


def main():
    stage = Stage()
    server = stage.metadata()
    same("issuer", server["issuer"], stage.issuer)
    # What asks about the tokens of others: a resource server.
    guard = stage.register("client_secret_basic", ("client_credentials",))
    checker = session(server, guard, "client_secret_basic")
    for method in ("client_secret_basic", "client_secret_post", "none"):
        authorizes(stage, server, checker, method)
    is_denied(stage, server)
    for method in ("client_secret_basic", "client_secret_post"):
        speaks_for_itself(stage, server, checker, method)


main()
