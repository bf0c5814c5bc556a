"""The chapters whose code runs, in cells or as examples with prompts; where the built book stands."""

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
