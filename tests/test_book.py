"""The built book: all of it is there, all of it holds together, nothing comes from elsewhere."""

from __future__ import annotations

import ast
import base64
import io
import json
import os
import posixpath
import re
import subprocess
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import chapters
import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from _ext import where
from _ext.build import is_current
from _ext.digests import GENERATED, ROOT, source_files
from _ext.figures import darken
from _ext.gallery import SECTIONS, WHEEL, first_cell, install_line, opens_elsewhere, scripts
from _ext.repository import checked
from _ext.thesis import ROWS
from bs4 import BeautifulSoup, Tag
from structure import check_headings, check_ids

import tinynets as tn

BOOK = ROOT / "build" / "html"
SITE = where.site()
BELOW = where.below(SITE)
REPOSITORY = checked(os.environ.get("TINYNETS_REPOSITORY", ""))

# What the sources promise.
SOURCES = {
    path.relative_to(ROOT / "docs").with_suffix(".html").as_posix(): path
    for path in source_files()
    if path.suffix == ".md" and path.is_relative_to(ROOT / "docs")
}
SCRIPTS = {f"gallery/{path.parent.name}/{path.stem}.html": path for path in scripts()}
INDEXES = ["gallery/index.html", *(f"gallery/{name}/index.html" for name in SECTIONS)]
NAMES = re.findall(
    r"^   ([A-Za-z_.]+)$", (ROOT / "docs/reference/index.md").read_text(), re.MULTILINE
)
# A class has a file of its own kind where a function has its name but for the case.
ENTRIES = {
    name: f"reference/generated/tinynets.{name}{'-class' * (name.lower() in {*NAMES} - {name})}.html"
    for name in NAMES
}
OBJECTS = {page: name for name, page in ENTRIES.items()}
AUTHORED = [*SOURCES, *SCRIPTS, *INDEXES, *OBJECTS]
# Written by Sphinx itself: the index, the search, what a server shows for a missing page.
FOUND, HIDDEN = [*AUTHORED, "genindex.html"], ["search.html", "404.html"]
PAGES = [*FOUND, *HIDDEN]

in_every_page = pytest.mark.parametrize("page", PAGES)
in_authored_pages = pytest.mark.parametrize("page", AUTHORED)
of_every_script = pytest.mark.parametrize("page", SCRIPTS)


@cache
def soup(page: str) -> BeautifulSoup:
    """Return a page of the book."""
    path = BOOK / page
    assert path.is_file(), f"{path} is not there: build the book first"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def article(page: str) -> Tag:
    """Return the part of a page that its author wrote."""
    found = soup(page).find("article")
    assert isinstance(found, Tag)
    return found


@cache
def anchors(page: str) -> frozenset[str]:
    """Return the names that links to parts of a page can use."""
    return frozenset(str(tag["id"]) for tag in soup(page).find_all(id=True))


def plain(text: str) -> str:
    """Return a text's words, for comparisons."""
    return " ".join(re.sub(r"[\W_]+", " ", text).lower().split())


def target(page: str, address: str) -> str | None:
    """Return the file of the book that an address on a page means; None for one elsewhere."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page
    path = unquote(parts.path)
    if path.startswith("/"):
        # From the root of the host: the page that a server shows at any address has such links.
        name = posixpath.relpath(path, f"{BELOW}/")
    else:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return "index.html" if name == "." else name


# Addresses that a browser follows by itself when it opens a page.
LOADED = {
    "src": ("img", "script", "source", "iframe", "embed", "audio", "video", "track", "input"),
    "srcset": ("img", "source"),
    "href": ("link", "image"),
    "xlink:href": ("image", "use"),
    "data": ("object",),
    "poster": ("video",),
}
# Links in the head that name another page and load nothing.
NAMED = {"canonical", "next", "prev", "search", "index", "author", "copyright", "help", "top"}


def loaded(page: str) -> list[str]:
    """List what a browser loads to show a page."""
    found = []
    for attribute, names in LOADED.items():
        for tag in soup(page).find_all(names, attrs={attribute: True}):
            if tag.name != "link" or not NAMED.intersection(tag.get("rel", [])):
                found.append(str(tag[attribute]))
    styles = [tag.get_text() for tag in soup(page).find_all("style")]
    styles += [str(tag["style"]) for tag in soup(page).find_all(style=True)]
    return found + [address for css in styles for address in css_addresses(css)]


def css_addresses(css: str) -> list[str]:
    """List what a stylesheet loads."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = re.findall(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)]*?))\s*\)", css)
    imports = re.findall(r"@import\s+[\"']([^\"']*)", css)
    return [*("".join(groups) for groups in found), *imports]


