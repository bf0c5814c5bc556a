"""Mend what sphinx-proof leaves wrong: its domain in parallel builds, and ids that repeat."""

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


def setup(app: Sphinx) -> dict[str, Any]:
    """Patch the domain and register the transform."""
    ProofDomain.merge_domaindata = merge_domaindata
    app.add_post_transform(DropRepeatedIds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
