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
# One neuron on five integers. Its kink lies between two of them, at 2.5.

kink, points = 2.5, torch.arange(5.0)
neuron = tn.Network.from_weights([([[1]], [-kink])], output="relu")
line = torch.linspace(-0.4, 4.4, 49)
says = neuron(line.unsqueeze(1)).detach().flatten()

# %%
# Above, the neuron. Below, the halves: on each the neuron is one straight line, and the kink is an
# extra point of both.

C = tn.plot.COLORS
_, (whole, halves) = plt.subplots(2, figsize=(6.8, 4.2))
whole.plot(line, says, color=C["network"])
whole.plot(points, neuron(points.unsqueeze(1)).detach(), "o", color=C["data"])
for ax in (whole, halves):
    ax.axvline(kink, color=C["muted"], ls="--")
    ax.set(xlim=(-1, 5), ylim=(-1.2, 2.4), yticks=[])

# sphinx_gallery_defer_figures

# %%
# The straight lines go on, dotted, beyond the half in which they are the neuron.

for offset, keep, f in ((-0.35, line <= kink, 0 * line), (0.35, line >= kink, line - kink)):
    halves.plot(line + offset, f, ":", color=C["network"], lw=1)
    halves.plot(line[keep] + offset, f[keep], color=C["network"])
    halves.plot(kink + offset, 0, "o", ms=9, mfc="none", color=C["error"])
left, right = points[points < kink], points[points > kink]
halves.plot(left - 0.35, 0 * left, "o", color=C["data"])
halves.plot(right + 0.35, right - kink, "o", color=C["data"])

# sphinx_gallery_defer_figures

# %%
# Cut a list of classes anywhere, put one and the same class at the cut of both parts, and count the
# changes: the parts have at least as many as the whole. All lists of eight say so.


def changes(classes: list[int]) -> int:
    return sum(a != b for a, b in pairwise(classes))


lists = [[k >> i & 1 for i in range(8)] for k in range(256)]
cuts = [(c, i, p) for c in lists for i in range(9) for p in (0, 1)]
assert all(changes(c) <= changes([*c[:i], p]) + changes([p, *c[i:]]) for c, i, p in cuts)
halves.set_xticks([])
tn.plot.describe(
    plt.gcf(),
    alt="Above, a line that is flat up to a dashed kink and rises from there, with five points. "
    "Below, its two halves drawn apart. Each has the kink as a ring, and goes on dotted as a "
    "straight line.",
    caption="A neuron and its two halves, drawn a little apart. The ring is the kink, a point of both.",
)
plt.show()