@cache
def pictures() -> list[Path]:
    """List the light pictures."""
    found = [path for path in (BOOK / "_images").glob("*.svg") if ".dark." not in path.name]
    assert found
    return sorted(found)


def test_the_book_is_made_from_the_present_sources():
    assert is_current(), "the book is absent or older than its sources: build it first"


def test_the_book_has_all_pages_and_no_other():
    built = {path.relative_to(BOOK).as_posix() for path in BOOK.rglob("*.html")}
    built -= {name for name in built if name.startswith("_static/")}
    assert built == set(PAGES)


def test_no_two_files_differ_in_case_alone():
    # On many machines they would be one file.
    names = Counter(path.relative_to(BOOK).as_posix().casefold() for path in BOOK.rglob("*"))
    assert [name for name, count in names.items() if count > 1] == []


@in_every_page
def test_a_page_has_a_title_and_headings_in_order(page):
    assert soup(page).title.get_text().strip()
    check_headings(soup(page))


@in_every_page
def test_a_page_describes_itself_to_others(page):
    head = soup(page).head
    named = {tag.get("name") or tag.get("property"): tag["content"] for tag in head.find_all("meta")
             if tag.has_attr("content")}  # fmt: skip
    assert named["description"] == named["og:description"]
    assert 20 <= len(named["description"]) <= 200
    assert not re.search(r"\\|import json|\bIn the (?:gallery|book):", named["description"])
    assert named["og:url"] == f"{SITE}/{page}"
    assert plain(named["og:title"]) == plain(article(page).h1.get_text().rstrip("¶"))
    assert named["og:image"].startswith(f"{SITE}/_static/")
    assert (BOOK / named["og:image"].removeprefix(f"{SITE}/")).is_file()
    assert named["og:image:alt"].strip()


def test_descriptions_tell_pages_apart():
    told = [soup(page).find("meta", attrs={"name": "description"})["content"] for page in PAGES]
    assert 20 <= min(map(len, told)) <= max(map(len, told)) <= 200
    assert [text for text, count in Counter(told).items() if count > 1] == []


@in_every_page
def test_a_page_keeps_the_place_of_its_pictures_and_has_an_icon(page):
    for image in soup(page).find_all("img"):
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
    icon = soup(page).find("link", rel="icon") or soup(page).find("link", rel="shortcut icon")
    assert (BOOK / target(page, str(icon["href"]))).is_file()


def test_no_two_pages_share_a_title():
    titles: dict[str, list[str]] = {}
    for page in PAGES:
        titles.setdefault(soup(page).title.get_text(), []).append(page)
    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}


@in_every_page
def test_an_id_names_one_thing(page):
    check_ids(soup(page))


@in_every_page
def test_every_link_leads_somewhere(page):
    broken = []
    for link in soup(page).find_all("a", href=True):
        address = str(link["href"])
        name, anchor = target(page, address), unquote(urlsplit(address).fragment)
        if name is None:
            continue
        there = (BOOK / name).is_file()
        if there and anchor and name.endswith(".html"):
            there = anchor in anchors(name)
        if not there:
            broken.append(address)
    assert broken == []


@in_every_page
def test_all_that_a_page_loads_is_in_the_book(page):
    for address in loaded(page):
        if not address.startswith(("data:", "#")):
            name = target(page, address)
            assert name is not None, f"{address} is loaded from elsewhere"
            assert (BOOK / name).is_file(), f"{address} is not there"


def test_all_that_a_stylesheet_loads_is_in_the_book():
    sheets = list((BOOK / "_static").rglob("*.css"))
    assert sheets
    for path in sheets:
        sheet = path.relative_to(BOOK).as_posix()
        for address in css_addresses(path.read_text(encoding="utf-8")):
            if not address.startswith(("data:", "#")):
                name = target(sheet, address)
                assert name is not None, f"{sheet} loads {address} from elsewhere"
                assert (BOOK / name).is_file(), f"{sheet} loads {address}, which is not there"


