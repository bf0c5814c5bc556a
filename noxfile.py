"""What you can do with the book: build it, test it, check its style, see it change as you write."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["docs", "tests", "lint"]
nox.options.error_on_external_run = False

# All sessions share one environment: PyTorch alone is most of the installation.
ENVIRONMENT = Path(".nox", "book-{}.{}".format(*sys.version_info)).resolve()
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(session: nox.Session) -> None:
    """Install the package, the book's tools and the tests' once, and again when they change."""
    inputs = [Path(name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    wanted = hashlib.sha256(b"".join(inputs)).hexdigest()
    stamp = ENVIRONMENT / "installed"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    session.run(sys.executable, "-m", "venv", str(ENVIRONMENT))
    session.run(str(PYTHON), "-m", "pip", "install", "-e", ".[dev]", "-c", "constraints.txt")
    stamp.write_text(wanted)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the book where it is absent or stale; say where to open it."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests and all doctests, on a book built as `docs` builds it."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")
    # Here and not in the settings, so that `pytest` alone runs what you are working on.
    # The longest first: the last file must not keep one process busy while the other has none.
    longest = [f"tests/test_{name}.py" for name in ("studies", "downloads", "fuzz", "faults")]
    everything = [*longest, "--doctest-modules", "tinynets", "docs/_ext", "tests"]
    everything += [f"--ignore=tests/{name}" for name in ("browser", "proof", "publish", "site")]
    # Two files of tests at a time: most of them leave a second core idle.
    everything += ["--numprocesses=2", "--dist=loadfile"]
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or everything))


@nox.session
def coverage(session: nox.Session) -> None:
    """Run the package's own tests and list what of it they do not reach."""
    install(session)
    kinds = "circuits ensemble errors files fuzz mysteries network piecewise plot puzzles quiz"
    kinds += " symbolic tasks training"
    tool = [str(PYTHON), "-m", "coverage"]
    session.run(*tool, "erase")
    files = [f"tests/test_{kind}.py" for kind in kinds.split()]
    session.run(*tool, "run", "-m", "pytest", *(session.posargs or files))
    session.run(*tool, "combine")
    session.run(*tool, "report")


@nox.session
def mutation(session: nox.Session) -> None:
    """Change three modules in two thousand ways; a change that no test notices must be explained."""
    install(session)
    for module in session.posargs or ["circuits", "network", "piecewise"]:
        session.run(str(PYTHON), "tests/mutation.py", module)


@nox.session
def browser(session: nox.Session) -> None:
    """Use the book's live pages in Chromium as a reader does."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or ["tests/browser"]))


@nox.session
def site(session: nox.Session) -> None:
    """Open every page of the book in Chromium, and ask other programs about HTML and links."""
    if shutil.which("java") is None:
        session.error("Java is missing. Debian and Ubuntu: apt-get install default-jre-headless")
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")
    everything = ["tests/site", "--numprocesses=2"]
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or everything))


@nox.session
def publish(session: nox.Session) -> None:
    """Make the published tree: the site, and the whole book as ZIP, PDF and EPUB; open each."""
    if shutil.which("java") is None:
        session.error("Java is missing. Debian and Ubuntu: apt-get install default-jre-headless")
    install(session)
    session.run(str(PYTHON), "docs/_ext/publish.py")
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or ["tests/publish"]))


@nox.session
def proof(session: nox.Session) -> None:
    """Check the Coq proofs from nothing: the theorems, their axioms, and that mistakes are found."""
    if shutil.which("coqc") is None:
        session.error(
            "Coq is missing. Debian and Ubuntu: apt-get install coq. macOS: brew install coq. "
            "Others: https://coq.inria.fr"
        )
    install(session)
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or ["tests/proof"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types, spelling and the order of the glossary's terms."""
    install(session)
    tool = [str(PYTHON), "-m"]
    session.run(*tool, "ruff", "check", ".")
    session.run(*tool, "ruff", "format", "--check", ".")
    session.run(*tool, "mypy")
    session.run(*tool, "codespell_lib")
    session.run(str(PYTHON), "docs/_ext/glossary_check.py")


@nox.session
def live(session: nox.Session) -> None:
    """Serve the book and build it again whenever a file changes."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py", "live")
