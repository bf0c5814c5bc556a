"""What a census gains: against the plain loop, vmap and JAX; how near it stays to `train`; memory.

Run it as ``python benchmarks/census.py`` where tinynets and, for the comparison, ``jax==0.10.2``
and ``optax==0.2.8`` from PyPI are installed (they are no dependency of the book). It prints tables
and writes benchmarks/results/census.json. With names of its parts (speed, agreement, memory) it
measures only these, and keeps what the record says of the others. Speed wants two cores that do
nothing else.

Speed is in steps of training a second, all seeds together, on parity's network in float32. All ways
of training take turns, and each keeps its best round: a machine's other work slows, never speeds
up. The plain loop has one thread, which is the fastest for it; the others have every core. They
first have to agree on 64 seeds. JAX is measured twice: as one writes a layer, and with every neuron
written out as a sum of products, which spares it the products of tiny matrices. Compiling is not
counted but told apart, ours with an empty cache.

The agreement follows seeds by `train`, one by one, and compares final losses, and final losses and
parameters, with a census. Two numbers agree if they differ by at most 1e-4, or 1e-4 of the larger
one above 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from _record import circumstances
from torch import Tensor
from torch.nn import functional

import tinynets as tn

RESULTS = Path(__file__).parent / "results" / "census.json"
CORES = os.cpu_count() or 1
WIDTHS = (1, 2, 2, 2, 2, 2, 1)
TASK = tn.tasks.parity(16)
LR = 0.01
SEEDS, EPOCHS = 8192, 2000  # of the census that is timed
ROUNDS = 6
BATCHES = {"vmap": (512, 2048, 8192), "jax": (512, 1024, 2048, 4096, 8192)}
NEAR = 1e-4
FOLLOWED, CHECKPOINTS = 512, (200, 1000, 2000)
MANY, FEW_EPOCHS = 1_000_000, 5
VERSIONS = {
    "speed": ("jax", "jaxlib", "numpy", "optax", "torch"),
    "agreement": ("torch",),
    "memory": ("torch",),
}
# The peak that Linux keeps for a process since it was started.
MEMORY = """
import re, tinynets as tn
peak = lambda: re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]
before = peak()
network, task = tn.Network([2, 2, 1], skip=True), tn.tasks.minimum(n=100)
runs = tn.census(network, task, seeds={seeds}, epochs={epochs}, lr=0.01, compile={compile})
print(before, peak())
"""

Parameters = dict[str, Tensor]
Run = Callable[[], Parameters]  # one run of training, from the same starts every time


def parity(dtype: torch.dtype = torch.float32, seed: int = 0) -> tn.Network:
    return tn.Network(WIDTHS, output="relu", dtype=dtype, seed=seed)


def minimum(dtype: torch.dtype = torch.float32, seed: int = 0) -> tn.Network:
    return tn.Network([2, 2, 1], skip=True, dtype=dtype, seed=seed)


def wide(dtype: torch.dtype = torch.float32, seed: int = 0) -> tn.Network:
    return tn.Network([1, 8, 8, 1], dtype=dtype, seed=seed)


# What is followed seed by seed: the network, the task, the learning rate.
CASES = {
    "parity": (parity, TASK, LR),
    "wide": (wide, tn.tasks.parity(4), LR),
    "minimum": (minimum, tn.tasks.minimum(n=100), 0.02),
}


def operations() -> int:
    """Count the floating-point operations of a step of one network, by hand.

    A ReLU, a root and a division count as one each.
    """
    points, count = len(TASK), 0
    for i, (n_in, n_out) in enumerate(pairwise(WIDTHS)):
        forward = 2 * n_in * n_out + n_out  # products, sums with the bias, ReLUs
        backward = n_out + 2 * n_in * n_out + n_out  # through ReLUs, to the weights, to the biases
        if i:  # and to what the layer reads, which needs no gradient in the first layer
            backward += 2 * n_in * n_out
        adam = 3 + 4 + 6  # of a parameter: the first moment, the second, the move and the step
        count += points * (forward + backward) + adam * (n_in + 1) * n_out
    return count + points * WIDTHS[-1] * 4  # difference, square, sum, and the loss's derivative


def starts(seeds: int) -> Parameters:
    census = tn.census(parity(), TASK, seeds=seeds, epochs=0, lr=LR, compile=False)
    return census.parameters


def plain(steps: int) -> Run:
    """Train the first seed by the usual loop."""

    def run() -> Parameters:
        network = parity()
        optimizer = torch.optim.Adam(network.parameters(), lr=LR, fused=True)
        for _ in range(steps):
            optimizer.zero_grad()
            functional.mse_loss(network(TASK.x), TASK.y).backward()
            optimizer.step()
        return {name: p.detach()[None] for name, p in network.named_parameters()}

    return run


def vmap(seeds: int, steps: int) -> Run:
    """Train stacked parameters by torch.func's usual recipe."""
    network, start = parity(), starts(seeds)

    def loss(parameters: Parameters) -> Tensor:
        said = torch.func.functional_call(network, parameters, (TASK.x,))
        return functional.mse_loss(said, TASK.y)

    gradients = torch.func.vmap(torch.func.grad(loss))

    def run() -> Parameters:
        p = {name: values.clone() for name, values in start.items()}
        first, second = ({name: torch.zeros_like(v) for name, v in p.items()} for _ in range(2))
        for t in range(1, steps + 1):
            for name, g in gradients(p).items():
                first[name].lerp_(g, 1 - 0.9)
                second[name].mul_(0.999).addcmul_(g, g, value=1 - 0.999)
                root = (second[name] / (1 - 0.999**t)).sqrt_().add_(1e-8)
                p[name].addcdiv_(first[name], root, value=-LR / (1 - 0.9**t))
        return p

    return run


