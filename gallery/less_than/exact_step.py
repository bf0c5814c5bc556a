r"""
Two ReLUs make the step that no sigmoid reaches
===============================================

A neuron is continuous and a step is not, so it seems that a network can only come close to
``x < 10``. But the data are integers, and between two integers nobody checks. Can you make an exact
answer out of :math:`R(z) = \max(0, z)`?
"""

import math

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# Two ReLUs do it, one starting at 10 and one at 9: :math:`R(10 - x) - R(9 - x)`.

step = tn.circuits.step(10)
task = tn.tasks.less_than()
assert torch.equal(step(task.x), task.y)
ax = tn.plot.function(step, task, low=4, high=16)
tn.plot.describe(
    ax,
    alt="A line at height 1 up to x = 9, a straight ramp down to 0 at x = 10, then "
    "a line at 0. All points lie on it.",
    caption="The ramp stands where there is no data. On the integers the answer is exact.",
)

# %%
# The neuron :math:`\sigma(M(10 - x))` has a harder time. We measure its cross-entropy
# for larger and larger M, once with the threshold at 10 and once at 9.5.


def loss(threshold: float, sharpness: float) -> float:
    neuron = tn.circuits.less_than(threshold, sharpness, dtype=torch.float64)
    measure = torch.nn.BCEWithLogitsLoss()
    return measure(neuron.logits(task.x.double()), task.y.double()).item()


# %%
# At x = 10 the first one says one half, whatever M is. That point alone costs :math:`\ln 2`, so
# the mean over 60 points stays above :math:`\ln 2 / 60`.

floor = math.log(2) / len(task)
sharpnesses = [2 ** (k / 4) for k in range(-4, 22)]
losses = {t: [loss(t, M) for M in sharpnesses] for t in (10, 9.5)}
for t in losses:
    print(f"threshold {t:3}: the smallest loss is {min(losses[t]):.2g}")
print(f"ln 2 / 60 is {floor:.2g}")

# %%
# Both over the sharpness, on logarithmic axes.

_, ax = plt.subplots()
for threshold, style, place in ((10, "--", (9, 0.02)), (9.5, "-", (14, 6e-5))):
    ax.loglog(sharpnesses, losses[threshold], style, color=tn.plot.COLORS["network"])
    ax.text(*place, f"threshold {threshold}", color=tn.plot.COLORS["network"])
ax.axhline(floor, color=tn.plot.COLORS["muted"], linewidth=1, linestyle=":")
ax.text(0.5, 0.8 * floor, "ln 2 / 60", color=tn.plot.COLORS["muted"], va="top")
ax.set(xlabel="sharpness M", ylabel="cross-entropy", ylim=(1e-9, 1))
tn.plot.describe(
    ax,
    alt="On logarithmic axes the loss for threshold 10 falls and flattens on a "
    "dotted line, while the loss for threshold 9.5 keeps falling.",
    caption="One threshold meets a floor, the other does not. Half a unit makes the difference.",
)

# %%
# No M gets below the floor, and the threshold 9.5 goes below a billionth. (The excess over the
# floor is positive for every M. At M = 40 it is too small for float64.)

for M in (1, 10, 40):
    print(f"M = {M}: {loss(10, M):.6f} at threshold 10, {loss(9.5, M):.1e} at 9.5")
    assert loss(10, M) >= floor
assert loss(9.5, 40) < 1e-9

plt.show()
