"""The published tree: each file to take away is opened by what its reader would open it with."""

import zipfile

import pytest
from _ext import build, where
from bs4 import BeautifulSoup
from programs import check_links
from pypdf import PdfReader
from shown import BUILT, SITE, STEM, file_to_take_away


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


@pytest.mark.parametrize("name", ["index.html", "parity.html", "proofs/sharp.html"])
def test_a_page_of_the_archive_opens_from_disk(unpacked, open_page, name):
    page = open_page(name, base=unpacked.as_uri())
    assert page.locator("article h1").count() == 1
    broken = "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
    assert page.evaluate(broken) == []


def test_the_archive_is_searched_from_disk(unpacked, open_page):
    page = open_page("search.html?q=parity", base=unpacked.as_uri())
    found = page.locator("#search-results li a")
    found.filter(has_text="How few neurons can do parity?").first.click()
    page.locator("h1", has_text="How few neurons can do parity?").wait_for()


def test_lychee_finds_every_link_of_the_published_tree():
    check_links(SITE, where.below(where.site()))


def test_a_printed_chapter_has_nothing_to_press(chromium, address, tmp_path):
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}/parity.html")
    page.emulate_media(media="print", color_scheme="dark")
    for unseen in (
        "button",
        "form",
        "nav",
        "aside",
        "footer",
        ".headerlink",
        ".knobs",
        ".only-dark",
    ):
        assert not any(place.is_visible() for place in page.locator(unseen).all()), unseen
    page.pdf(path=tmp_path / "parity.pdf")
    context.close()
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "parity.pdf").pages)
    assert "Four, if each may read" in text  # an answer that is folded on the screen
    assert "On this page" not in text
