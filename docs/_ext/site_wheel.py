"""The wheel that the site carries for its readers: tinynets is on no package index."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from _ext.digests import ROOT, digest, environment_digest, package_digest
from _ext.kept import kept

NEEDED = ("pyproject.toml", "README.md", "LICENSE")
BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


def build_wheel(target: Path, version: str | None = None) -> Path:
    """Build a wheel of the package into `target`, in a copy of its sources.

    Parameters
    ----------
    target
        The folder that the wheel goes to.
    version
        The version that it declares, by default the package's own.

    Returns
    -------
    Path
        The wheel.
    """
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "source")
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "tinynets", copy / "tinynets", ignore=ignore)
        for file in NEEDED:
            shutil.copyfile(ROOT / file, copy / file)
        # Permissions and dates go into the archive: make them the same on every machine.
        for path in copy.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        if version is not None:
            settings = copy / "pyproject.toml"
            text = settings.read_text(encoding="utf-8")
            text = re.sub(r'^version = ".*"$', f'version = "{version}"', text, flags=re.MULTILINE)
            settings.write_text(text, encoding="utf-8")
        built = Path(name, "wheel")
        built.mkdir()
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "1767225600")
        subprocess.run(
            [sys.executable, "-c", BUILD, str(built)],
            cwd=copy,
            env={**os.environ, "SOURCE_DATE_EPOCH": epoch},
            check=True,
            capture_output=True,
            umask=0o022,
        )
        (wheel,) = built.glob("*.whl")
        return Path(shutil.copy(wheel, target / wheel.name))


def cached_wheels() -> Path:
    """Return a folder with the wheel under both its names; build them where the package is new."""
    needed = [(ROOT / name).read_bytes() for name in NEEDED]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    key = digest(package_digest(), environment_digest(), epoch, *needed)

    def make(folder: Path) -> None:
        build_wheel(folder)
        build_wheel(folder, version="0")

    return kept("wheels", key, make)


def add_wheels(app: Sphinx, exception: Exception | None) -> None:
    """Put the wheel into the finished book, and a second one under the name that never changes.

    A wheel's name has to carry the version that the wheel declares, so the stable name needs a wheel
    of its own that declares the version 0.
    """
    if exception is None and app.builder.format == "html":
        shutil.copytree(cached_wheels(), Path(app.outdir, "wheel"), dirs_exist_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("build-finished", add_wheels)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
