"""What goes wrong stops the build and is named; what is taken back never shows.

Every build here is one of a small book in a temporary copy of the repository. They start when the
first test asks.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from urllib.parse import quote

import nbformat
import pytest
from _ext.digests import ROOT
from _ext.reproduce import differences
from bs4 import BeautifulSoup
from faults import FAULTS, SESSIONS
from small_book import (
    CIRCUITS,
    OTHER_PACKAGE,
    SCRIPT_NAME,
    SITE,
    Outcome,
    SmallBook,
    outcome,
    started,
)

EXAMPLE = "build/html/gallery/less_than/one_neuron.html"


def sound(book: SmallBook) -> Outcome:
    """Build the book without a fault."""
    return outcome(book, book.build())


REPOSITORY, PUBLIC = "https://github.com/example/book", "https://example.github.io/book"


def changed(book: SmallBook) -> list[tuple[Outcome, dict[str, bytes]]]:
    """Change the package, then the script, then a setting, each alone; take all back."""
    package, script = book.read(CIRCUITS), book.read(SCRIPT_NAME)
    other_package = package.replace(*OTHER_PACKAGE)
    other_script = script.replace("threshold = 13", "threshold = 12")
    states = []
    published = {"TINYNETS_REPOSITORY": REPOSITORY, "TINYNETS_SITE": PUBLIC}
    for one, other, settings in (
        (package, script, {}),
        (other_package, script, {}),
        (package, other_script, {}),
        (package, script, published),
        (package, script, {}),
    ):
        book.write(CIRCUITS, one)
        book.write(SCRIPT_NAME, other)
        done = book.build(**settings)
        states.append((outcome(book, done), book.bytes()))
    return states


def hosted(book: SmallBook) -> dict[str, tuple[Outcome, dict[str, bytes]]]:
    """Build the book for other hosts of its repository."""
    states = {}
    for host in ("gitlab.com", "git.example.org"):
        done = book.build(TINYNETS_REPOSITORY=f"https://{host}/example/book")
        states[host] = (outcome(book, done), book.bytes())
    return states


# What the sessions run that need no browser and no other program; of the tests, one will do.
CIRCUIT_TEST = "test_parity_in_exact_arithmetic"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_circuits.py", "-k")
COMMANDS = {
    "docs": [("docs/_ext/build.py",)],
    "tests": [(*PYTEST, CIRCUIT_TEST)],
    "lint": [
        ("-m", "ruff", "check", "."),
        ("-m", "codespell_lib"),
        ("docs/_ext/glossary_check.py",),
    ],
}


def session(book: SmallBook, name: str) -> Outcome:
    """Run what a session runs, all of it: every command finds something, or none does."""
    done = [outcome(book, book.run(*command)) for command in COMMANDS[name]]
    assert len({one.code != 0 for one in done}) == 1, [one.code for one in done]
    return Outcome(book, max(one.code for one in done), "\n".join(one.text for one in done))


def planted(book: SmallBook, build: str) -> Outcome:
    """Plant all faults of a build and run its session, where an earlier book stands."""
    for fault in FAULTS:
        if fault.build == build:
            fault.plant(book)
    book.write("build/html/index.html", "the last book")
    return session(book, SESSIONS[build])


def circuit(book: SmallBook) -> tuple[Outcome, Outcome]:
    """Test the circuits, sound and with their fault."""
    for name in ("conftest.py", "oracle.py", "test_circuits.py"):
        book.write(f"tests/{name}", (ROOT / "tests" / name).read_text(encoding="utf-8"))
    return session(book, "tests"), planted(book, "circuit")


def lint(book: SmallBook) -> tuple[Outcome, Outcome]:
    """Check the style of a book with a glossary, sound and with its faults."""
    book.write("docs/glossary.md", "# Glossary\n\n```{glossary}\nfold\n  A mirror.\n```\n")
    book.replace("docs/index.md", "proof\n", "proof\nglossary\n")
    book.replace("docs/proof.md", "A page that proves\n", "A page that proves\n\nA {term}`fold`.\n")
    return session(book, "lint"), planted(book, "lint")


@pytest.fixture(scope="module")
def jobs(tmp_path_factory) -> Iterator[dict[str, Future]]:
    """Start all jobs, the longest first, each in a book of its own; give them by name."""
    work = {job.__name__: job for job in (changed, hosted)}
    builds = [build for build, run in SESSIONS.items() if run == "docs"]
    work |= {build: partial(planted, build=build) for build in builds}
    work |= {job.__name__: job for job in (sound, circuit, lint)}
    # All copies first: an edit of the repository meanwhile makes no difference between them.
    books = {name: SmallBook(tmp_path_factory.mktemp(name)) for name in work}
    with started({name: partial(job, books[name]) for name, job in work.items()}) as futures:
        yield futures


def test_a_small_book_is_sound(jobs):
    book, code, text = jobs["sound"].result()
    assert code == 0, text
    page = book.root / "build" / "html" / "index.html"
    assert text.startswith(f"The book is built. Open {page}\n")
    assert "http.server -d build/html 8000" in text
    assert text.count("\n") == 2
    assert "y = sigmoid(-x + 13)" in book.read(EXAMPLE)


@pytest.mark.parametrize("page", ["build/html/page.html", EXAMPLE])
def test_the_formula_that_an_output_shows_is_typeset(jobs, page):
    text = BeautifulSoup(jobs["sound"].result().book.read(page), "html.parser")
    (formula,) = text.select(".formula")
    # Once for screen readers, with its source, and once for eyes.
    assert formula.select_one("annotation").get_text() == r"a - R\left(a - b\right)"
    assert formula.select_one(".katex-display .katex-html")
    assert formula.find_next_sibling("p").get_text() == "exact everywhere"
    assert "\\[" not in text.get_text()
    assert text.find("link", rel="stylesheet", href=re.compile("katex"))


def test_an_unchanged_book_is_not_built_again(jobs):
    book = jobs["sound"].result().book
    # The build would not survive its first step.
    again = outcome(book, book.build(SMALL_BOOK_DIES="builder-inited 0"))
    assert again.code == 0, again.text


def test_changed_code_shows_everywhere_and_leaves_no_trace_when_taken_back(jobs):
    states = jobs["changed"].result()
    for done, _ in states:
        assert done.code == 0, done.text
    first, by_package, by_script, _, last = (files for _, files in states)
    # What the script prints, what the page prints, and what the page reads from the script's file.
    for files, printed, shown, read in (
        (first, 13, 13, 13),
        (by_package, 14, 14, 13),
        (by_script, 12, 13, 12),
    ):
        assert f"y = sigmoid(-x + {printed})" in files["gallery/less_than/one_neuron.html"].decode()
        page = files["page.html"].decode()
        assert f"y = sigmoid(-x + {shown})" in page
        assert re.search(rf"The script asks about <span[^>]*>{read}</span>", page)
    for files in (first, last):
        assert differences(files, jobs["sound"].result().book.bytes()) == []


def test_the_repository_is_linked_where_there_is_one(jobs):
    without, _, _, linked, _ = (files for _, files in jobs["changed"].result())
    for files, address in ((without, None), (linked, REPOSITORY)):
        page = BeautifulSoup(files["index.html"].decode(), "html.parser").article
        assert "Clone its repository." in page.get_text()
        link = page.find("a", string="its repository")
        assert (link["href"] if link else None) == address
    named = {name for name, content in linked.items() if REPOSITORY.encode() in content}
    assert named == set(CLOSINGS)
    assert not any(REPOSITORY.encode() in content for content in without.values())


# For each page of the small book its file in the repository, its notebook, its title.
CLOSINGS = {
    "index.html": ("docs/index.md", None, "A small book"),
    "page.html": ("docs/page.md", "page", "A page that computes"),
    "examples.html": ("docs/examples.md", "examples", "A page of examples"),
    "proof.html": ("docs/proof.md", "proof", "A page that proves"),
    "gallery/index.html": ("gallery/GALLERY_HEADER.rst", None, "Gallery"),
    "gallery/less_than/index.html": ("gallery/less_than/GALLERY_HEADER.rst", None, "Less than"),
    "gallery/less_than/one_neuron.html": (
        SCRIPT_NAME,
        "gallery/less_than/one_neuron",
        "One neuron decides",
    ),
    "reference/index.html": ("docs/reference/index.md", None, "Reference"),
    "reference/generated/tinynets.Network.html": (None, None, "Network"),
    "reference/generated/tinynets.circuits.less_than.html": (None, None, "circuits.less_than"),
}
COLAB = "https://colab.research.google.com/github/example/book/blob/notebooks/"


def wanted(host: str, page: str) -> list[str]:
    """Return the addresses that should close a page, where its repository is at this host."""
    source, notebook, title = CLOSINGS[page]
    address = f"https://{host}/example/book"
    told = quote(f"{title} ({page.removesuffix('.html')})", safe="")
    links = []
    if host == "github.com":
        links += [f"{COLAB}{notebook}.ipynb"] * bool(notebook)
        links += [f"{address}/edit/main/{source}"] * bool(source)
        links += [f"{address}/issues/new?title={told}"]
    if host == "gitlab.com":
        links += [f"{address}/-/edit/main/{source}"] * bool(source)
        links += [f"{address}/-/issues/new?issue%5Btitle%5D={told}"]
    chapter = page in ("page.html", "examples.html", "proof.html")
    return [*[f"notebooks/{notebook}.ipynb"] * chapter, *links]


@pytest.mark.parametrize("host", ["", "github.com", "gitlab.com", "git.example.org"])
def test_a_page_closes_with_the_links_that_its_host_has(jobs, host):
    if host in ("", "github.com"):
        done, files = jobs["changed"].result()[3 if host else 0]
    else:
        done, files = jobs["hosted"].result()[host]
    assert done.code == 0, done.text
    for page in CLOSINGS:
        closing = BeautifulSoup(files[page].decode(), "html.parser").select("article .closing a")
        assert [link["href"] for link in closing] == wanted(host, page)
    # What the links name is there.
    for source, notebook, _ in CLOSINGS.values():
        assert source is None or (done.book.root / source).is_file()
        assert notebook is None or f"notebooks/{notebook}.ipynb" in files
    named = {name for name, content in files.items() if b'class="closing"' in content}
    assert named == {page for page in CLOSINGS if wanted(host, page)}


@pytest.mark.parametrize("name", ["page", "examples", "proof", "gallery/less_than/one_neuron"])
def test_a_notebook_installs_the_wheel_of_a_public_site_where_there_is_a_repository(jobs, name):
    without, _, _, public, _ = (files for _, files in jobs["changed"].result())
    _, at_home = jobs["hosted"].result()["gitlab.com"]
    for files, site, pip in (
        (without, SITE, "# %pip install"),
        (at_home, SITE, "# %pip install"),
        (public, PUBLIC, "%pip install -q"),
    ):
        line = f'{pip} "tinynets[gallery] @ {site}/wheel/tinynets-0-py3-none-any.whl"'
        notebook = nbformat.reads(files[f"notebooks/{name}.ipynb"].decode(), as_version=4)
        assert notebook.cells[0].source.split("\n")[1:] == [line, "%matplotlib inline"]


def test_examples_of_a_page_are_cells_of_its_notebook(jobs):
    _, files = jobs["changed"].result()[0]
    notebook = nbformat.reads(files["notebooks/examples.ipynb"].decode(), as_version=4)
    _, *sources = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    first = "import tinynets as tn\nfold = tn.circuits.parity(1, skip=True)\nfold.n_hidden"
    assert sources == [first, "fold.widths"]


def test_a_page_without_code_has_no_notebook(jobs):
    _, files = jobs["changed"].result()[0]
    notebooks = {name for name in files if name.startswith("notebooks/")}
    named = ("page", "examples", "proof", "gallery/less_than/one_neuron")
    assert notebooks == {f"notebooks/{name}.ipynb" for name in named}


HERE = [fault for fault in FAULTS if SESSIONS[fault.build] in COMMANDS]


def found(jobs: dict[str, Future], build: str) -> tuple[Outcome, Outcome]:
    """Return what the session of a build said of the sound book and of the one with faults."""
    result = jobs[build].result()
    return result if SESSIONS[build] != "docs" else (jobs["sound"].result(), result)


@pytest.mark.parametrize("fault", HERE, ids=lambda fault: f"{fault.build}: {fault.kind}")
def test_a_fault_is_named_with_its_line(jobs, fault):
    (_, sound, silent), (book, code, text) = found(jobs, fault.build)
    assert code != 0
    assert fault.is_named(book, text), f"no line has {fault.place(book)} {fault.message}:\n{text}"
    assert sound == 0, silent
    assert not any(fault.message in line for line in silent.splitlines())


def test_no_fault_speaks_for_another(jobs):
    told = [
        (fault.build, fault.place(found(jobs, fault.build)[1].book), fault.message)
        for fault in HERE
    ]
    assert [one for one in told if told.count(one) > 1] == []


def test_faults_leave_the_last_book(jobs):
    for build in SESSIONS:
        if SESSIONS[build] == "docs":
            book, _, text = jobs[build].result()
            how = "an example failed" if build == "examples" else "Sphinx failed"
            assert f"The book was not built: {how}, with exit code" in text
            assert book.read("build/html/index.html") == "the last book"


class Recorder:
    """Stands for nox in a session, and notes what it is told to run."""

    posargs = ()

    def __init__(self, name: str) -> None:
        self.name = name
        self.commands: list[tuple[str, ...]] = []
        self.notified: list[str] = []

    def run(self, _python: str, *arguments: str) -> None:
        """Note a command."""
        self.commands.append(arguments)

    def notify(self, session: str) -> None:
        """Note a session that runs after this one."""
        self.notified.append(session)

    def log(self, _text: str) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def noxfile():
    """The sessions; nox wants to hear of each once."""
    source = importlib.util.spec_from_file_location("noxfile", ROOT / "noxfile.py")
    module = importlib.util.module_from_spec(source)
    source.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_run_here_is_what_the_session_runs(monkeypatch, noxfile, name):
    monkeypatch.setattr(noxfile, "install", lambda _session: None)
    recorder = Recorder(name)
    getattr(noxfile, name).func(recorder)
    if name == "tests":
        # One test of all: it runs where coverage is measured, as all do that do not run here.
        *_, tests = recorder.commands
        (coverage,) = recorder.notified
        getattr(noxfile, coverage).func(recorder)
        *_, measured = recorder.commands
        assert "tests/test_circuits.py" in measured
        left = {path.removeprefix("--ignore=") for path in tests if path.startswith("--ignore=")}
        others = {f"tests/{session}" for session in ("browser", "proof", "publish", "site")}
        assert others < left
        assert left - others <= set(measured)
        return
    # Of what is unformatted no line is named, and types are checked through all of PyTorch.
    left = {("-m", "ruff", "format", "--check", "."), ("-m", "mypy")} if name == "lint" else set()
    assert left <= set(recorder.commands)
    assert set(recorder.commands) - left == set(COMMANDS[name])


def test_the_list_of_promises_is_the_table():
    kinds: dict[str, list[str]] = {}
    for fault in FAULTS:
        sessions = kinds.setdefault(fault.kind, [])
        if f"`{SESSIONS[fault.build]}`" not in sessions:
            sessions.append(f"`{SESSIONS[fault.build]}`")
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split("\n## What CI promises\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+) \| (.+) \|$", section, re.MULTILINE)
    assert rows[1:] == [(kind, ", ".join(sessions)) for kind, sessions in kinds.items()]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert set(SESSIONS.values()) <= set(re.findall(r"/nox -s (\w+)", ci))
