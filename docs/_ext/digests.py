"""What a cached result depends on, as short hashes."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "cache"

# Written by the build itself, or by Python and its tools: never an input.
GENERATED = (
    "docs/gallery",
    "docs/reference/generated",
)


def digest(*parts: str | bytes) -> str:
    """Hash texts in order, so that neither their content nor their borders can change unseen.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()[:32]


def digest_files(paths: Iterable[Path], root: Path = ROOT) -> str:
    """Hash files by name and content, whatever their order."""
    parts: list[str | bytes] = []
    for path in sorted(paths):
        parts += [path.relative_to(root).as_posix(), path.read_bytes()]
    return digest(*parts)


def package_digest(root: Path = ROOT) -> str:
    """Hash the sources of tinynets: what every example and page runs on."""
    files = (path for path in (root / "tinynets").rglob("*") if path.is_file())
    return digest_files((path for path in files if "__pycache__" not in path.parts), root)


@cache
def environment_digest() -> str:
    """Hash Python's version and those of all installed distributions, tinynets itself aside."""
    installed = {
        f"{dist.name.lower()}=={dist.version}"
        for dist in metadata.distributions()
        if dist.name and dist.name != "tinynets"
    }
    return digest(platform.python_version(), platform.machine(), *sorted(installed))


def source_files(root: Path = ROOT) -> list[Path]:
    """List the files that the book is made from."""
    generated = tuple(root / folder for folder in GENERATED)
    single = ("conf.py", "constraints.txt", "pyproject.toml", "README.md", "LICENSE")
    files = [root / name for name in single if (root / name).is_file()]
    for folder in ("benchmarks", "docs", "gallery", "tinynets"):
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            if any(path.is_relative_to(skip) for skip in generated):
                continue
            # Scripts of the gallery leave their results here: those are outputs.
            if folder == "gallery" and path.suffix == ".json":
                continue
            files.append(path)
    return files
