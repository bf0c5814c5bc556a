"""The whole book as a PDF: what each page of the site shows is in it, and nothing of the machine."""

import contextlib
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import pikepdf
import pypdfium2
import pytest
from _ext import articles, licences, pdf, publish
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from shown import BUILT, file_to_take_away, menu, parts, plain, words

RAW = re.compile(r"\\(?:frac|text|operatorname|begin|le|sum|bmod)\b|\{(?:term|doc|cite:.|ref)\}`")
# What stands on a page to be pressed or filled in.
PRESSED = ("Your answer, a number", "Show code cell source", "Copy to clipboard", "Back to top")
# Brought by the build, see docs/_ext/fonts.py: with them the PDF is the same on every machine.
FONTS = (
    r"KaTeX_(?:AMS|Caligraphic|Main|Math|Size[1-4]|Typewriter)-(?:Regular|Bold|Italic|BoldItalic)|"
    r"IBMPlexSerif-(?:Regular|Italic|Bold|BoldItalic)|"
    r"DejaVuSans(?:Mono)?(?:-Bold|-Oblique|-BoldOblique)?"
)


@pytest.fixture(scope="module")
def book():
    return PdfReader(file_to_take_away("pdf"))


@pytest.fixture(scope="module")
def texts():
    # pypdf, which keeps lines better, takes a minute for this.
    with pypdfium2.PdfDocument(file_to_take_away("pdf")) as opened:
        return [page.get_textpage().get_text_range().replace("\r", "") for page in opened]


@pytest.fixture(scope="module")
def places(book):
    """The numbers, from 0, of the pages that the PDF's names lead to."""
    return {
        name.removeprefix("/"): book.get_destination_page_number(place)
        for name, place in book.named_destinations.items()
    }


@pytest.fixture(scope="module")
def ranges(book, places):
    """Each page of the site and the pages of the PDF that it is on."""
    begins = [places[page.key] for page in menu()]
    # A chapter begins on a page of its own.
    assert all(one < other for one, other in pairwise(begins))
    ends = [*begins[1:], len(book.pages)]
    return [(page, range(*pair)) for page, *pair in zip(menu(), begins, ends, strict=True)]


def outline(items, depth=0):
    for item in items:
        if isinstance(item, list):
            yield from outline(item, depth + 1)
        else:
            yield depth, item


@pytest.fixture(scope="module")
def tagged(book):
    """Of each page of the site what the PDF says to be its parts, by kind."""
    root = book.root_object["/StructTreeRoot"]["/K"].get_object()
    kids = [kid.get_object() for kid in root["/K"]]
    return [list(parts(kid)) for kid in kids if kid["/S"] == "/Art"]


def test_the_pdf_says_what_it_is(book):
    assert book.metadata.title == "Tiny networks"
    assert book.metadata.author == "The tinynets developers"
    assert book.root_object["/Lang"].lower().startswith("en")
    assert book.root_object["/MarkInfo"]["/Marked"]
    assert book.metadata.creation_date is None
    assert len(book.pages) > 200
    # Chromium's own file weighs more than twice as much: see pdf.py.
    assert file_to_take_away("pdf").stat().st_size < 14_000_000


def test_the_outline_of_the_pdf_has_every_heading_of_the_book_in_order(book, ranges):
    found = [
        (plain(item.title), book.get_destination_page_number(item))
        for _, item in outline(book.outline)
    ]
    # After the cover and the table of contents, which the site has not.
    assert [title for title, _ in found[:2]] == ["tinynetworks", "contents"]
    told = [title for title, _ in found[2:]]
    assert told == [title for page in menu() for title in page.headings()]
    assert [number for _, number in found] == sorted(number for _, number in found)
    assert max(depth for depth, _ in outline(book.outline)) >= 2
    begins = {(page.headings()[0], numbers[0]) for page, numbers in ranges}
    assert begins - set(found) == set()


def test_the_contents_of_the_pdf_name_the_pages_that_chapters_begin_on(book, ranges):
    first = ranges[0][1][0]
    lines = [line for page in book.pages[1:first] for line in page.extract_text().splitlines()]
    told = [line for line in lines if re.search(r" \d+$", line)]
    assert told == [f"{page.title} {numbers[0] + 1}" for page, numbers in ranges]
    parts_of_book = list(dict.fromkeys(page.part for page in menu()))
    assert [line for line in lines if line in parts_of_book] == parts_of_book


def test_every_link_of_the_pages_is_in_the_pdf_and_arrives(book, places, ranges):
    within, outside = set(), set()
    for page in book.pages:
        for link in (found.get_object() for found in page.get("/Annots", [])):
            if "/Dest" in link:
                within.add(link["/Dest"].removeprefix("/"))
            else:
                outside.add(link["/A"]["/URI"])
    # The table of contents links every page.
    wanted, elsewhere = {page.key for page in menu()}, set()
    for page in menu():
        inner, outer = page.links()
        wanted |= inner
        elsewhere |= outer
    assert len(wanted) > 200
    assert within == wanted
    # Chromium ends the address of a host with a slash.
    assert {one.rstrip("/") for one in outside} == {one.rstrip("/") for one in elsewhere}
    assert [address for address in outside if not re.match(r"https?://", address)] == []
    on = {page.key: numbers for page, numbers in ranges}
    assert [name for name in within if places[name] not in on[name.partition("--")[0]]] == []


