"""The chapters, those whose cells run, what they ask, and where the built book stands."""

from __future__ import annotations

import re

from _ext.digests import ROOT, source_files

BOOK = ROOT / "build" / "html"
CHAPTERS = {
    path.relative_to(ROOT / "docs").with_suffix("").as_posix(): path
    for path in source_files()
    if path.suffix == ".md" and "\nfile_format: mystnb\n" in path.read_text(encoding="utf-8")
}
QUIZ = re.compile(r"^```\{quiz\} (.*)\n:seed: (\d+)\n```$", re.MULTILINE)
# What every page asks: kinds and how many of each, and where the seeds begin.
QUIZZES = {
    path.relative_to(ROOT / "docs").with_suffix("").as_posix(): (kinds, int(seed))
    for path in source_files()
    if path.suffix == ".md"
    for kinds, seed in QUIZ.findall(path.read_text(encoding="utf-8"))
}


def of_the_parts() -> list[str]:
    """Return the chapters of the book's parts, in their order."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    parts = re.findall(r":caption: Part [^\n]*\n\n(.*?)^```", index, re.M | re.S)
    return [line for part in parts for line in part.splitlines() if "<self>" not in line]