def jax(seeds: int, steps: int, by_neuron: bool = False) -> Run:
    """Train stacked parameters by JAX, already compiled: jit, scan, vmap and optax's adam."""
    os.environ["JAX_PLATFORMS"] = "cpu"
    import numpy as np
    import optax
    from jax import block_until_ready, grad, jit, lax, nn
    from jax import numpy as jnp
    from jax import vmap as jax_vmap

    x, y = jnp.array(TASK.x.numpy()), jnp.array(TASK.y.numpy())
    start = {name: jnp.array(values.numpy()) for name, values in starts(seeds).items()}
    adam = optax.adam(LR)

    def loss(p: dict[str, Any]) -> Any:
        layers = [(p[f"layers.{i}.weight"], p[f"layers.{i}.bias"]) for i in range(len(WIDTHS) - 1)]
        if by_neuron:
            h = [x[:, 0]]
            for W, b in layers:
                z = [sum(w * a for w, a in zip(W[j], h, strict=True)) for j in range(len(W))]
                h = [nn.relu(z[j] + b[j]) for j in range(len(W))]
            return jnp.mean((h[0] - y[:, 0]) ** 2)
        h = x
        for W, b in layers:
            h = nn.relu(h @ W.T + b)
        return jnp.mean((h - y) ** 2)

    def step(state: Any, _: None) -> Any:
        p, moments = state
        updates, moments = adam.update(jax_vmap(grad(loss))(p), moments)
        return (optax.apply_updates(p, updates), moments), None

    compiled = jit(lambda p: lax.scan(step, (p, adam.init(p)), None, length=steps)[0][0])

    def run() -> Parameters:
        ended = block_until_ready(compiled(start))
        return {name: torch.from_numpy(np.array(values)) for name, values in ended.items()}

    run()
    return run


def ours(seeds: int, steps: int, compile: bool, draw: bool) -> Run:
    """Train by a census; without `draw` the starts are given."""
    given = None if draw else starts(seeds)

    def run() -> Parameters:
        how = {"epochs": steps, "lr": LR, "start": given, "compile": compile}
        return tn.census(parity(), TASK, seeds=seeds, **how).parameters

    return run


