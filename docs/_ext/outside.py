"""What a page loads is a file of the book: an address elsewhere is named with file and line.

This reads the sources before a browser does: the assets, and the pictures and the HTML of pages. An
address that a script puts together is seen only by the browser, in the session `site`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from _ext.digests import ROOT
from _ext.katex import location

ASSETS = ("docs/_js", "docs/_static", "docs/_templates")
TEXTS = {".css", ".html", ".js", ".json", ".rst", ".svg"}
# A link loads nothing until somebody follows it; a namespace is a name that looks like an address.
FOLLOWED = re.compile(r"<a\s[^>]*>|\bhttp://www\.w3\.org/\d{4}/[\w/]+", re.IGNORECASE)
ADDRESS = re.compile(r"(?:\b(?:https?|wss?):|(?<=[\"'`(=]))//[\w.-][^\s\"'`()<>]*", re.IGNORECASE)
logger = logging.getLogger(__name__)


def addresses(text: str) -> Iterator[tuple[int, str]]:
    r"""Find what a stylesheet, a script or HTML loads from elsewhere, with the line.

    >>> list(addresses('<a href="https://a.example">A</a>\n<img src=//b.example/c.png>'))
    [(2, '//b.example/c.png')]
    >>> list(addresses('@import url(https://a.example/b.css); /* no // comment */'))
    [(1, 'https://a.example/b.css')]
    """
    kept = FOLLOWED.sub(lambda match: "\n" * match[0].count("\n"), text)
    for match in ADDRESS.finditer(kept):
        yield kept.count("\n", 0, match.start()) + 1, match[0]


def warn(address: str, where: str) -> None:
    """Name an address and its place."""
    logger.warning("%s is loaded from elsewhere", address, location=where)


def check_assets(_app: Sphinx) -> None:
    """Go through what the pages' templates, styles and scripts are made from."""
    for path in (path for folder in ASSETS for path in sorted((ROOT / folder).rglob("*"))):
        if path.suffix in TEXTS:
            for line, address in addresses(path.read_text(encoding="utf-8")):
                warn(address, f"{path}:{line}")


class CheckPage(SphinxTransform):
    """Goes through the pictures and the HTML of a page."""

    # Sphinx collects the images of a page at 880.
    default_priority = 870

    def apply(self, **_: Any) -> None:
        """Go through the page."""
        for node in self.document.findall(nodes.image):
            for _line, address in addresses(f'"{node["uri"]}"'):
                warn(address, location(node))
        for node in self.document.findall(nodes.raw):
            if node.get("format") == "html":
                for line, address in addresses(node.astext()):
                    own = f"{node.source}:{node.line + line - 1}" if node.line else ""
                    warn(address, own or location(node))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the checks."""
    app.connect("builder-inited", check_assets)
    app.add_transform(CheckPage)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
