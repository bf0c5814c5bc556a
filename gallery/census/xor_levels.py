"""
XOR gets stuck on three levels, and each has a reason
=====================================================

When descent misses XOR with two hidden ReLUs, the errors at which it stops are not spread out. They
are 1/4, 1/6 and 1/8. Why just these? A hint: how many of the four inputs does such a run get right?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 384

# %%
# Plain gradient descent, long enough for nearly all runs to stand still.

tasks = {"binary": tn.tasks.xor(), "signed": tn.tasks.xor(signed=True)}
network = tn.Network([2, 2, 1], dtype=torch.float64)
how = {"seeds": SEEDS, "epochs": 2000, "lr": 0.2, "optimizer": "sgd", "compile": False}
ends = {name: tn.census(network, task, **how) for name, task in tasks.items()}

# %%
# The final losses, in order.

C, levels = tn.plot.COLORS, {"1/4": 1 / 4, "1/6": 1 / 6, "1/8": 1 / 8}
figure, panels = plt.subplots(1, 2, figsize=(6.8, 2.9), sharey=True)
for ax, runs, inputs in zip(panels, ends.values(), ("0 and 1", "−1 and 1"), strict=True):
    places = 100 * torch.arange(SEEDS) / SEEDS
    ax.plot(places, runs.losses.sort().values, "o", color=C["network"], ms=3)
    ax.set(xlabel=f"runs in per cent, inputs {inputs}", xlim=(-2, 102))
panels[0].set_yticks([0, *levels.values()], ["0", *levels])
panels[0].set_ylabel("mean squared error")
tn.plot.describe(
    figure,
    alt="Dots in four flat steps, at heights 0, 1/8, 1/6 and 1/4, in both panels. On inputs 0 and "
    "1 the highest step is the longest of the three above 0, on inputs -1 and 1 the shortest.",
    caption="Final losses in order. There are steps and hardly a dot between: three ways to fail.",
)

# %%
# Count the inputs that each stuck run gets right, within 0.02. At 1/4 it is none: the run says 1/2
# to all. At 1/6 it is one, and the other three get the mean of their targets. At 1/8 it is two, one
# with target 0 and one with target 1, and the other two get 1/2.

results = {"seeds": SEEDS, "epochs": how["epochs"], "lr": how["lr"]}
for name, runs in ends.items():
    right = (runs.activations(runs.task.x)[-1] - runs.task.y).abs()[:, :, 0] < 0.02
    for n_right, (level, loss) in enumerate(levels.items()):
        at = (runs.losses - loss).abs() < 1e-3
        assert (right[at].sum(1) == n_right).all()
        results[f"{name}_at_{level.replace('/', '_')}"] = tn.Share.of(at)
    results[f"{name}_fail"] = tn.Share.of(runs.losses > 1e-3)

# %%
# How many of the stuck runs have a dead neuron, and how many of these were dead at the start?

for name, runs in ends.items():
    starts, stuck = tn.census(network, runs.task, **how | {"epochs": 0}), runs.losses > 1e-3
    for key, some in (("dead", runs), ("born_dead", starts)):
        dead = (some.activations(runs.task.x)[0] == 0).all(dim=1).any(dim=1)
        results[f"{name}_{key}"] = tn.Share.of(dead[stuck])
print(*(f"{key:16} {value}" for key, value in results.items()), sep="\n")
Path("xor_levels.json").write_text(json.dumps(results, default=str), encoding="utf-8")

# %%
# Each level is the least loss for its pattern: once some inputs have values of their own, the
# others share one, and the best value to share is the mean of their targets.

y = tn.tasks.xor().y.flatten()
for level, shared in {"1/4": y, "1/6": y[1:], "1/8": y[2:]}.items():
    assert abs(((shared - shared.mean()) ** 2).sum() / 4 - levels[level]) < 1e-6

plt.show()
