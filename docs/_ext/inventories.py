"""Compile the tracked list of external names into the inventories that intersphinx reads."""

from __future__ import annotations

import zlib
from pathlib import Path

SITES = {
    "python": "https://docs.python.org/3/",
    "torch": "https://docs.pytorch.org/docs/stable/",
    "numpy": "https://numpy.org/doc/stable/",
    "matplotlib": "https://matplotlib.org/stable/",
    "sympy": "https://docs.sympy.org/latest/",
}
NAMES = Path(__file__).with_name("external_names.txt")


def inventory(project: str, lines: list[tuple[str, str, str]]) -> bytes:
    """Return a version 2 inventory of names, given as role, name and address."""
    head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version: \n"
    head += "# The remainder of this file is compressed using zlib.\n"
    body = "".join(f"{name} {role} 1 {address} -\n" for role, name, address in lines)
    return head.encode() + zlib.compress(body.encode())


def parse(text: str) -> dict[str, list[tuple[str, str, str]]]:
    """Read the list: one `project role name address` a line, comments after `#` at its start.

    >>> parse("python py:class int library/functions.html#int")
    {'python': [('py:class', 'int', 'library/functions.html#int')]}
    """
    projects: dict[str, list[tuple[str, str, str]]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if len(words) != 4 or words[0] not in SITES:
            raise ValueError(f"line {number}: {line!r} is not 'project role name address'")
        projects.setdefault(words[0], []).append((words[1], words[2], words[3]))
    return projects


def mapping(folder: Path) -> dict[str, tuple[str, str]]:
    """Write the inventories into `folder` and return intersphinx's setting for them."""
    folder.mkdir(parents=True, exist_ok=True)
    result = {}
    for project, lines in parse(NAMES.read_text(encoding="utf-8")).items():
        path = folder / f"{project}.inv"
        path.write_bytes(inventory(project, lines))
        result[project] = (SITES[project], str(path))
    return result
