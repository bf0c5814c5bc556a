"""Hypothesis's settings, and Chromium on the finished book: every complaint is a failure."""

import contextlib
import functools
import http.server
import threading
from http import HTTPStatus
from pathlib import Path

import pytest
from _ext import browser, where
from _ext.digests import ROOT
from hypothesis import Phase, settings

# What other modules assert is told as fully as what a test does.
pytest.register_assert_rewrite("programs", "reading", "structure")

# No deadline: a slow machine is no failure. Derandomised: the same examples in every run.
settings.register_profile("tests", deadline=None, derandomize=True, max_examples=100)
# Chosen by --hypothesis-profile: other examples every time, and many.
settings.register_profile("weekly", deadline=None, max_examples=1667)
# For a mutant it is enough that a test fails: nobody reads the smallest example.
settings.register_profile(
    "mutation", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("tests")

SITE = ROOT / "build" / "html"
WAIT = 5000  # milliseconds, until what is waited for is taken for absent


def pytest_addoption(parser):
    parser.addoption(
        "--all-downloads",
        action="store_true",
        help="run every script and notebook as a reader installs it, not only a few",
    )
    parser.addoption(
        "--at-length",
        action="store_true",
        help="make each change of the small book alone, kill ten builds of it, not three, and "
        "print the whole book twice",
    )


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a book below a path, and allows only scripts that are files of it."""

    def __init__(self, *arguments, below, **options):
        self.below = below
        super().__init__(*arguments, **options)

    def translate_path(self, path):
        # Elsewhere on the host there is nothing.
        inside = path.startswith(f"{self.below}/")
        return super().translate_path(path.removeprefix(self.below)) if inside else ""

    def send_error(self, code, *told):
        """Answer what is missing as hosts do, with a page of the book."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, *told)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def end_headers(self):
        self.send_header("Content-Security-Policy", "script-src 'self'")
        super().end_headers()

    def log_message(self, *_):
        """Keep quiet."""


@contextlib.contextmanager
def served(book, below=""):
    """Serve a folder below a path, and give its address."""
    handler = functools.partial(Handler, directory=str(book), below=below)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{below}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def address():
    assert SITE.is_dir(), f"{SITE} is not there: build the book first"
    with served(SITE, where.below(where.site())) as here:
        yield here


@pytest.fixture
def serve():
    """Serve other folders until the test ends."""
    with contextlib.ExitStack() as stack:
        yield lambda *place: stack.enter_context(served(*place))


@pytest.fixture(scope="session")
def chromium():
    with browser.chromium() as opened:
        yield opened


@pytest.fixture
def complaints():
    """What pages complain of, and what they ask for outside the book."""
    return []


def asked_by(request):
    """Return what a page asks for, after file and line of what made it ask."""
    maker = request["initiator"]
    frame = maker.get("stack", {"callFrames": [maker]})["callFrames"][0]
    place = frame.get("url") or request["documentURL"]
    line = int(frame.get("lineNumber", 0)) + 1
    return f"{place.split('?')[0]}:{line}: asks for {request['request']['url']}"


@pytest.fixture
def watch_page(chromium, address, complaints):
    """Open pages of the book, and collect their complaints and all that they ask for outside.

    A set given as `loaded` collects the addresses of all that the page loads.
    """
    contexts = []

    def show(name, *, base=address, loaded=None, **options):
        def refuse(asked, told):
            if not asked.startswith((f"{base}/", "data:", "blob:")):
                complaints.append(told)

        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, **options}
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: refuse(r.url, r.url))
        # Of a page's own requests, not those of its workers, this knows the place too.
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.on("Network.requestWillBeSent", lambda r: refuse(r["request"]["url"], asked_by(r)))
        page.on("response", lambda r: r.status < 400 or complaints.append(f"{r.status} {r.url}"))
        if loaded is not None:
            page.on("response", lambda r: loaded.add(r.url))
        page.goto(f"{base}/{name}")
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(watch_page, complaints):
    """Open pages of the book; at the end no page has complained or asked for anything outside."""
    yield watch_page
    assert complaints == []
