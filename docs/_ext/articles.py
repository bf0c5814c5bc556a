"""The finished book's pages as one text: in order, linked within it, without what needs a screen.

What is made from it to take away, on paper and for readers of books, starts from here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

ON_SCREEN = (
    ".headerlink, .only-dark, nav.closing, .sphx-glr-footer, form, button, input, select, script, "
    "label, noscript, style:not(svg style), .knobs, .knobs-of-weights, "
    ".playground :is(.acts, .weights, .spoken), .sd-summary-state-marker, summary .expanded"
)
NAMING = ("aria-labelledby", "aria-describedby", "aria-controls")


@dataclass(frozen=True)
class Page:
    """A page: its name in the site, where it stands in the book, and its text."""

    name: str
    title: str
    part: str
    depth: int
    article: Tag

    @property
    def key(self) -> str:
        """The id of the page in the one text."""
        return key(self.name)


def key(name: str) -> str:
    """Return a page's id in the one text, with which the ids of all that it holds begin.

    >>> key("proofs/sharp")
    'proofs-sharp'
    """
    return name.replace("/", "-")


def within(name: str, fragment: str) -> str:
    """Return the id that a place of a page has in the one text.

    >>> within("proofs/sharp", "theorem"), within("parity", "")
    ('proofs-sharp--theorem', 'parity')
    """
    return f"{key(name)}--{fragment}" if fragment else key(name)


def address(href: str, page: str, pages: set[str], site: str) -> str:
    """Return a link's address in the one text; what is not in the text is on the site.

    >>> pages = {"parity", "proofs/sharp"}
    >>> address("../parity.html#outside", "proofs/sharp", pages, "https://book.example")
    '#parity--outside'
    >>> address("#", "parity", pages, "https://book.example")
    '#parity'
    >>> address("genindex.html", "parity", pages, "https://book.example")
    'https://book.example/genindex.html'
    >>> address("../_downloads/a.zip", "proofs/sharp", pages, "https://book.example")
    'https://book.example/_downloads/a.zip'
    >>> address("https://python.org/#a", "parity", pages, "https://book.example")
    'https://python.org/#a'
    """
    if urlsplit(href).scheme:
        return href
    whole = urljoin(f"/{page}.html", href)
    path, fragment = urldefrag(whole)
    name = path.removeprefix("/").removesuffix(".html")
    return f"#{within(name, fragment)}" if name in pages else f"{site}{whole}"


def read(site: Path) -> list[Page]:
    """Read the pages of the finished book in its order.

    Parameters
    ----------
    site
        The folder of the finished book.

    Returns
    -------
    list of Page
        With ids that are unique among all, links to each other, and pictures named from `site`.
    """
    welcome = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    served = str(welcome.select_one("link[rel=canonical]")["href"]).removesuffix("/index.html")
    listed = list(_listed(welcome))
    names = {name for name, *_ in listed}
    pages = []
    for name, title, part, depth in listed:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        # Only the article: the menu around it takes as long to parse.
        text = text[text.index("<article") : text.index("</article>") + len("</article>")]
        article = BeautifulSoup(text, "html.parser").article
        _clean(article)
        _lower(article, depth)
        _rename(article, name, names, served)
        pages.append(Page(name, title, part, depth, article))
    return pages


def _listed(welcome: BeautifulSoup) -> Iterator[tuple[str, str, str, int]]:
    part = ""
    for item in welcome.select(".sidebar-tree p.caption, .sidebar-tree a.reference"):
        if item.name == "p":
            part = item.get_text(strip=True)
            continue
        name = str(item["href"]).removesuffix(".html").replace("#", "index")
        yield name, item.get_text(strip=True), part, len(item.find_parents("ul")) - 1


def _clean(article: Tag) -> None:
    for element in article.select(ON_SCREEN):
        element.decompose()
    for link in article.select("pre a"):
        # Names in code link to the reference, one each.
        link.unwrap()
    for image in article.select("img"):
        # A picture that waits until it is scrolled to does not come onto paper.
        image.attrs.pop("loading", None)


def _lower(article: Tag, depth: int) -> None:
    for heading in article.find_all(re.compile(r"h[1-6]")):
        heading.name = f"h{min(int(heading.name[1]) + depth, 6)}"


def _rename(article: Tag, page: str, pages: set[str], site: str) -> None:
    def renamed(match: re.Match[str]) -> str:
        return f"url(#{within(page, match[1])})"

    for style in article.select("svg style"):
        # An animation's rules begin with its id.
        name = str(style.find_parent("svg")["id"])
        style.string = str(style.string).replace(f"#{name} ", f"#{within(page, name)} ")
    for element in article.find_all(True):
        for name, value in element.attrs.items():
            if name == "id":
                element[name] = within(page, value)
            elif name in NAMING:
                element[name] = " ".join(within(page, one) for one in value.split())
            elif isinstance(value, str) and "url(#" in value:
                element[name] = re.sub(r"url\(#([^)]*)\)", renamed, value)
            elif name in ("href", "xlink:href"):
                element[name] = address(value, page, pages, site)
            elif name == "src" and not urlsplit(value).scheme:
                element[name] = posixpath.normpath(posixpath.join(posixpath.dirname(page), value))
    article.attrs = {"id": key(page)}
