"""Links back: a gallery page and a reference page name the chapters that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

TARGETS = ("gallery/", "reference/generated/")


def target_of(
    node: addnodes.pending_xref, known: Iterable[str], files: Mapping[str, str]
) -> str | None:
    """Return the gallery or reference page that a reference leads to, if it leads to one.

    A method stands on its class's page. Some objects have a file with another name.

    >>> node = addnodes.pending_xref(refdomain="py", reftarget="tinynets.Network.ablate")
    >>> target_of(node, ["reference/generated/tinynets.Network"], {})
    'reference/generated/tinynets.Network'
    >>> target_of(node, ["reference/generated/network"], {"tinynets.Network": "network"})
    'reference/generated/network'
    """
    name = node["reftarget"].lstrip("/")
    for candidate in (name, name.rpartition(".")[0]):
        if node.get("refdomain") == "py":
            candidate = f"reference/generated/{files.get(candidate, candidate)}"
        if candidate in known and candidate.startswith(TARGETS):
            return candidate
    return None


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note where a chapter's references lead."""
    chapter = app.env.current_document.docname
    if chapter.startswith((*TARGETS, "reference/")):
        return
    found = (
        target_of(node, app.env.found_docs, app.config.autosummary_filename_map)
        for node in doctree.findall(addnodes.pending_xref)
    )
    links(app.env)[chapter] = {target for target in found if target}


def links(env: BuildEnvironment) -> dict[str, set[str]]:
    """Return, for each chapter, the pages that it leads to."""
    if not hasattr(env, "tinynets_links"):
        env.tinynets_links = {}  # type: ignore[attr-defined]
    return env.tinynets_links  # type: ignore[attr-defined]


def merge(
    _app: Sphinx, env: BuildEnvironment, _docnames: list[str], other: BuildEnvironment
) -> None:
    """Take over what another reading process has noted."""
    links(env).update(links(other))


class AddBacklinks(SphinxPostTransform):
    """Say below a gallery or reference page which chapters lead there."""

    # Before references are resolved.
    default_priority = 5

    def run(self, **_: Any) -> None:
        """Add one line to the page, in the chapters' reading order."""
        page = self.env.current_document.docname
        order = list(self.env.toctree_includes.get("index", ()))
        chapters = [name for name, targets in links(self.env).items() if page in targets]
        chapters.sort(key=lambda name: (order.index(name) if name in order else -1, name))
        section = next(iter(self.document.findall(nodes.section)), None)
        if section is None or not chapters:
            return
        line = nodes.paragraph("", "In the book: ", classes=["backlinks"])
        for number, chapter in enumerate(chapters):
            title = self.env.titles[chapter].astext()
            reference = addnodes.pending_xref(
                "", refdomain="std", reftype="doc", reftarget=f"/{chapter}", refexplicit=True
            )
            reference["refdoc"] = page
            reference += nodes.inline("", title)
            line += [nodes.Text(", " if number else ""), reference]
        if not title.endswith("?"):
            line += nodes.Text(".")
        section += line


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the two halves."""
    app.connect("doctree-read", collect)
    app.connect("env-merge-info", merge)
    app.add_post_transform(AddBacklinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
