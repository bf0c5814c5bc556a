"""Hypothesis's settings, and Chromium on the finished book: every complaint is a failure."""

import functools
import http.server
import threading

import pytest
from _ext import browser
from _ext.digests import ROOT
from hypothesis import Phase, settings

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


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the book and allows only scripts that are files of it."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", "script-src 'self'")
        super().end_headers()

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture(scope="session")
def address():
    assert SITE.is_dir(), f"{SITE} is not there: build the book first"
    handler = functools.partial(Handler, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium():
    with browser.chromium() as opened:
        yield opened


@pytest.fixture
def open_page(chromium, address):
    """Open pages of the book; at the end no page has complained or asked for anything outside.

    A set given as `loaded` collects the addresses of all that the page loads.
    """
    contexts, complaints = [], []

    def show(name, *, base=address, loaded=None, **options):
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, **options}
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: r.url.startswith((base, "data:", "blob:")) or complaints.append(r.url),
        )
        page.on("response", lambda r: r.status < 400 or complaints.append(f"{r.status} {r.url}"))
        if loaded is not None:
            page.on("response", lambda r: loaded.add(r.url))
        page.goto(f"{base}/{name}")
        return page

    yield show
    for context in contexts:
        context.close()
    assert complaints == []
