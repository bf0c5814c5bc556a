"""What others show of a page before it is opened: a description, and one picture for all pages.

Of the pages that nobody wrote, search engines find the index; the search, and what a server shows
where it has no page, are hidden from them.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import torch
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

import tinynets as tn
from _ext import katex

CARD = "_static/card.png"
ALT = "A zigzag line through dots that alternate between 0 and 1, and the words Tiny networks."
LENGTH = 200  # characters of a description; search engines show about as many
MISSING = "Page not found"
# The pages that have no source: title and description.
SOURCELESS = {
    "genindex": (
        "Index",
        "All terms, functions and classes of the book from A to Z, and where each is explained.",
    ),
    "search": (
        "Search",
        "Search all pages of the book for words: chapters, proofs, scripts and reference.",
    ),
    "404": (
        MISSING,
        "The book has no page at this address. Go on from its first page, or search for a word.",
    ),
}
HIDDEN = ("404", "search")


def words(node: nodes.Node, typeset: Callable[[nodes.math], str]) -> str:
    r"""Return a node's text, a formula as it is read in the page and not as it was typed.

    >>> paragraph = nodes.paragraph("", "Here ", nodes.math("", r"\theta"))
    >>> words(paragraph, lambda formula: "θ")
    'Here θ'
    """
    if isinstance(node, nodes.math):
        return typeset(node)
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(words(child, typeset) for child in node.children)


def description(doctree: nodes.document, typeset: Callable[[nodes.math], str]) -> str:
    """Return the beginning of a page's first paragraph, in a reference page of the object's."""
    content = next(iter(doctree.findall(addnodes.desc_content)), doctree)
    for paragraph in content.findall(nodes.paragraph):
        text = " ".join(words(paragraph, typeset).split())
        if text:
            return textwrap.shorten(text, LENGTH, placeholder=" …")
    return ""


def describe(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page its description, before the extension that writes the tags asks for one.

    Raises
    ------
    ExtensionError
        If nothing describes a page.
    """
    if doctree is None:
        # An extension writes the tags of the pages that have a source.
        if pagename not in SOURCELESS:
            raise ExtensionError(
                f"{pagename} has no source that describes it: `SOURCELESS` in {__name__} has to"
            )
        text = SOURCELESS[pagename][1]
        tags = tags_of(pagename, app.config.ogp_site_url, app.config.project)
    else:
        text, tags = description(doctree, partial(katex.plain, app)), ""
    if text:
        context["meta"] = {**(context.get("meta") or {}), "og:description": text}
        tags = f'<meta name="description" content="{html.escape(text)}">\n{tags}'
        context["metatags"] = context.get("metatags", "") + tags


def tags_of(pagename: str, site: str, project: str) -> str:
    """Return the social tags of a page that has no source.

    >>> print(tags_of("genindex", "https://book.example/", "Tiny networks"))  # doctest: +ELLIPSIS
    <meta property="og:title" content="Index">
    <meta property="og:type" content="website">
    <meta property="og:url" content="https://book.example/genindex.html">
    ...
    """
    title, text = SOURCELESS[pagename]
    told = {
        "title": title,
        "type": "website",
        "url": f"{site}{pagename}.html",
        "site_name": project,
        "description": text,
        "image": f"{site}{CARD}",
        "image:alt": ALT,
    }
    return "".join(
        f'<meta property="og:{name}" content="{html.escape(content)}">\n'
        for name, content in told.items()
    )


def hide(
    _app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Give a page that is not to be found no address, and let it say so where the theme does not."""
    if pagename in HIDDEN:
        context["pageurl"] = None
    if pagename == "404":
        tag = '<meta name="robots" content="noindex">\n'
        context["metatags"] = context.get("metatags", "") + tag


def not_found(below: str) -> dict[str, str]:
    """Return title and text of what a server shows where it has no page, for a book below a path.

    >>> 'href="/book/index.html"' in not_found("/book")["body"]
    True
    """
    text = (
        f'The book has no page at this address. Begin at <a href="{below}/index.html">the first '
        f'page</a>, or <a href="{below}/search.html">search</a> for a word.'
    )
    return {"title": MISSING, "body": f"<h1>{MISSING}</h1>\n<p>{text}</p>"}


def draw_card(app: Sphinx) -> None:
    """Draw the picture: four neurons that tell odd from even."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir, CARD)
    target.parent.mkdir(parents=True, exist_ok=True)
    x = torch.linspace(0, 16, 1025)[:, None]
    with plt.style.context("tinynets.house"):
        figure, ax = plt.subplots(figsize=(12, 6.3))
        ax.plot(
            x, tn.circuits.parity(folds=4, skip=True)(x).detach(), color=tn.plot.COLORS["network"]
        )
        ax.plot(range(17), [n % 2 for n in range(17)], "o", color=tn.plot.COLORS["data"], ms=12)
        ax.set(ylim=(-0.2, 1.2))
        ax.set_axis_off()
        ax.set_title("Tiny networks, basic functions", fontsize=40, y=0.97)
        figure.savefig(target, dpi=100, facecolor="white", metadata={"Software": None})
        plt.close(figure)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the steps."""
    app.connect("builder-inited", draw_card)
    app.connect("html-page-context", describe, priority=400)
    app.connect("html-page-context", hide)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
