"""
Small ranges first do not lead training to parity of large ones
===============================================================

Wide networks solve parity of 0..3 from most starts. So let them, and then go on: from 0..3 to 0..7,
and from there to 0..15. Would you bet on such a curriculum, or on more width?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 64

# %%
# Two hidden layers of 8 or 16 neurons, linear output. A plan says how many epochs on which range.


def trained(width: int, stages: dict[int, int]) -> tn.Census:
    network, start = tn.Network([1, width, width, 1], dtype=torch.float64), None
    for count, epochs in stages.items():
        how = {"seeds": SEEDS, "start": start, "epochs": epochs, "lr": 0.02, "compile": False}
        runs = tn.census(network, tn.tasks.parity(count), **how)
        start = runs.parameters
    return runs


# %%
# Two plans of one stage, one with a detour over 0..3, and one that goes on from there to 0..15.

plans = {
    "0..7, widths 8, 8": (8, {8: 600}),
    "0..7, widths 16, 16": (16, {8: 600}),
    "the same, after 0..3": (16, {4: 300, 8: 300}),
    "0..15, after these": (16, {4: 300, 8: 300, 16: 300}),
}
shares = [tn.Share.of(trained(*plan).solved()) for plan in plans.values()]
print(*(f"{name:22} {share}" for name, share in zip(plans, shares, strict=True)), sep="\n")

# %%
# A dot is a share, its bar Wilson's interval.

_, ax = plt.subplots(figsize=(6.8, 2.2))
tn.plot.shares(shares, horizontal=True, ax=ax)
ax.set(xlim=(-0.5, 25), ylim=(3.5, -0.5), xlabel="solved, in per cent")
ax.set_yticks(range(4), list(plans))
tn.plot.describe(
    ax,
    alt="Four rows, each a dot with an interval, all in the left part of a scale that ends at 25 "
    "per cent. The second row, wide networks trained on 0 to 7 alone, has the dot farthest right.",
    caption="A curriculum of the same length is no better than going straight for 0..7, and from "
    "there next to nothing gets to 0..15 in this many epochs.",
)

# %%
# So width helps a little, and in these runs the detour over small ranges does not.

narrow, wide, after, large = shares
assert float(narrow) < float(wide) < 0.25 and float(large) < 0.02
assert float(after) <= wide.interval()[1]
results = {"seeds": SEEDS, "epochs": 600, "lr": 0.02, "narrow": str(narrow), "wide": str(wide)}
results |= {"curriculum": str(after), "curriculum_on": str(large)}
Path("parity_curriculum.json").write_text(json.dumps(results), encoding="utf-8")

plt.show()
