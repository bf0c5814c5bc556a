"""Warnings name the place that somebody wrote, not the page or the text that was made from it."""

from __future__ import annotations

import inspect
import logging
import pkgutil
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from _ext import gallery


def in_script(app: Sphinx, location: str) -> str:
    """Return the place in a script that a place in its generated page comes from."""
    match = re.match(r"(.*\.rst):(\d*)", location)
    if match is None or not Path(match[1]).is_relative_to(gallery.TARGET):
        return location
    page = Path(match[1])
    script = gallery.SOURCE / page.relative_to(gallery.TARGET).with_suffix(".py")
    if not script.is_file():
        return location
    # The page as Sphinx reads it: lines were taken away after it had been written.
    content = [page.read_text(encoding="utf-8")]
    docname = page.relative_to(gallery.TARGET.parent).with_suffix("").as_posix()
    gallery.add_install_line(app, docname, content)
    gallery.drop_tag_lists(app, docname, content)
    read = content[0].splitlines()[: int(match[2] or 1)]
    lines = script.read_text(encoding="utf-8").splitlines()
    # The line itself, or the nearest one above it that the script has.
    for text in filter(None, (line.strip() for line in reversed(read))):
        for number, line in enumerate(lines, start=1):
            if text in line:
                return f"{script}:{number}"
    return f"{script}:1"


def in_docstring(location: str) -> str:
    """Return the line where an object begins, for a place in its docstring.

    Lines within it are counted after numpydoc has written it anew, and mean nothing to its author.

    >>> in_docstring("a.py:docstring of tinynets.circuits.nothing:7")
    'a.py:docstring of tinynets.circuits.nothing:7'
    """
    match = re.match(r"(.*\.py):docstring of ([\w.]+)", location)
    if match is None:
        return location
    try:
        named = pkgutil.resolve_name(match[2])
        line = inspect.getsourcelines(getattr(named, "fget", named))[1]
    except (AttributeError, ImportError, OSError, TypeError):
        return location
    return f"{match[1]}:{line}"


def name_sources(app: Sphinx) -> None:
    """Let warnings about a script's page name the script, and those about a docstring its line."""

    def rename(record: logging.LogRecord) -> bool:
        location = getattr(record, "location", None)
        if isinstance(location, str):
            # What concerns a page as a whole is named by its first line.
            location = f"{location}:1" if Path(location).is_file() else location
            record.location = in_docstring(in_script(app, location))
        return True

    # Sphinx's own filters, which come first, make text of every place.
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(rename)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the filter."""
    app.connect("builder-inited", name_sources, priority=300)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