def test_pictures_load_nothing():
    for path in pictures():
        picture = ElementTree.parse(path).getroot()
        names = {element.tag.split("}")[-1].lower() for element in picture.iter()}
        assert names.isdisjoint({"script", "foreignobject", "iframe"}), path.name
        for element in picture.iter():
            for name, value in element.attrib.items():
                address = value if name.split("}")[-1] == "href" else "#"
                assert address.startswith(("#", "data:")), f"{path.name} loads {address}"
        for address in css_addresses(path.read_text(encoding="utf-8")):
            assert address.startswith("#"), f"{path.name} loads {address}"


def test_nothing_tells_where_the_book_was_built():
    told = [
        path.relative_to(BOOK).as_posix()
        for path in BOOK.rglob("*")
        if path.suffix in {".html", ".js", ".css", ".svg", ".xml", ".ipynb", ".py"}
        and str(ROOT) in path.read_text(encoding="utf-8")
    ]
    assert told == []


@in_every_page
def test_a_page_is_found_at_its_own_address_or_not_at_all(page):
    addresses = [link["href"] for link in soup(page).find_all("link", rel="canonical")]
    robots = [tag["content"] for tag in soup(page).find_all("meta", attrs={"name": "robots"})]
    found = ([f"{SITE}/{page}"], [])
    assert (addresses, robots) == (([], ["noindex"]) if page in HIDDEN else found)


def test_the_map_of_the_site_names_the_pages_in_order():
    text = (BOOK / "sitemap.xml").read_text(encoding="utf-8")
    named = re.findall(rf"<loc>{re.escape(SITE)}/([^<]*)</loc>", text)
    assert named == sorted(named)
    assert set(named) == set(FOUND)


@in_authored_pages
def test_figures_have_a_caption_and_words_of_their_own(page):
    title = plain(article(page).h1.get_text())
    for image in article(page).find_all("img"):
        alt = plain(str(image["alt"]))
        if shown := image.find_parent(class_="sphx-glr-thumbcontainer"):
            # The link to the page that it shows is its title, which a reader hears once.
            assert image["alt"] == ""
            assert plain(shown.find("a").get_text())
            continue
        # A file's name is one word.
        told = alt != title and len(image["alt"].split()) > 1
        assert told, f"{image['src']} has the alt text {image['alt']!r}"
        if image.find_parent(class_="sd-card"):
            continue
        figure = image.find_parent("figure")
        assert figure is not None, f"{image['src']} stands in no figure"
        caption = figure.select_one("figcaption .caption-text")
        assert caption is not None, f"{image['src']} has no caption"
        assert plain(caption.get_text()) not in ("", title, alt)


@in_authored_pages
def test_a_drawing_within_a_page_says_what_it_shows(page):
    for drawing in article(page).find_all("svg"):
        if drawing.find_parent(attrs={"aria-hidden": "true"}) or drawing.has_attr("aria-hidden"):
            continue
        assert drawing["role"] == "img"
        assert plain(str(drawing["aria-label"]))


def test_animations_are_figures_with_a_number():
    animations = [tag for page in SCRIPTS for tag in article(page).select("figure.tn-animation")]
    assert animations
    for animation in animations:
        number = animation.select_one("figcaption .caption-number").get_text()
        assert re.fullmatch(r"Fig\. \d+ ", number)
        assert animation.select_one("figcaption .caption-text").get_text().strip()


@in_authored_pages
def test_every_picture_has_a_dark_twin_beside_it(page):
    images = [image for image in article(page).find_all("img") if "_images" in image["src"]]
    assert len(images) % 2 == 0
    for light, dark in zip(images[::2], images[1::2], strict=True):
        assert "only-light" in light["class"]
        assert "only-dark" in dark["class"]
        assert dark["src"] == light["src"].removesuffix(".svg") + ".dark.svg"
        assert dark["alt"] == light["alt"]


