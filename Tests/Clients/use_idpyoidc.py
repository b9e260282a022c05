"""idpyoidc's relying party against the OpenID provider: it reads the discovery document and the keys
by itself, and judges the ID token by itself.
"""

import logging
import urllib.parse

from cryptojwt.exception import BadSignature
from cryptojwt.key_jar import KeyJar
from idpyoidc import verified_claim_name
from idpyoidc.client.defaults import DEFAULT_OIDC_SERVICES
from idpyoidc.client.rp_handler import RPHandler
from idpyoidc.message.oidc import AccessTokenResponse, AtHashError
from person import Person
from stage import REDIRECT_URI, Stage, holds, said, same

# The library warns of every media type that it knows by another name.
logging.getLogger("idpyoidc").setLevel(logging.ERROR)

SCOPE = ["openid", "profile", "email", "offline_access"]
LOGGED_OUT_URI = "http://127.0.0.1:9/logged-out"
SERVICES = {
    **DEFAULT_OIDC_SERVICES,
    "end_session": {"class": "idpyoidc.client.oidc.end_session.EndSession"},
}


def relying_party(stage, client, method):
    """The library's handler with one provider, of which it knows the issuer alone."""
    configuration = {
        "client_type": "oidc",
        "issuer": stage.issuer,
        "client_id": client.id,
        "client_secret": client.secret,
        "client_authn_methods": [method],
        "redirect_uris": [REDIRECT_URI],
        "preference": {
            "response_types": ["code"],
            "token_endpoint_auth_methods_supported": [method],
            "post_logout_redirect_uris": [LOGGED_OUT_URI],
        },
        "services": SERVICES,
        "add_ons": {
            "pkce": {
                "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
                "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
            }
        },
    }
    handler = RPHandler(
        base_url="http://127.0.0.1:9",
        client_configs={stage.issuer: configuration},
        services=SERVICES,
        keyjar=KeyJar(),
        httpc_params={"timeout": 30},
    )
    party = handler.client_setup(stage.issuer)
    party.get_context().claims.set_usage("verify_args", {"check_hash": True})
    return handler, party


def ask(stage, handler, person, **request):
    """Sends a person to the provider; returns what was asked and what was answered."""
    url = handler.begin(stage.issuer, req_args={"scope": SCOPE, **request})
    landed = person.answer(url)
    holds("sent back elsewhere", landed.startswith(REDIRECT_URI + "?"), landed)
    return query(url), query(landed)


def query(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


def judge(stage, client, party, state):
    """Compares what is in an ID token, and makes sure that the library would refuse a bad one."""
    kept = party.get_context().cstate.get(state)
    how = {**party.get_service("accesstoken").gather_verify_arguments(), "check_hash": True}
    good = {name: kept[name] for name in ("token_type", "access_token", "id_token")}
    message = AccessTokenResponse(**good)
    holds("the library verifies the ID token", message.verify(**how))
    identity = message[verified_claim_name("id_token")]
    same("iss", identity["iss"], stage.issuer)
    same("aud", identity["aud"], [client.id])
    same("alg", identity.jws_header["alg"], "RS256")
    lifetime = identity["exp"] - identity["iat"]
    holds("it lives an hour at most", 0 < lifetime <= 3600, identity.to_dict())

    other = {**good, "access_token": good["access_token"] + "x"}
    refused(AtHashError, AccessTokenResponse(**other), how)
    head, body, signature = good["id_token"].split(".")
    forged = {**good, "id_token": ".".join((head, body, "A" * len(signature)))}
    refused(BadSignature, AccessTokenResponse(**forged), how)
    return identity


def refused(error, message, how):
    """The library must not take a message."""
    try:
        message.verify(**how)
    except error:
        return
    raise SystemExit(f"not refused: {message.to_dict()}")


def logs_in(stage, method):
    """From the issuer to a person who is known, and out again."""
    client = stage.register(
        method,
        ("authorization_code", "refresh_token"),
        postLogoutRedirectUris=[LOGGED_OUT_URI],
    )
    handler, party = relying_party(stage, client, method)
    person = Person(stage)
    asked, answer = ask(stage, handler, person)
    same("iss", answer["iss"], stage.issuer)
    result = handler.finalize(stage.issuer, answer)
    holds("finalized", "id_token" in result, result)
    state = result["state"]
    identity = judge(stage, client, party, state)
    same("nonce", identity["nonce"], asked["nonce"])
    said(f"{method}: discovered, {' and '.join(person.seen)}; the ID token is good")

    same("sub", result["userinfo"]["sub"], identity["sub"])
    same("preferred_username", result["userinfo"]["preferred_username"], stage.username)
    holds("an e-mail address", "@" in result["userinfo"]["email"])
    said(f"{method}: the user's claims are there")

    fresh = handler.refresh_access_token(state)
    holds("another access token", fresh["access_token"] != result["token"])
    again = judge(stage, client, party, state)
    for member in ("sub", "auth_time"):
        same(member, again[member], identity[member])
    same("sub", handler.get_user_info(state)["sub"], identity["sub"])
    said(f"{method}: refreshed, with another good ID token")

    _, answer = ask(stage, handler, person, prompt="none")
    holds("a code without a page", "code" in answer and not person.seen, answer)
    url = handler.logout(state)["url"]
    landed = person.answer(url)
    same("pages of a log-out that a client asks for", person.seen, [])
    holds("sent back", landed.startswith(LOGGED_OUT_URI), landed)
    same("state", query(landed)["state"], query(url)["state"])
    _, answer = ask(stage, handler, person, prompt="none")
    same("error", answer["error"], "login_required")
    said(f"{method}: logged out at the client's wish")


def main():
    stage = Stage()
    for method in ("client_secret_basic", "client_secret_post"):
        logs_in(stage, method)


main()
