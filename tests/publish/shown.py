"""What each page of the finished book shows, read from the site and not as the files are made."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

from _ext.digests import ROOT
from bs4 import BeautifulSoup, Tag

BUILT, SITE = ROOT / "build" / "html", ROOT / "build" / "site"
STEM = "tinynets-book"
# Neither on paper nor in a reader of books: what is to be pressed, and the dark twin of a picture.
UNSEEN = (
    ".only-dark, .headerlink, nav.closing, .sphx-glr-footer, form, button, .knobs, "
    ".knobs-of-weights, .playground :is(.acts, .weights, .spoken)"
)


def plain(text: str) -> str:
    """Return the letters and digits alone, in one form: paper breaks lines where it likes."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def words(text: str) -> str:
    """Return a text with its white space as single spaces."""
    return " ".join(text.split())


def parts(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the elements of the tree that tells readers what a PDF's marks are."""
    inner = element.get("/K", [])
    for found in inner if isinstance(inner, list) else [inner]:
        found = found.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from parts(found)


@dataclass(frozen=True)
class Shown:
    """A page of the book: its place in the menu, and the parts of its text."""

    path: str
    title: str
    part: str
    depth: int
    site: str
    # Without what cannot be seen there.
    article: Tag

    @property
    def key(self) -> str:
        """Its name in the files that hold the whole book."""
        return self.path.removesuffix(".html").replace("/", "-")

    def numbers(self) -> list[str]:
        """Return the numbers of figures, theorems, lemmas and the like, each with its kind."""
        return [words(one.get_text()) for one in self.article.select(".caption-number")]

    def headings(self) -> list[str]:
        """Return the letters and digits of the headings, which hold no formulas."""
        return [plain(one.get_text()) for one in self.article.select("h1, h2, h3, h4, h5, h6")]

    def pictures(self) -> Counter[str]:
        """Return how often each picture or drawing is shown, by what it says in place of itself."""
        told = [str(one["alt"]) for one in self.article.select("img")]
        told += [str(one["aria-label"]) for one in self.article.select("svg[aria-label]")]
        return Counter(map(words, told))

    def formulas(self) -> Counter[str]:
        """Return how often each formula is shown, by its TeX."""
        return Counter(words(one.get_text()) for one in self.article.select(".katex annotation"))

    def files(self) -> list[bytes]:
        """Return what the files of its pictures hold."""
        folder = posixpath.dirname(self.path)
        return [
            (
                BUILT / posixpath.normpath(posixpath.join(folder, unquote(str(one["src"]))))
            ).read_bytes()
            for one in self.article.select("img")
        ]

    def links(self) -> tuple[set[str], set[str]]:
        """Return where its links lead: to places of the book, by page and id, and elsewhere.

        Names in code are left out: each links to the reference.
        """
        keys = {f"{page.site}/{page.path}": page.key for page in menu()}
        within, outside = set(), set()
        for link in self.article.select("a[href]:not(pre a)"):
            whole = urljoin(f"{self.site}/{self.path}", str(link["href"]))
            page, fragment = urldefrag(whole)
            if page not in keys:
                outside.add(whole)
            else:
                within.add(f"{keys[page]}--{fragment}" if fragment else keys[page])
        return within, outside


def _listed() -> Iterator[Shown]:
    welcome = BeautifulSoup((BUILT / "index.html").read_text("utf-8"), "html.parser")
    canonical = str(welcome.select_one("link[rel=canonical]")["href"])
    site, part = canonical.removesuffix("/index.html"), ""
    for item in welcome.select(".sidebar-tree p.caption, .sidebar-tree a.reference"):
        path = str(item.get("href", "")).replace("#", "index.html")
        if item.name == "p":
            part = item.get_text(strip=True)
        else:
            text = (BUILT / path).read_text("utf-8")
            # Only the article: the menu around it takes as long to parse.
            (text,) = re.findall(r"<article.*</article>", text, re.DOTALL)
            article = BeautifulSoup(text, "html.parser").article
            for unseen in article.select(UNSEEN):
                unseen.decompose()
            depth = len(item.find_parents("li")) - 1
            yield Shown(path, item.get_text(strip=True), part, depth, site, article)


@cache
def menu() -> list[Shown]:
    """Return the pages in the order of the menu."""
    return list(_listed())


def file_to_take_away(kind: str) -> Path:
    """Return the path of the whole book as one file."""
    return SITE / "downloads" / f"{STEM}.{kind}"
