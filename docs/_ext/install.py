"""`{install}`: the one line with which a reader installs the package from this site."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from _ext.gallery import WHEEL, install_line


class Install(SphinxDirective):
    """Show the line as a console block, and below it a link to the wheel that it installs."""

    def run(self) -> list[nodes.Node]:
        """Return the block and the sentence."""
        line = f"$ {install_line(self.config.tinynets_site)}"
        block = nodes.literal_block(line, line, language="console")
        self.set_source_info(block)
        wheel = "../" * self.env.docname.count("/") + f"wheel/{WHEEL}"
        sentence = nodes.paragraph("", "The same file, to download: ")
        sentence += nodes.reference("", "the wheel of tinynets", refuri=wheel)
        sentence += nodes.Text(
            ". Its file's name always says version 0, so that its address stays."
        )
        self.set_source_info(sentence)
        return [block, sentence]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("install", Install)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
