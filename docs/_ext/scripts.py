"""The pages' scripts: bundled, and loaded on the pages that need them.

Each entry point and what it imports become one small classic file.
Browsers load no modules from the file system, so that a page opened from a disk would stay still.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from _ext import npm
from _ext.digests import ROOT, digest, digest_files
from _ext.kept import kept

# Compiled to WebAssembly it runs on every kind of machine.
ESBUILD = npm.Package(
    "esbuild-wasm",
    "0.28.2",
    ".",
    "GccVwhv3mmOUVQHCQm2Ox/rby8n/EqUwvZxE6Pjfikrq/lWw9g9WX/u9EykWnpot3Ko6j426DgQdea2xWKIAQA==",
)
SOURCES = ROOT / "docs" / "_js"
# What a page's markup holds, and the script and the styles that it then needs.
ASSETS = {
    "data-live=": ("live.js", "live.css"),
    "data-network>": ("live.js", "live.css"),
    "data-playground>": ("playground.js", "live.css"),
    "data-quiz=": ("quiz.js", "live.css", "quiz.css"),
}
ENTRIES = tuple(sorted({script for script, *_ in ASSETS.values()}))
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
        sources = [path for path in SOURCES.rglob("*") if path.is_file()]
        key = digest(digest_files(sources), str(ESBUILD), *ENTRIES, *OPTIONS)
        shutil.copytree(
            kept("scripts", key, bundle), Path(app.outdir, "_static"), dirs_exist_ok=True
        )


def add_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Load on each page what its markup needs, on the search page what starts a search."""
    if pagename == "search":
        app.add_js_file("search.js", loading_method="defer")
    body = context.get("body") or ""
    for mark, (script, *styles) in ASSETS.items():
        if mark in body:
            app.add_js_file(script, loading_method="defer")
            for style in styles:
                app.add_css_file(style)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the bundling and the loading."""
    app.connect("builder-inited", write)
    app.connect("html-page-context", add_assets, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
