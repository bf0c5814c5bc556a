"""What is dear to make and depends on little, kept under `build/cache` by what it depends on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from _ext.digests import CACHE


def kept(kind: str, key: str, make: Callable[[Path], object]) -> Path:
    """Return the folder that was made for a key; make it the first time, all of it or nothing.

    Parameters
    ----------
    kind
        What is made: the folders of its other keys, which are out of date, go.
    key
        A digest of everything that it depends on.
    make
        Fills an empty folder.
    """
    folder = CACHE / kind / key
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as name:
            fresh = Path(name, key)
            fresh.mkdir()
            make(fresh)
            shutil.rmtree(folder.parent, ignore_errors=True)
            folder.parent.mkdir()
            fresh.rename(folder)
    return folder
