"""The chapters whose cells run, and where the built book stands."""

from __future__ import annotations

from _ext.digests import ROOT, source_files

BOOK = ROOT / "build" / "html"
CHAPTERS = {
    path.relative_to(ROOT / "docs").with_suffix("").as_posix(): path
    for path in source_files()
    if path.suffix == ".md" and "\nfile_format: mystnb\n" in path.read_text(encoding="utf-8")
}
