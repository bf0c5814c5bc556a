"""`{quiz}`: questions of `tinynets.quiz`, with folded answers, that the page checks by itself.

The argument names kinds and how many of each, ``threshold 3, limit 4``; `:seed:` is where the
seeds begin.
"""

from __future__ import annotations

import html
import json
from fractions import Fraction
from itertools import combinations
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from _ext.live import render
from _ext.markdown import details, escape
from tinynets import quiz
from tinynets.piecewise import PiecewiseLinear

TOLD = "The page checks what you write, and sends it nowhere."
# So many seeds are tried for questions of a kind.
_SEEDS = 100


def check(item: quiz.Item) -> None:
    """Refuse a question that has no answer, or more than one, as its page reads them.

    >>> check(quiz.Item("Which?", 0, "", choices=("h1", "h1")))
    Traceback (most recent call last):
    ValueError: choices A and B of 'Which?' are the same
    """
    for (a, one), (b, other) in combinations(zip(item.letters, item.choices, strict=True), 2):
        if one == other:
            raise ValueError(f"choices {a} and {b} of {item.question!r} are the same")
    right = [letter for letter in item.letters if item.accepts(letter)]
    if item.choices and len(right) != 1:
        raise ValueError(f"{item.question!r} has {len(right)} right choices, and must have one")
    if item.choices:
        return
    answer = item.answer if isinstance(item.answer, tuple) else (item.answer,)
    if not answer:
        raise ValueError(f"{item.question!r} has no answer")
    if len(set(answer)) < len(answer):
        raise ValueError(f"{item.question!r} has an answer twice, in {answer}")
    if not all(isinstance(one, Fraction) for one in answer):
        raise ValueError(
            f"{item.question!r} has the answer {answer}; its numbers must be fractions"
        )
    # It complains of a text that no reader may write.
    item.accepts(item.answer_text)


def items(asked: str, seed: int) -> list[quiz.Item]:
    """Draw the questions, each kind's from its own seeds, no question twice.

    Raises
    ------
    ValueError
        If that is no list of kinds, or there are too few questions of a kind.

    >>> [item.answer_text for item in items("most 2, fewest 1", 0)]
    ['2049', '4097', '8']
    """
    drawn: list[quiz.Item] = []
    for part in asked.split(","):
        kind, _, count = part.strip().partition(" ")
        if not count.isdigit() or int(count) < 1:
            raise ValueError(f"{part.strip()!r} is no kind with a number, such as 'limit 3'")
        found: dict[tuple[str, str], quiz.Item] = {}
        for item in (quiz.draw(kind, seed + k) for k in range(_SEEDS)):
            check(item)
            found.setdefault((item.question, item.shown), item)
            if len(found) == int(count):
                break
        if len(found) < int(count):
            raise ValueError(
                f"{_SEEDS} seeds have only {len(found)} different questions of the kind {kind!r}, "
                f"not {count}"
            )
        drawn += found.values()
    return drawn


def graph_request(item: quiz.Item, letter: str, function: PiecewiseLinear, name: str) -> Any:
    """Return what draws one graph, all of an item on the same axes."""
    assert item.interval is not None
    low, high = item.interval
    bounds = [float(bound) for choice in item.choices for bound in choice.bounds()]
    margin = 0.08 * (max(bounds) - min(bounds))
    corners = [low, *function.breakpoints, high]
    points = [[float(x), float(function(x))] for x in corners]
    told = ", ".join(f"({x:g}, {y:g})" for x, y in points)
    return {
        "x": [low, high],
        "y": [min(bounds) - margin, max(bounds) + margin],
        "width": 180,
        "height": 150,
        "label": f"Graph {letter}, with corners and ends at {told}.",
        "xLabel": letter,
        "clip": f"{name}-{letter}",
        "marks": [{"line": points, "role": "network", "width": 2.5}],
    }


