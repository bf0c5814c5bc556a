"""Mend sphinx-proof for parallel builds: its domain promises them but cannot merge its (empty) data."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx_proof.domain import ProofDomain


def merge_domaindata(_domain: ProofDomain, _docnames: set[str], _other: dict[str, Any]) -> None:
    """Do nothing: the labels live in the environment, which sphinx-proof merges itself."""


def setup(_app: Sphinx) -> dict[str, Any]:
    """Patch the domain."""
    ProofDomain.merge_domaindata = merge_domaindata
    return {"parallel_read_safe": True, "parallel_write_safe": True}
