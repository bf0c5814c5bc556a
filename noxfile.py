"""What you can do with the book: build it, test it, check its style, see it change as you write."""

import functools
import hashlib
import os
import platform
import shutil
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["docs", "tests", "lint"]
nox.options.error_on_external_run = False

# Nearly all sessions share one environment: PyTorch alone is most of the installation.
VERSION = "{}.{}".format(*sys.version_info)
ENVIRONMENT = Path(".nox", f"book-{VERSION}").resolve()
PROGRAM = "Scripts/python.exe" if os.name == "nt" else "bin/python"
PYTHON = ENVIRONMENT / PROGRAM
# What needs the package alone, and no book; the fuzzer reaches no line that these do not.
PACKAGE_TESTS = [
    f"tests/test_{kind}.py"
    for kind in (
        *("circuits", "ensemble", "errors", "files", "mysteries", "network", "piecewise", "plot"),
        *("puzzles", "quiz", "symbolic", "tasks", "training"),
    )
]
# Two files of tests at a time: most of them leave a second core idle.
TWO_FILES = ["--numprocesses=2", "--dist=loadfile"]


def new_environment(session: nox.Session, home: Path) -> list[str]:
    """Make an environment, and return what begins the command of each of its programs."""
    session.run(sys.executable, "-m", "venv", str(home))
    return [str(home / PROGRAM), "-m"]


# The machine that `lock.txt` was written for.
LOCKED = (VERSION, sys.platform, platform.machine()) == ("3.11", "linux", "x86_64")


def install(session: nox.Session) -> None:
    """Install the package, the book's tools and the tests' once, and again when they change.

    In CI every file is one whose hash `lock.txt` holds.
    """
    inputs = [Path(name) for name in ("pyproject.toml", "constraints.txt", "lock.txt")]
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    stamp = ENVIRONMENT / "installed"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    pip = [*new_environment(session, ENVIRONMENT), "pip", "install"]
    if LOCKED and os.environ.get("CI"):
        session.run(*pip, "--require-hashes", "--no-deps", "-r", "lock.txt")
        session.run(*pip, "--no-deps", "--no-build-isolation", "-e", ".")
        # Does the lock hold all that these need?
        session.run(str(PYTHON), "-m", "pip", "check")
    else:
        session.run(*pip, "-e", ".[dev]", "-c", "constraints.txt")
    stamp.write_text(wanted)


def timed(session_of: Callable[..., None]) -> Callable[..., None]:
    """Let a session say how many seconds it took."""

    @functools.wraps(session_of)
    def measured(session: nox.Session, **arguments: str) -> None:
        start = time.monotonic()
        try:
            session_of(session, **arguments)
        finally:
            session.log(f"{session.name}: {time.monotonic() - start:.0f} s")

    return measured


@nox.session
@timed
def docs(session: nox.Session) -> None:
    """Build the book where it is absent or stale; say where to open it."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")


@nox.session
@timed
def tests(session: nox.Session) -> None:
    """Run all tests and all doctests, on a book built as `docs` builds it; measure coverage."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")
    if session.posargs:
        session.run(str(PYTHON), "-m", "pytest", *session.posargs)
        return
    # Here and not in the settings, so that `pytest` alone runs what you are working on.
    # The longest first: the last file must not keep one process busy while the other has none.
    names = ("studies", "page_digits", "downloads", "fuzz", "faults", "caches")
    longest = [f"tests/test_{name}.py" for name in names]
    everything = [*longest, "--doctest-modules", "tinynets", "docs/_ext", "tests"]
    others = [f"tests/{name}" for name in ("browser", "proof", "publish", "site")]
    everything += [f"--ignore={path}" for path in (*others, *PACKAGE_TESTS)]
    # There the package's own tests run, also if one here fails.
    session.notify("coverage")
    session.run(str(PYTHON), "-m", "pytest", *everything, *TWO_FILES)


@nox.session
@timed
def reproduce(session: nox.Session) -> None:
    """Build the book once more, from nothing and elsewhere, and compare every file's bytes."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/reproduce.py", *session.posargs)


@nox.session
@timed
def coverage(session: nox.Session) -> None:
    """Run the package's own tests; list the lines and branches that they do not reach, and fail."""
    install(session)
    everything = session.posargs or [*PACKAGE_TESTS, *TWO_FILES]
    session.run(str(PYTHON), "-m", "pytest", *everything, "--cov")


def bounds() -> dict[str, str]:
    """Return the oldest version that `pyproject.toml` allows of what the package needs, by name."""
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    return dict(requirement.split(">=") for requirement in project["dependencies"])


