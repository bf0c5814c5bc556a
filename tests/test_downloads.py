"""What readers take away works alone: scripts, notebooks, and the line that installs the package.

Everything runs at once, two at a time, when the first test asks; each test waits for its own part.
"""

from __future__ import annotations

import doctest
import os
import shlex
import shutil
import subprocess
import sys
import threading
import venv
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from _ext.digests import ROOT
from _ext.gallery import install_line, scripts
from bs4 import BeautifulSoup
from chapters import BOOK, CHAPTERS, WITH_CELLS, WITH_EXAMPLES

SCRIPTS = [path.stem for path in scripts()]
# Runs what it is given, and says how many figures it shows and how many animations it leaves.
SCRIPT_RUNNER = """\
import runpy, sys
import matplotlib.pyplot as plt
names = runpy.run_path(sys.argv[1], run_name="__main__")
from tinynets.plot import Animation
animations = [thing for thing in names.values() if isinstance(thing, Animation)]
print("pictures:", len(plt.get_fignums()) + len(animations))
"""
# Installs nothing, keeps what was run, and says how many pictures it shows.
NOTEBOOK_RUNNER = """\
import sys
import nbclient, nbformat
notebook = nbformat.read(sys.argv[1], as_version=4)
first = notebook.cells[0]
first.source = "\\n".join(line for line in first.source.split("\\n") if not line.startswith("%pip"))
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
nbformat.write(notebook, "run.ipynb")
outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
shown = ("image/png", "text/html")
print("pictures:", sum(any(kind in output.get("data", {}) for kind in shown) for output in outputs))
"""


def download(name: str) -> Path:
    """Return the file of this name that the gallery offers."""
    assert (BOOK / "index.html").is_file(), f"there is no book in {BOOK}: build it first"
    found = list((BOOK / "_downloads").glob(f"*/{name}"))
    assert len(found) == 1, f"the book offers {len(found)} files {name}"
    return found[0]


