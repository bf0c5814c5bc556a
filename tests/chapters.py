"""The chapters, those whose code runs, what pages ask, and where the built book stands."""

from __future__ import annotations

import re

from _ext.digests import ROOT, source_files

BOOK, DOCS = ROOT / "build" / "html", ROOT / "docs"


def _holding(pattern: str) -> list[str]:
    """List the pages whose text holds a pattern."""
    pages = [path for path in source_files() if path.suffix == ".md" and DOCS in path.parents]
    return [
        path.relative_to(DOCS).with_suffix("").as_posix()
        for path in pages
        if re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    ]


WITH_CELLS, WITH_EXAMPLES = _holding(r"^file_format: mystnb$"), _holding("^>>> ")
CHAPTERS = {page: DOCS / f"{page}.md" for page in (*WITH_CELLS, *WITH_EXAMPLES)}
QUIZ = re.compile(r"^```\{quiz\} (.*)\n:seed: (\d+)\n```$", re.MULTILINE)
# What every page asks: kinds and how many of each, and where the seeds begin.
QUIZZES = {
    path.relative_to(DOCS).with_suffix("").as_posix(): (kinds, int(seed))
    for path in source_files()
    if path.suffix == ".md" and DOCS in path.parents
    for kinds, seed in QUIZ.findall(path.read_text(encoding="utf-8"))
}


def of_the_parts() -> list[str]:
    """Return the chapters of the book's parts, in their order."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    parts = re.findall(r":caption: Part [^\n]*\n\n(.*?)^```", index, re.M | re.S)
    return [line for part in parts for line in part.splitlines() if "<self>" not in line]