def colours(svg: str) -> set[str]:
    """Return the colours of a picture, those of its rasters' opaque pixels too."""
    found = set(re.findall(r"#[0-9a-f]{6}", svg.lower()))
    for data in re.findall(r"base64,([^\"]+)", svg):
        pixels = plt.imread(io.BytesIO(base64.b64decode(data)))
        opaque = pixels[pixels[..., 3] == 1][:, :3]
        found |= {mpl.colors.to_hex(colour) for colour in np.unique(opaque, axis=0)}
    return found


def test_twins_differ_in_the_colours_of_the_palette_alone():
    for path in pictures():
        light, dark = (
            file.read_text(encoding="utf-8") for file in (path, path.with_suffix(".dark.svg"))
        )
        assert dark == darken(light), path.name
        assert colours(dark).isdisjoint(tn.plot.COLORS.values()), path.name
        assert not colours(dark).isdisjoint(tn.plot.DARK.values()), path.name


def test_no_picture_has_a_background_or_a_colour_lost_at_night():
    for path in pictures():
        text = path.with_suffix(".dark.svg").read_text(encoding="utf-8").lower()
        for colour in ("#000000", "#ffffff", "fill: black", "fill: white"):
            assert colour not in text, f"{path.name} uses {colour}"


PROSE = re.compile(
    r"\$|\\[(\[]|\\(?:frac|sum|max|sigma|theta|text|cdot)\b|\{[a-z:]+\}`|:[a-z:]+:`|\|\|\|"
)


@in_authored_pages
def test_no_markup_is_left_in_the_text(page):
    text = BeautifulSoup(str(article(page)), "html.parser")
    for tag in text.select("pre, code, .katex, script, style"):
        tag.decompose()
    assert PROSE.findall(text.get_text()) == []
    assert text.select(".problematic, .system-message, .katex-error") == []


@pytest.mark.parametrize("page", [*SOURCES, *SCRIPTS])
def test_formulas_are_rendered(page):
    source = (SOURCES.get(page) or SCRIPTS[page]).read_text(encoding="utf-8")
    without_code = re.sub(r"(`{3,})\{code-cell\}.*?\n\1|`[^`\n]*`", "", source, flags=re.DOTALL)
    wanted = ":math:`" in source if page in SCRIPTS else re.search(r"\$[^$]+\$", without_code)
    if wanted:
        assert article(page).select(".katex math")


@in_every_page
def test_formulas_have_their_style_and_fonts_without_scripts_too_and_are_copied(page):
    loaded = [
        (address.split("?")[0], tag.find_parent("noscript") is not None)
        for tag in soup(page).find_all(["link", "script"])
        if "/katex/" in (address := str(tag.get("href") or tag.get("src") or ""))
    ]
    if not soup(page).select(".katex"):
        assert loaded == []
        return
    with_scripts, without = ({Path(name).name for name, absent in loaded if absent == kind}
                             for kind in (False, True))  # fmt: skip
    assert {"katex.min.css", "copy-tex.min.js", "text.js"} <= with_scripts
    fonts = with_scripts - {"katex.min.css", "copy-tex.min.js"}
    assert without == {name.replace(".js", ".css") for name in fonts}


@in_every_page
def test_a_formula_is_drawn_for_eyes_and_told_once_with_its_source(page):
    for formula in soup(page).select(".katex"):
        (source,) = formula.select(".katex-mathml > math annotation")
        assert source.get_text().strip()
        (drawn,) = formula.select(".katex-html")
        assert drawn["aria-hidden"] == "true"
        assert drawn.get_text().strip() or drawn.select("svg")


REFERENCES = [
    (page, role, label)
    for page, path in SOURCES.items()
    for role, label in sorted(
        set(re.findall(r"\{(prf:ref|eq|numref)\}`([^`]+)`", path.read_text(encoding="utf-8")))
    )
]
NUMBERED = {
    "prf:ref": r"(Theorem|Lemma|Corollary|Definition|Proposition|Remark|Example) \d+",
    "eq": r"\(\d+\)",
    "numref": r"Fig\. \d+",
}


@pytest.mark.parametrize(("page", "role", "label"), REFERENCES)
def test_a_numbered_reference_says_its_number(page, role, label):
    anchor = re.sub(r"^.*<|>$", "", label)
    links = article(page).select(f'a[href$="#{anchor}"], a[href$="#equation-{anchor}"]')
    texts = [link.get_text() for link in links if "headerlink" not in link.get("class", [])]
    assert any(re.fullmatch(NUMBERED[role], text) for text in texts), texts