def run(*command: str | Path, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a reader does, in a folder of its own and without this tree's settings."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**kept, "OMP_NUM_THREADS": "1", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def run_script(script: Path, folder: Path, python: Path) -> subprocess.CompletedProcess[str]:
    """Run a script that stands alone in an empty folder."""
    script = Path(shutil.copy(script, folder))
    return run(python, "-c", SCRIPT_RUNNER, script, folder=folder, MPLBACKEND="Agg")


def run_notebook(notebook: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook that stands alone in an empty folder, in a kernel without a user's profile."""
    notebook = Path(shutil.copy(notebook, folder))
    profile = folder / ".ipython"
    return run(
        *(sys.executable, "-c", NOTEBOOK_RUNNER, notebook), folder=folder, IPYTHONDIR=str(profile)
    )


def run_chapter(
    page: str, folder: Path
) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
    """Run a chapter's notebook; give also what each of its cells has printed."""
    done = run_notebook(BOOK / "notebooks" / f"{page}.ipynb", folder)
    if done.returncode:
        return done, []
    _install, *cells = nbformat.read(folder / "run.ipynb", as_version=4).cells
    return done, [printed(cell) for cell in cells if cell.cell_type == "code"]


def printed(cell: nbformat.NotebookNode) -> list[str]:
    """List what a page shows of a cell's outputs as plain text: all that it prints, its value."""
    prints = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    values = [output.data for output in cell.outputs if output.output_type != "stream"]
    drawn = {"text/html", "image/png"}
    texts = [prints, *(data["text/plain"] for data in values if drawn.isdisjoint(data))]
    return [text.strip() for text in texts if text]


def without_empty_lines(cells: list[list[str]]) -> list[list[list[str]]]:
    """Return the lines of texts that hold something."""
    return [[list(filter(str.strip, text.split("\n"))) for text in texts] for texts in cells]


def shown(page: str) -> list[list[str]]:
    """List for each cell of a page that a notebook runs the texts that it shows."""
    text = (BOOK / f"{page}.html").read_text(encoding="utf-8")
    cells = BeautifulSoup(text, "html.parser").select("div.cell:not(.tag_book-only)")
    blocks = ".output.stream pre, .output.text_plain pre"
    return [[block.get_text().strip() for block in cell.select(blocks)] for cell in cells]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and keeps no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def told_line() -> str:
    """Return the line that the first script's page tells its readers to run."""
    (page,) = (BOOK / "gallery").glob(f"*/{SCRIPTS[0]}.html")
    blocks = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("pre")
    (line,) = {
        block.get_text().strip().removeprefix("$ ") for block in blocks if "pip" in block.get_text()
    }
    return line


def site_of(line: str) -> str:
    """Return the address of the site in the line that installs the package."""
    requirement = shlex.split(line)[2]
    return requirement.split(" @ ")[1].rsplit("/wheel/", 1)[0]


# The package alone, and what its gallery extra brings: torchview with Graphviz, TensorBoard.
INSTALLED = ["one_neuron", "min_graph", "training_traces"]


def install_and_run(folder: Path) -> list[subprocess.CompletedProcess[str]]:
    """Install the package as the book says, from its own site, and run scripts with it."""
    home = folder / "environment"
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    line = told_line()
    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=BOOK)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = line.replace(site_of(line), f"http://localhost:{server.server_port}")
        pip, *arguments = shlex.split(here)
        installed = run(
            *(python, "-m", pip, *arguments, "-c", ROOT / "constraints.txt"),
            folder=folder,
            NO_PROXY="localhost",
        )
        server.shutdown()
    where = run(python, "-c", "import tinynets; print(tinynets.__file__)", folder=folder)
    done = [run_script(download(f"{name}.py"), folder, python) for name in INSTALLED]
    # PyTorch is large, and pytest keeps the temporary folders of its last runs.
    shutil.rmtree(home)
    return [installed, where, *done]


@pytest.fixture(scope="module")
def jobs(tmp_path_factory) -> Iterator[dict[tuple[str, str], Future]]:
    """Start everything, the longest first; give what was started by its kind and name."""
    with ThreadPoolExecutor(max_workers=2) as pool:

        def start(job: Callable, file: Path, *more: object) -> Future:
            return pool.submit(job, file, tmp_path_factory.mktemp(file.stem), *more)

        python = Path(sys.executable)
        yield {
            ("install", "all"): pool.submit(install_and_run, tmp_path_factory.mktemp("install")),
            **{
                ("chapter", name): pool.submit(
                    run_chapter, name, tmp_path_factory.mktemp("chapter")
                )
                for name in CHAPTERS
            },
            **{
                ("notebook", name): start(run_notebook, download(f"{name}.ipynb"))
                for name in SCRIPTS
            },
            **{
                ("script", name): start(run_script, download(f"{name}.py"), python)
                for name in SCRIPTS
            },
        }
        # Whoever runs a few of the tests need not wait for all.
        pool.shutdown(cancel_futures=True)


def pictures(done: subprocess.CompletedProcess[str]) -> int:
    """Return how many pictures a run has made, if it went well."""
    assert done.returncode == 0, done.stderr
    return int(done.stdout.rsplit("pictures:", 1)[1])


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_runs_alone(jobs, name):
    assert pictures(jobs["script", name].result()) >= 1


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_notebook_runs_alone(jobs, name):
    assert pictures(jobs["notebook", name].result()) >= 1


@pytest.mark.parametrize("page", WITH_CELLS)
def test_a_chapter_runs_alone_and_prints_what_its_page_shows(jobs, page):
    done, said = jobs["chapter", page].result()
    assert done.returncode == 0, done.stderr
    # A page that gets a cell's lines in several pieces puts empty ones between them.
    assert without_empty_lines(said) == without_empty_lines(shown(page))
    assert any(said)


def examples(page: str) -> list[str]:
    """List what the examples of a page show, in its order."""
    text = (BOOK / f"{page}.html").read_text(encoding="utf-8")
    blocks = [block.get_text() for block in BeautifulSoup(text, "html.parser").select("pre")]
    parse = doctest.DocTestParser().get_examples
    return [example.want for block in blocks for example in parse(block) if example.want]


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_the_examples_of_a_page_run_alone_and_show_what_it_shows(jobs, page):
    done, said = jobs["chapter", page].result()
    assert done.returncode == 0, done.stderr
    # A notebook wraps long values.
    here = ["\n".join(texts).split() for texts in said if texts]
    assert here == [want.split() for want in examples(page)]
    assert here


def test_the_line_of_the_page_installs_all_that_scripts_need(jobs):
    installed, where, *done = jobs["install", "all"].result()
    assert installed.returncode == 0, installed.stdout + installed.stderr
    home = Path(where.stdout.strip())
    assert ROOT not in home.parents
    assert "site-packages" in home.parts
    for script in done:
        assert pictures(script) >= 1


def test_the_line_is_the_same_for_all():
    assert told_line() == install_line(site_of(told_line()))
