r"""What extensions load on every page is left out where a page has nothing for it to work on."""

from __future__ import annotations

import os
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# Files by how their names begin, and the class, by how it begins, that they are there for.
# `tests/site/test_styles.py` asks whether a page needs more.
NEEDED_BY = {
    ("mystnb.",): "cell",
    ("proof.css",): "proof",
    ("clipboard.", "copybutton"): "highlight",
    ("sg_gallery",): "sphx-glr",
    ("sg-tags.js",): "sg-tag",
    ("sphinx-design.",): "sd-",
    ("design-tabs.js",): "sd-tab",
}


def unneeded(body: str) -> tuple[str, ...]:
    """Return how the names of the files begin that a page with this body can do without.

    >>> shows = '<div class="sd-card"></div><div class="docutils sphx-glr-script"></div>'
    >>> unneeded(shows)
    ('mystnb.', 'proof.css', 'clipboard.', 'copybutton', 'sg-tags.js', 'design-tabs.js')
    """
    classes = {name for names in re.findall(r'class="([^"]*)"', body) for name in names.split()}
    return tuple(
        start
        for starts, needed_by in NEEDED_BY.items()
        if not any(name.startswith(needed_by) for name in classes)
        for start in starts
    )


def leave_out(
    _app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Take from a page's lists of styles and scripts what it can do without."""
    without = unneeded(context.get("body") or "")
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file
            for file in context[kind]
            if not os.path.basename(file.filename or "").startswith(without)
        ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step, after those that add files to a page."""
    app.connect("html-page-context", leave_out, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
