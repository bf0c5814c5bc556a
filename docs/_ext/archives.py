"""Zip archives that depend on nothing but their members' names and content."""

from __future__ import annotations

import zipfile
from pathlib import Path


def write_zip(path: Path, files: dict[str, bytes], *, mimetype: str = "") -> None:
    """Write an archive, its members sorted.

    Parameters
    ----------
    path
        The file to write.
    files
        The members' content, by name.
    mimetype
        If given, a first member of this name that holds it unpacked: readers tell an EPUB by it.
    """
    with zipfile.ZipFile(path, "w") as archive:
        if mimetype:
            archive.writestr(_member("mimetype", zipfile.ZIP_STORED), mimetype)
        for name, content in sorted(files.items()):
            archive.writestr(_member(name, zipfile.ZIP_DEFLATED), content)


def _member(name: str, packing: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    member.external_attr = 0o644 << 16
    member.compress_type = packing
    return member