@pytest.mark.parametrize("page", SOURCES)
def test_numbers_from_the_build_are_numbers(page):
    wanted = len(re.findall(r"\{glue:[a-z]+\}`|\{eval\}`", SOURCES[page].read_text("utf-8")))
    values = [tag.get_text() for tag in article(page).select(".pasted-text")]
    assert len(values) == wanted
    assert [value for value in values if not re.search(r"\w", value)] == []
    assert [value for value in values if re.search(r"none|nan|inf", value, re.IGNORECASE)] == []


# The pages with the row of a function, in the order of the book.
CHAPTERS: dict[str, list[str]] = {}
for story in re.findall(r"^([\w/]+)$", SOURCES["index.html"].read_text("utf-8"), re.MULTILINE):
    if f"{story}.html" in SOURCES:
        text = SOURCES[f"{story}.html"].read_text(encoding="utf-8")
        for function in dict.fromkeys(re.findall(r"^`+\{thesis\} (\w+)", text, re.MULTILINE)):
            CHAPTERS.setdefault(function, []).append(f"{story}.html")


def rows(page: str) -> list[tuple[list[str], Tag]]:
    """Return the answers in the rows of the thesis table on a page, and their tables."""
    found = []
    for table in article(page).select("div.thesis"):
        for row in table.select("tbody tr"):
            _function, *answers = (cell.get_text().strip() for cell in row.find_all("td"))
            found.append((answers, table))
    return found


def test_every_function_has_a_chapter_with_its_row():
    assert set(CHAPTERS) == set(ROWS)


@pytest.mark.parametrize("page", sorted({page for pages in CHAPTERS.values() for page in pages}))
def test_a_chapter_opens_with_its_row_blank(page):
    blank, table = rows(page)[0]
    assert blank == ["?"] * 4
    assert table.find_previous("h2") is None


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_last_chapter_on_a_function_closes_with_its_row_filled(name):
    page = CHAPTERS[name][-1]
    filled, table = rows(page)[-1]
    assert all(answer and answer != "?" for answer in filled)
    assert re.fullmatch(r"\d+ of \d+ starts( \(\d+ born alive\))?", filled[2])
    assert table.find_previous("h2") in article(page).find_all("h2")[-2:]
    assert filled in [answers for answers, _ in rows("index.html")]


def test_the_welcome_page_has_the_whole_table_as_measured():
    results = json.loads((ROOT / "gallery/looking/how_often.json").read_text())
    found = [answers for answers, _ in rows("index.html")]
    # Blank in the text, filled in what folds.
    assert len(found) == 2 * len(ROWS)
    assert all(answers == ["?"] * 4 for answers in found[: len(ROWS)])
    for name, answers in zip(ROWS, found[len(ROWS) :], strict=True):
        solved = f"{results[name]['solved']} of {results['runs']} starts"
        alive = f" ({results[name]['alive']} born alive)" if "alive" in results[name] else ""
        assert answers[2] == solved + alive


def test_the_welcome_page_says_what_the_last_column_asked():
    reach = json.loads((ROOT / "gallery/looking/how_often.json").read_text())["reach"]
    text = " ".join(article("index.html").get_text().split())
    times = {10: "ten"}[reach["minimum"]]
    for words in (
        f"all integers up to {reach['less_than']:,} in size",
        f"pairs {times} times as large as the data",
        f"0..{reach['parity']}",
    ):
        assert words in text


def downloads(page: str) -> dict[str, bytes]:
    """Return what a page offers for download, by file name."""
    links = article(page).select("a.download")
    files = [BOOK / target(page, str(link["href"])) for link in links]
    return {path.name: path.read_bytes() for path in files}


@of_every_script
def test_a_script_is_offered_with_the_line_that_it_needs(page):
    script = SCRIPTS[page]
    offered = downloads(page)
    assert set(offered) == {script.name, f"{script.stem}.ipynb"}
    assert offered[script.name] == script.read_bytes()
    shown = [block.get_text().strip() for block in article(page).select("pre")]
    assert f"$ {install_line(SITE)}" in shown
    notebook = nbformat.reads(offered[f"{script.stem}.ipynb"].decode(), as_version=4)
    assert notebook.cells[0].source == first_cell(SITE, REPOSITORY)


