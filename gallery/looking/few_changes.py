"""
A trained parity network changes its mind too seldom
====================================================

Parity on 0..15 goes up and down fifteen times. Training from a random start does not find it.
What does a trained network do instead? Draw a guess of its curve; then read it exactly, as the
straight pieces that it is made of.
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
torch.set_num_threads(1)  # on tensors this small a second thread only gets in the way

# %%
# A start that is alive, 600 epochs.

task = tn.tasks.parity(16)
network = tn.Network([1, 2, 2, 2, 2, 2, 1], output="relu", seed=7)
history = tn.train(network, task, epochs=600, lr=0.01)
print(history)

# %%
# :func:`tinynets.pieces` reads the function in fractions: floats are fractions with a power of two
# below the line, so nothing is rounded. The table shows it on a range as wide as the data.

function = tn.pieces(network, low=0, high=15)
for left, slope in zip([0, *function.breakpoints], function.slopes, strict=True):
    print(f"from {float(left):6.2f} on, slope {float(slope):+.4f}")

# %%
# The curve turns at the blue dots, and nowhere else. The green ones are the data.

ax = tn.plot.pieces(function)
ax.plot(task.x[:, 0], task.y[:, 0], "o", color=tn.plot.COLORS["data"], markersize=4.5)
ax.axhline(0.5, color=tn.plot.COLORS["muted"], linewidth=1, linestyle="--")
ax.set_xlim(-0.5, 15.5)
tn.plot.describe(
    ax,
    alt="Sixteen dots alternate between 0 and 1. A curve of a few straight pieces runs between "
    "them and meets hardly any.",
    caption="The curve crosses the dashed line at 1/2 where the network changes its mind.",
)

# %%
# Where does it change its mind? To get all sixteen right it would have to do so fifteen times.

changes = function.changes(0.5)
print("changes of class:", len(changes), "at", [round(float(x), 2) for x in changes])
assert len(changes) < 15 and not function.classifies(task)

# %%
# The network set by hand has the same shape. Its changes are all there, halfway between integers.

by_hand = tn.pieces(tn.circuits.article_parity(), low=0, high=15)
print("changes of class:", len(by_hand.changes(0.5)), "from", *by_hand.changes(0.5)[:3], "on")
assert by_hand.classifies(task) and len(by_hand.changes(0.5)) == 15

plt.show()
