"""Copies of the repository, in which a build may run, and die, without reaching the repository."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import psutil

from _ext import fonts, npm, scripts
from _ext.digests import CACHE, ROOT
from _ext.katex import KATEX


def working_files(root: Path = ROOT) -> list[str]:
    """List the files of the working tree that git knows or does not ignore, by path from the root.

    >>> {"conf.py", "docs/_ext/copies.py"} <= set(working_files())
    True
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    # git still lists a file whose deletion is not committed.
    return [name for name in done.stdout.split("\0") if name and (root / name).is_file()]


def contents(folder: Path) -> dict[str, bytes]:
    """Return what the files of a folder hold, by path from it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class Copy:
    """A copy of files of the repository, and what runs in it.

    Parameters
    ----------
    root
        The folder to make it in.
    files
        The files to copy, by path from the repository's root.
    umask
        Which permissions its files and its processes' files lack; by default as here.
    settings
        Environment variables of all that runs in it.
    """

    def __init__(
        self, root: Path, files: Iterable[str], *, umask: int = -1, **settings: str
    ) -> None:
        self.root = root
        self.umask = umask
        # Sphinx writes a report of every failed build to the temporary folder.
        self.temporary = root / "tmp"
        self.temporary.mkdir(parents=True)
        self.settings = settings | {"PYTHONPATH": str(root), "TMPDIR": str(self.temporary)}
        for name in files:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, path)
        self.forget()

    def forget(self) -> None:
        """Delete all that builds have left."""
        shutil.rmtree(self.root / "build", ignore_errors=True)
        # Fetched once from the registry: a copy need not fetch it again.
        for package in (KATEX, scripts.ESBUILD, fonts.SERIF):
            fetched = npm.fetch(package)
            shutil.copytree(fetched, self.root / fetched.relative_to(CACHE.parents[1]))

    def run(
        self, *command: str, seconds: float | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy, with the copy's own package and no terminal.

        Parameters
        ----------
        command
            What Python is told.
        seconds
            If given, the moment at which it is killed, with all processes that it has started.
        settings
            More environment variables.

        Returns
        -------
        subprocess.CompletedProcess
            Its exit code, which is that of the signal if it was killed, and what it printed.
        """
        out, err = self.temporary / "out", self.temporary / "err"
        with out.open("wb") as printed, err.open("wb") as complained:
            # Files and not pipes: what it leaves running would keep those open.
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.root,
                env={**os.environ, **self.settings, **settings},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=complained,
                umask=self.umask,
                start_new_session=True,
            )
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            # All at once, so that none lives to tidy up after another.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        finally:
            self.end_orphans()
        return subprocess.CompletedProcess(
            process.args,
            process.returncode,
            *(path.read_text("utf-8", "replace") for path in (out, err)),
        )

    def end_orphans(self) -> None:
        """Kill what a command has left running: kernels have process groups of their own."""
        while orphans := [process for process in psutil.process_iter() if self._is_here(process)]:
            for process in orphans:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(orphans, timeout=1)

    def _is_here(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("TMPDIR") == str(self.temporary)
        except psutil.Error:  # It has ended, or it is someone else's.
            return False

    def build(
        self, *, seconds: float | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """Build the book as the sessions do, or kill the build at a moment."""
        return self.run("docs/_ext/build.py", seconds=seconds, **settings)

    def bytes(self) -> dict[str, bytes]:
        """Return the finished book, by file name."""
        return contents(self.root / "build" / "html")
