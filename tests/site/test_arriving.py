"""A page that arrives in two pieces, cut within its longest table, does not jump."""

import functools
import http.server
import re
import threading

import pytest
from _ext.digests import ROOT
from programs import pages_of
from reading import STILL, in_state, jumped, settled

SITE = ROOT / "build" / "html"
TABLE, ROW = (re.compile(b"<%s.*?</%s>" % (tag, tag), re.DOTALL) for tag in (b"table", b"tr"))


def cut(text):
    """Return after which byte a page is half a table, and how many rows it has by then."""
    table = max(TABLE.finditer(text), key=lambda found: len(ROW.findall(found[0])))
    rows = list(ROW.finditer(text, *table.span()))
    place = rows[len(rows) // 2].end()
    return place, len(ROW.findall(text[:place]))


PAGES = [
    path.relative_to(SITE).as_posix()
    for path in pages_of(SITE)
    if any(len(ROW.findall(table)) > 2 for table in TABLE.findall(path.read_bytes()))
]


class Halting(http.server.SimpleHTTPRequestHandler):
    """Serves half of a page, and the rest when it may."""

    def __init__(self, *arguments, may, **options):
        self.may = may
        super().__init__(*arguments, **options)

    def copyfile(self, source, output):
        text = source.read()
        place = cut(text)[0] if self.path.endswith(".html") else len(text)
        output.write(text[:place])
        output.flush()
        if place < len(text) and self.may.wait(30):
            output.write(text[place:])

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture
def arrive(chromium):
    """Open a page with one half of its longest table, look at that, and let the rest come."""
    may, contexts = threading.Event(), []
    handler = functools.partial(Halting, directory=str(SITE), may=may)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()

        def show(name, width, *, script=True):
            context = chromium.new_context(**in_state((width, "light")))
            contexts.append(context)
            page = context.new_page()
            if not script:
                page.route("**/theme.js", lambda route: route.fulfill(body=""))
            page.goto(f"http://127.0.0.1:{server.server_port}/{name}", wait_until="commit")
            rows = cut((SITE / name).read_bytes())[1]
            page.wait_for_function(f"document.querySelectorAll('tr').length >= {rows}")
            page.evaluate("[...document.querySelectorAll('table')].pop().scrollIntoView()")
            settled(page)
            may.set()
            page.wait_for_load_state()
            settled(page)
            return page

        yield show
        may.set()
        for context in contexts:
            context.close()
        server.shutdown()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_half_a_table_does_not_jump_when_the_rest_comes(arrive, name, width):
    page = arrive(name, width)
    assert jumped(page) <= STILL
    assert page.locator("table.arriving").count() == 0


def test_half_a_table_that_is_shown_jumps(arrive):
    assert PAGES
    assert jumped(arrive("licences.html", 1280, script=False)) > STILL