def choice_line(item: quiz.Item) -> str:
    """Return the choices that are no graphs, in a line.

    >>> choice_line(quiz.draw("ablation", 0))
    'A: h1; B: h2; C: h3.'
    """
    told = zip(item.letters, item.choices, strict=True)
    return "; ".join(f"{letter}: {one}" for letter, one in told) + "."


def form(item: quiz.Item, name: str) -> str:
    """Return the form that a reader answers in, hidden where no script runs."""
    many = isinstance(item.answer, tuple)
    letters = item.letters
    wanted = {"answer": item.answer_text.split(", "), "many": many, "letters": letters}
    data = html.escape(json.dumps(wanted))
    hint = (
        f"a letter, {letters[0]} to {letters[-1]}"
        if letters
        else "numbers with commas between"
        if many
        else "a number"
    )
    return (
        f'<form class="quiz-form" data-quiz="{data}"><label for="{name}">Your answer, {hint}:'
        f'</label> <input id="{name}" type="text" autocomplete="off" spellcheck="false"> '
        '<button type="submit">Check</button> <span class="verdict" role="status"></span></form>'
    )


class Quiz(SphinxDirective):
    """`{quiz}` with kinds and counts, and `:seed:`."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"seed": directives.nonnegative_int}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return a numbered list."""
        if "seed" not in self.options:
            raise self.error("a quiz has a :seed:, so that it stays as it is")
        # The ids of the forms are made from it.
        seeds = self.env.temp_data.setdefault("quiz_seeds", set())
        if self.options["seed"] in seeds:
            raise self.error(f"another quiz of this page has the seed {self.options['seed']}")
        seeds.add(self.options["seed"])
        try:
            drawn = items(self.arguments[0], self.options["seed"])
            requests = [self._graphs(item, number) for number, item in enumerate(drawn, 1)]
            charts = render(charts=[one for request in requests for one in request])
        except (ExtensionError, ValueError) as error:
            raise self.error(str(error)) from error
        pictures = iter(json.loads(charts))
        listed = nodes.enumerated_list(classes=["quiz"], enumtype="arabic", prefix="", suffix=".")
        for number, (item, request) in enumerate(zip(drawn, requests, strict=True), 1):
            listed += self._entry(
                item, self._name(number), request, [next(pictures) for _ in request]
            )
        # A notebook checks nothing.
        told = f'<p class="quiz-told">{TOLD}</p>'
        return [nodes.raw("", told, format="html", notebook=""), listed]

    def _name(self, number: int) -> str:
        return f"quiz-{self.options['seed']}-{number}"

    def _graphs(self, item: quiz.Item, number: int) -> list[Any]:
        return [
            graph_request(item, letter, choice, self._name(number))
            for letter, choice in zip(item.letters, item.choices, strict=True)
            if isinstance(choice, PiecewiseLinear)
        ]

    def _entry(
        self, item: quiz.Item, name: str, graphs: list[Any], pictures: list[str]
    ) -> nodes.list_item:
        entry = nodes.list_item("", nodes.paragraph("", item.question))
        if item.shown:
            entry += nodes.literal_block(item.shown, item.shown, language="text")
        if pictures:
            panels = "".join(f'<div class="panel">{picture}</div>' for picture in pictures)
            entry += nodes.raw(
                "",
                f'<div class="live choices">{panels}</div>',
                format="html",
                notebook="\n".join(f"- {escape(one['label'])}" for one in graphs),
            )
        elif item.choices:
            entry += nodes.paragraph("", choice_line(item))
        answer = (
            f"<strong>{html.escape(item.answer_text)}.</strong> {html.escape(item.explanation)}"
        )
        folded = f'<details class="answer"><summary>The answer</summary><p>{answer}</p></details>'
        told = f"**{escape(item.answer_text)}.** {escape(item.explanation)}"
        entry += nodes.raw(
            "",
            form(item, name) + folded,
            format="html",
            notebook=details("The answer", told),
        )
        return entry


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("quiz", Quiz)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
