"""Numbers in the text that a script of the gallery or a benchmark has left behind.

A page states them with a role, so that it need not run a kernel to read a file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from _ext.digests import ROOT

logger = logging.getLogger(__name__)


class NoResultError(ValueError):
    """The text asks for a result that is not there."""


def results_file(name: str, root: Path = ROOT) -> Path:
    """Find the results of a gallery script, or of a benchmark, by the script's name."""
    for path in (
        *sorted(root.glob(f"gallery/*/{name}.json")),
        root / f"benchmarks/results/{name}.json",
    ):
        if path.is_file():
            return path
    raise NoResultError(f"no script has left results under the name {name!r}")


def shown(results: Any, key: str) -> str:
    """Return a result as text: its keys joined by dots, and after a colon how a number is shown.

    >>> shown({"loss": {"best": 0.1984}, "solved": "3 of 8"}, "loss.best:.2f")
    '0.20'
    >>> shown({"solved": "3 of 8"}, "solved")
    '3 of 8'
    >>> shown({"solved": "3 of 8"}, "lost")
    Traceback (most recent call last):
    _ext.results.NoResultError: no result 'lost'; there are solved
    """
    path, _, style = key.partition(":")
    for part in path.split("."):
        if not isinstance(results, dict) or part not in results:
            there = f"; there are {', '.join(results)}" if isinstance(results, dict) else ""
            raise NoResultError(f"no result {part!r}{there}")
        results = results[part]
    if isinstance(results, dict | list):
        raise NoResultError(f"{path!r} is not one number or text")
    try:
        return format(results, style)
    except ValueError as error:
        raise NoResultError(f"{results!r} cannot be shown as {style!r}") from error


class Result(SphinxRole):
    """`{result}` with a script's name, a key and perhaps a format: the number, as plain text."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the text."""
        name, _, key = self.text.partition(" ")
        try:
            path = results_file(name)
            self.env.note_dependency(str(path))
            text = shown(json.loads(path.read_text(encoding="utf-8")), key.strip())
        except NoResultError as error:
            logger.warning("%s", error, location=self.get_location())
            return [nodes.Text("")], []
        return [nodes.Text(text)], []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the role."""
    app.add_role("result", Result())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
