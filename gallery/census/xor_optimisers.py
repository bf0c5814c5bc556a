"""
Adam and large steps fail XOR as often as plain descent, or more often
======================================================================

With two hidden ReLUs gradient descent fails XOR from most starts. Perhaps the steps are too small, or
plain descent is too plain? Larger steps, and Adam at two rates: which of them would you choose?
"""

import json
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
plt.ioff()  # A notebook shows the figure when it is finished.
SEEDS = 384

# %%
# Each setting has so many epochs that nearly all runs stand still.

settings = {"sgd 0.2": 2000, "sgd 0.5": 800, "adam 0.01": 1200, "adam 0.05": 600}
tasks = {"binary": tn.tasks.xor(), "signed": tn.tasks.xor(signed=True)}
network = tn.Network([2, 2, 1], dtype=torch.float64)

# %%
# A run fails if it ends with a loss above 0.001.

fails = {}
for name, setting in product(tasks, settings):
    optimizer, lr = setting.split()
    how = {"optimizer": optimizer, "lr": float(lr), "epochs": settings[setting], "compile": False}
    ends = tn.census(network, tasks[name], seeds=SEEDS, **how)
    fails[name, setting] = tn.Share.of(~(ends.losses < 1e-3))

# %%
# No setting does better than the first, and the larger step of plain descent does worse.

for name in tasks:
    plain = float(fails[name, "sgd 0.2"])
    assert all(float(fails[name, setting]) > plain - 0.05 for setting in settings)
    assert float(fails[name, "sgd 0.5"]) > plain + 0.05
results = {"seeds": SEEDS, "epochs": ", ".join(f"{s}: {n}" for s, n in settings.items())}
for (name, setting), share in fails.items():
    results[f"{name}_{setting}".replace(" ", "_").replace(".", "_")] = str(share)

# %%
# A dot is a share, its bar Wilson's interval; above in each row inputs 0 and 1, below -1 and 1.

# sphinx_gallery_defer_figures
C = tn.plot.COLORS
_, ax = plt.subplots(figsize=(6.8, 2.5))
for name, color, up in (("binary", C["error"], -0.12), ("signed", C["network"], 0.12)):
    row = [fails[name, setting] for setting in settings]
    tn.plot.shares(row, [i + up for i in range(4)], color=color, horizontal=True, ax=ax)

# %%
# The words beside it.

labels = {"sgd": "gradient descent", "adam": "Adam"}
ax.annotate("inputs 0 and 1", (78, -0.5), color=C["error"], ha="left")
ax.annotate("inputs −1 and 1", (63, -0.5), color=C["network"], ha="right")
ax.set(xlabel="failed, in per cent", xlim=(50, 100), ylim=(3.5, -0.8))
ax.set_yticks(range(4), [f"{labels[s.split()[0]]} {s.split()[1]}" for s in settings])
tn.plot.describe(
    ax,
    alt="Four rows for optimisers and rates, two dots each. The dots for inputs 0 and 1 lie between "
    "70 and 95 per cent, those for inputs -1 and 1 a little to their left.",
    caption="Failures by optimiser and rate, with Wilson's intervals. Compare the first row with the "
    "others: no setting does better.",
)
Path("xor_optimisers.json").write_text(json.dumps(results), encoding="utf-8")

plt.show()
