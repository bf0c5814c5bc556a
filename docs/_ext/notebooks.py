"""Executed pages: what their kernels see, and the cache of their runs.

The cache is a folder named by the package and the installed distributions. A build works on a copy
and moves it into place when it has succeeded. A page that reads a gallery script's results, or
runs or reads a benchmark, runs again when these have changed.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from myst_nb.core import execute
from myst_nb.core.execute.base import ExecutionError
from myst_nb.core.execute.cache import NotebookClientCache
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from _ext.digests import CACHE, ROOT, digest, environment_digest, package_digest
from _ext.process import DEFAULTS

WORK = ROOT / "build" / "notebooks"
IPYTHON = ROOT / "build" / "ipython"
SAVED = CACHE / "notebooks"
RESULTS = "results.json"
PROFILE = """\
c = get_config()
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": None, "metadata": {"Date": None}}
c.InlineBackend.rc = {"svg.hashsalt": "tinynets"}
c.HistoryManager.enabled = False
c.IPKernelApp.log_level = 40
"""


def cache_key() -> str:
    """Hash what every page's run depends on."""
    return digest(package_digest(), environment_digest(), PROFILE, *map(str, DEFAULTS.items()))


def result_digests() -> dict[str, str]:
    """Hash what pages read: the gallery scripts' results, the benchmarks and theirs, by path."""
    paths = [*(ROOT / "gallery").rglob("*.json"), *(ROOT / "benchmarks").rglob("*.*")]
    return {
        path.relative_to(ROOT).as_posix(): digest(path.read_bytes())
        for path in paths
        if "__pycache__" not in path.parts
    }


def prepare(_app: Sphinx) -> None:
    """Set up the kernels' profile and a working copy of the cache."""
    profile = IPYTHON / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(PROFILE)
    os.environ["IPYTHONDIR"] = str(IPYTHON)
    # Its client reports every start of a kernel.
    logging.getLogger("traitlets").setLevel(logging.WARNING)

    shutil.rmtree(WORK, ignore_errors=True)
    saved = SAVED / cache_key()
    if saved.is_dir():
        shutil.copytree(saved, WORK)
        drop_outdated(WORK, result_digests())
    else:
        # Its tables now: of two processes that read pages, the second would find them half made.
        get_cache(WORK).list_cache_records()


def drop_outdated(folder: Path, results: dict[str, str]) -> None:
    """Forget the runs of pages that are gone, or name results which have changed since."""
    before = json.loads((folder / RESULTS).read_text())
    changed = {name for name in {*before, *results} if before.get(name) != results.get(name)}
    cache = get_cache(folder)
    for record in cache.list_cache_records():
        page = Path(record.uri)
        # A page of another name may have the same cells: its text is not known here.
        known = page.is_file()
        text = page.read_text(encoding="utf-8") if known else ""
        if not known or any(Path(name).name in text for name in changed):
            cache.remove_cache(record.pk)


def keep(_app: Sphinx, exception: Exception | None) -> None:
    """Move the working copy into place if the build succeeded."""
    if exception is None and WORK.is_dir():
        (WORK / RESULTS).write_text(json.dumps(result_digests()))
        old = SAVED.with_name("notebooks.old")
        shutil.rmtree(old, ignore_errors=True)
        if SAVED.exists():
            SAVED.rename(old)
        SAVED.mkdir(parents=True)
        WORK.rename(SAVED / cache_key())
        shutil.rmtree(old, ignore_errors=True)


def spread(app: Sphinx, _env: Any, docnames: list[str]) -> None:
    """Spread the pages with cells evenly: each process reads a stretch of the list."""
    texts = {name: app.env.doc2path(name).read_text(encoding="utf-8") for name in docnames}
    running = [name for name in docnames if "{code-cell}" in texts[name]]
    others = [name for name in docnames if name not in running]
    for index, name in enumerate(running):
        others.insert(index * len(docnames) // len(running), name)
    docnames[:] = others


def failed_cell(notebook: NotebookNode) -> tuple[int, str] | None:
    """Return the line of the page and the error of the first cell that failed."""
    lines = notebook.metadata.get("source_map", [])
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                line = lines[index] + 1 if index < len(lines) else 1
                return line, f"{output.ename}: {output.evalue}"
    return None


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    r"""Return a cell's outputs with what it printed in one piece.

    A kernel sends it in pieces, cut where the clock says so. myst-nb joins them as if each were
    made of whole lines.

    >>> from nbformat import v4
    >>> pieces = [v4.new_output("stream", name="stdout", text=text) for text in ("ab", "c\n\n", "d")]
    >>> [piece.text for piece in joined(pieces)]
    ['abc\n\nd']
    """
    streams: dict[str, NotebookNode] = {}
    kept = []
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        kept.append(output)
        if output.output_type == "stream":
            streams[output.name] = output
    return kept


class Client(NotebookClientCache):
    """Runs a page as myst-nb does, says file and line where a cell fails, and joins outputs."""

    def start_client(self) -> None:
        """Run the page."""
        try:
            super().start_client()
        except ExecutionError as error:
            line, text = failed_cell(self.notebook) or (1, str(error.__cause__))
            raise ExtensionError(f"{self.path}:{line}: the cell fails with {text}") from error
        for cell in self.notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = joined(cell.outputs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the steps, the first one after the gallery has left its results; and the client."""
    execute.NotebookClientCache = Client
    app.connect("builder-inited", prepare, priority=650)
    app.connect("env-before-read-docs", spread)
    app.connect("build-finished", keep, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
