"""What Sphinx and its extensions ask again and again, answered once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pybtex.plugin
from jinja2.sandbox import SandboxedEnvironment
from numpydoc import docscrape_sphinx
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish


class RememberingEnglish(SearchEnglish):
    """Finds the stem of a word the first time that a page has it.

    >>> RememberingEnglish({}).stem("Folding")
    'fold'
    """

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stem = cache(super().stem)  # type: ignore[method-assign]


def environments() -> Callable[..., SandboxedEnvironment]:
    """Return what makes Jinja's environments, one for all loaders that look in the same places.

    >>> from jinja2 import FileSystemLoader
    >>> make = environments()
    >>> first, again, other = (make(FileSystemLoader(place)) for place in ("here", "here", "there"))
    >>> first is again, first is other
    (True, False)
    """
    made: dict[tuple[str, ...], SandboxedEnvironment] = {}

    def environment(loader: Any) -> SandboxedEnvironment:
        places = tuple(map(str, getattr(loader, "pathchain", None) or loader.searchpath))
        return made.setdefault(places, SandboxedEnvironment(loader=loader))

    return environment


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the search's language; let pybtex remember what is installed."""
    app.add_search_language(RememberingEnglish)
    # It would read the entry points of all distributions for every citation.
    pybtex.plugin.entry_points = cache(pybtex.plugin.entry_points)
    # It would compile its template for every docstring.
    docscrape_sphinx.SandboxedEnvironment = environments()
    return {"parallel_read_safe": True, "parallel_write_safe": True}
