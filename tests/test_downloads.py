"""What readers take away works alone and draws what the book shows: scripts, notebooks, the line
that installs the package.

Everything runs at once, two at a time, when the first test asks; each test waits for its own part.
In an environment that is installed as the page says run a few of the files, or, with
`--all-downloads`, all.
"""

from __future__ import annotations

import doctest
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import venv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from _ext import figures, notebooks
from _ext.digests import ROOT
from _ext.gallery import install_line, scripts
from bs4 import BeautifulSoup, Tag
from chapters import BOOK, CHAPTERS, WITH_CELLS, WITH_EXAMPLES
from figure_data import MARK
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SCRIPTS = [path.stem for path in scripts()]
SECTIONS = sorted({path.parent.name for path in scripts()})
# The longest first.
ALL = [
    *(("chapter", name) for name in CHAPTERS),
    *(("notebook", name) for name in SCRIPTS),
    *(("script", name) for name in SCRIPTS),
]
# The package alone, and what its gallery extra brings: torchview with Graphviz, TensorBoard.
FEW = [
    *(("script", name) for name in ("one_neuron", "min_graph", "training_traces")),
    ("notebook", "one_neuron"),
]
# What a reader may write who checks types, with one mistake; and what the checker says of it.
PROGRAM = """\
import tinynets as tn

network = tn.circuits.parity(folds=2, skip=True)
reveal_type(network)
reveal_type(network.widths)
reveal_type(tn.Share(17, 1000).interval())
reveal_type(tn.formula(network))
tn.Share("17", 1000)
"""
TYPES = [
    'note: Revealed type is "tinynets.network.Network"',
    'note: Revealed type is "list[int]"',
    'note: Revealed type is "tuple[float, float]"',
    'note: Revealed type is "tinynets.symbolic.Formula"',
    'error: Argument 1 to "Share" has incompatible type "str"; expected "int"  [arg-type]',
]
# Installs nothing, keeps what was run, and says what it has drawn and how many pictures it shows.
NOTEBOOK_RUNNER = """\
import sys
import nbclient, nbformat
notebook = nbformat.read(sys.argv[1], as_version=4)
first, *rest = notebook.cells
first.source = "\\n".join(line for line in first.source.split("\\n") if not line.startswith("%pip"))
cell = nbformat.v4.new_code_cell
watch = f"import sys; sys.path.append({sys.argv[2]!r}); import figure_data; figure_data.watch()"
before, after = cell(watch), cell("print(figure_data.told())")
notebook.cells = [first, before, *rest, after]
nbclient.NotebookClient(notebook, timeout=300, kernel_name="reader").execute()
notebook.cells = [first, *rest]
nbformat.write(notebook, "run.ipynb")
outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
shown = ("image/png", "image/svg+xml", "text/html")
print("pictures:", sum(any(kind in output.get("data", {}) for kind in shown) for output in outputs))
print(after.outputs[0].text)
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


def beside(folder: Path) -> Path:
    """Return a folder beside the one that a file runs in, with what only the test brings."""
    tools = folder.with_name(f"{folder.name}-tools")
    tools.mkdir()
    shutil.copy(Path(__file__).with_name("figure_data.py"), tools)
    return tools


class Run(NamedTuple):
    """How a file ran, what it drew, and, of a notebook, what each of its cells printed."""

    done: subprocess.CompletedProcess[str]
    drawings: list[str]
    said: list[list[str]]

    def drawn(self) -> dict[str, list]:
        """Return the data of all that it drew, if it went well."""
        assert self.done.returncode == 0, self.done.stdout + self.done.stderr
        told: dict[str, list] = json.loads(self.done.stdout.rsplit(MARK, 1)[1].split("\n")[0])
        return told

    def pictures(self) -> int:
        """Return how many pictures a notebook shows."""
        return int(self.done.stdout.rsplit("pictures:", 1)[1].split("\n")[0])


def run_script(script: Path, folder: Path, python: Path) -> Run:
    """Run a script that stands alone in an empty folder."""
    tools, script = beside(folder), Path(shutil.copy(script, folder))
    command = (python, "-m", "figure_data", script.name, tools)
    done = run(*command, folder=folder, MPLBACKEND="Agg", PYTHONPATH=str(tools))
    drawings = [path.read_text(encoding="utf-8") for path in sorted(tools.glob("*.svg"))]
    return Run(done, drawings, [])


def run_notebook(notebook: Path, folder: Path, python: Path, profile: str = "") -> Run:
    """Run a notebook that stands alone in an empty folder, in a kernel with a profile, or none."""
    tools, notebook = beside(folder), Path(shutil.copy(notebook, folder))
    kernel = tools / "kernels" / "reader" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": command, "display_name": "reader", "language": "python"}))
    if profile:
        (tools / "profile_default").mkdir()
        (tools / "profile_default" / "ipython_kernel_config.py").write_text(profile)
    done = run(
        *(sys.executable, "-c", NOTEBOOK_RUNNER, notebook.name, tools),
        folder=folder,
        IPYTHONDIR=str(tools),
        JUPYTER_PATH=str(tools),
    )
    if done.returncode:
        return Run(done, [], [])
    _install, *cells = nbformat.read(folder / "run.ipynb", as_version=4).cells
    cells = [cell for cell in cells if cell.cell_type == "code"]
    outputs = [output.get("data", {}) for cell in cells for output in cell.outputs]
    drawings = [data["image/svg+xml"].strip() for data in outputs if "image/svg+xml" in data]
    return Run(done, drawings, [printed(cell) for cell in cells])


def start(kind: str, name: str, folder: Path, python: Path) -> Run:
    """Run one of the files that the book offers."""
    if kind == "script":
        return run_script(download(f"{name}.py"), folder, python)
    if kind == "notebook":
        return run_notebook(download(f"{name}.ipynb"), folder, python)
    # With the settings of the page's own kernel, so that the figures can be compared as files.
    return run_notebook(BOOK / "notebooks" / f"{name}.ipynb", folder, python, notebooks.PROFILE)


def printed(cell: nbformat.NotebookNode) -> list[str]:
    """List what a page shows of a cell's outputs as plain text: all that it prints, its value."""
    prints = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    values = [output.data for output in cell.outputs if output.output_type != "stream"]
    drawn = {"text/html", "image/png", "image/svg+xml"}
    texts = [prints, *(data["text/plain"] for data in values if drawn.isdisjoint(data))]
    return [text.strip() for text in texts if text]


