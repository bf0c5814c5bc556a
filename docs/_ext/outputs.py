r"""What objects show of themselves as HTML, made part of the page: formulas, animations.

sphinx-gallery and myst-nb pass such HTML on as it is. Formulas between ``\[`` and ``\]``, which
notebooks typeset, are typeset as all others are; an animation gets its number as a figure.
"""

from __future__ import annotations

import html
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

PART = re.compile(
    r"\\\[(?P<formula>.*?)\\\]"
    r'|<figure class="(?P<kind>tn-animation)">(?P<drawing>.*?)'
    r"<figcaption>(?P<caption>.*?)</figcaption></figure>",
    re.DOTALL,
)


def part_of(match: re.Match[str]) -> nodes.Element:
    r"""Return the node of a formula or of an animation.

    >>> part_of(PART.search(r"<p>\[a &lt; b\]</p>")).astext()
    'a < b'
    """
    if match["formula"] is not None:
        tex = html.unescape(match["formula"])
        return nodes.math_block(tex, tex, nowrap=False, number=None)
    caption = html.unescape(match["caption"])
    figure = nodes.figure(classes=[match["kind"]])
    figure += nodes.raw("", match["drawing"], format="html")
    figure += nodes.caption(caption, caption)
    return figure


class Outputs(SphinxTransform):
    """Put nodes between the pieces of an output's HTML."""

    # Sphinx notes the figures that get numbers at 210.
    default_priority = 205

    def apply(self, **_: Any) -> None:
        """Go through the page."""
        for raw in list(self.document.findall(nodes.raw)):
            text = raw.astext()
            matches = list(PART.finditer(text)) if raw.get("format") == "html" else []
            if not matches:
                continue
            # The classes of the output go to a container that holds all its parts.
            output = nodes.container(classes=raw["classes"])
            output.source, output.line = raw.source, raw.line
            end = 0
            for match in matches:
                output += nodes.raw("", text[end : match.start()], format="html")
                output += part_of(match)
                end = match.end()
            output += nodes.raw("", text[end:], format="html")
            raw.parent.replace(raw, output)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_transform(Outputs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
