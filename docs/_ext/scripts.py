"""Bundle the page's scripts: each entry point and what it imports become one small classic file.

Browsers load no modules from the file system, so that a page opened from a disk would stay still.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from _ext import npm
from _ext.digests import ROOT

# Compiled to WebAssembly it runs on every kind of machine.
ESBUILD = npm.Package(
    "esbuild-wasm",
    "0.28.2",
    ".",
    "GccVwhv3mmOUVQHCQm2Ox/rby8n/EqUwvZxE6Pjfikrq/lWw9g9WX/u9EykWnpot3Ko6j426DgQdea2xWKIAQA==",
)
SOURCES = ROOT / "docs" / "_js"
ENTRIES = ("live.js", "playground.js", "quiz.js")
OPTIONS = ("--bundle", "--minify", "--format=iife", "--target=es2020", "--log-level=warning")


def bundle(folder: Path) -> None:
    """Write the bundled entry points into a folder.

    Raises
    ------
    ExtensionError
        If a script does not parse, or imports what is not there.
    """
    entries = [SOURCES / name for name in ENTRIES]
    npm.node(npm.fetch(ESBUILD) / "bin" / "esbuild", *entries, *OPTIONS, f"--outdir={folder}")


def write(app: Sphinx) -> None:
    """Put the scripts into the book."""
    if app.builder.format == "html":
        bundle(Path(app.outdir, "_static"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the bundling."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