def without_empty_lines(cells: list[list[str]]) -> list[list[list[str]]]:
    """Return the lines of texts that hold something."""
    return [[list(filter(str.strip, text.split("\n"))) for text in texts] for texts in cells]


def cells_of(page: str) -> list[Tag]:
    """Return the cells of a page that its notebook runs too."""
    text = (BOOK / f"{page}.html").read_text(encoding="utf-8")
    return [*BeautifulSoup(text, "html.parser").select("div.cell:not(.tag_book-only)")]


def shown(page: str) -> list[list[str]]:
    """List for each cell of a page that a notebook runs the texts that it shows."""
    blocks = ".output.stream pre, .output.text_plain pre"
    return [[block.get_text().strip() for block in cell.select(blocks)] for cell in cells_of(page)]


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


def archive(section: str) -> dict[str, bytes]:
    """Return the files of a section's archive, by their names in its folder."""
    path = BOOK / "gallery" / section / f"tinynets_{section}.zip"
    with zipfile.ZipFile(path) as opened:
        names = opened.namelist()
        assert {Path(name).parent.as_posix() for name in names} == {path.stem}
        # The same bytes in every build.
        assert names == sorted(names)
        assert {member.date_time for member in opened.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        return {Path(name).name: opened.read(name) for name in names}


class Installed(NamedTuple):
    """An environment that was installed as a page says: how that went, and what runs in it."""

    steps: list[subprocess.CompletedProcess[str]]
    place: Path
    types: subprocess.CompletedProcess[str]
    versions: list[set[str]]
    runs: dict[tuple[str, str], Run]


def named(pairs: Iterable[Sequence[str]]) -> set[str]:
    """Return names with their versions, each in one form."""
    # PyTorch's builds for processors alone say so behind a plus.
    return {f"{canonicalize_name(name)} {version.split('+')[0]}" for name, version in pairs}


def install_and_run(folder: Path, files: list[tuple[str, str]]) -> Installed:
    """Install the package as the book says, from its own site, and run files with it.

    First with the requirements of an archive, into an empty environment. Then again with the line of
    the pages, which finds there all that the package needs: alone it would bring newer versions.
    Scripts run with that alone, notebooks with what Jupyter needs beside it, which is ipykernel.
    """
    home = folder / "environment"
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pinned = ("-c", ROOT / "constraints.txt")
    steps, versions = [], []

    def pip(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        done = run(python, "-m", "pip", *arguments, folder=folder, NO_PROXY="localhost")
        steps.append(done)
        return done

    def list_versions() -> None:
        lines = pip("list", "--format=freeze", "--exclude=pip").stdout.split()
        versions.append(named(line.split("==") for line in lines))

    line = told_line()
    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=BOOK)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://localhost:{server.server_port}"
        requirements = folder / "requirements.txt"
        text = archive(SECTIONS[0])["requirements.txt"].decode()
        requirements.write_text(text.replace(site_of(line), here))
        pip("install", "-r", requirements)
        list_versions()
        _pip, *arguments = shlex.split(line.replace(site_of(line), here))
        pip("uninstall", "--yes", "tinynets")
        pip(*arguments)
        list_versions()
        # What the line alone would install, where our pins choose the versions.
        alone = ("--dry-run", "--ignore-installed", "--quiet", "--report", "-")
        done = pip(*arguments, *alone, *pinned)
        report = json.loads(done.stdout) if done.returncode == 0 else {"install": []}
        pairs = [(one["metadata"]["name"], one["metadata"]["version"]) for one in report["install"]]
        versions.append(named(pairs))
        server.shutdown()
    place = run(python, "-c", "import tinynets; print(tinynets.__file__)", folder=folder)
    (folder / "program.py").write_text(PROGRAM)
    checker = (sys.executable, "-m", "mypy", "--strict", "--python-executable", python)
    types = run(*checker, "program.py", folder=folder)
    shutil.rmtree(folder / ".mypy_cache", ignore_errors=True)
    runs = {}

    def start_all(chosen: Iterable[tuple[str, str]]) -> None:
        for kind, name in chosen:
            empty = folder / f"{kind}-{name.replace('/', '-')}"
            empty.mkdir()
            runs[kind, name] = start(kind, name, empty, python)

    start_all(file for file in files if file[0] == "script")
    pip("install", "ipykernel", *pinned)
    start_all(file for file in files if file[0] != "script")
    # PyTorch is large, and pytest keeps the temporary folders of its last runs.
    shutil.rmtree(home)
    return Installed(steps, Path(place.stdout.strip()), types, versions, runs)


def wanted(config: pytest.Config) -> list[tuple[str, str]]:
    """Return what runs in an environment of its own: kinds and names."""
    return ALL if config.getoption("--all-downloads") else FEW


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for each file that runs in an environment of its own."""
    if "installed" in metafunc.fixturenames:
        files = wanted(metafunc.config)
        metafunc.parametrize("installed", files, ids=["-".join(file) for file in files])


@pytest.fixture(scope="module")
def jobs(tmp_path_factory, request) -> Iterator[dict[tuple[str, str], Future]]:
    """Start everything, the longest first; give what was started by its kind and name."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        place = tmp_path_factory.mktemp
        yield {
            ("install", "all"): pool.submit(
                install_and_run, place("install"), wanted(request.config)
            ),
            **{file: pool.submit(start, *file, place("run"), Path(sys.executable)) for file in ALL},
        }
        # Whoever runs a few of the tests need not wait for all.
        pool.shutdown(cancel_futures=True)


def page_drawings(name: str) -> list[str]:
    """Return the figures that a script's page shows, in their order."""
    found = sorted((BOOK / "_images").glob(f"sphx_glr_{name}_[0-9]*.svg"))
    return [path.read_text("utf-8") for path in found if not path.stem.endswith(".dark")]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_runs_alone_and_draws_the_figures_of_its_page(jobs, name):
    ran = jobs["script", name].result()
    drawn = ran.drawn()
    assert drawn["figures"] or drawn["animations"]
    assert [figures.compact(drawing) for drawing in ran.drawings] == page_drawings(name)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_notebook_runs_alone_and_draws_what_its_script_draws(jobs, name):
    ran = jobs["notebook", name].result()
    assert ran.drawn() == jobs["script", name].result().drawn()
    assert ran.pictures() >= 1


def test_a_file_draws_and_prints_the_same_where_the_page_installed_it(jobs, installed):
    there, here = jobs["install", "all"].result().runs[installed], jobs[installed].result()
    assert there.drawn() == here.drawn()
    # A script's notebook may show a warning that names the environment; a chapter's is its page.
    if installed[0] == "chapter":
        assert there.said == here.said


@pytest.mark.parametrize("page", WITH_CELLS)
def test_a_chapter_runs_alone_and_shows_what_its_page_shows(jobs, page):
    ran = jobs["chapter", page].result()
    assert ran.drawn()
    cells = cells_of(page)
    images = [image["src"] for cell in cells for image in cell.select("img:not(.only-dark)")]
    drawings = [(BOOK / page).parent.joinpath(image).read_text("utf-8") for image in images]
    assert [figures.compact(drawing) for drawing in ran.drawings] == drawings
    said = ran.said
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
    ran = jobs["chapter", page].result()
    assert ran.drawn()
    said = ran.said
    # A notebook wraps long values.
    here = ["\n".join(texts).split() for texts in said if texts]
    assert here == [want.split() for want in examples(page)]
    assert here


def test_the_line_of_the_page_installs_the_wheel_of_the_site(jobs):
    installed = jobs["install", "all"].result()
    for step in installed.steps:
        assert step.returncode == 0, step.stdout + step.stderr
    assert ROOT not in installed.place.parents
    assert "site-packages" in installed.place.parts


def test_a_type_checker_reads_the_types_of_the_installed_package(jobs):
    types = jobs["install", "all"].result().types
    *said, _count = types.stdout.splitlines()
    where, told = zip(*(line.split(": ", 1) for line in said), strict=True)
    assert list(told) == TYPES, types.stdout + types.stderr
    assert where == tuple(f"program.py:{number}" for number in range(4, 9))


def required(text: str) -> set[str]:
    """Return what a file of requirements installs here, tinynets aside: names and versions."""
    listed = [Requirement(line) for line in text.splitlines() if not line.startswith("tinynets")]
    for requirement in listed:
        assert [part.operator for part in requirement.specifier] == ["=="]
    return {
        f"{canonicalize_name(requirement.name)} {str(requirement.specifier).removeprefix('==')}"
        for requirement in listed
        if requirement.marker is None or requirement.marker.evaluate()
    }


def test_the_requirements_of_the_archives_are_what_the_line_needs(jobs):
    versions = jobs["install", "all"].result().versions
    texts = {archive(section)["requirements.txt"].decode() for section in SECTIONS}
    (text,) = texts
    assert versions == [required(text) | {"tinynets 0"}] * 3


@pytest.mark.parametrize("section", SECTIONS)
def test_an_archive_holds_its_section_and_how_to_run_it(section):
    held = archive(section)
    names = [path.stem for path in scripts() if path.parent.name == section]
    offered = [f"{name}.{kind}" for name in names for kind in ("py", "ipynb")]
    assert set(held) == {*offered, "README.txt", "requirements.txt", "LICENSE"}
    for name in offered:
        assert held[name] == download(name).read_bytes()
    assert held["LICENSE"] == (ROOT / "LICENSE").read_bytes()
    readme = held["README.txt"].decode()
    for words in (told_line(), "pip install -r requirements.txt", "MIT", "CC BY 4.0"):
        assert words in readme
    assert held["requirements.txt"].decode().split("\n")[0] == shlex.split(told_line())[2]
    # Whatever it names is there.
    assert f"python {names[0]}.py" in readme
    assert (BOOK / "gallery" / section / "index.html").is_file()
    assert f"{site_of(told_line())}/gallery/{section}/index.html" in readme


def test_the_line_is_the_same_for_all():
    assert told_line() == install_line(site_of(told_line()))