def check(seeds: int = 64, steps: int = 20, with_jax: bool = True) -> None:
    """Assert that all ways of training train the same."""
    wanted = ours(seeds, steps, compile=False, draw=True)()
    runs = [plain(steps), vmap(seeds, steps), ours(seeds, steps, compile=False, draw=False)]
    if with_jax:
        runs += [jax(seeds, steps), jax(seeds, steps, by_neuron=True)]
    for found in (run() for run in runs):
        for name, values in found.items():
            torch.testing.assert_close(values, wanted[name][: len(values)], atol=NEAR, rtol=0)


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def speed() -> dict[str, Any]:
    """Return steps a second by way of training and by seeds, and sgemm's operations."""
    torch.set_num_threads(CORES)
    check()
    first = seconds(ours(SEEDS, EPOCHS, compile=True, draw=True))
    work = 1_000_000  # steps in a round of JAX; fewer for what is slower
    runs: dict[tuple[str, int], tuple[int, Run]] = {("plain loop", 1): (1000, plain(1000))}
    for n in BATCHES["vmap"]:
        steps = max(work // 5 // n, 10)
        runs["vmap", n] = n * steps, vmap(n, steps)
    for n in BATCHES["jax"]:
        steps = work // n
        runs["jax", n] = n * steps, jax(n, steps)
        runs["jax by neuron", n] = n * steps, jax(n, steps, by_neuron=True)
    for draw, suffix in ((True, ""), (False, ", starts given")):
        eager = ours(SEEDS, EPOCHS // 10, compile=False, draw=draw)
        runs["eager" + suffix, SEEDS] = SEEDS * EPOCHS // 10, eager
        compiled = ours(SEEDS, EPOCHS, compile=True, draw=draw)
        runs["compiled" + suffix, SEEDS] = SEEDS * EPOCHS, compiled
    matrix = torch.rand(2048, 2048)
    best = dict.fromkeys([*runs, ("sgemm", 2048)], 0.0)
    later = float("inf")
    for _ in range(ROUNDS):
        for (way, n), (steps, run) in runs.items():
            torch.set_num_threads(1 if way == "plain loop" else CORES)
            took = seconds(run)
            best[way, n] = max(best[way, n], steps / took)
            if way == "compiled":
                later = min(later, took)
        took = min(seconds(lambda: matrix @ matrix) for _ in range(5))
        best["sgemm", 2048] = max(best["sgemm", 2048], 2 * 2048**3 / took)
    rates: dict[str, dict[str, float]] = {}
    for (way, n), rate in best.items():
        rates.setdefault(way, {})[str(n)] = rounded(rate)
    fastest = {way: max(row.values()) for way, row in rates.items()}
    counted = operations()
    return {
        "widths": list(WIDTHS),
        "points": len(TASK),
        "seeds": SEEDS,
        "epochs": EPOCHS,
        "operations_a_step": counted,
        "compiling_seconds": rounded(first - later),
        "rates": rates,
        "fastest": fastest,
        "ratios": ratios(fastest, counted),
    }


def follow(job: tuple[str, torch.dtype, int]) -> tuple[list[float], list[Parameters]]:
    """Return a seed's losses and parameters at the checkpoints of `train`."""
    case, dtype, seed = job
    torch.set_num_threads(1)
    maker, task, lr = CASES[case]
    history = tn.train(maker(dtype, seed), task, epochs=CHECKPOINTS[-1], lr=lr)
    kept = [{name: p[t] for name, p in history.parameters.items()} for t in CHECKPOINTS]
    return [history.loss[t].item() for t in CHECKPOINTS], kept


def agreement() -> dict[str, Any]:
    """Compare a census with `train`: under case, dtype, epochs and mode, what agrees."""
    found: dict[str, Any] = {}
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        for case, (maker, task, lr) in CASES.items():
            for dtype in (torch.float32, torch.float64):
                jobs = [(case, dtype, seed) for seed in range(FOLLOWED)]
                losses, kept = zip(*pool.map(follow, jobs, chunksize=5), strict=True)
                for i, epochs in enumerate(CHECKPOINTS):
                    alone = {name: torch.stack([k[i][name] for k in kept]) for name in kept[0][i]}
                    measured = torch.tensor([row[i] for row in losses], dtype=torch.float64)
                    common = {"lr": lr, "seeds": FOLLOWED}
                    ends = tn.census(
                        maker(dtype), task, **common, epochs=0, start=alone, compile=False
                    )
                    for compile in (False, True):
                        runs = tn.census(
                            maker(dtype), task, **common, epochs=epochs, compile=compile
                        )
                        gap = in_loss = gaps(runs.losses, measured)
                        for name, values in alone.items():
                            gap = torch.maximum(gap, gaps(runs.parameters[name], values))
                        mode, kind = "compiled" if compile else "eager", str(dtype).split(".")[-1]
                        found[f"{case} {kind} {epochs} {mode}"] = {
                            "losses": str(tn.Share.of(in_loss <= NEAR)),
                            "all": str(tn.Share.of(gap <= NEAR)),
                            "largest_difference": rounded(gap.max().item()),
                            "solved": int(runs.solved().sum()),
                            "solved_by_train": int(ends.solved().sum()),
                        }
    return {"seeds": FOLLOWED, "cases": found}


def gaps(a: Tensor, b: Tensor) -> Tensor:
    """Return each seed's largest difference, relative to numbers above 1."""
    larger = torch.maximum(a.abs(), b.abs()).clamp(min=1)
    return ((a - b).abs() / larger).reshape(len(a), -1).amax(dim=1).double()


def memory() -> dict[str, Any]:
    """Return the peak memory of a process with many seeds, before and after, in megabytes."""
    found: dict[str, Any] = {"seeds": MANY}
    for mode, compile in (("eager", False), ("compiled", True)):
        code = MEMORY.format(seeds=MANY, epochs=FEW_EPOCHS, compile=compile)
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        before, after = (int(kilobytes) // 1024 for kilobytes in done.stdout.split())
        found[mode] = {"before": before, "after": after}
    return found


def rounded(number: float) -> float:
    """Keep three digits."""
    return float(f"{number:.3g}")


def ratios(fastest: Mapping[str, float], counted: int) -> dict[str, float]:
    """Return how much faster the compiled census is, and its share of sgemm's arithmetic."""
    mine = fastest["compiled"]
    found = {f"to {way}": rounded(mine / fastest[way]) for way in fastest if way != "sgemm"}
    return found | {"of sgemm": rounded(mine * counted / fastest["sgemm"])}


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "speed": speed,
    "agreement": agreement,
    "memory": memory,
}


def main() -> None:
    record = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for name in sys.argv[1:] or PARTS:
        record[name] = {
            **circumstances(*VERSIONS[name]),
            **PARTS[name](),
        }
        for key, value in record[name].items():
            print(name, key, value)
    record = {"command": "python benchmarks/census.py"} | {name: record[name] for name in PARTS}
    RESULTS.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as cache:
        os.environ["TORCHINDUCTOR_CACHE_DIR"] = cache
        main()
