"""Where the book stands: at the root of a host or below a path, missing addresses have a page."""

import re
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from _ext import where
from programs import check_links
from small_book import SmallBook

# As a project's site at GitHub.
PUBLIC, PATH = "https://owner.example/book", "/book"
MISSING = "gallery/nothing/here.html"
LAYOUT = """[...document.querySelectorAll("body *")].map((e) => {
  const {x, y, width, height} = e.getBoundingClientRect();
  return [e.tagName, x, y, width, height].join(" ");
})"""
LOOK = """["body", "h1", ".sidebar-drawer", ".sidebar-tree a", "article p"].map((place) => {
  const look = getComputedStyle(document.querySelector(place));
  return [look.color, look.backgroundColor, look.fontFamily, look.fontSize];
})"""
# One process opens them all, or each would build the book below a path.
pytestmark = pytest.mark.xdist_group("standing")


@pytest.fixture(scope="module")
def below(tmp_path_factory):
    """Build a small book that stands below a path."""
    # A short path: sockets stand below it, whose addresses have a hundred characters at most.
    book = SmallBook(tmp_path_factory.mktemp("below"))
    done = book.build(TINYNETS_SITE=PUBLIC)
    assert done.returncode == 0, done.stderr
    return book.root / "build" / "html"


@pytest.fixture(params=["the finished book", "a book below a path"])
def base(request, serve):
    """Serve a book where it should stand, and give its address."""
    if request.param == "the finished book":
        return request.getfixturevalue("address")
    return serve(request.getfixturevalue("below"), PATH)


@pytest.fixture
def lost(base, watch_page, complaints):
    """Open a missing address; at the end it is all that was missing."""
    yield watch_page(MISSING, base=base)
    said = "Failed to load resource: the server responded with a status of 404 (Not Found)"
    assert sorted(complaints) == [f"404 {base}/{MISSING}", said]


def test_the_page_at_a_missing_address_looks_like_one_of_the_book(lost, base, watch_page):
    assert lost.locator("h1").inner_text() == "Page not found"
    sheets = "[...document.styleSheets].map((sheet) => sheet.cssRules.length)"
    assert len(lost.evaluate(sheets)) > 4
    assert min(lost.evaluate(sheets)) > 0
    assert lost.evaluate(LAYOUT) == watch_page("404.html", base=base).evaluate(LAYOUT)
    assert lost.evaluate(LOOK) == watch_page("gallery/index.html", base=base).evaluate(LOOK)


def test_its_links_lead_to_pages_of_the_book(lost, base):
    links = lost.evaluate(
        """[...document.querySelectorAll('a:not([href^="#"])')].map((link) => link.href)"""
    )
    within = {link.split("#")[0] for link in links if link.startswith("http://127.0.0.1:")}
    assert {f"{base}/{name}.html" for name in ("index", "search", "gallery/index")} <= within
    assert [link for link in within if not link.startswith(f"{base}/")] == []
    assert [link for link in within if lost.request.get(link).status != 200] == []
    lost.locator("article a").first.click()
    lost.wait_for_url(f"{base}/index.html")


def test_its_field_searches_the_book(lost, base):
    lost.locator(".sidebar-search").fill("neuron")
    lost.locator(".sidebar-search").press("Enter")
    lost.wait_for_url(f"{base}/search.html?q=neuron**")
    found = lost.locator("#search-results li a").first
    title = found.inner_text()
    found.click()
    lost.locator("article h1", has_text=title).wait_for()
    assert lost.url.startswith(f"{base}/")


def test_a_host_has_nothing_beside_a_book_below_a_path(below, serve):
    base = serve(below, PATH)
    assert urlopen(f"{base}/index.html").status == 200
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{base.removesuffix(PATH)}/index.html")


def test_a_book_below_a_path_names_its_own_addresses_alone(below):
    named = {}
    for path in sorted(below.rglob("*")):
        if path.suffix in {".html", ".ipynb", ".xml", ".txt"}:
            text = path.read_text(encoding="utf-8")
            assert where.HERE not in text, path
            name = path.relative_to(below).as_posix()
            named[name] = set(re.findall(r"https://owner\.example[^\s\"\\)<>#&]*", text))
    for name, addresses in named.items():
        for address in addresses:
            assert address.startswith(f"{PUBLIC}/"), name
            page = address.removeprefix(f"{PUBLIC}/") or "index.html"
            assert (below / page).is_file(), f"{name} names {address}"
    # Each page names itself and its picture, the map all pages that can be found.
    pages = {name for name in named if name.endswith(".html") and not name.startswith("_static/")}
    found = pages - {"404.html", "search.html"}
    assert named["sitemap.xml"] == {f"{PUBLIC}/{page}" for page in found}
    for page in pages:
        assert {f"{PUBLIC}/{page}", f"{PUBLIC}/_static/card.png"} <= named[page]
        canonical = f'<link rel="canonical" href="{PUBLIC}/{page}"'
        assert (canonical in (below / page).read_text(encoding="utf-8")) == (page in found)
    wheel = f"{PUBLIC}/wheel/tinynets-0-py3-none-any.whl"
    notebooks = [name for name in named if name.endswith(".ipynb")]
    assert notebooks
    assert [name for name in notebooks if wheel not in named[name]] == []


def test_every_link_of_a_book_below_a_path_leads_somewhere(below):
    check_links(below, PATH)
    # At the root of a host those of the page for missing addresses would not.
    with pytest.raises(AssertionError, match=r"404\.html"):
        check_links(below, "")
