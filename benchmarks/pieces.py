"""What exact reading costs: `pieces` against a scan of a grid and a tool that enumerates regions.

Run it as ``python benchmarks/pieces.py`` where tinynets and, for the comparison,
``affinitree==0.23.0`` from PyPI are installed (it is no dependency of the book). It prints a table
and writes benchmarks/results/pieces.json. Every time is the least of three runs in one process on
one thread; the peak of memory is that of a process of its own.

The networks are the folds: parity with skip connections makes 2**n pieces of n neurons. affinitree
reads layered networks, so it is compared on layered parity. It builds a decision tree in floats, for
any number of inputs, and cuts off by linear programs what cannot be reached; several of its leaves
can belong to one piece. `pieces` works in fractions, for one input.
The scan evaluates the network at 64 points a unit and looks where the slope changes: it finds the
breakpoints only because one knows how far apart they are.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from _record import circumstances

import tinynets as tn

RESULTS = Path(__file__).parent / "results" / "pieces.json"
SIZES = range(1, 17)
SCANNED = range(1, 15)
ENUMERATED = range(1, 9)
POINTS = 64
# The peak that Linux keeps for a process since it was started.
MEMORY = """
import re, tinynets as tn
peak = lambda: re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]
before = peak()
assert len(tn.pieces(tn.circuits.parity({n}, skip=True))) == 2**{n}
print(before, peak())
"""


def seconds(call: Callable[[], object]) -> float:
    """Return the least of three times."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def scan(network: tn.Network, high: int) -> int:
    """Count the pieces that show on a grid over 0..high."""
    x = torch.arange(POINTS * high + 1, dtype=torch.float64).unsqueeze(1) / POINTS
    with torch.no_grad():
        slopes = network(x)[:, 0].diff()
    return 1 + int((slopes[1:] != slopes[:-1]).sum())


def leaves(network: tn.Network) -> int:
    """Count the leaves of affinitree's decision tree."""
    import affinitree  # says on standard output how it gets on

    layers: list[torch.nn.Module] = []
    for layer in network.layers:
        layers += [layer, torch.nn.ReLU()]
    architecture = affinitree.extract_pytorch_architecture(1, torch.nn.Sequential(*layers[:-1]))
    return int(affinitree.builder.from_layers(architecture).num_terminals())


def memory(n: int) -> dict[str, int]:
    """Return the peak memory of a process that reads the folds, before and after, in megabytes."""
    code = [sys.executable, "-c", MEMORY.format(n=n)]
    done = subprocess.run(code, check=True, capture_output=True, text=True)
    before, after = (int(kilobytes) // 1024 for kilobytes in done.stdout.split())
    return {"before": before, "after": after}


def measure(
    sizes: range = SIZES, scanned: range = SCANNED, enumerated: range = ENUMERATED
) -> dict[str, dict[str, float]]:
    """Return the times by method and by the number of folds."""
    times: dict[str, dict[str, float]] = {"pieces": {}, "scan": {}, "layered": {}, "affinitree": {}}
    for n in sizes:
        folds = tn.circuits.parity(n, skip=True, dtype=torch.float64)
        assert len(tn.pieces(folds)) == 2**n
        times["pieces"][str(n)] = seconds(lambda folds=folds: tn.pieces(folds))
        if n in scanned:
            assert scan(folds, 2**n) == 2**n
            times["scan"][str(n)] = seconds(lambda folds=folds, n=n: scan(folds, 2**n))
        if n in enumerated:
            layered = tn.circuits.parity(n, dtype=torch.float64)
            assert leaves(layered) >= len(tn.pieces(layered))
            times["layered"][str(n)] = seconds(lambda net=layered: tn.pieces(net))
            times["affinitree"][str(n)] = seconds(lambda net=layered: leaves(net))
    return times


def main() -> None:
    torch.set_num_threads(1)
    times = measure()
    result = {
        "command": "python benchmarks/pieces.py",
        **circumstances("affinitree", "numpy", "torch"),
        "seconds": {
            method: {n: round(t, 6) for n, t in row.items()} for method, row in times.items()
        },
        "megabytes": {str(n): memory(n) for n in (1, max(SIZES))},
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print("folds   " + "".join(f"{method:>12}" for method in times) + "   seconds")
    for n in map(str, SIZES):
        print(f"{n:>5}   " + "".join(f"{row.get(n, float('nan')):12.5f}" for row in times.values()))
    print("megabytes", result["megabytes"])


if __name__ == "__main__":
    main()
