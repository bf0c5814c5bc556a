"""
Sixty integers leave the place of the step open
===============================================

We want a network to learn "x is below 10" from examples. The examples are integers with a 1 or a
0 attached. Before you look: do they say where, between 9 and 10, the answer should change?
"""

import matplotlib.pyplot as plt

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# :func:`tinynets.tasks.less_than` makes the data: as many ones as zeros.

task = tn.tasks.less_than()
print(task)
print(int(task.y.sum()), "of", len(task), "are below 10")
ax = tn.plot.data(task)
tn.plot.describe(
    ax,
    alt="Points at height 1 for the integers from minus 20 to 9 and at height 0 from 10 to 39.",
    caption="The task. Every point is an integer with its label, 1 below 10 and 0 from 10 on.",
)

# %%
# Look closer, and draw three neurons that decide at different places. All three are sharp.

thresholds = [9.1, 9.5, 9.9]
neurons = [tn.circuits.less_than(t, sharpness=100) for t in thresholds]
ax = tn.plot.data(task)
for t in thresholds:
    ax.axvline(t, color=tn.plot.COLORS["network"], linewidth=1.5)
    ax.text(t, 1.25, t, color=tn.plot.COLORS["network"], ha="center")
ax.set_xlim(6.5, 13.5)
tn.plot.describe(
    ax,
    alt="The data near 10: points at height 1 up to x = 9, at height 0 from x = "
    "10. Three vertical lines stand between 9 and 10, at 9.1, 9.5 and 9.9.",
    caption="Three thresholds in the gap between 9 and 10, where there is no data.",
)

# %%
# Each of the three is right on every integer. The data cannot tell them apart, so whatever
# training prefers comes from training, not from the data.

for t, neuron in zip(thresholds, neurons, strict=True):
    wrong = ((neuron(task.x) > 0.5) != (task.y == 1)).sum().item()
    print(f"threshold {t}: {wrong} wrong")
    assert wrong == 0

plt.show()
