"""What a reader can move: drawn by node when the book is built, alive where scripts run.

`{live}` names a figure of `docs/_js/figures.js`, `{network}` shows any network. The first paragraph
is the caption; what follows, such as things to try, stands below. `{playground}` is the
playground. The same functions draw in the build and in the page.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import torch
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

import tinynets as tn
from _ext import npm
from _ext.digests import digest, digest_files, environment_digest, package_digest
from _ext.figures import replace
from _ext.kept import kept
from _ext.scripts import SOURCES

TASKS = ("less_than", "minimum", "parity", "xor")


def render(**asked: Any) -> str:
    """Return the markup of a figure or of the playground, as it stands before any script runs."""
    return npm.node(SOURCES / "render.js", told=json.dumps(asked))


@cache
def drawings() -> Path:
    """Return the folder of the markup that was made, while nothing changed that makes it."""
    sources = digest_files(path for path in SOURCES.rglob("*") if path.is_file())
    here = Path(__file__).read_bytes()
    key = digest(package_digest(), environment_digest(), sources, here)
    return kept("live", key, lambda _folder: None)


def once(told: str, make: Callable[[], str]) -> str:
    """Return what `make` returns for what a page tells: made the first time, and then read."""
    path = drawings() / digest(told)
    if not path.is_file():
        replace(path, make())
    return path.read_text(encoding="utf-8")


class LiveFigure(SphinxDirective):
    """`{live}` with the figure's name; `:name:` is its label and its id in the page."""

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged_required}  # noqa: RUF012

    def markup(self, identity: str) -> str:
        """Return what the figure shows."""
        (name,) = self.arguments
        try:
            drawn = render(figure=name, id=identity)
        except ExtensionError as error:
            raise self.error(str(error)) from error
        return f'<div class="live" id="{identity}" data-live="{name}">{drawn}</div>'

    def run(self) -> list[nodes.Node]:
        """Return the figure."""
        if "name" not in self.options:
            raise self.error("a live figure has a :name:, its label")
        identity = f"{nodes.make_id(self.options['name'])}-live"
        told = json.dumps([self.name, self.arguments, self.options])
        markup = once(told, lambda: self.markup(identity))
        # A notebook has no live figures: it leads to the page's.
        address = f"{self.config.tinynets_site}/{self.env.docname}.html#{identity}"
        notebook = f"*This figure moves under your hands [in the page]({address}).*"
        content = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, content)
        if not content.children or not isinstance(content[0], nodes.paragraph):
            raise self.error("a live figure begins with a paragraph, its caption")
        first, *rest = content.children
        caption = nodes.caption(first.rawsource, "", *first.children)
        figure = nodes.figure("", nodes.raw("", markup, format="html", notebook=notebook), caption)
        if rest:
            figure += nodes.legend("", *rest)
        self.set_source_info(figure)
        self.set_source_info(caption)
        self.add_name(figure)
        return [figure]


def evaluate(text: str, allowed: dict[str, Callable[..., Any]]) -> Any:
    """Return the value of one call of an allowed function with plain values, and of nothing else.

    >>> evaluate("tasks.parity(4)", {"tasks.parity": tn.tasks.parity})
    Task('parity of 0..3': 4 examples, 1 -> 1)
    >>> evaluate("exit()", {"tasks.parity": tn.tasks.parity})
    Traceback (most recent call last):
    ValueError: 'exit()' calls none of tasks.parity
    """
    try:
        call = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{text!r} is no call: {error.msg}") from error
    name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
    if not isinstance(call, ast.Call) or name not in allowed:
        raise ValueError(f"{text!r} calls none of {', '.join(allowed)}")
    positional = [ast.literal_eval(argument) for argument in call.args]
    named = {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg is not None}
    return allowed[name](*positional, **named)


def trained(task: tn.Task, widths: list[int], *, epochs: int, lr: float, **kind: Any) -> tn.Network:
    """Return a network that Adam has trained on a task, from its seed."""
    network = tn.Network(widths, dtype=torch.float64, **kind)
    tn.train(network, task, epochs=epochs, lr=lr)
    return network


class ShownNetwork(LiveFigure):
    """`{network}` with a circuit, a mystery or a recipe, and the `:task:` that it is held against.

    The argument is a call such as ``circuits.parity(2, skip=True)``, ``mystery(1)`` or
    ``train([2, 2, 1], skip=True, seed=1, epochs=300, lr=0.1)``.
    """

    final_argument_whitespace = True
    option_spec = {**LiveFigure.option_spec, "task": directives.unchanged_required}  # noqa: RUF012

    def markup(self, identity: str) -> str:
        """Return the network's markup, with the data for the script."""
        if "task" not in self.options:
            raise self.error("a network is shown against a :task:")
        made = {f"tasks.{name}": getattr(tn.tasks, name) for name in TASKS}
        try:
            task = evaluate(self.options["task"], made)
            networks: dict[str, Callable[..., Any]] = {
                f"circuits.{name}": getattr(tn.circuits, name) for name in tn.circuits.__all__
            }
            networks |= {"mystery": tn.mystery, "train": partial(trained, task)}
            network = evaluate(self.arguments[0], networks)
            data = {
                "network": network.to_dict(),
                "task": {"id": "shown", "x": task.x.tolist(), "y": task.y.tolist()},
            }
            drawn = render(network=data, id=identity)
        except (ExtensionError, TypeError, ValueError) as error:
            raise self.error(str(error)) from error
        return f'<div class="live" id="{identity}" data-network>{drawn}{data_script(data)}</div>'


def data_script(data: Any, identity: str = "") -> str:
    r"""Return an element that holds data for a script; no text of the data can end it.

    >>> data_script(["</script>"])
    '<script type="application/json">["\\u003c/script>"]</script>'
    """
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    place = f' id="{identity}"' if identity else ""
    return f'<script type="application/json"{place}>{text}</script>'


class Playground(SphinxDirective):
    """`{playground}`: the whole of it, with the book's tasks and networks."""

    def run(self) -> list[nodes.Node]:
        """Return the markup, and the data for the script."""
        return [nodes.raw("", once(self.name, self.markup), format="html")]

    def markup(self) -> str:
        """Return what it shows, and the data."""
        data = {"tasks": tasks(), "networks": networks()}
        drawn = f'<div class="live playground" data-playground>{render(data=data)}</div>'
        return drawn + data_script(data, "playground-data")


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
    minimum = trained(tn.tasks.minimum(200), [2, 2, 1], skip=True, seed=1, epochs=300, lr=0.1)
    tn.train(minimum, tn.tasks.minimum(200), epochs=300, lr=0.02)
    xor = trained(tn.tasks.xor(), [2, 4, 1], seed=1, epochs=600, lr=0.05)
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
        ("minimum", "trained from seed 1", minimum),
        ("xor", "two hidden ReLUs", c.xor()),
        ("xor", "one hidden ReLU, skip connections", c.xor(skip=True)),
        ("xor", "four hidden ReLUs, trained from seed 1: stuck", xor),
    ]
    return [
        {"id": f"n{i}", "task": task, "words": words, "network": network.to_dict()}
        for i, (task, words, network) in enumerate(rows)
    ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("live", LiveFigure)
    app.add_directive("network", ShownNetwork)
    app.add_directive("playground", Playground)
    # Before the processes part that read pages: each would begin with an empty folder.
    app.connect("builder-inited", lambda _app: drawings())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
