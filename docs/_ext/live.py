"""What a reader can move: drawn by node when the book is built, alive where scripts run.

`{live}` names a figure of `docs/_js/figures.js`. Its first paragraph is the caption; what follows,
such as things to try, stands below. `{playground}` is the playground. The same functions draw in
the build and in the page.
"""

from __future__ import annotations

import json
from typing import Any

import torch
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

import tinynets as tn
from _ext import npm
from _ext.scripts import SOURCES


def render(**asked: Any) -> str:
    """Return the markup of a figure or of the playground, as it stands before any script runs."""
    return npm.node(SOURCES / "render.js", told=json.dumps(asked))


class LiveFigure(SphinxDirective):
    """`{live}` with the figure's name; `:name:` is its label and its id in the page."""

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged_required}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return the figure."""
        (name,) = self.arguments
        if "name" not in self.options:
            raise self.error("a live figure has a :name:, its label")
        identity = nodes.make_id(self.options["name"])
        try:
            drawn = render(figure=name, id=f"{identity}-live")
        except ExtensionError as error:
            raise self.error(str(error)) from error
        content = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, content)
        if not content.children or not isinstance(content[0], nodes.paragraph):
            raise self.error("a live figure begins with a paragraph, its caption")
        first, *rest = content.children
        caption = nodes.caption(first.rawsource, "", *first.children)
        markup = f'<div class="live" id="{identity}-live" data-live="{name}">{drawn}</div>'
        figure = nodes.figure("", nodes.raw("", markup, format="html"), caption)
        if rest:
            figure += nodes.legend("", *rest)
        self.set_source_info(figure)
        self.set_source_info(caption)
        self.add_name(figure)
        return [figure]


class Playground(SphinxDirective):
    """`{playground}`: the whole of it, with the book's tasks and networks."""

    def run(self) -> list[nodes.Node]:
        """Return the markup, and the data for the script."""
        data = {"tasks": tasks(), "networks": networks()}
        # No text of the data can end the script's element.
        text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
        markup = (
            f'<div class="live playground" data-playground>{render(data=data)}</div>'
            f'<script type="application/json" id="playground-data">{text}</script>'
        )
        return [nodes.raw("", markup, format="html")]


def tasks() -> list[dict[str, Any]]:
    """Return the tasks of the playground as plain data."""
    chosen = {
        "less-than": ("x < 10", tn.tasks.less_than()),
        "minimum": ("min(a, b)", tn.tasks.minimum(200)),
        "parity-4": ("parity of 0..3", tn.tasks.parity(4)),
        "parity-8": ("parity of 0..7", tn.tasks.parity(8)),
        "parity-16": ("parity of 0..15", tn.tasks.parity(16)),
        "xor": ("exclusive or", tn.tasks.xor()),
    }
    return [
        {"id": name, "words": words, "x": task.x.tolist(), "y": task.y.tolist()}
        for name, (words, task) in chosen.items()
    ]


def networks() -> list[dict[str, Any]]:
    """Return the networks of the playground as plain data: circuits, and two that were trained."""
    double = torch.float64
    trained = {}
    for name, widths, task, stages in (
        ("minimum", [2, 2, 1], tn.tasks.minimum(200), ((300, 0.1), (300, 0.02))),
        ("xor", [2, 4, 1], tn.tasks.xor(), ((600, 0.05),)),
    ):
        trained[name] = tn.Network(widths, skip=name == "minimum", seed=1, dtype=double)
        for epochs, lr in stages:
            tn.train(trained[name], task, epochs=epochs, lr=lr)
    c = tn.circuits
    rows = [
        ("parity-16", "four folds, skip connections", c.parity(4, skip=True)),
        ("parity-16", "four folds, layer by layer", c.parity(4)),
        ("parity-16", "the article's", c.article_parity()),
        ("parity-16", "two layers of 16, seed 0", tn.Network([1, 16, 16, 1], dtype=double)),
        ("parity-8", "three folds, skip connections", c.parity(3, skip=True)),
        ("parity-8", "three folds, layer by layer", c.parity(3)),
        ("parity-4", "two folds, skip connections", c.parity(2, skip=True)),
        ("parity-4", "two folds, layer by layer", c.parity(2)),
        ("less-than", "σ(10 − x)", c.less_than()),
        ("less-than", "σ(100 (9.5 − x))", c.less_than(9.5, 100)),
        ("less-than", "two ReLUs, exact", c.step()),
        ("minimum", "θ = 1/2, Equation 1", c.minimum(0.5)),
        ("minimum", "θ = 1, the article's find", c.minimum(1)),
        ("minimum", "trained from seed 1", trained["minimum"]),
        ("xor", "two hidden ReLUs", c.xor()),
        ("xor", "one hidden ReLU, skip connections", c.xor(skip=True)),
        ("xor", "four hidden ReLUs, trained from seed 1: stuck", trained["xor"]),
    ]
    return [
        {"id": f"n{i}", "task": task, "words": words, "network": network.to_dict()}
        for i, (task, words, network) in enumerate(rows)
    ]


def add_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Load a script and the style on pages that have such a figure."""
    body = context.get("body") or ""
    for mark, script in (("data-live=", "live.js"), ("data-playground", "playground.js")):
        if mark in body:
            app.add_js_file(script, loading_method="defer")
            app.add_css_file("live.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("live", LiveFigure)
    app.add_directive("playground", Playground)
    app.connect("html-page-context", add_assets, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
