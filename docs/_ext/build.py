"""Build the book, or see that it is built: the one way in, for people, tests and automation.

Every build reads and writes all pages anew into a fresh folder and swaps it in at the end, so that
neither an old build nor a killed one can show. What is expensive is cached elsewhere: the runs of
the gallery's scripts (`gallery.py`) and of the pages (`notebooks.py`). A stamp in the finished book
names its inputs; while they are the same there is nothing to do.

The environment variable `TINYNETS_JOBS` says how many processes read, run and write pages: by default
`auto`, one for each processor. The book does not depend on it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

if __package__ in (None, ""):
    # Started by path: make the package importable as the tests and conf.py see it.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from _ext import doctests
from _ext.digests import GENERATED, ROOT, digest, digest_files, environment_digest, source_files

STAMP = ".stamp"
SPHINX = Path(__file__).with_name("process.py")
SETTINGS = ("TINYNETS_SITE", "TINYNETS_REPOSITORY", "SOURCE_DATE_EPOCH")


def inputs_digest(root: Path = ROOT) -> str:
    """Hash everything that the book depends on: sources, settings and installed packages."""
    settings = (f"{name}={os.environ.get(name, '')}" for name in SETTINGS)
    return digest(digest_files(source_files(root), root), environment_digest(), *settings)


def is_current(root: Path = ROOT) -> bool:
    """Tell whether the finished book was made from the present inputs."""
    stamp = root / "build" / "html" / STAMP
    return stamp.is_file() and stamp.read_text() == inputs_digest(root)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait for other builds: two at once would write to the same generated folders."""
    (root / "build").mkdir(exist_ok=True)
    lock = FileLock(root / "build" / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("Waiting for another build of the book to end.", flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def build(root: Path = ROOT) -> Path:
    """Build the book where it is absent or stale.

    Parameters
    ----------
    root
        The repository.

    Returns
    -------
    Path
        The first page of the finished book.

    Raises
    ------
    subprocess.CalledProcessError
        If an example of a docstring or page is not true, or Sphinx reports an error or a warning.
        The last finished book stays as it was.
    """
    with alone(root):
        if not is_current(root):
            _build_anew(root)
    return root / "build" / "html" / "index.html"


def _build_anew(root: Path) -> None:
    fresh = root / "build" / "fresh"
    old = root / "build" / "old"
    for folder in (fresh, old, *(root / name for name in GENERATED)):
        shutil.rmtree(folder, ignore_errors=True)
    stamp = inputs_digest(root)
    jobs = os.environ.get("TINYNETS_JOBS", "auto")
    command = ["-c", str(root), "-d", str(fresh / "doctrees"), "-n", "-W", "-T", "-j", jobs, "-q"]
    # The examples run beside Sphinx, which for a while keeps one processor busy and no more.
    with ThreadPoolExecutor(max_workers=1) as beside:
        sphinx = beside.submit(
            subprocess.run,
            [sys.executable, SPHINX, *command, str(root / "docs"), str(fresh / "html")],
            check=True,
            cwd=root,
        )
        doctests.check(root)
        sphinx.result()
    # Edits made while Sphinx ran are not in the book: its stamp says so by naming the older inputs.
    (fresh / "html" / STAMP).write_text(stamp)
    finished = root / "build" / "html"
    if finished.exists():
        finished.rename(old)
    (fresh / "html").rename(finished)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)


def live_command(root: Path = ROOT) -> list[str]:
    """Return the command that serves the book and builds it again after every change."""
    written = (root / "build", *(root / name for name in GENERATED))
    ignored = [option for path in written for option in ("--ignore", str(path))]
    ignored += ["--re-ignore", r"/__pycache__/", "--re-ignore", r"\.json$"]
    beside = ("benchmarks", "gallery", "tinynets")
    watched = [option for name in beside for option in ("--watch", name)]
    options = ["-c", ".", "-n", "-T", *ignored, *watched]
    return [sys.executable, "-m", "sphinx_autobuild", *options, "docs", "build/live"]


if __name__ == "__main__":
    if sys.argv[1:] == ["live"]:
        with alone(ROOT):
            sys.exit(subprocess.run(live_command(), cwd=ROOT, check=False).returncode)
    try:
        page = build()
    except subprocess.CalledProcessError as error:
        step = "an example failed" if "doctests" in str(error.cmd) else "Sphinx failed"
        sys.exit(f"The book was not built: {step}, with exit code {error.returncode}.")
    print(f"The book is built. Open {page}")
    print("Its line for pip works while you serve it: python -m http.server -d build/html 8000")