@nox.session
@nox.parametrize("age", ["oldest", "newest", "pytorch"], ids=["oldest", "newest", "pytorch"])
@timed
def versions(session: nox.Session, age: str) -> None:
    """Test the package with the oldest and with the newest versions of what it needs."""
    home = ENVIRONMENT.with_name(f"{age}-{VERSION}")
    # PyTorch was tried in one version only, its lower bound; the third age is for the newest.
    needs = {name: bound for name, bound in bounds().items() if name != "torch" or age == "pytorch"}
    pinned = Path("constraints.txt").read_text().splitlines()
    lines = [line for line in pinned if line.split("==")[0] not in needs]
    lines += [f"{name}=={bound}" for name, bound in needs.items() if age == "oldest"]
    home.mkdir(parents=True, exist_ok=True)
    constraints = home / "constraints.txt"
    constraints.write_text("\n".join(lines))
    tool = new_environment(session, home)
    pip = (*tool, "pip", "install", "--upgrade", "--upgrade-strategy=eager")
    session.run(*pip, "-e", ".[dev]", "-c", str(constraints))
    session.run(*tool, "pip", "freeze", "--exclude-editable")
    everything = ["--numprocesses=2", "tests/test_fuzz.py", *PACKAGE_TESTS]
    if age == "oldest":
        # Old packages may use what newer ones among the other pins will no longer have.
        everything += ["-W", "ignore::DeprecationWarning"]
    session.run(*tool, "pytest", *(session.posargs or everything))


@nox.session
@timed
def mutation(session: nox.Session) -> None:
    """Change four modules in thousands of ways; a change that no test notices must be explained."""
    install(session)
    for module in session.posargs or ["circuits", "_puzzles", "network", "piecewise"]:
        session.run(str(PYTHON), "tests/mutation.py", module)


@nox.session
@timed
def browser(session: nox.Session) -> None:
    """Use the book's live pages in Chromium as a reader does."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")
    # Which process has no test left takes some of the other's: one file has most of them.
    everything = session.posargs or ["tests/browser", "--numprocesses=2", "--dist=worksteal"]
    session.run(str(PYTHON), "-m", "pytest", *everything)


# The pages as files, then in Chromium. Two processes; tests that share what takes long to make are a
# group, which one of them runs.
SITE = ["tests/test_book.py", "tests/site", "--numprocesses=2", "--dist=loadgroup"]


@nox.session
@timed
def site(session: nox.Session) -> None:
    """Read every page of the book, open it in Chromium, and ask programs about HTML, links, words."""
    if shutil.which("java") is None:
        session.error("Java is missing. Debian and Ubuntu: apt-get install default-jre-headless")
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py")
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or SITE))
    session.run(str(PYTHON), "-m", "codespell_lib")


PUBLISHED = ["tests/publish", *TWO_FILES]


@nox.session
@timed
def publish(session: nox.Session) -> None:
    """Make the published tree: the site, and the whole book as ZIP, PDF and EPUB; open each."""
    if shutil.which("java") is None:
        session.error("Java is missing. Debian and Ubuntu: apt-get install default-jre-headless")
    install(session)
    session.run(str(PYTHON), "docs/_ext/publish.py")
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or PUBLISHED))


@nox.session
@timed
def proof(session: nox.Session) -> None:
    """Check the Coq proofs from nothing: the theorems, their axioms, and that mistakes are found."""
    if shutil.which("coqc") is None:
        session.error(
            "Coq is missing. Debian and Ubuntu: apt-get install coq. macOS: brew install coq. "
            "Others: https://coq.inria.fr"
        )
    install(session)
    session.run(str(PYTHON), "-m", "pytest", *(session.posargs or ["tests/proof"]))


# What runs weekly: everything at its full length, each session with its own arguments.
FULL = {
    "site": [*SITE, "--all-states"],
    "tests": [
        *("tests/test_downloads.py", "tests/test_caches.py", "--all-downloads", "--at-length"),
        *TWO_FILES,
    ],
    "reproduce": ["--at-length"],
    "publish": [*PUBLISHED, "--at-length"],
    "mutation": [],
    "versions(oldest)": [],
    "versions(newest)": [],
}


@nox.session
def full(session: nox.Session) -> None:
    """Check every page in all states, every download, old caches, deaths, mutants and versions."""
    for name, arguments in FULL.items():
        session.notify(name, arguments)


@nox.session
@timed
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
@timed
def audit(session: nox.Session) -> None:
    """Ask whether a known vulnerability touches what CI installs; this needs PyPI's own pages."""
    tool = new_environment(session, ENVIRONMENT.with_name(f"audit-{VERSION}"))
    session.run(*tool, "pip", "install", "--require-hashes", "-r", ".ci/audit.txt")
    # Strict: what could not be asked about must not pass for sound.
    options = ["--strict", "--require-hashes", "--disable-pip"]
    options += ["-r", "lock.txt", "-r", ".ci/audit.txt"]
    session.run(*tool, "pip_audit", *options)


@nox.session
@timed
def lock(session: nox.Session) -> None:
    """Write all locks anew, after a change in constraints.txt or in what pyproject.toml asks for."""
    install(session)
    session.run(str(PYTHON), ".ci/lock.py")


@nox.session
@timed
def live(session: nox.Session) -> None:
    """Serve the book and build it again whenever a file changes."""
    install(session)
    session.run(str(PYTHON), "docs/_ext/build.py", "live")
