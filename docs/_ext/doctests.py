"""The examples in docstrings and pages, run before the book is built: one that lies stops it.

They run in a process of their own, so that no example sees what the build has set. What was found
true is noted under `build/cache`, for the package and for each page with examples, and runs again
only when it or the package has changed.
"""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from _ext.digests import ROOT, digest, environment_digest, package_digest, source_files

PACKAGE = "tinynets"
PROMPT = re.compile(r"^ *>>> ", re.MULTILINE)
# The fences go, the lines stay: errors name the line of the page.
FENCE = re.compile(r"^[`:]{3,}.*$", re.MULTILINE)


class Finder(doctest.DocTestFinder):
    """Finds docstrings with their lines, those of properties too."""

    def _find_lineno(self, obj: Any, source_lines: list[str]) -> int | None:
        return super()._find_lineno(getattr(obj, "fget", obj), source_lines)


class Runner(doctest.DocTestRunner):
    """Says in one line where an example fails, and below it how."""

    def _say(self, out: Any, test: doctest.DocTest, example: doctest.Example, how: str) -> None:
        line = (test.lineno or 0) + example.lineno + 1
        out(f"{test.filename}:{line}: the example {example.source.strip()!r} {how}\n")

    def report_failure(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Report an example that shows something else."""
        difference = doctest.OutputChecker().output_difference(example, got, self.optionflags)
        self._say(out, test, example, f"shows something else\n{difference}")

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        """Report an example that ends in an error."""
        self._say(out, test, example, f"raises {exc_info[0].__name__}: {exc_info[1]}")


def pages(root: Path = ROOT) -> list[Path]:
    """List the pages that have examples."""
    texts = (path for path in source_files(root) if path.suffix == ".md")
    return [path for path in texts if PROMPT.search(path.read_text(encoding="utf-8"))]


def page_tests(page: Path) -> list[doctest.DocTest]:
    """Return the examples of a page: one test, for they share their names."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return [doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)]


def docstring_tests() -> list[doctest.DocTest]:
    """Return the examples of the package, one test a docstring."""
    package = importlib.import_module(PACKAGE)
    found = pkgutil.walk_packages(package.__path__, f"{PACKAGE}.")
    modules = [package, *(importlib.import_module(module.name) for module in found)]
    return [test for module in modules for test in Finder(exclude_empty=True).find(module)]


def failures(tests: list[doctest.DocTest]) -> list[str]:
    r"""Run examples and report those that fail.

    >>> parser = doctest.DocTestParser()
    >>> failures([parser.get_doctest(">>> 1 + 1\n3", {}, "page.md", "page.md", 0)])
    ["page.md:1: the example '1 + 1' shows something else\nExpected:\n    3\nGot:\n    2\n\n"]
    """
    reports: list[str] = []
    for test in tests:
        Runner(verbose=False).run(test, out=reports.append)
    return reports


def check(root: Path = ROOT) -> None:
    """Run the examples that were not found true before.

    Raises
    ------
    subprocess.CalledProcessError
        If one fails: its file and line, and what it shows instead, are printed.
    """
    here = (root / "docs" / "_ext" / "doctests.py").read_bytes()
    package = digest(package_digest(root), environment_digest(), here)
    keys = {PACKAGE: package}
    keys |= {str(page): digest(package, str(page), page.read_bytes()) for page in pages(root)}
    known = root / "build" / "cache" / "doctests"
    known.mkdir(parents=True, exist_ok=True)
    wanted = [name for name, key in keys.items() if not (known / key).exists()]
    if wanted:
        subprocess.run(
            [sys.executable, "-m", "_ext.doctests", *wanted],
            cwd=root / "docs",
            env={**os.environ, "MPLBACKEND": "agg", "OMP_NUM_THREADS": "1"},
            check=True,
        )
    for key in keys.values():
        (known / key).touch()
    for path in known.iterdir():
        if path.name not in keys.values():
            path.unlink()


if __name__ == "__main__":
    wanted = sys.argv[1:]
    found = [docstring_tests() if name == PACKAGE else page_tests(Path(name)) for name in wanted]
    reports = [report for tests in found for report in failures(tests)]
    sys.exit("\n".join(reports) or 0)
