"""What the census of superposition counts on a larger sample, at more levels of sparsity.

Run it as ``python benchmarks/superposition.py`` where tinynets is installed; it writes
benchmarks/results/superposition.json. It runs gallery/superposition/superposition_census.py as
benchmarks/studies.py does, with other levels, more examples and more seeds.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from _record import circumstances
from studies import ROOT, run

SCRIPT = ROOT / "gallery" / "superposition" / "superposition_census.py"
RESULTS = ROOT / "benchmarks" / "results" / "superposition.json"
LEVELS = ((0.5, 0.1), (0.3, 0.05), (0.2, 0.02))  # two a run, for the six panels of the script
SEEDS, EXAMPLES = 128, 2048


def changed(text: str, changes: dict[str, str]) -> str:
    """Return the script with other settings; an old one that it no longer has is an error."""
    for old, new in changes.items():
        if old not in text:
            raise SystemExit(f"{SCRIPT.name} has no {old}")
        text = text.replace(old, new)
    return text


def main() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    found = {}
    for first, second in LEVELS:
        with tempfile.TemporaryDirectory() as folder:
            changes = {
                "256": str(EXAMPLES),
                "(0.5, 0.1)": f"({first}, {second})",
                "data[0.5]": f"data[{first}]",
            }
            copy = Path(folder, SCRIPT.name)
            copy.write_text(changed(text, changes), encoding="utf-8")
            left = run(copy, seeds=SEEDS, compile=None, threads=os.cpu_count() or 1)
        found |= {f"{key} {second}" if key == "kept" else key: left[key] for key in left}
    result = {
        "command": "python benchmarks/superposition.py",
        **circumstances("numpy", "torch"),
        **{key.replace(".", "_"): value for key, value in found.items()},
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
