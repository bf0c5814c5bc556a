"""Mend what extensions leave wrong: sphinx-proof in parallel builds, and its ids; a map's order."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_proof.domain import ProofDomain
from sphinx_proof.nodes import proof_node


def merge_domaindata(_domain: ProofDomain, _docnames: set[str], _other: dict[str, Any]) -> None:
    """Do nothing: the labels live in the environment, which sphinx-proof merges itself."""


class DropRepeatedIds(SphinxPostTransform):
    """Take away the ids that every theorem's text and every proof of a page share."""

    # Reading needs an id of every section; pages do not.
    default_priority = 900

    def run(self, **_: Any) -> None:
        """Go through the page."""
        for text in self.document.findall(nodes.section):
            if text["ids"] == ["proof-content"]:
                text["ids"] = []
        for proof in self.document.findall(proof_node):
            proof[0]["ids"] = []


def order_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Sort the addresses that sphinx-sitemap will list: processes add them as they write pages."""
    if exception is None:
        links = app.sitemap_links  # type: ignore[attr-defined]
        for link in sorted(links.get() for _ in range(links.qsize())):
            links.put(link)


def setup(app: Sphinx) -> dict[str, Any]:
    """Patch the domain and register the others."""
    ProofDomain.merge_domaindata = merge_domaindata
    app.add_post_transform(DropRepeatedIds)
    app.connect("build-finished", order_sitemap, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