@pytest.mark.parametrize("page", ["index.html", *SCRIPTS])
def test_the_wheel_is_linked_below_the_line_that_installs_it(page):
    links = [str(link["href"]) for link in article(page).select("a[href$='.whl']")]
    assert [target(page, link) for link in links] == [f"wheel/{WHEEL}"]


def test_the_first_page_links_the_repository_where_there_is_one():
    assert "clone its repository" in article("index.html").get_text()
    links = article("index.html").find_all("a", string="its repository")
    assert [link["href"] for link in links] == ([REPOSITORY] if REPOSITORY else [])


@in_authored_pages
def test_a_page_closes_with_what_its_reader_can_do(page):
    links = {link.get_text(): str(link["href"]) for link in article(page).select(".closing a")}
    runs = page.removesuffix(".html") in chapters.CHAPTERS
    wanted = {"Download as a notebook"} if runs else set()
    if REPOSITORY.startswith("https://github.com/"):
        opens = (runs or page in SCRIPTS) and opens_elsewhere(SITE, REPOSITORY)
        wanted |= {"Open in Colab"} if opens else set()
        wanted |= set() if page in OBJECTS else {"Edit this page"}
        wanted |= {"Report an error"}
    elif REPOSITORY.startswith("https://gitlab.com/"):
        wanted |= {"Report an error"} | (set() if page in OBJECTS else {"Edit this page"})
    assert set(links) == wanted
    if "Edit this page" in links:
        assert (ROOT / links["Edit this page"].split("/edit/main/")[1]).is_file()
    if "Open in Colab" in links:
        name = links["Open in Colab"].split("/blob/notebooks/")[1]
        assert (BOOK / "notebooks" / name).is_file()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_offered_whole(section):
    """Its page links the archive, of which `test_downloads` asks the rest."""
    page = f"gallery/{section}/index.html"
    (link,) = article(page).select("a[href$='.zip']")
    path = BOOK / target(page, str(link["href"]))
    parts = [name for name in SCRIPTS if SCRIPTS[name].parent.name == section]
    expected = {
        f"{path.stem}/{file}": data for part in parts for file, data in downloads(part).items()
    }
    with zipfile.ZipFile(path) as files:
        assert {name: files.read(name) for name in expected} == expected


def used_names(script: Path) -> set[str]:
    """Return the names of the package that a script uses, as the reference lists them."""
    dotted = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id == "tn":
            dotted |= {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return dotted & set(OBJECTS.values())


@of_every_script
def test_what_a_script_uses_shows_it(page):
    used = used_names(SCRIPTS[page])
    assert used
    for name in used:
        entry = ENTRIES[name]
        shown = article(entry).select(".sphx-glr-thumbcontainer a[href]")
        assert page in {target(entry, str(link["href"])) for link in shown}, name


@pytest.mark.parametrize("version", [tn.__version__, "0"])
def test_the_book_carries_the_wheel(version):
    path = BOOK / "wheel" / f"tinynets-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path) as wheel:
        assert wheel.testzip() is None
        metadata = wheel.read(f"tinynets-{version}.dist-info/METADATA").decode()
        code = {name: wheel.read(name) for name in wheel.namelist() if name.endswith(".py")}
    assert f"\nVersion: {version}\n" in metadata
    assert "\nProvides-Extra: gallery\n" in metadata
    package = [path for path in source_files() if path.is_relative_to(ROOT / "tinynets")]
    assert code == {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in package
        if path.suffix == ".py"
    }


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Ask git about the repository."""
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


WRITTEN = [
    "build/html/index.html",
    "build/.lock",
    *(f"{folder}/x.rst" for folder in GENERATED),
    *(path.with_suffix(".json").relative_to(ROOT).as_posix() for path in scripts()),
]


@pytest.mark.parametrize("name", WRITTEN)
def test_what_the_build_writes_is_no_part_of_the_repository(name):
    assert git("check-ignore", "-q", name).returncode == 0
    assert git("ls-files", "--error-unmatch", name).returncode != 0
