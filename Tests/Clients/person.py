"""A person with a browser that has no script: fills in what the pages ask for, by the labels and
buttons that the person sees.
"""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from stage import holds


class Page(HTMLParser):
    """One page: its title, its heading, and its only form."""

    def __init__(self, url, text):
        super().__init__()
        self.url = url
        self.title = ""
        self.action = None
        self.values = {}  # what would be sent of each field, by name
        self.labels = {}  # the field's name by the label that names it
        self.buttons = {}  # name and value by what stands on it
        self.alerts = []
        self._names = {}  # field's name by its id
        self._label = None
        self._open = []  # (tag, attributes, text) of what is not closed yet
        self.feed(text)
        self.close()
        self.labels = {text: self._names[id] for text, id in self.labels.items()}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            holds("forms on a page", self.action is None, self.url)
            holds("the form's method", attributes.get("method") == "post", attributes)
            self.action = urllib.parse.urljoin(self.url, attributes["action"])
        elif tag == "input":
            self.values[attributes["name"]] = attributes.get("value", "")
            self._names[attributes.get("id")] = attributes["name"]
        elif tag in ("title", "label", "button") or attributes.get("role") == "alert":
            self._open.append((tag, attributes, []))

    def handle_data(self, data):
        if self._open:
            self._open[-1][2].append(data)

    def handle_endtag(self, tag):
        if not self._open or self._open[-1][0] != tag:
            return
        tag, attributes, pieces = self._open.pop()
        text = " ".join("".join(pieces).split())
        if tag == "title":
            self.title = text
        elif tag == "label":
            self.labels[text] = attributes["for"]
        elif tag == "button":
            self.buttons[text] = (attributes.get("name"), attributes.get("value", ""))
        else:
            self.alerts.append(text)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Hands redirects out instead of following them."""

    def redirect_request(self, *_):
        return None


class Person:
    """Somebody of the tenant; logs in when asked to, and decides as told."""

    def __init__(self, stage):
        self.stage = stage
        self.origin = _origin(stage.issuer)
        self.seen = []  # the pages' titles
        # A browser sends `Secure` cookies to this machine without encryption, too.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self.cookies = http.cookiejar.CookieJar(policy)
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.cookies),
            _StayHere(),
        )

    def answer(self, url, decision="Allow"):
        """Opens a URL, logs in and decides where asked, and returns where the browser is sent to
        in the end: the first URL that is not the gateway's.
        """
        self.seen = []
        response = self._open(url)
        for _ in range(8):
            if isinstance(response, str):
                if _origin(response) != self.origin:
                    return response
                response = self._open(response)
            else:
                response = self._press(response, decision)
        raise SystemExit(f"the pages do not end: {self.seen}")

    def _press(self, page, decision):
        self.seen.append(page.title)
        holds(f"a problem on {page.title!r}", not page.alerts, page.alerts)
        holds(f"no form on {page.title!r}", page.action, page.url)
        form = dict(page.values)
        if "Password" in page.labels:
            form[page.labels["User name"]] = self.stage.username
            form[page.labels["Password"]] = self.stage.password
            button = "Sign in"
        else:
            button = decision
        holds(f"no button {button!r} on {page.title!r}", button in page.buttons, page.buttons)
        name, value = page.buttons[button]
        if name:
            form[name] = value
        holds("a form leads elsewhere", _origin(page.action) == self.origin, page.action)
        return self._open(page.action, form)

    def _open(self, url, form=None):
        """A page, or the URL of a redirect."""
        data = None if form is None else urllib.parse.urlencode(form).encode()
        # What a browser says of itself.
        headers = {"Accept": "text/html", "Origin": self.origin} if data else {}
        request = urllib.request.Request(url, data, headers)
        try:
            response = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            if response.status == 303:
                return urllib.parse.urljoin(url, response.headers["Location"])
            text = response.read().decode()
        holds(f"status {response.status} from {url}", response.status == 200, text)
        return Page(url, text)


def _origin(url):
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
