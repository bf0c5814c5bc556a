"""Every page in Chromium: accessible, silent, complete, light, no wider than the screen, and still."""

import gzip
from urllib.parse import urlsplit

import pytest
from _ext import where
from _ext.digests import ROOT
from programs import pages_of
from reading import (
    STATES,
    STILL,
    check_access,
    check_fonts,
    check_width,
    in_state,
    jumped,
    read,
    turn_back,
    unfold,
)

SITE = ROOT / "build" / "html"
PAGES = [path.relative_to(SITE).as_posix() for path in pages_of(SITE)]
FIRST = (1280, "light")
# One page of each kind: these are opened in all states with every change, the others every week.
KINDS = [
    *("index.html", "parity.html", "stuck.html", "puzzles.html", "playground.html"),
    *("proofs/sharp.html", "teachers.html", "licences.html"),
    *("gallery/index.html", "gallery/parity/index.html", "gallery/parity/fold_the_line.html"),
    *("reference/index.html", "reference/generated/tinynets.Network.html"),
    *("reference/generated/tinynets.circuits.parity.html", "glossary.html", "references.html"),
    *("genindex.html", "search.html", "404.html"),
]
# What is searched for, and what the page then says.
SEARCHES = {"parity": "Search finished, found", "xyzzy": "did not match any documents"}
# Packed bytes of all that a page loads but pictures: what it may weigh by what it shows.
PLAIN, MATHS = 70_000, 140_000
# The playground is a program. A search asks for the index of all words.
LIMITS, SEARCHED = {"playground.html": 110_000}, 100_000
WITH_PICTURES = 400_000
STYLES = "[...document.styleSheets].map((sheet) => sheet.href).filter(Boolean)"


def pytest_generate_tests(metafunc):
    """Open each page in the states that are asked for."""
    every = metafunc.config.getoption("--all-states")
    if "name" in metafunc.fixturenames:
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
    return LIMITS.get(name, MATHS if page.locator(".katex").count() else PLAIN)


def test_the_book_is_there():
    assert PAGES, f"{SITE} is not there: build the book first"
    assert set(KINDS) <= set(PAGES)


def test_a_page_is_fit_to_read(open_page, name, state):
    loaded = set()
    page = open_page(name, loaded=loaded, **in_state(state))
    read(page)
    assert jumped(page) <= STILL
    check_width(page)
    if page.locator("details:not([open]):visible").count():
        check_access(page, name)
    unfold(page)
    check_width(page)
    check_fonts(page)
    weights = {address: weight(address) for address in loaded if address.startswith("http")}
    # What was loaded was noticed.
    assert {page.url, *page.evaluate(STYLES)} <= set(weights)
    pictures = sum(size for address, size in weights.items() if "/_images/" in address)
    bare = sum(weights.values()) - pictures
    assert bare <= limit(name, page)
    assert bare + pictures <= WITH_PICTURES
    turn_back(page)
    check_access(page, name)


@pytest.mark.parametrize("state", STATES, ids=lambda state: f"{state[0]} {state[1]}")
@pytest.mark.parametrize("words", SEARCHES)
def test_what_a_search_finds_is_fit_to_read(open_page, words, state):
    name, loaded = f"search.html?q={words}", set()
    page = open_page(name, loaded=loaded, **in_state(state))
    page.locator(".search-summary", has_text=SEARCHES[words]).wait_for()
    # Each title has got what it says of itself: a description, or a quotation.
    untold = page.locator("#search-results li:not(:has(:nth-child(2)))")
    untold.first.wait_for(state="detached")
    assert (page.locator("#search-results li").count() > 0) == (words == "parity")
    if words == "parity":
        quoted = page.locator(".context", has_text="builds a network with n hidden neurons")
        assert "that is right on 2^n consecutive integers" in quoted.first.inner_text()
        # A formula ends a clause, and its mark is a mark.
        quotations = "\n".join(page.locator(".context").all_inner_texts())
        assert "You need R(z) = \\max(0, z), the fold" in quotations
        assert "\\text{" not in quotations
    # Beside the pages that it quotes.
    own = [address for address in loaded if address == page.url or not address.endswith(".html")]
    assert any(address.endswith("/searchindex.js") for address in own)
    assert sum(map(weight, own)) <= SEARCHED
    assert jumped(page) <= STILL
    check_width(page)
    check_access(page, name)
