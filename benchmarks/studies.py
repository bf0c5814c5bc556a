"""What training finds, asked of many more seeds than the book's build asks.

Run it as ``python benchmarks/studies.py`` where tinynets is installed; it writes
benchmarks/results/studies.json. With names of studies it runs only these, and keeps what the record
says of the others. Each study is a script of the gallery, run as it stands but for two things:
more SEEDS, and steps that are compiled where that pays.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _record import circumstances

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "studies.json"
GALLERY = ROOT / "gallery"
STUDIES = [
    *sorted((GALLERY / "census").glob("*.py")),
    GALLERY / "superposition" / "superposition_census.py",
]
TIMES = 16  # as many seeds as in the book


def seeds_of(script: Path) -> int | None:
    """Return how many seeds a study asks in the book."""
    found = re.search(r"^SEEDS = ([\d_]+)$", script.read_text(encoding="utf-8"), re.MULTILINE)
    return None if found is None else int(found[1])


def run(script: Path, *, seeds: int | None, compile: bool | None, threads: int) -> dict[str, Any]:
    """Return what a study leaves behind when it runs with these settings."""
    text = script.read_text(encoding="utf-8")
    # As an argument, or as a setting among others.
    text = re.sub(r'(\bcompile=|"compile": )False', rf"\g<1>{compile}", text)
    if seeds is not None:
        text = re.sub(r"^SEEDS = .*$", f"SEEDS = {seeds}", text, flags=re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, script.name)
        copy.write_text(text, encoding="utf-8")
        settings = {"MPLBACKEND": "agg", "OMP_NUM_THREADS": str(threads), "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, copy], cwd=folder, env=os.environ | settings, check=True)
        found: dict[str, Any] = json.loads(copy.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def main() -> None:
    chosen = [script for script in STUDIES if script.stem in (sys.argv[1:] or [script.stem])]
    record = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    known = {script.stem for script in STUDIES}
    studies = {name: found for name, found in record.get("studies", {}).items() if name in known}
    for script in chosen:
        seeds = seeds_of(script)
        start = time.perf_counter()
        more = None if seeds is None else TIMES * seeds
        studies[script.stem] = run(script, seeds=more, compile=None, threads=os.cpu_count() or 1)
        print(f"{script.stem}: {more} seeds, {time.perf_counter() - start:.0f} s")
    result = {
        "command": "python benchmarks/studies.py",
        **circumstances("numpy", "torch"),
        "times": TIMES,
        "studies": dict(sorted(studies.items())),
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
