"""What Sphinx and its extensions ask again and again, answered once."""

from __future__ import annotations

from functools import cache
from typing import Any

import pybtex.plugin
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish


class RememberingEnglish(SearchEnglish):
    """Finds the stem of a word the first time that a page has it."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stem = cache(super().stem)  # type: ignore[method-assign]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the search's language; let pybtex remember what is installed."""
    app.add_search_language(RememberingEnglish)
    # It would read the entry points of all distributions for every citation.
    pybtex.plugin.entry_points = cache(pybtex.plugin.entry_points)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
