"""How often a small network that learns some sums modulo p comes to answer the others too.

Run it as ``python benchmarks/modular_runs.py`` where tinynets is installed; it takes some minutes,
prints what it finds and writes benchmarks/results/modular_runs.json. Settings that are in that file
are not run again, so that a run that was stopped goes on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from _record import circumstances

import tinynets as tn

RESULTS = Path(__file__).parent / "results" / "modular_runs.json"
EVERY = 10  # epochs between two looks at the pairs that are held out
SEEDS = 16  # each draws both the start and the pairs to learn
# p, hidden neurons, epochs, per cent of the pairs to learn
SETTINGS = (
    (11, 32, 3000, (60, 70, 80, 90)),
    (23, 64, 1500, (40, 50, 60, 70)),
)
PENALTIES = (0.0, 1e-4)


def split(p: int, percent: int, seed: int) -> tuple[tn.Task, tn.Task]:
    """Return a part of all pairs to learn, and the others."""
    task = tn.tasks.modular_addition(p)
    order = torch.randperm(len(task), generator=torch.Generator().manual_seed(seed))
    n = round(percent / 100 * len(task))
    one, other = (tn.Task(task.name, task.x[i], task.y[i]) for i in (order[:n], order[n:]))
    return one.to(torch.float64), other.to(torch.float64)


def said(parameters: dict[str, torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Return what the networks of several epochs say: (epochs, batch, p)."""
    W, b, V, c = parameters.values()
    return (x @ W.mT + b.unsqueeze(1)).square() @ V.mT + c.unsqueeze(1)


def power_in_main_frequencies(W: torch.Tensor) -> float:
    """Return how much of a first layer's power lies in each neuron's strongest frequency."""
    p = W.shape[1] // 2
    power = torch.fft.rfft(W.reshape(-1, 2, p)).abs().square().sum(1)  # (neurons, frequencies)
    # Every frequency but 0 stands for two of the p terms that Parseval's sum has.
    return float(2 * power[:, 1:].max(dim=1).values.sum() / (p * W.square().sum()))


def fours(W: torch.Tensor) -> int:
    """Count the frequencies whose large neurons are the circuit's four, up to a rotation.

    A neuron is large if its power is above a quarter of the largest. The four are two pairs: in one
    the phases of a and b differ by a quarter turn and by minus one, and the pairs' sums of phases
    differ by a quarter, all within 0.15 of a quarter.
    """
    waves = torch.fft.rfft(W.reshape(len(W), 2, -1))  # (neurons, 2, frequencies)
    power = waves.abs().square().sum(1)
    large = power.sum(1) > 0.25 * power.sum(1).max()
    main = power.argmax(dim=1)
    found = 0
    for k in range(1, waves.shape[2]):
        phases = 2 / torch.pi * waves[large & (main == k), :, k].angle()  # in quarter turns
        found += len(phases) == 4 and any(
            _is_pair(phases[[0, i]]) and _is_pair(phases[rest]) and _is_apart(phases[[0, rest[0]]])
            for i, rest in ((1, [2, 3]), (2, [1, 3]), (3, [1, 2]))
        )
    return found


def _is_pair(phases: torch.Tensor) -> bool:
    a, b = phases[1] - phases[0]
    return _is_odd(a) and _is_odd(b) and bool(abs((a + b + 2) % 4 - 2) < 0.15)


def _is_apart(phases: torch.Tensor) -> bool:
    return _is_odd(phases[1].sum() - phases[0].sum())


def _is_odd(quarters: torch.Tensor) -> bool:
    return bool(abs(quarters % 2 - 1) < 0.15)


def measure(
    p: int, neurons: int, epochs: int, percent: int, penalty: float, seed: int
) -> dict[str, Any]:
    """Train once; return when all pairs to learn are right, when all others, and the power."""
    learnt, held_out = split(p, percent, seed)
    network = tn.Network([2 * p, neurons, p], activation="square", seed=seed, dtype=torch.float64)
    history = tn.train(network, learnt, epochs=epochs, lr=0.01, weight_decay=penalty)
    looks = {name: values[::EVERY] for name, values in history.parameters.items()}
    found: dict[str, Any] = {}
    for name, task in (("fits", learnt), ("adds", held_out)):
        wrong = said(looks, task.x).argmax(dim=2) != task.y.argmax(dim=1)  # (looks, pairs)
        right = ~wrong.any(dim=1)
        found[name] = EVERY * int(right.nonzero()[0]) if right.any() else None
    W = network.layers[0].weight.detach()
    return found | {"power": power_in_main_frequencies(W), "fours": fours(W)}


def summary(p: int, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the book says of the runs of one setting."""

    def median(name: str) -> Any:
        known = sorted(run[name] for run in runs if run[name] is not None)
        return known[len(known) // 2] if len(known) > len(runs) / 2 else "not reached"

    adds = torch.tensor([run["adds"] is not None for run in runs])
    return {
        "adds": str(tn.Share.of(adds)),
        "fits_median": median("fits"),
        "adds_median": median("adds"),
        "power_median": median("power"),
        "fours": str(tn.Share(sum(run["fours"] for run in runs), len(runs) * (p // 2))),
    }


def main() -> None:
    torch.set_num_threads(1)
    record = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    runs = record.get("runs", {})
    for p, neurons, epochs, percents in SETTINGS:
        for percent in percents:
            for penalty in PENALTIES:
                key = f"p{p}_{percent}_{'penalty' if penalty else 'free'}"
                if key in runs:
                    continue
                found = [
                    measure(p, neurons, epochs, percent, penalty, seed) for seed in range(SEEDS)
                ]
                runs[key] = {"first": found[0]} | summary(p, found)
                print(key, runs[key], flush=True)
                result = {
                    "command": "python benchmarks/modular_runs.py",
                    **circumstances("numpy", "torch"),
                    "seeds": SEEDS,
                    "penalty": PENALTIES[1],
                    "runs": runs,
                }
                RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
