"""Fold what has the class `dropdown` into `<details>`, which needs no script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator


class details(nodes.General, nodes.Element):
    """Something that opens on demand."""


class summary(nodes.General, nodes.TextElement):
    """The line that is always shown."""


class FoldDropdowns(SphinxPostTransform):
    """Turn titled boxes of the class `dropdown` (solutions, proofs, notes) into `details`."""

    # After every extension has resolved its titles.
    default_priority = 950

    def run(self, **_: Any) -> None:
        """Go through the page."""
        for box in list(self.document.findall(nodes.Element)):
            if "dropdown" not in box.get("classes", ()) or not box.children:
                continue
            title = box[0]
            if not isinstance(title, nodes.title):
                continue
            classes = [name for name in box["classes"] if name != "dropdown"]
            folded = details("", ids=box["ids"], classes=["folded", *classes])
            folded += summary("", "", *title.children)
            folded += box.children[1:]
            box.replace_self(folded)


def visit_details(translator: HTML5Translator, node: details) -> None:
    """Open the element."""
    translator.body.append(translator.starttag(node, "details"))


def depart_details(translator: HTML5Translator, _node: details) -> None:
    """Close the element."""
    translator.body.append("</details>\n")


def visit_summary(translator: HTML5Translator, node: summary) -> None:
    """Open the element."""
    translator.body.append(translator.starttag(node, "summary", ""))


def depart_summary(translator: HTML5Translator, _node: summary) -> None:
    """Close the element."""
    translator.body.append("</summary>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the nodes and the transform."""
    app.add_node(details, html=(visit_details, depart_details))
    app.add_node(summary, html=(visit_summary, depart_summary))
    app.add_post_transform(FoldDropdowns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
