"""Every page in Chromium: accessible, silent, complete, light, no wider than the screen, and still."""

import gzip
from urllib.parse import urlsplit

from _ext import where
from _ext.digests import ROOT
from axe_playwright_python.sync_playwright import Axe

SITE = ROOT / "build" / "html"
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if "_static" not in path.parts
)
STATES = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
FIRST = (1280, "light")
# One page of each kind: these are opened in all states with every change, the others every week.
KINDS = [
    *("index.html", "parity.html", "proofs/sharp.html", "appendix/changes.html", "playground.html"),
    *("gallery/index.html", "gallery/parity/index.html", "gallery/parity/born_dead.html"),
    *("reference/index.html", "reference/generated/tinynets.Network.html"),
    *("reference/generated/tinynets.circuits.parity.html", "glossary.html", "references.html"),
    *("genindex.html", "search.html", "404.html"),
]
# Packed bytes of all that a page loads but pictures: what it may weigh by what it shows.
PLAIN, MATHS, PROOFS = 70_000, 140_000, 220_000
LIMITS = {"playground.html": 110_000, "search.html": 140_000}
WITH_PICTURES = 400_000
SHIFT = """() => new Promise((done) => {
  let total = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) total += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(total), 200);
})"""


def pytest_generate_tests(metafunc):
    """Open each page in the states that are asked for."""
    every = metafunc.config.getoption("--all-states")
    if "state" in metafunc.fixturenames:
        states = [
            (page, state)
            for page in PAGES
            for state in STATES
            if every or state == FIRST or page in KINDS
        ]
        names = [f"{page} {width} {scheme}" for page, (width, scheme) in states]
        metafunc.parametrize(("name", "state"), states, ids=names)


def weight(address):
    """Return the packed size of what stands at an address of the book."""
    path = SITE / urlsplit(address).path.removeprefix(f"{where.below(where.site())}/")
    content = path.read_bytes()
    return (
        len(content) if path.suffix in {".woff2", ".png", ".webp"} else len(gzip.compress(content))
    )


def limit(name, page):
    """Return what a page may weigh without its pictures."""
    if name in LIMITS:
        return LIMITS[name]
    if name.startswith("proofs/") or name == "appendix/plain_networks.html":
        return PROOFS
    return MATHS if page.locator(".katex").count() else PLAIN


def test_the_book_is_there():
    assert PAGES, f"{SITE} is not there: build the book first"
    assert set(KINDS) <= set(PAGES)


def read(page):
    """Go through a page to its end, and return by how much it has jumped."""
    page.evaluate("document.fonts.ready.then(() => true)")
    # Pictures are loaded when they come near.
    for picture in page.locator("article img:visible").all():
        picture.scroll_into_view_if_needed()
    page.evaluate(
        "Promise.all([...document.images].filter(i => i.checkVisibility()).map(i => i.decode()))"
    )
    return page.evaluate(SHIFT)


def test_a_page_is_fit_to_read(open_page, name, state):
    width, scheme = state
    loaded = set()
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    page = open_page(name, loaded=loaded, **options)
    if read(page) > 0.02:
        # A busy machine may draw half a table: what jumps does so for another reader too, who has
        # nothing of the page yet.
        assert read(open_page(name, **options)) <= 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    weights = {address: weight(address) for address in loaded if address.startswith("http")}
    pictures = sum(size for address, size in weights.items() if "/_images/" in address)
    bare = sum(weights.values()) - pictures
    assert bare <= limit(name, page)
    assert bare + pictures <= WITH_PICTURES
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
