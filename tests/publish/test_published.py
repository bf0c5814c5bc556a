"""The published tree: each file to take away is opened by what its reader would open it with."""

import zipfile

import pytest
from _ext import build, where
from bs4 import BeautifulSoup
from programs import check_html, check_links
from reading import STATES, STILL, check_access, check_width, in_state, jumped, read, unfold
from shown import BUILT, SITE, STEM, file_to_take_away
from structure import check_headings, check_ids


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    with zipfile.ZipFile(file_to_take_away("zip")) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / STEM


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != build.STAMP
    }


def test_the_archive_is_the_site_and_not_its_downloads(unpacked):
    assert files(unpacked) == files(BUILT)


def test_the_published_site_is_the_book_with_its_downloads():
    built, site = files(BUILT), files(SITE)
    added = {f"downloads/{STEM}.{kind}" for kind in ("epub", "pdf", "zip")}
    assert site.keys() - built.keys() == added
    assert {name for name in built if site[name] != built[name]} == {"index.html"}
    links = BeautifulSoup(site["index.html"], "html.parser").select("#take-it-with-you li a")
    assert {link["href"] for link in links} == added


def test_the_welcome_page_with_the_downloads_is_put_together_as_the_others_are():
    page, built = (
        BeautifulSoup((tree / "index.html").read_text(), "html.parser") for tree in (SITE, BUILT)
    )
    assert page.head == built.head
    check_headings(page)
    check_ids(page)
    check_html(SITE, SITE / "index.html")
    # Its own contents have all its sections, in their order.
    sections = [f"#{section['id']}" for section in page.select("article section section")]
    assert [link["href"] for link in page.select(".toc-tree ul ul a")] == sections
    assert "#take-it-with-you" in sections


@pytest.mark.parametrize("state", STATES, ids=lambda state: f"{state[0]} {state[1]}")
def test_the_welcome_page_with_the_downloads_is_fit_to_read(serve, open_page, state):
    page = open_page("index.html", base=serve(SITE), **in_state(state))
    read(page)
    assert jumped(page) <= STILL
    unfold(page)
    check_width(page)
    check_access(page, "index.html")


@pytest.mark.parametrize(
    "name",
    [
        *("index.html", "parity.html", "proofs/sharp.html", "playground.html", "puzzles.html"),
        "gallery/parity/fold_the_line.html",
    ],
)
def test_a_page_of_the_archive_opens_from_disk(unpacked, open_page, name):
    page = open_page(name, base=unpacked.as_uri())
    assert page.locator("article h1").count() == 1
    # All its pictures load, or this fails.
    read(page)


def test_the_archive_is_searched_from_disk(unpacked, open_page):
    page = open_page("search.html?q=parity", base=unpacked.as_uri())
    found = page.locator("#search-results li a")
    found.filter(has_text="How few neurons can do parity?").first.click()
    page.locator("h1", has_text="How few neurons can do parity?").wait_for()


def test_lychee_finds_every_link_of_the_published_tree():
    check_links(SITE, where.below(where.site()))
