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
# Two neurons fold the line at 2.5, then at 1. What the network says is a zigzag that crosses 1/2
# four times on six integers.

folds = [([[1]], [-2.5]), ([[1, -2]], [-1]), ([[1, -2, -2]], [0])]
network = tn.Network.from_weights(folds, skip=True)
kink, points, line = 2.5, torch.arange(6.0), torch.linspace(-0.2, 5.2, 109)
says = network(line.unsqueeze(1)).detach().flatten()

# %%
# Where the first neuron is a straight line, 0 or x - 2.5, it can be taken out: its readers take up
# the weights. Two networks of one neuron are left, one for each half.

left = tn.Network.from_weights([([[1]], [-1]), ([[1, -2]], [0])], skip=True)
right = tn.Network.from_weights([([[-1]], [4]), ([[-1, -2]], [5])], skip=True)
for half, keep in ((left, line <= kink), (right, line >= kink)):
    assert torch.allclose(half(line[keep].unsqueeze(1)).flatten(), says[keep], atol=1e-6)

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
figure, axes = plt.subplots(3, figsize=(6.8, 5.6), sharex=True, sharey=True)
parts = ((network, -1, 6), (left, -1, kink), (right, kink, 6))
for ax, (part, low, high) in zip(axes, parts, strict=True):
    own = (line >= low) & (line <= high)
    ax.axhline(0.5, color=C["muted"], lw=1)
    ax.plot(line, part(line.unsqueeze(1)).detach(), ":", color=C["network"], lw=1.2)
    ax.plot(line[own], says[own], color=C["network"])

# sphinx_gallery_defer_figures

# %%
# Each has the kink as a point of its own, ringed. Filled dots are above 1/2, hollow ones are not,
# and changes of class are counted along all dots. Without the ring the cut could hide one.

for ax, (part, low, high) in zip(axes, parts, strict=True):
    at = torch.cat([points[(points > low) & (points < high)], torch.tensor([kink])]).sort().values
    y = part(at.unsqueeze(1)).detach().flatten()
    ax.scatter(at, y, c=[C["data"] if v > 0.5 else "none" for v in y], ec=C["data"], zorder=3)
    ax.plot(kink, -0.5, "o", ms=13, mfc="none", color=C["error"])
    ax.text(5.3, -0.3, f"{changes((y > 0.5).tolist())}\nchanges")
    ax.set(xlim=(-0.4, 6.1), ylim=(-1.3, 1.4), xticks=points, yticks=[])

tn.plot.describe(
    figure,
    alt="Above, a zigzag through six integers, with a ring at 2.5 and 4 changes of class. Below it "
    "the part left of the ring, and below that the part right of it, each with the ring, going on "
    "dotted as a straight line, with 2 changes each.",
    caption="A network of two neurons, and its two halves, which are networks of one neuron each. "
    "The grey line is the threshold; the ring is the first neuron's kink, a point of both halves.",
)
plt.show()
