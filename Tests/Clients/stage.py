"""What a client program is given to work with, and how it says what it saw.

A program reads one JSON object from standard input:

    issuer     the tenant's issuer, as http://127.0.0.1:8080/t/acme
    token      an access token that may register clients of the tenant
    username   a person of the tenant, who can log in
    password   that person's password

It registers the clients that it needs, prints a line for each thing that went as it should, and
ends with status 1 at the first that did not.
"""

import faulthandler
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

# A program that hangs shows where, and ends.
faulthandler.dump_traceback_later(240, exit=True)

# Nothing listens there: the person's browser stops before it.
REDIRECT_URI = "http://127.0.0.1:9/callback"


@dataclass
class Client:
    """A registration: its secret is empty where it has none."""

    id: str
    secret: str


class Stage:
    """A tenant of a running gateway, and a person of that tenant."""

    def __init__(self):
        given = json.load(sys.stdin)
        self.issuer = given["issuer"]
        self.username = given["username"]
        self.password = given["password"]
        self._token = given["token"]
        # A proxy that the environment names is not for this machine's own addresses.
        os.environ["no_proxy"] = "*"
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def fetch(self, url):
        """The JSON at a URL."""
        return self._exchange(urllib.request.Request(url))

    def administer(self, method, path, document=None):
        """What comes of a request as the tenant's administrator."""
        request = urllib.request.Request(self.issuer + path, method=method)
        request.add_header("Authorization", f"Bearer {self._token}")
        if document is not None:
            request.data = json.dumps(document).encode()
            request.add_header("Content-Type", "application/json")
        return self._exchange(request)

    def _exchange(self, request):
        try:
            with self._opener.open(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            raise SystemExit(f"{error.code} from {request.full_url}: {text}") from error

    def metadata(self):
        """Where the server's endpoints are, as RFC 8414 says it."""
        return self.fetch(self.issuer + "/.well-known/oauth-authorization-server")

    def register(self, method, grants, scopes=("notes:read",), secret=None, **members):
        """Registers a client through AngusGM's interface; it authenticates by the method.

        Without a secret it gets one that Postern makes, through Governor's interface.
        """
        name = f"client-{secrets.token_hex(4)}"
        document = {
            "clientId": name,
            "clientName": f"Stock client {name}",
            "clientAuthenticationMethods": [method],
            "authorizationGrantTypes": list(grants),
            "scopes": list(scopes),
            "clientSettings": {"any": 1},
            "tokenSettings": {"any": 1},
            **members,
        }
        if secret:
            document["clientSecret"] = secret
        if "authorization_code" in grants:
            document["redirectUris"] = [REDIRECT_URI]
        self.administer("POST", "/api/v1/auth/client", document)
        if secret or method == "none":
            return Client(name, secret or "")
        answer = self.administer("PUT", f"/api/oauth/app/id/{name}/rotate")
        return Client(name, answer["key"])


def said(sentence):
    """Tells that something went as it should."""
    print(sentence, flush=True)


def same(what, actual, expected):
    """Ends the program where two values differ."""
    if actual != expected:
        raise SystemExit(f"{what}: {actual!r}, and not {expected!r}")


def holds(what, condition, shown=None):
    """Ends the program where a condition is false."""
    if not condition:
        raise SystemExit(f"{what}: {shown!r}")


def soon(what, ask, expected):
    """Asks again and again until the answer is as expected: what loops remember of a token ends
    with the announcement of its revocation, and not before.
    """
    deadline = time.monotonic() + 30
    while (actual := ask()) != expected:
        holds(what, time.monotonic() < deadline, actual)


def refusal(error_type, call, *arguments, **members):
    """The OAuth error code that a library reports for a call which must be refused."""
    try:
        result = call(*arguments, **members)
    except error_type as error:
        return error.error
    raise SystemExit(f"not refused: {result!r}")
