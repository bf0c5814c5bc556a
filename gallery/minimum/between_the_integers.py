r"""
Right on every pair of integers, and still not min
==================================================

Two ReLUs with weights -2 and 1 crease the plane along two lines close to the diagonal, where min
has one crease, on it. Yet no pair of integers sees the difference. Where could one look?
"""

from fractions import Fraction

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# The network is a - 2 R(a - b + 1/4) + R(a - b + 1/2).

network = tn.Network.from_weights(
    [([[1, -1], [1, -1]], [0.25, 0.5]), ([[1, 0, -2, 1]], [0])], skip=True
)
print(network)

# %%
# It is asked for all pairs of integers from -50 to 49. All its weights are multiples of 1/4, so no
# answer is rounded.

side = torch.arange(-50.0, 50)
pairs = torch.cartesian_prod(side, side)
error = network(pairs).flatten() - pairs.min(dim=1).values
print(f"{len(pairs):,} pairs, largest error {error.abs().max().item()}")
assert not error.any()

# %%
# Subtract min, and only the difference a - b matters. With b = 0 the network reads one number, and
# its exact pieces can be listed.

line = tn.pieces(
    tn.Network.from_weights([([[1], [1]], [0.25, 0.5]), ([[1, -2, 1]], [0])], skip=True)
)
line

# %%
# At -1/4 it is 1/4 above min.

x = [Fraction(k, 32) for k in range(-48, 41)]
assert line(-0.25) - min(-0.25, 0) == max(line(v) - min(v, 0) for v in x) == 0.25

# %%
# Between the integers it leaves min and comes back before 0.

fig, ax = plt.subplots()
ax.plot(x, [min(v, 0) for v in x], "--", color=tn.plot.COLORS["target"])
ax.plot(x, [float(line(v)) for v in x], color=tn.plot.COLORS["network"])
ax.plot((-1, 0, 1), (-1, 0, 0), "o", color=tn.plot.COLORS["data"], ms=7)
ax.annotate("integers", (-0.95, -1.02), va="center", color=tn.plot.COLORS["data"])
ax.annotate("min", (-0.2, -0.33), color=tn.plot.COLORS["target"])
ax.annotate("the network", (-0.4, -0.1), ha="right", color=tn.plot.COLORS["network"])
ax.set(xlabel="a − b", ylabel="output at b = 0", ylim=(-1.6, 0.3))
tn.plot.describe(
    fig,
    alt="Two curves over a minus b that rise along one line up to minus one half and are both 0 "
    "from 0 on. In between the network's curve makes a tooth above the other. Dots stand on both "
    "curves at the integers.",
    caption="A tooth of height 1/4 between -1/2 and 0, where there is no integer.",
)

# %%
# Pairs of quarters find it out.

quarters = torch.cartesian_prod(side / 4, side / 4)
wrong = network(quarters).flatten() != quarters.min(dim=1).values
print(f"wrong on {wrong.sum()} of {len(quarters):,} pairs of quarters")
assert wrong.any()

plt.show()
