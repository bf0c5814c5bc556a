r"""What extensions write that HTML does not allow, put right in the finished body of a page."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# myst-nb puts paragraphs into a summary, and a label over its words that says something else.
FOLD = re.compile(
    r'<summary aria-label="[^"]*">\s*<p class="collapsed admonition-title">(.*?)</p>'
    r'\s*<p class="expanded admonition-title">(.*?)</p>\s*</summary>'
)
# sphinx-gallery's thumbnails carry an attribute of its own, and their title a second time, as it
# stands in the source, while the link that bears it is hidden from all eyes and ears.
TOOLTIP = re.compile(r'(<div class="sphx-glr-thumbcontainer") tooltip="[^"]*"')
TITLE = re.compile(r'\s*<div class="sphx-glr-thumbnail-title">.*?</div>')

# A table's first column often has no name, which a header must have.
HEADER = re.compile(r'<th class="[^"]*">(?:<p></p>)?</th>')
# Sphinx's entries of the bibliography have a role that is outdated, within a list of items.
ENTRY = re.compile(r'(<div class="citation" id="[^"]*") role="doc-biblioentry"')


def valid(body: str) -> str:
    """Return a page's body as HTML allows it.

    >>> valid('<div class="sphx-glr-thumbcontainer" tooltip="More.">')
    '<div class="sphx-glr-thumbcontainer">'
    >>> valid('<a>x &lt; 10</a> <div class="sphx-glr-thumbnail-title">x < 10</div>')
    '<a>x &lt; 10</a>'
    """
    body = FOLD.sub(
        r'<summary><span class="collapsed">\1</span><span class="expanded">\2</span></summary>',
        body,
    )
    body = TITLE.sub("", TOOLTIP.sub(r"\1", body))
    body = HEADER.sub("<td></td>", body)
    return ENTRY.sub(r'\1 role="listitem"', body)


def mend(
    _app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Put a page's body right."""
    if "body" in context:
        context["body"] = valid(context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
