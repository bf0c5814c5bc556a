"""How the processes of a build run: reproducible, single-threaded, without cyclic collection."""

from __future__ import annotations

import gc
import os

# The kernels of executed pages and the gallery inherit these.
DEFAULTS = {
    "SOURCE_DATE_EPOCH": "1767225600",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
}


def prepare() -> None:
    """Set what is not set, before torch and numpy are imported.

    A quarter of a build's time went into the search for cycles in trees of nodes that live to the
    end anyway; sphinx-gallery collects what a script has left.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    gc.disable()
