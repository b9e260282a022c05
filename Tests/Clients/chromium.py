"""A headless Chromium, told what to do over a pipe (the DevTools protocol): what a person would see
and do, and nothing that needs the pages to run a script.
"""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time

from stage import holds

PATIENCE = 60  # seconds that Chromium may take for one thing


class Chromium:
    """The process; `tab` opens a window that shares nothing with the others."""

    def __init__(self):
        program = shutil.which("chromium")
        holds("chromium is installed", program, os.environ.get("PATH"))
        self._folder = tempfile.mkdtemp(prefix="postern-chromium-")
        self._log = os.path.join(self._folder, "log")
        # Chromium reads commands from descriptor 3 and answers on descriptor 4.
        commands, self._to = os.pipe()
        self._from, answers = os.pipe()
        moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 16) for end in (commands, answers)]
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self._process = os.posix_spawn(
            program,
            [program, *self._options()],
            {**os.environ, "HOME": self._folder},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 1, self._log, flags, 0o600),
                (os.POSIX_SPAWN_DUP2, 1, 2),
                (os.POSIX_SPAWN_DUP2, moved[0], 3),
                (os.POSIX_SPAWN_DUP2, moved[1], 4),
            ],
            setpgroup=0,
        )
        for end in (commands, answers, *moved):
            os.close(end)
        self._received = b""
        self._events = []
        self._count = 0

    def _options(self):
        options = [
            "--headless",
            "--remote-debugging-pipe",
            f"--user-data-dir={self._folder}/profile",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-gpu",
            "--disable-sync",
            "--hide-scrollbars",
            "--password-store=basic",
        ]
        # Its sandbox does not start for root.
        return options + (["--no-sandbox"] if os.geteuid() == 0 else [])

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        if kind:
            with open(self._log, encoding="utf-8", errors="replace") as log:
                print("what Chromium said:", log.read()[-4000:], sep="\n", flush=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def call(self, method, session=None, **parameters):
        """The result of a command."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._receive(deadline, method)
            if "id" not in answer:
                self._events.append(answer)
            elif answer["id"] == self._count:
                holds(f"{method}", "error" not in answer, answer)
                return answer["result"]

    def event(self, name, session):
        """Waits for an event; those before it are forgotten."""
        deadline = time.monotonic() + PATIENCE
        while True:
            event = self._events.pop(0) if self._events else self._receive(deadline, name)
            if event.get("method") == name and event.get("sessionId") == session:
                return event["params"]

    def forget(self):
        """Forgets the events so far."""
        self._events.clear()

    def _receive(self, deadline, what):
        while b"\0" not in self._received:
            readable, _, _ = select.select([self._from], [], [], deadline - time.monotonic())
            holds(f"{what} takes too long", readable)
            piece = os.read(self._from, 1 << 16)
            holds("Chromium ended", piece)
            self._received += piece
        message, self._received = self._received.split(b"\0", 1)
        return json.loads(message)

    def tab(self, runs_scripts=True):
        """A window with cookies of its own."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call(
            "Target.createTarget", url="about:blank", browserContextId=context
        )["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Tab(self, session, runs_scripts)


class Tab:
    """One window."""

    def __init__(self, chromium, session, runs_scripts):
        self._chromium = chromium
        self._session = session
        for domain in ("Page", "DOM", "Accessibility"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setScriptExecutionDisabled", value=not runs_scripts)

    def call(self, method, **parameters):
        """The result of a command to this window."""
        return self._chromium.call(method, self._session, **parameters)

    def open(self, url):
        """Shows a URL, once it is loaded."""
        self._chromium.forget()
        failure = self.call("Page.navigate", url=url).get("errorText")
        holds(f"{url} is shown", not failure, failure)
        self.await_load()

    def await_load(self):
        """Waits until a page is loaded."""
        self._chromium.event("Page.loadEventFired", self._session)

    def resize(self, width, height, scheme="light"):
        """Gives the window another size, and the person another preference."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])

    def structure(self):
        """What somebody who cannot see hears of the page: roles and names, in order."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        by_id = {node["nodeId"]: node for node in nodes}
        told = []
        _tell(by_id, nodes[0], told)
        return told

    def node(self, role, name):
        """The one element with a role and a name."""
        document = self.call("DOM.getDocument", depth=0)["root"]["backendNodeId"]
        found = self.call(
            "Accessibility.queryAXTree", backendNodeId=document, role=role, accessibleName=name
        )["nodes"]
        holds(f"one {role} {name!r}", len(found) == 1, self.structure())
        return found[0]["backendDOMNodeId"]

    def box(self, role, name):
        """Left, top, right and bottom of an element, borders included."""
        quad = self.call("DOM.getBoxModel", backendNodeId=self.node(role, name))
        border = quad["model"]["border"]
        return border[0], border[1], border[4], border[5]

    def type(self, name, text):
        """Types into a field."""
        self.call("DOM.focus", backendNodeId=self.node("textbox", name))
        self.call("Input.insertText", text=text)

    def press(self, name):
        """Clicks on a button with the mouse."""
        self._chromium.forget()
        self.call("DOM.scrollIntoViewIfNeeded", backendNodeId=self.node("button", name))
        left, top, right, bottom = self.box("button", name)
        place = {"x": (left + right) / 2, "y": (top + bottom) / 2}
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place
            )

    def width(self):
        """How wide the page is, which is more than the window where one must scroll sideways."""
        return self.call("Page.getLayoutMetrics")["cssContentSize"]["width"]

    def picture(self):
        """The page as a PNG, all of it."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        answer = self.call(
            "Page.captureScreenshot",
            format="png",
            captureBeyondViewport=True,
            clip={**size, "scale": 1},
        )
        return base64.b64decode(answer["data"])


TOLD = ("heading", "textbox", "button", "listitem", "alert", "link", "image")


def _tell(by_id, node, told):
    """Adds a node, and what is below it."""
    role, name = _value(node, "role"), _value(node, "name")
    if role in TOLD and not node["ignored"]:
        told.append((role, name or " ".join(_texts(by_id, node))))
    for child in node.get("childIds", []):
        _tell(by_id, by_id[child], told)


def _texts(by_id, node):
    """The texts of a node that has no name of its own."""
    if _value(node, "role") == "StaticText":
        return [_value(node, "name")]
    return [text for child in node.get("childIds", []) for text in _texts(by_id, by_id[child])]


def _value(node, member):
    return node.get(member, {}).get("value", "")
