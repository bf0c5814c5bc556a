"""
Adam and large steps fail XOR as often as plain descent, or more often
======================================================================

With two hidden ReLUs gradient descent fails XOR from most starts. Perhaps the steps are too small,
or plain descent is too plain? Larger steps, and Adam at two rates: which of them would you choose?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 384

# %%
# Each setting has so many epochs that nearly all runs stand still.

settings = {"sgd 0.2": 2000, "sgd 0.5": 800, "adam 0.01": 1200, "adam 0.05": 600}
tasks = {"binary": tn.tasks.xor(), "signed": tn.tasks.xor(signed=True)}
network = tn.Network([2, 2, 1], dtype=torch.float64)

# %%
# A run fails if it ends with a loss above 0.001.

fails: dict[str, list[tn.Share]] = {"binary": [], "signed": []}
for name, task in tasks.items():
    for setting, epochs in settings.items():
        optimizer, lr = setting.split()
        how = {"optimizer": optimizer, "lr": float(lr), "epochs": epochs, "compile": False}
        ends = tn.census(network, task, seeds=SEEDS, **how)
        fails[name].append(tn.Share.of(~(ends.losses < 1e-3)))

# %%
# No setting does better than the first, and larger steps of plain descent do worse.

results = {"seeds": SEEDS, "epochs": ", ".join(f"{s}: {n}" for s, n in settings.items())}
for name, shares in fails.items():
    plain, *others = map(float, shares)
    assert min(others) > plain - 0.05 and others[0] > plain + 0.05
    for setting, share in zip(settings, shares, strict=True):
        results[f"{name}_{setting}".replace(" ", "_").replace(".", "_")] = str(share)
Path("xor_optimisers.json").write_text(json.dumps(results), encoding="utf-8")

# %%
# A dot is a share, its bar Wilson's interval.

C = tn.plot.COLORS
_, ax = plt.subplots(figsize=(6.8, 2.5))
for name, color, up in (("binary", C["error"], -0.12), ("signed", C["network"], 0.12)):
    tn.plot.shares(fails[name], [up, 1 + up, 2 + up, 3 + up], color=color, horizontal=True, ax=ax)
ax.text(78, -0.5, "inputs 0 and 1", color=C["error"])
ax.text(63, -0.5, "inputs −1 and 1", color=C["network"], ha="right")
ax.set(xlabel="failed, in per cent", xlim=(50, 100), ylim=(3.5, -0.8))
ax.set_yticks(range(4), ["gradient descent 0.2", "gradient descent 0.5", "Adam 0.01", "Adam 0.05"])
tn.plot.describe(
    ax,
    alt="Four rows for optimisers and rates, two dots each. The dots for inputs 0 and 1 lie "
    "between 70 and 95 per cent, those for inputs -1 and 1 a little to their left.",
    caption="Failures by optimiser and rate, with Wilson's intervals. Compare the first row with "
    "the others: no setting does better.",
)

plt.show()
