"""A real browser before the login and consent pages: Chromium, with scripts and without."""

import base64
import hashlib
import http.server
import os
import queue
import secrets
import threading
import urllib.parse

from chromium import Chromium
from picture import Picture, lightness
from stage import Stage, holds, said, same

SIZES = {"wide": (1000, 800), "narrow": (320, 720)}
SCHEMES = ("light", "dark")
MAIN_BUTTONS = {"login": "Sign in", "login-again": "Sign in", "consent": "Allow"}
STATE = "a state & its = signs"


class Landing:
    """A client's own listener on this machine, where browsers are sent back to."""

    def __init__(self):
        landed = self._landed = queue.Queue()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self._take(urllib.parse.urlsplit(self.path).query)

            def do_POST(self):
                self._take(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def _take(self, text):
                page = b"<!DOCTYPE html><title>Back at the app</title><h1>Back at the app</h1>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)
                if urllib.parse.urlsplit(self.path).path == "/callback":
                    landed.put((self.command, dict(urllib.parse.parse_qsl(text))))

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}/callback"

    def answer(self):
        """Method and parameters of the next arrival."""
        return self._landed.get(timeout=60)


def authorize_url(server, client, landing, **parameters):
    verifier = secrets.token_urlsafe(32)
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": landing.url,
        "scope": "profile email notes:read offline_access",
        "state": STATE,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **parameters,
    }
    return server["authorization_endpoint"] + "?" + urllib.parse.urlencode(query)


def look(tab, name):
    """Looks at a page in every size and colour scheme: nothing is cut off, nothing overlaps, and
    the stylesheet is in force. Where POSTERN_PICTURES names a folder, pictures are left there.
    """
    folder = os.environ.get("POSTERN_PICTURES")
    controls = [node for node in tab.structure() if node[0] in ("textbox", "button")]
    for size, (width, height) in SIZES.items():
        for scheme in SCHEMES:
            tab.resize(width, height, scheme)
            what = f"{name}-{size}-{scheme}"
            holds(f"{what} fits", tab.width() <= width, tab.width())
            boxes = [tab.box(*control) for control in controls]
            for control, (left, top, right, bottom) in zip(controls, boxes):
                holds(f"{what}: {control} is cut off", 0 <= left < right <= width, (left, right))
                holds(f"{what}: {control} is small", bottom - top >= 24, bottom - top)
            for index, box in enumerate(boxes):
                for other in boxes[index + 1 :]:
                    holds(f"{what}: controls overlap", is_apart(box, other), (box, other))
            png = tab.picture()
            if folder:
                with open(os.path.join(folder, what + ".png"), "wb") as file:
                    file.write(png)
            judge(what, Picture(png), scheme, tab.box("button", MAIN_BUTTONS[name]))
    tab.resize(*SIZES["wide"])
    said(f"{name}: whole in {len(SIZES)} sizes and {len(SCHEMES)} colour schemes")


def is_apart(box, other):
    return (
        box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
    )


def judge(what, picture, scheme, button):
    """The page has its colours, and its main button stands out from what is around it."""
    page = lightness(picture.pixel(1, 1))
    holds(f"{what} is {scheme}", page > 0.8 if scheme == "light" else page < 0.3, page)
    holds(f"{what} is drawn", picture.colours() > 16, picture.colours())
    middle = (button[1] + button[3]) / 2
    inside = lightness(picture.pixel(button[0] + 6, middle))
    outside = lightness(picture.pixel(button[0] - 3, middle))
    holds(f"{what}: the button stands out", abs(inside - outside) > 0.2, (inside, outside))


LOGIN = [
    ("heading", "Sign in"),
    ("textbox", "User name"),
    ("textbox", "Password"),
    ("button", "Sign in"),
    ("button", "Cancel"),
]


def consent(client):
    """What the consent page of a client says."""
    return [
        ("heading", f"Allow Stock client {client.id} to use your account?"),
        ("button", "Not you?"),
        ("heading", "It will be able to"),
        ("listitem", "See your email address And whether it has been confirmed."),
        ("listitem", "notes:read"),
        (
            "listitem",
            "Keep access while you are away Until you withdraw it, even after you sign out.",
        ),
        ("listitem", "See your profile Your name, picture and the like."),
        ("button", "Allow"),
        ("button", "Deny"),
    ]


def log_in(tab, stage, password):
    """Fills in the login page."""
    tab.type("User name", stage.username)
    tab.type("Password", password)
    tab.press("Sign in")
    tab.await_load()


def authorizes(stage, server, chromium, runs_scripts, mode, visit=None):
    """Logs in, allows, and lands; `visit` is called with each page by name."""
    client = stage.register("client_secret_basic", ("authorization_code", "refresh_token"))
    landing = Landing()
    tab = chromium.tab(runs_scripts)
    tab.resize(*SIZES["wide"])
    tab.open(authorize_url(server, client, landing, response_mode=mode))
    same("the login page", tab.structure(), LOGIN)
    if visit:
        visit(tab, "login")
    if visit:
        log_in(tab, stage, "not this one")
        same("after a wrong password", [role for role, _ in tab.structure()].count("alert"), 1)
        visit(tab, "login-again")
        tab.type("Password", stage.password)
        tab.press("Sign in")
        tab.await_load()
    else:
        log_in(tab, stage, stage.password)
    same("the consent page", tab.structure(), consent(client))
    if visit:
        visit(tab, "consent")
    tab.press("Allow")
    if mode == "form_post" and not runs_scripts:
        tab.await_load()
        tab.press("Continue")
    method, answer = landing.answer()
    same("method", method, "POST" if mode == "form_post" else "GET")
    same("state", answer["state"], STATE)
    same("iss", answer["iss"], server["issuer"])
    holds("a code", answer.get("code"), answer)
    scripts = "with scripts" if runs_scripts else "without scripts"
    said(f"{scripts}, {mode}: logged in, allowed, landed at {landing.url}")


def main():
    stage = Stage()
    server = stage.metadata()
    with Chromium() as chromium:
        authorizes(stage, server, chromium, True, "query", look)
        authorizes(stage, server, chromium, False, "query")
        authorizes(stage, server, chromium, True, "form_post")
        authorizes(stage, server, chromium, False, "form_post")


main()
