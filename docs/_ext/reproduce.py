"""Build the book once more, from nothing and elsewhere: the same inputs give the same bytes.

The second build has another path, temporary folder and home, another hash seed, time zone, locale,
umask and number of processes. With `--at-length` builds are also killed at random moments, and the
one that is let finish is compared too.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

if __package__ in (None, ""):
    # Started by path, as build.py is.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from _ext import build
from _ext.copies import Copy, contents, working_files
from _ext.digests import ROOT

# As far from the usual as it gets: fourteen hours before Greenwich, an odd number of processes.
ELSEWHERE = {
    "COLUMNS": "40",
    "PYTHONHASHSEED": "20260101",
    "TERM": "dumb",
    "TINYNETS_JOBS": "3",
    "TZ": "Pacific/Kiritimati",
}
UMASK = 0o077
LOCALES = ("tr_TR.utf8", "de_DE.utf8", "fr_FR.utf8", "en_US.utf8", "POSIX")
# How much of two files is shown around the place where they part.
CONTEXT = 60
DEATHS = 10
SEED = 1


def other_locale() -> str:
    """Return the first of some unusual locales that this machine has; all have the last.

    >>> other_locale() in LOCALES
    True

    Raises
    ------
    LookupError
        If CI has the last alone, with which little is other than usual.
    """
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    there = {*listed.stdout.split(), LOCALES[-1]}
    found = next(name for name in LOCALES if name in there)
    if found == LOCALES[-1] and os.environ.get("CI"):
        raise LookupError(
            f"none of the locales {', '.join(LOCALES[:-1])} is here: run .ci/programs"
        )
    return found


def members(archive: bytes) -> dict[str, bytes]:
    """Return what the files of a zip archive hold, by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def parting(one: bytes, other: bytes) -> str:
    r"""Show two files that differ around the first place where they do.

    >>> print(parting(b"one\nline", b"one\nlime"))
    byte 6, line 2:
        b'one\nline'
        b'one\nlime'
    """
    # One may be the beginning of the other.
    pairs = enumerate(zip(one, other, strict=False))
    place = next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
    window = slice(max(place - CONTEXT, 0), place + CONTEXT)
    line = one.count(b"\n", 0, place) + 1
    return f"byte {place}, line {line}:\n    {one[window]!r}\n    {other[window]!r}"


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    r"""Say of all files that two books do not share byte for byte where they part.

    Parameters
    ----------
    one, other
        What their files hold, by name.

    Returns
    -------
    list of str
        One text a file, or a member of an archive, that only one has or that differs.

    Examples
    --------
    >>> differences({"a": b"1", "b": b"2"}, {"b": b"2", "c": b"3"})
    ['a: only in the first', 'c: only in the second']
    >>> print(*differences({"a": b"10"}, {"a": b"11"}))
    a: byte 1, line 1:
        b'10'
        b'11'
    """
    found = []
    for name in sorted({*one, *other}):
        if name not in other:
            found.append(f"{name}: only in the first")
        elif name not in one:
            found.append(f"{name}: only in the second")
        elif one[name] != other[name]:
            inner = []
            if all(zipfile.is_zipfile(io.BytesIO(files[name])) for files in (one, other)):
                inner = differences(members(one[name]), members(other[name]))
            # Archives of the same members differ in their order, dates or permissions.
            found += [f"{name}: {text}" for text in inner or [parting(one[name], other[name])]]
    return found


def die(copy: Copy, deaths: int, seconds: float, seed: int, tell: Callable[[str], None]) -> None:
    """Kill builds at random moments, each where the last one left its caches; let one finish.

    Parameters
    ----------
    copy
        Where they run.
    deaths
        How many are killed.
    seconds
        How long a whole build takes. One that ends before its moment came is not counted, and from
        then on moments are drawn from the time that it took.
    seed
        Where the moments come from.
    tell
        Is told what happened.

    Raises
    ------
    subprocess.CalledProcessError
        If a build fails.
    """
    moments = random.Random(seed)
    tell(f"Killing {deaths} builds, with seed {seed}.")
    while deaths:
        moment = moments.uniform(0, seconds)
        began = time.monotonic()
        done = copy.build(seconds=moment)
        if done.returncode == -signal.SIGKILL:
            deaths -= 1
            tell(f"Killed after {moment:.1f} of {seconds:.1f} seconds.")
            continue
        done.check_returncode()
        seconds = time.monotonic() - began
        tell(f"Ended after {seconds:.1f} seconds.")
        # Else there would be nothing to do.
        (copy.root / "build" / "html" / build.STAMP).unlink()
    copy.build().check_returncode()


def elsewhere(folder: Path) -> dict[str, str]:
    """Return environment variables with which nothing is as it is here, for a copy in a folder.

    >>> elsewhere(Path("/tmp/x"))["HOME"]
    '/tmp/x/a home'
    """
    language = other_locale()
    return ELSEWHERE | {"HOME": str(folder / "a home"), "LANG": language, "LC_ALL": language}


def report(title: str, one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Say that two books are the same, or stop with what differs."""
    found = differences(one, other)
    if found:
        sys.exit("\n".join([f"{title}: what differs ({len(found)}):", *found]))
    print(f"{title}: {len(one)} files, all the same byte for byte.", flush=True)


def main(at_length: bool) -> None:
    """Compare the book that stands here, built before where it is absent or stale, with others."""
    build.build()
    here = contents(ROOT / "build" / "html")
    with tempfile.TemporaryDirectory(prefix="tinynets-") as name:
        files = working_files()
        folder = Path(name, "elsewhere")
        settings = elsewhere(folder)
        print(f"Building elsewhere, in the locale {settings['LC_ALL']}.", flush=True)
        copy = Copy(folder, files, umask=UMASK, **settings)
        began = time.monotonic()
        copy.build().check_returncode()
        seconds = time.monotonic() - began
        report(f"Built elsewhere in {seconds:.0f} seconds", here, copy.bytes())
        if at_length:
            copy = Copy(Path(name, "killed"), files)
            die(copy, DEATHS, seconds, SEED, lambda text: print(text, flush=True))
            report("Killed and built", here, copy.bytes())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-length", action="store_true", help=f"kill {DEATHS} builds too")
    try:
        main(parser.parse_args().at_length)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.stdout or ''}{error.stderr or ''}\nThe book was not built: {error}")
