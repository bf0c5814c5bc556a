"""How the processes of a build run: reproducible, single-threaded, without cyclic collection."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading

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


def run(arguments: list[str]) -> None:
    """Run Sphinx, and end the process without taking apart, node by node, all trees that it holds."""
    # Where modules are looked for first: as with `python -m sphinx`, not beside this file.
    sys.path[0] = os.getcwd()
    from sphinx.cmd.build import main

    code = main(arguments)
    # Python's own first steps at its end: they also stop the processes that ran scripts.
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run(sys.argv[1:])
