r"""
Two readable runs in three find the article's min or its mirror image, few find Equation 1
==========================================================================================

Every exact network of two ReLUs is
:math:`\theta a + (1 - \theta) b - \theta R(a - b) - (1 - \theta) R(b - a)` for some
:math:`\theta`. Does training prefer :math:`\theta = 1/2`, the article's Equation 1, or
:math:`\theta = 1`, which the article's run found? Draw the histogram that you expect.
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 512

# %%
# 100 pairs in place of the article's 1,000, to be quick; Adam, all pairs in every step.

task, stages = tn.tasks.minimum(100), [(500, 0.1), (200, 0.02)]
network = tn.Network([2, 2, 1], skip=True, dtype=torch.float64)
start = None
for epochs, lr in stages:
    runs = tn.census(network, task, seeds=SEEDS, start=start, epochs=epochs, lr=lr, compile=False)
    start = runs.parameters

# %%
# All networks are read at once: theta, and the strengths on the sides of a - b and of b - a.

p, out = runs.parameters["layers.0.weight"], runs.parameters["layers.1.weight"][:, 0]
tilt, theta = p[:, :, 0] - p[:, :, 1], out[:, 0]
on = runs.activations(runs.task.x)[0] > 0  # (seeds, pairs, 2)
dead, always_on = ~on.any(dim=1), on.all(dim=1)
strength = torch.where(dead, 0.0, out[:, 2:] * tilt.abs() / 2)
k = torch.stack([(strength * (tilt * side > 0)).sum(dim=1) for side in (1, -1)], dim=1)

# %%
# A run counts if it is solved and its strengths add up to -1, side by side, within 0.01. (The
# histogram leaves out theta beyond -0.25 and 1.25 and neurons that bend nowhere.)

balanced = ((k.sum(dim=1) + 1).abs() < 0.01) & ((out[:, :2] + k).abs() < 0.01).all(dim=1)
read, straight = runs.solved() & balanced, (dead | always_on).any(dim=1)
one_side = ~straight & (tilt.sign().prod(dim=1) > 0)
shown = read & ~straight & ((theta - 0.5).abs() < 0.75)
parts = [theta[shown & ~one_side].tolist(), theta[shown & one_side].tolist()]

# %%
# 0, 1/2 and 1 are in the middle of their bars.

C = tn.plot.COLORS
_, ax = plt.subplots(figsize=(6.8, 3.4))
ax.hist(parts, 61, range=(-0.2625, 1.2625), stacked=True, color=[C["network"], C["muted"]])
ax.set(xlabel="θ", ylabel="runs", xlim=(-0.27, 1.27))
ax.text(0.06, 0.8 * ax.get_ylim()[1], "both neurons on one side", color=C["muted"])
ax.text(0.06, 0.2 * ax.get_ylim()[1], "one neuron on each side", color=C["network"])
for at, name in {0: "b − R(b − a)", 0.5: "Equation 1", 1: "a − R(a − b)"}.items():
    ax.annotate(name, (at, 1.02), xycoords=("data", "axes fraction"), ha="center")
tn.plot.describe(
    ax,
    alt="A histogram of theta with two tall spikes, at 0 and at 1, and a low, nearly level "
    "stretch between them. The spikes are grey for the most part, what lies between is blue.",
    caption="Theta of every run that counts. Compare the bars at 0 and 1 with those around 1/2.",
)

# %%
# Most of the spikes is no preference: with both neurons on the side of a - b nothing is left for
# the other side, so theta is 1. With one on each side any theta is exact; still some go to an end.

ends, half = (theta.abs() < 0.01) | ((theta - 1).abs() < 0.01), (theta - 0.5).abs() < 0.05
kinds = {"one_side": one_side, "each_side": ~straight & ~one_side, "dead": dead.any(dim=1)}
kinds |= {"theta_0_or_1": ends, "theta_half": half, "alone": strength.abs().amin(dim=1) < 0.01}
shares = {name: str(tn.Share.of(flag[read])) for name, flag in kinds.items()}
shares["each_side_theta_0_or_1"] = str(tn.Share.of(ends[read & kinds["each_side"]]))
assert ends[read & one_side].double().mean() > 0.9 and half[read].double().mean() < 0.1
assert 0.6 < ends[read].double().mean() < 0.73

# %%
# All shares, for the chapter too. Those after the first two are of the runs that count.

shares = {"solved": str(tn.Share.of(runs.solved())), "read": str(tn.Share.of(read)), **shares}
print(*(f"{name:22} {share}" for name, share in shares.items()), sep="\n")
how = {"seeds": SEEDS, "pairs": len(task), "stages": "500 epochs at 0.1, then 200 at 0.02"}
Path("theta_census.json").write_text(json.dumps(how | shares), encoding="utf-8")

plt.show()
