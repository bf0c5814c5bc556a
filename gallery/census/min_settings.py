r"""
Large steps and large starts mostly find theta 0 or 1, small ones leave it more free
====================================================================================

One share belongs to one set of settings. We train min with three optimisers, at several learning
rates, and from starts made smaller or larger. Two things may move: how many runs are solved in the
time given, and which :math:`\theta` they find. Does a larger step help with both?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 128

# %%
# For each setting its optimiser, learning rate, momentum, and what the starts are multiplied with.

settings = {f"Adam {lr}": ("adam", lr, 0.0, 1.0) for lr in (0.01, 0.03, 0.1, 0.3)}
settings |= {f"SGD {lr}": ("sgd", lr, 0.0, 1.0) for lr in (0.0001, 0.0003)}
settings |= {f"momentum {lr}": ("sgd", lr, 0.9, 1.0) for lr in (0.0001, 0.0003)}
for lr, scale in ((0.03, 0.1), (0.03, 3.0), (0.1, 0.1), (0.1, 3.0)):
    settings[f"Adam {lr}, start × {scale:g}"] = ("adam", lr, 0.0, scale)

# %%
# Few pairs and few epochs, to be quick: many runs are on their way when we look.

task = tn.tasks.minimum(50)
network = tn.Network([2, 2, 1], skip=True, dtype=torch.float64)
starts = tn.census(network, task, seeds=SEEDS, epochs=0, lr=0.1, compile=False)
ends = {}
for name, (optimizer, lr, momentum, scale) in settings.items():
    start = {key: scale * values for key, values in starts.parameters.items()}
    how = {"optimizer": optimizer, "lr": lr, "momentum": momentum, "start": start}
    ends[name] = tn.census(network, task, epochs=300, compile=False, **how)

# %%
# Theta can be read before the last errors are gone: where the strengths and the output's weights of
# a and b are those of an exact network within 0.05. Is it within 0.05 of 0 or 1?


def at_ends(runs: tn.Census) -> torch.Tensor:
    p, out = runs.parameters["layers.0.weight"], runs.parameters["layers.1.weight"][:, 0]
    tilt, on = p[:, :, 0] - p[:, :, 1], (runs.activations(runs.task.x)[0] > 0).any(dim=1)
    strength = on * out[:, 2:] * tilt.abs() / 2
    k = torch.stack([(strength * (tilt * side > 0)).sum(dim=1) for side in (1, -1)], dim=1)
    good = ((k.sum(dim=1) + 1).abs() < 0.05) & ((out[:, :2] + k).abs() < 0.05).all(dim=1)
    theta = out[good, 0]
    return torch.minimum(theta.abs(), (theta - 1).abs()) < 0.05


# %%
# So each setting has two shares. That of the solved runs moves more. That of theta at 0 or 1 is
# smaller for small starts than for the largest steps or large starts.

shares = {"solved": {name: tn.Share.of(runs.solved()) for name, runs in ends.items()}}
shares["ends"] = {name: tn.Share.of(at_ends(runs)) for name, runs in ends.items()}
solved, found = ({name: float(x) for name, x in row.items()} for row in shares.values())
assert max(solved.values()) - min(solved.values()) > 0.5 > max(found.values()) - min(found.values())
assert found["Adam 0.03, start × 0.1"] + 0.1 < min(found["Adam 0.3"], found["Adam 0.03, start × 3"])
results = {"seeds": SEEDS, "pairs": 50, "epochs": 300}
for key, row in shares.items():
    results |= {f"{key} of {name}".replace(".", "_"): str(share) for name, share in row.items()}

# %%
# A dot is a share, its bar Wilson's interval. Lines part the kinds of settings.

figure, axes = plt.subplots(1, 2, figsize=(6.8, 4.6), sharey=True)
for ax, row, label in zip(axes, shares.values(), ("runs solved", "θ at 0 or 1"), strict=True):
    tn.plot.shares(row.values(), horizontal=True, ax=ax)
    ax.hlines((3.5, 5.5, 7.5), 0, 100, color=tn.plot.COLORS["grid"], lw=0.8)
    ax.set(xlabel=f"{label}, in %", xlim=(0, 100), ylim=(11.5, -0.5))
axes[0].set_yticks(range(len(settings)), list(settings))
tn.plot.describe(
    figure,
    alt="Twelve rows of dots with bars, in two panels. The shares solved are scattered over most "
    "of the width; those of theta at 0 or 1 all lie in the right half or at its edge.",
    caption="Left, runs solved; right, how many of the readable runs have theta within 0.05 of 0 "
    "or 1. Compare small steps and starts with large ones in each group.",
)
Path("min_settings.json").write_text(json.dumps(results), encoding="utf-8")
plt.show()