def test_the_pdf_has_every_numbered_figure_and_theorem_where_it_belongs(texts, ranges):
    missing, kinds = [], Counter()
    for page, numbers in ranges:
        text = words(" ".join(texts[number] for number in numbers))
        for told in page.numbers():
            kinds[told.split()[0]] += 1
            if not re.search(rf"{re.escape(told)}(?!\d)", text):
                missing.append(f"{page.path}: {told}")
    assert missing == []
    assert kinds["Fig."] > 100
    assert min(kinds[kind] for kind in ("Theorem", "Lemma", "Corollary", "Definition")) > 0


def test_the_pdf_has_every_picture_drawing_and_formula_of_each_page(tagged):
    live, formulas = 0, 0
    for page, tags in zip(menu(), tagged, strict=True):
        figures = [tag for tag in tags if tag["/S"] == "/Figure"]
        # What is painted nowhere has no content.
        assert all("/K" in figure for figure in figures), page.path
        told = Counter(words(figure["/Alt"]) for figure in figures if "/Alt" in figure)
        wanted = page.pictures() + page.formulas()
        # What is only there to adorn, the small pictures of lists, has no text and so no mark.
        del wanted[""]
        assert (wanted - told, told - wanted) == (Counter(), Counter()), page.path
        captions = [tag for tag in tags if tag["/S"] == "/Caption"]
        assert len(captions) == len(page.article.select("figcaption, table > caption")), page.path
        live += len(
            page.article.select(
                ":is([data-live], [data-network], [data-playground]) svg[aria-label]"
            )
        )
        formulas += page.formulas().total()
    assert live > 10
    assert formulas > 1000


def test_the_pdf_has_answers_and_nothing_raw(texts):
    text = "\n".join(texts)
    assert "Four, if each may read" in text
    assert RAW.findall(text) == []
    chapter, script = (BUILT / name for name in ("parity.html", "_static/copybutton.js"))
    buttons = chapter.read_text(encoding="utf-8") + script.read_text(encoding="utf-8")
    # Paper may break the words anywhere.
    printed = plain(text)
    for label in PRESSED:
        assert label in buttons
        assert plain(label) not in printed


def fonts(resources):
    for font in resources.get("/Font", {}).values():
        yield font.get_object()
    for one in resources.get("/XObject", {}).values():
        yield from fonts(one.get_object().get("/Resources", {}))


def name(font):
    return str(font)[1:].rpartition("+")[2]


def test_the_fonts_of_the_pdf_are_in_it_and_are_those_that_the_build_brings(book):
    names = set()
    for page in book.pages:
        for font in fonts(page["/Resources"]):
            if font["/Subtype"] == "/Type3":  # drawn, so within by nature
                names.add(name(font["/FontDescriptor"]["/FontName"]))
                continue
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & described.keys(), font["/BaseFont"]
            names.add(name(font["/BaseFont"]))
    assert [one for one in sorted(names) if not re.fullmatch(FONTS, one)] == []
    assert {"IBMPlexSerif-Regular", "DejaVuSansMono", "KaTeX_Main-Regular"} <= names
    # The same as publish.py sees, which stops before a font that has no licence.
    assert pdf.embedded(file_to_take_away("pdf")) == names
    assert licences.unclaimed_fonts(names) == []


def test_a_font_without_a_licence_stops_the_publication(monkeypatch, tmp_path):
    def write(target, *_):
        font = pikepdf.Dictionary(BaseFont=pikepdf.Name("/AAAAAA+LiberationSans"))
        with pikepdf.new() as book:
            book.Root.Font = book.make_indirect(font)
            book.save(target)

    monkeypatch.setattr(publish, "chromium", contextlib.nullcontext)
    monkeypatch.setattr(pdf, "write", write)
    monkeypatch.setattr(articles, "read", lambda _site: [])
    with pytest.raises(ValueError, match="The PDF embeds LiberationSans, but COMPONENTS in"):
        publish.take_away(BUILT, tmp_path, ["pdf"])


def test_the_fonts_on_paper_have_every_character_that_the_pages_show():
    text, code = set(), set()
    for page in menu():
        for string in page.article.find_all(string=True):
            if not string.find_parents(class_="katex"):
                (code if string.find_parents(["pre", "code"]) else text).update(string)
    assert {"ⁿ", "→", "θ"} <= text
    for shown, file in ((text, "DejaVuSans"), (code, "DejaVuSansMono")):
        with TTFont(Path(mpl.get_data_path(), "fonts", "ttf", f"{file}.ttf")) as font:
            assert shown - {"\n"} - set(map(chr, font.getBestCmap())) == set()


def test_the_fonts_of_the_worksheets_have_their_licence():
    sheets = sorted(BUILT.glob("*.pdf"))
    assert sheets
    for sheet in sheets:
        names = pdf.embedded(sheet)
        assert names
        assert licences.unclaimed_fonts(names) == [], sheet
