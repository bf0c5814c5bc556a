"""
Wider networks often find parity of 0..3 and hardly ever 0..7
=============================================================

The article's network is narrow, and its start kills it. Give training a better chance: eight or
sixteen neurons a layer, an output without ReLU. Parity of 0..1 is then easy. Up to which range will
it go, and would you rather have width, depth or skip connections?
"""

import json
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 64

# %%
# Five shapes, named by their hidden layers, on five ranges; 200 full-batch steps of Adam each.

shapes = {"8": [8], "8, 8": [8, 8], "8, 8, skip": [8, 8], "8, 8, 8": [8, 8, 8], "16, 16": [16, 16]}
counts, training = (2, 4, 6, 8, 16), {"seeds": SEEDS, "epochs": 200, "lr": 0.03}
runs: dict[tuple[str, int], tn.Census] = {}
for shape, count in product(shapes, counts):
    network = tn.Network([1, *shapes[shape], 1], skip="skip" in shape, dtype=torch.float64)
    runs[shape, count] = tn.census(network, tn.tasks.parity(count), compile=False, **training)

# %%
# The share of runs that are solved: nearer than 1/2 to every target.

shares = {key: tn.Share.of(ends.solved()) for key, ends in runs.items()}
figure, panels = plt.subplots(1, 5, figsize=(6.8, 2.9), sharey=True)
for ax, shape in zip(panels, shapes, strict=True):
    tn.plot.shares([shares[shape, count] for count in counts], ax=ax)
    ax.text(2, 106, shape, ha="center", va="bottom", color=tn.plot.COLORS["network"])
    ax.set(xlim=(-0.5, 4.5), ylim=(-4, 104), xticks=range(5), xticklabels=[n - 1 for n in counts])
panels[0].set_ylabel("solved, in per cent")
figure.supxlabel("parity of 0 to …", fontsize=11)
tn.plot.describe(
    figure,
    alt="Five panels, one a shape. In each the share solved is near 100 per cent for 0 to 1, falls "
    "steeply between 3 and 5, and is near 0 for 0 to 7 and 0 to 15.",
    caption="Share solved against the range, by hidden layers, with Wilson's intervals. More width "
    "or depth moves the fall a little to the right.",
)

# %%
# The range decides, whatever the shape.

for shape in shapes:
    one, three, five, seven, fifteen = (float(shares[shape, count]) for count in counts)
    assert one > 0.9 and three > 0.3 > five and seven < 0.1 and fifteen < 0.02
names = {shape: shape.replace(", ", "_") for shape in shapes}
results = {f"{names[shape]}_of_{count}": str(share) for (shape, count), share in shares.items()}
Path("parity_widths.json").write_text(json.dumps(training | results), encoding="utf-8")

# %%
# Where do the runs fail? Of 0..15, how many of the runs that fail miss each integer?

x, y = runs["8", 16].task.x, runs["8", 16].task.y
says = torch.cat([runs[shape, 16].activations(x)[-1] for shape in shapes])
wrong = ((says - y).abs() >= 0.5)[:, :, 0]
missed = [tn.Share.of(column) for column in wrong[wrong.any(dim=1)].T]
assert float(missed[0]) < 0.05 and float(missed[14]) > 0.9 and float(missed[15]) < 0.1

# %%
# Even and odd numbers apart: dots and rings.

_, ax = plt.subplots(figsize=(6.8, 2.8))
for start, fill in ((0, tn.plot.COLORS["data"]), (1, "none")):
    tn.plot.shares(missed[start::2], range(start, 16, 2), color=tn.plot.COLORS["data"], ax=ax)
    ax.lines[-1].set_markerfacecolor(fill)
ax.set(xlabel="x", ylabel="missed, in per cent", xticks=range(16), ylim=(-4, 104))
tn.plot.describe(
    ax,
    alt="For each integer the share of failing runs that miss it. It is zero at 0, small at 1, "
    "near one half in the middle, and from 10 on nearly all for even numbers, nearly none for odd "
    "ones.",
    caption="Dots are even numbers, rings odd ones. The left end is learnt. At the right end one "
    "answer a little above 1/2 serves all, which counts as right for odd numbers.",
)

plt.show()
