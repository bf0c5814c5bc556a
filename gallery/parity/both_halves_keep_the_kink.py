"""
Cut the line at a kink and both halves keep it, so that no change is lost
=========================================================================

Why do h neurons change class at most :math:`2^h` times? Take the first neuron. It bends once. Left
of the bend it is a straight line, right of it another. What must not get lost is a change between
the two halves. How do you cut a line so that nothing falls into the gap?
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
plt.ioff()  # A notebook shows the figure when it is finished.

# %%
# Two neurons cross 1/2 four times on five integers, once between 2 and 3, where the first bends.

weights = [([[1]], [-2.3]), ([[1, -2.6]], [-1]), ([[1, -2.6, -2]], [0])]
network = tn.Network.from_weights(weights, skip=True, dtype=torch.float64)
kink, points = 2.3, torch.arange(5.0).double()
line = torch.linspace(-0.2, 4.2, 881).double()
view = {"xlim": (-0.4, 5.4), "ylim": (-1.3, 1.4), "xticks": range(5), "yticks": []}
says = network(line.unsqueeze(1)).detach().flatten()

# %%
# Where the first neuron is a straight line, 0 or x - 2.3, it can be taken out: its readers take up
# the weights. Two networks of one neuron are left, one for each half.

halves = [([[1]], [-1]), ([[1, -2]], [0])], [([[-1.6]], [4.98]), ([[-1.6, -2]], [5.98])]
kind = {"skip": True, "dtype": torch.float64}
left, right = (tn.Network.from_weights(half, **kind) for half in halves)
for half, keep in ((left, line <= kink), (right, line >= kink)):
    assert torch.allclose(half(line[keep].unsqueeze(1)).flatten(), says[keep])

# %%
# Cut a list of classes anywhere, put one and the same class at the cut of both parts, and count the
# changes: the parts have at least as many as the whole. All lists of eight say so.


def changes(classes: list[int]) -> int:
    return sum(a != b for a, b in pairwise(classes))


lists = [[k >> i & 1 for i in range(8)] for k in range(256)]
cuts = [(c, i, p) for c in lists for i in range(9) for p in (0, 1)]
assert all(changes(c) <= changes([*c[:i], p]) + changes([p, *c[i:]]) for c, i, p in cuts)

# %%
# Above the whole, below its halves. A half goes on, dotted, as the smaller network does.

C = tn.plot.COLORS
figure, axes = plt.subplots(3, figsize=(6.8, 5.6), sharex=True, sharey=True, subplot_kw=view)
parts = ((network, -1, 5), (left, -1, kink), (right, kink, 5))
for ax, (part, low, high) in zip(axes, parts, strict=True):
    ax.axhline(0.5, color=C["muted"], lw=1)
    ax.plot(line, part(line.unsqueeze(1)).detach(), ":", color=C["network"], lw=1.2)
    own = (line >= low) & (line <= high)
    ax.plot(line[own], says[own], color=C["network"])

# sphinx_gallery_defer_figures

# %%
# Filled dots are above 1/2, hollow ones are not. The kink, ringed, is a point of both halves.

for ax, (_, low, high) in zip(axes, parts, strict=True):
    own = points[(points > low) & (points < high)]
    at = torch.cat([own, torch.tensor([kink])]).sort().values
    y, bare = (network(x.unsqueeze(1)).detach().flatten() for x in (at, own))
    ax.scatter(at, y, c=[C["data"] if v > 0.5 else "none" for v in y], ec=C["data"], zorder=3)
    ax.plot(kink, -0.3, "o", ms=13, mfc="none", color=C["error"])
    counts = [changes((v > 0.5).tolist()) for v in (y, bare)]
    ax.text(4.35, -0.6, "{} changes,\n{} without\nthe ring".format(*counts))

# With the ring the halves have two changes each. Without it one gets lost in the cut.
tn.plot.describe(
    figure,
    alt="Above, a zigzag through five integers, with a ring at 2.3 and 4 changes of class. Below "
    "it the part left of the ring, and below that the part right of it, each with the ring and "
    "going on dotted as a straight line. Left 2 changes, right 2, without the ring only 1.",
    caption="A network of two neurons, and its two halves, which are networks of one neuron each. "
    "The grey line is the threshold; the ring is the first neuron's kink, a point of both halves.",
)
plt.show()
