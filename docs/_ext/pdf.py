"""The book on paper: its pages in one document, printed by Chromium."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pikepdf
from bs4 import Tag
from playwright.sync_api import Browser

from _ext import fonts
from _ext.articles import Page
from _ext.katex import HELD

CONTENTS = "Contents"
# What any page of the book may need; a page of its own links only what it shows.
STYLES = (
    *("pygments.css", "styles/furo.css", "palette.css", "proof.css", "sg_gallery.css"),
    *("sphinx-design.min.css", "styles/furo-extensions.css", "katex/katex.min.css"),
    *(f"katex/{name}.css" for name in HELD),
    *("live.css", "quiz.css", "book.css"),
)
# First what names fonts.
OWN = f"""
@page {{ size: A4; @bottom-center {{ content: counter(page); font: 9pt {fonts.TEXT}; }} }}
body {{ --font-stack: {fonts.TEXT}; --font-stack--monospace: {fonts.CODE}; }}
/* Who looks for "find" finds it: two letters in one are a third one to readers of PDFs. */
body {{ font-variant-ligatures: none; }}
svg text {{ font-family: {fonts.DRAWING} !important; }}
"""
OWN += """
@page :first { @bottom-center { content: none; } }
article, nav.whole { break-before: page; }
.cover { padding-top: 60mm; text-align: center; }
.cover h1 { font-size: 3rem; }
nav.whole ul { list-style: none; }
nav.whole li {
  display: flex; flex-direction: row-reverse; justify-content: space-between; gap: 1rem;
  margin: 0.2rem 0; break-inside: avoid;
}
nav.whole a { text-decoration: none; }
"""


def contents(pages: list[Page], numbers: dict[str, int]) -> str:
    """Return the table of contents, with the numbers of pages that are known."""
    lines = []
    for part, members in groupby(pages, key=lambda page: page.part):
        lines.append(f"<p><strong>{escape(part)}</strong></p><ul>")
        for page in members:
            lines.append(
                f'<li style="padding-left: {1.5 * page.depth}rem">'
                f"<span>{numbers.get(page.key, '')}</span>"
                f'<a href="#{page.key}">{escape(page.title)}</a></li>'
            )
        lines.append("</ul>")
    return f'<nav class="whole"><h1>{CONTENTS}</h1>{"".join(lines)}</nav>'


def cover(title: str, author: str) -> str:
    """Return the first page."""
    return (
        f'<div class="cover"><h1>{escape(title)}</h1><p>{escape(author)}</p>'
        "<p>Text and figures: CC BY 4.0. Code: MIT.</p>"
        "<p>The site, and its archive, have what paper has not: figures that move, the playground "
        "and the code of the chapters' figures.</p></div>"
    )


def document(front: str, text: str, title: str, site: Path) -> str:
    """Return the whole book as one HTML page."""
    static = (site / "_static").as_uri()
    styles = "".join(f'<link rel="stylesheet" href="{static}/{name}">' for name in STYLES)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<style>{fonts.faces()}</style>{styles}<style>{OWN}</style></head><body data-theme="light">{front}'
        f"{text}</body></html>"
    )


def _for_paper(page: Page, site: Path) -> Tag:
    article = copy.copy(page.article)
    for image in article.select("img"):
        image["src"] = (site / unquote(str(image["src"]))).as_uri()
    # Drawn, and read aloud as their TeX: a PDF has no MathML, and their glyphs say little.
    for formula in article.select(".katex"):
        spoken = formula.select_one(".katex-mathml")
        if spoken is not None:
            formula["role"] = "img"
            formula["aria-label"] = spoken.annotation.get_text()
            spoken.decompose()
            # Of what is hidden Chromium tells a PDF nothing, not even what it is called.
            del formula.select_one(".katex-html")["aria-hidden"]
    return article


def page_numbers(book: pikepdf.Pdf, pages: list[Page]) -> dict[str, int]:
    """Return the number of the page, from 1, on which each page of the book begins."""
    numbers = {sheet.objgen: number for number, sheet in enumerate(book.pages, 1)}
    return {page.key: numbers[book.Root.Dests[f"/{page.key}"][0].objgen] for page in pages}


def name_outline(book: pikepdf.Pdf, titles: Iterable[str]) -> None:
    """Give the entries of the outline their titles, in order.

    Chromium writes the title of a heading twice that has moved to the next page.

    Raises
    ------
    ValueError
        If there are more titles than entries, or fewer.
    """

    def entries(parent: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
        entry = parent.get("/First")
        while entry is not None:
            yield entry
            yield from entries(entry)
            entry = entry.get("/Next")

    for entry, title in zip(entries(book.Root.Outlines), titles, strict=True):
        entry.Title = pikepdf.String(title)


def embedded(path: Path) -> set[str]:
    """Return the names of the fonts that a PDF embeds, without the marks of their subsets."""
    names = set()
    with pikepdf.open(path) as book:
        for found in book.objects:
            if isinstance(found, pikepdf.Dictionary):
                names |= {str(found[key]) for key in ("/BaseFont", "/FontName") if key in found}
    return {re.sub(r"^/([A-Z]{6}\+)?", "", name) for name in names}


def numbered_anew(content: bytes) -> bytes:
    """Return a PDF whose tables' cells count from 0: Chromium's count with all that it has opened.

    >>> numbered_anew(b"/ID (node00000072) /ID (node00000075) /Headers [ (node00000072) ]")
    b'/ID (node00000000) /ID (node00000001) /Headers [ (node00000000) ]'
    """
    # As many digits as before: no object moves.
    found = sorted(set(re.findall(rb"\(node\d{8}\)", content)))
    numbers = {name: b"(node%08d)" % number for number, name in enumerate(found)}
    return re.sub(rb"\(node\d{8}\)", lambda match: numbers[match[0]], content)


def write(
    target: Path, site: Path, pages: list[Page], title: str, author: str, browser: Browser
) -> None:
    """Print the pages: once to see where each begins, and again with these numbers.

    Parameters
    ----------
    target
        The PDF to write.
    site
        The folder of the finished book, which the pictures and styles come from.
    pages
        What `articles.read` returns.
    title, author
        For the cover and the file's own description.
    browser
        Chromium.
    """
    site = site.resolve()
    articles = [_for_paper(page, site) for page in pages]
    text = "".join(map(str, articles))
    sheet = browser.new_page()

    def printed(numbers: dict[str, int]) -> bytes:
        with TemporaryDirectory() as folder:
            whole = Path(folder, "whole.html")
            front = cover(title, author) + contents(pages, numbers)
            whole.write_text(document(front, text, title, site), encoding="utf-8")
            sheet.goto(whole.as_uri(), timeout=0)
            sheet.evaluate("document.fonts.ready")
            return sheet.pdf(prefer_css_page_size=True, outline=True, tagged=True)

    with pikepdf.open(BytesIO(printed({}))) as draft:
        numbers = page_numbers(draft, pages)
    final = printed(numbers)
    sheet.close()
    headings = [one for article in articles for one in article.find_all(re.compile("^h[1-6]$"))]
    titles = [title, CONTENTS, *(" ".join(one.get_text().split()) for one in headings)]
    with pikepdf.open(BytesIO(numbered_anew(final))) as book:
        # No times: the same book, printed by the same Chromium, gives the same bytes.
        del book.docinfo
        book.docinfo.Title, book.docinfo.Author = title, author
        name_outline(book, titles)
        book.Root.PageMode = pikepdf.Name.UseOutlines
        # Most of what Chromium writes is marks for readers' programs, which it does not compress.
        packed = pikepdf.ObjectStreamMode.generate
        book.save(target, object_stream_mode=packed, deterministic_id=True)
