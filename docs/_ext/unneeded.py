"""Pages do without what extensions would load for things that they do not show."""

from __future__ import annotations

import os
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# How a class or an attribute begins, and how the names of the files that it needs begin.
# `tests/site/test_styles.py` asks whether a page lacks one.
NEEDS = {
    "cell": ("mystnb.",),
    "proof": ("proof.css",),
    "highlight": ("clipboard.", "copybutton"),
    "sphx-glr": ("sg_gallery.",),
    "binder-badge": ("sg_gallery-binder.",),
    "lite-badge": ("sg_gallery-binder.",),
    "dataframe": ("sg_gallery-dataframe.",),
    "rendered_html": ("sg_gallery-rendered-html.",),
    "data-sgtags": ("sg-tags.",),
    "sd-": ("sphinx-design.",),
    "sd-tab": ("design-tabs.",),
}
NAMES = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')|\b(data-[\w-]+)=""")


def unneeded(body: str) -> tuple[str, ...]:
    """Return how the names of the files begin that a page with this body can do without.

    >>> body = '<div class="sd-card cell"><pre class="highlight"></pre></div><p class="proof"></p>'
    >>> unneeded(body)[:3]
    ('sg_gallery.', 'sg_gallery-binder.', 'sg_gallery-dataframe.')
    >>> unneeded(f"{body}<div class='sphx-glr-script' data-sgtags='[]'></div>")[-3:]
    ('sg_gallery-dataframe.', 'sg_gallery-rendered-html.', 'design-tabs.')
    """
    names = {name for groups in NAMES.findall(body) for part in groups for name in part.split()}
    needed = {
        start
        for mark, starts in NEEDS.items()
        if any(name.startswith(mark) for name in names)
        for start in starts
    }
    every = dict.fromkeys(start for starts in NEEDS.values() for start in starts)
    return tuple(start for start in every if start not in needed)


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
