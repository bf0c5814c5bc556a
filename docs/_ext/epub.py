"""The book for readers of books: an EPUB 3 without scripts, its formulas in MathML."""

from __future__ import annotations

import copy
import re
import uuid
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

from bs4 import Tag
from playwright.sync_api import Browser

from _ext.archives import write_zip
from _ext.articles import Page
from tinynets import plot

XHTML = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body>{body}</body>
</html>
"""
CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf" \
media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
PACKAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:language>en</dc:language>
<dc:rights>Text and figures: CC BY 4.0. Code: MIT</dc:rights>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""
# Readers of books bring their own look: here is only what the text needs to be read.
STYLE = """
figure { margin: 1em 0; }
img, svg { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85em; }
table { border-collapse: collapse; }
th, td { padding: 0.2em 0.5em; border: 1px solid #888; text-align: left; }
th p, td p { margin: 0; }
.proof { margin: 1em 0; padding-left: 0.8em; border-left: 3px solid #888; }
.admonition-title, summary { font-weight: bold; }
.eqno { float: right; }
nav ol { list-style: none; }
"""
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif"}
# The browser's own parser knows what the names of SVG look like; its serializer writes XML.
SERIALIZE = """(html) => {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const written = new XMLSerializer().serializeToString(parsed.body.firstElementChild);
  return written.replaceAll(' xmlns="http://www.w3.org/1999/xhtml"', "");
}"""


def plain_colours(css: str) -> str:
    """Return a stylesheet with the light colours in place of their names, which few readers know.

    >>> plain_colours("a {fill: var(--color-background-primary); stroke: var(--none, #123)}")
    'a {fill: #fff; stroke: inherit}'
    """
    named = {f"--tn-{role}": colour for role, colour in plot.COLORS.items()}
    named |= {"--color-background-primary": "#fff", "--color-foreground-primary": "#000"}
    return re.sub(r"var\(([\w-]+)[^)]*\)", lambda match: named.get(match[1], "inherit"), css)


def _with_mathml(article: Tag) -> None:
    for formula in article.select(".katex"):
        maths = formula.math
        maths.annotation.decompose()
        formula.replace_with(maths)


def _link(article: Tag) -> None:
    for link in article.select('a[href^="#"]'):
        page = link["href"][1:].split("--")[0]
        link["href"] = f"{page}.xhtml{link['href']}"


def contents(pages: list[Page]) -> str:
    """Return the table of contents, nested as the book is."""
    parts = []
    for part, members in groupby(pages, key=lambda page: page.part):
        items, depth = "", -1
        for page in members:
            items += "<ol>" * (page.depth - depth) or "</li>" + "</ol></li>" * (depth - page.depth)
            items += f'<li><a href="{page.key}.xhtml">{escape(page.title)}</a>'
            depth = page.depth
        items += "</li></ol>" * (depth + 1)
        parts.append(f"<li><span>{escape(part)}</span>{items}</li>")
    return f'<nav epub:type="toc"><h1>Contents</h1><ol>{"".join(parts)}</ol></nav>'


def _item(name: str, text: str) -> str:
    properties = [kind for kind, sign in (("mathml", "<math"), ("svg", "<svg")) if sign in text]
    if name == "contents.xhtml":
        properties.append("nav")
    told = f' properties="{" ".join(properties)}"' if properties else ""
    kinds = KINDS | {".xhtml": "application/xhtml+xml", ".css": "text/css"}
    marked = re.sub(r"[^\w.-]", "-", name)
    return f'<item id="{marked}" href="{name}" media-type="{kinds[Path(name).suffix]}"{told}/>'


def write(
    target: Path, site: Path, pages: list[Page], title: str, author: str, browser: Browser
) -> None:
    """Write the EPUB.

    Parameters
    ----------
    target
        The file to write.
    site
        The folder of the finished book, which the pictures come from.
    pages
        What `articles.read` returns.
    title, author
        For the file's own description.
    browser
        Chromium, which writes HTML as XML.
    """
    texts = {"contents.xhtml": XHTML.format(title="Contents", body=contents(pages))}
    pictures: dict[str, bytes] = {}
    sheet = browser.new_page()
    for page in pages:
        article = copy.copy(page.article)
        _with_mathml(article)
        _link(article)
        for image in article.select("img"):
            name = f"pictures/{Path(str(image['src'])).name}"
            pictures[name] = (site / unquote(str(image["src"]))).read_bytes()
            image["src"] = name
        for style in article.select("style"):
            style.string = plain_colours(str(style.string))
        body = sheet.evaluate(SERIALIZE, str(article))
        texts[f"{page.key}.xhtml"] = XHTML.format(title=escape(page.title), body=body)
    sheet.close()
    drawn = (site / "_static" / "live.css").read_text(encoding="utf-8")
    texts["book.css"] = STYLE + plain_colours(drawn)
    names = [name for name in texts if name.endswith(".xhtml")]
    package = PACKAGE.format(
        identifier=uuid.uuid5(uuid.NAMESPACE_DNS, "tinynets"),
        title=escape(title),
        author=escape(author),
        manifest="\n".join(
            [_item(name, text) for name, text in texts.items()]
            + [_item(name, "") for name in sorted(pictures)]
        ),
        spine="\n".join(f'<itemref idref="{name}"/>' for name in names),
    )
    files = {"META-INF/container.xml": CONTAINER.encode(), "book/book.opf": package.encode()}
    files |= {f"book/{name}": text.encode() for name, text in texts.items()}
    files |= {f"book/{name}": content for name, content in pictures.items()}
    write_zip(target, files, mimetype="application/epub+zip")
