"""`{install}`: the one line with which a reader installs the package from this site."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from _ext.gallery import install_line


class Install(SphinxDirective):
    """Show the line as a console block."""

    def run(self) -> list[nodes.Node]:
        """Return the block."""
        line = f"$ {install_line(self.config.tinynets_site)}"
        block = nodes.literal_block(line, line, language="console")
        self.set_source_info(block)
        return [block]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("install", Install)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
