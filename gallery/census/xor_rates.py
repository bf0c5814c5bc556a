r"""
Dead neurons explain part of XOR's failures, and more neurons help
==================================================================

Two hidden ReLUs are enough for exclusive or: :math:`R(a + b) - 2R(a + b - 1)`. Gradient descent
mostly misses it. One cause can be computed beforehand: a hidden neuron that is negative on all four
inputs gets no gradient and stays dead. How much of the failure is that?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 384

# %%
# Inputs 0 and 1, or -1 and 1; two to eight hidden neurons; plain gradient descent, so long that
# most runs stand still. A run has failed if its loss is above 1/16.

widths, tasks = (2, 3, 4, 8), {"binary": tn.tasks.xor(), "signed": tn.tasks.xor(signed=True)}
how = {"seeds": SEEDS, "lr": 0.2, "optimizer": "sgd", "compile": False}
networks = {w: tn.Network([2, w, 1], dtype=torch.float64) for w in widths}
epochs = {w: 2000 if w == 2 else 800 for w in widths}
fails = {}
for name, task in tasks.items():
    ends = [tn.census(networks[w], task, epochs=epochs[w], **how) for w in widths]
    fails[name] = [tn.Share.of(runs.losses > 1 / 16) for runs in ends]

# %%
# First the starts. Weights and bias of a hidden neuron are drawn uniformly from one interval around
# 0. Then the probability of being dead is known: 13/48 on inputs 0 and 1, 1/12 on -1 and 1.

theory = {"binary": 13 / 48, "signed": 1 / 12}
dead = {}
for name, task in tasks.items():
    starts = tn.census(networks[8], task, epochs=0, **how)
    dead[name] = tn.Share.of((starts.activations(starts.task.x)[0] == 0).all(1))
    print(f"{name}: dead {dead[name]}; theory {100 * theory[name]:.1f} %")
    low, high = dead[name].interval(0.999)
    assert low < theory[name] < high

# %%
# One live ReLU cannot do XOR, so a network is lost if at most one of its neurons is alive.


def lost(p: float, width: int) -> float:
    return p**width + width * p ** (width - 1) * (1 - p)


assert abs(lost(13 / 48, 2) - 1079 / 2304) < 1e-12 and abs(lost(1 / 12, 2) - 23 / 144) < 1e-12

# %%
# More fail than dead starts account for, and fewer fail with more neurons.

results = {"seeds": SEEDS, "lr": 0.2, "epochs": epochs[2], "epochs_wider": epochs[3]}
results |= {f"{name}_dead": str(share) for name, share in dead.items()}
for name, shares in fails.items():
    for w, share in zip(widths, shares, strict=True):
        assert share.interval(0.999)[1] > lost(theory[name], w)
        results[f"{name}_fail_{w}"] = str(share)
    assert float(shares[0]) > float(shares[1]) > float(shares[3])
Path("xor_rates.json").write_text(json.dumps(results), encoding="utf-8")

# %%
# The dots are the failures, the dashed line is what the starts alone account for.

figure, panels = plt.subplots(1, 2, figsize=(6.8, 3.2), sharex=True, sharey=True)
for ax, (name, p), inputs in zip(panels, theory.items(), ("0 and 1", "−1 and 1"), strict=True):
    tn.plot.shares(fails[name], color=tn.plot.COLORS["error"], ax=ax)
    ax.plot([100 * lost(p, w) for w in widths], "--", color=tn.plot.COLORS["muted"])
    ax.set(xlabel=f"hidden neurons, inputs {inputs}", xticks=range(4), xticklabels=widths)
panels[0].text(0.15, 81, "failed", color=tn.plot.COLORS["error"])
panels[0].text(-0.15, 33, "lost at\nthe start", color=tn.plot.COLORS["muted"], va="top")
panels[0].set(ylabel="runs, in per cent", xlim=(-0.3, 3.3), ylim=(-3, 100))
tn.plot.describe(
    figure,
    alt="Two panels, inputs 0 and 1 and inputs -1 and 1. Dots for the share of failures fall from "
    "left to right: in the first from about three quarters to a few per cent, in the second from "
    "about two thirds to almost none. A dashed line far below the dots falls faster.",
    caption="Failures by number of hidden neurons, with Wilson's intervals, and the least that "
    "dead starts account for. The distance between them is for descent to answer for.",
)

plt.show()
