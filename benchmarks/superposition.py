"""What the census of superposition counts on a larger sample, at more levels of sparsity.

Run it as ``python benchmarks/superposition.py`` where tinynets is installed; it writes
benchmarks/results/superposition.json. It runs gallery/superposition/superposition_census.py as
benchmarks/studies.py does, with other levels, more examples and more seeds.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from studies import ROOT, run

SCRIPT = ROOT / "gallery" / "superposition" / "superposition_census.py"
RESULTS = ROOT / "benchmarks" / "results" / "superposition.json"
LEVELS = ((0.5, 0.1), (0.3, 0.05), (0.2, 0.02))  # two a run, for the six panels of the script
SEEDS, EXAMPLES = 128, 2048


def main() -> None:
    text = SCRIPT.read_text(encoding="utf-8").replace("256", str(EXAMPLES))
    found = {}
    for first, second in LEVELS:
        with tempfile.TemporaryDirectory() as folder:
            changed = text.replace("(0.5, 0.1)", f"({first}, {second})")
            copy = Path(folder, SCRIPT.name)
            copy.write_text(changed.replace("data[0.5]", f"data[{first}]"), encoding="utf-8")
            left = run(copy, seeds=SEEDS, compile=None, threads=os.cpu_count() or 1)
        found |= {f"{key} {second}" if key == "kept" else key: left[key] for key in left}
    result = {
        "command": "python benchmarks/superposition.py",
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "versions": {name: metadata.version(name) for name in ("numpy", "torch")},
        **{key.replace(".", "_"): value for key, value in found.items()},
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
