r"""
Each fold brings a network four times closer to x²
==================================================

No network of ReLUs is x²: its graph is made of straight pieces. It can come close, though. Add a
neuron: by which factor will the error of the best network shrink?
"""

from fractions import Fraction
from itertools import pairwise

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# :func:`tinynets.circuits.square` folds the unit interval at 1/2, 1/4, 1/8: the folds of the parity
# network, eight times smaller. Only the last line is new.

square, parity = tn.circuits.square(3), tn.circuits.parity(3, skip=True)
print(square)
x = y = torch.linspace(0, 1, 257).unsqueeze(1)  # y will be folded
*hidden, _ = square.activations(x)
*folds, _ = parity.activations(8 * x)
assert all(torch.equal(8 * h, fold) for h, fold in zip(hidden, folds, strict=True))

# %%
# A chord over x² is too high, by a curve. The folds make rows of tents; take off a row and
# the chords are those of intervals half as long.

_, ax = plt.subplots(figsize=(6.8, 3.6))
for s, (at, high) in enumerate([(0.5, 0.255), (0.75, 0.068), (0.75, 0.02)], start=1):
    y = y - 2 * torch.relu(y - 2**-s)
    ax.plot(x, y / 2**s, color=tn.plot.COLORS["network"])
    ax.text(at, high, f"fold {s}", ha="center")
ax.plot(x, x - x**2, "--", color=tn.plot.COLORS["target"])
ax.text(0.17, 0.18, "x − x²", ha="right", color=tn.plot.COLORS["target"])
ax.set(xlabel="x", ylabel="taken away from x", ylim=(0, 0.29))
tn.plot.describe(
    ax,
    alt="A dashed arch from 0 to 1, one quarter high, and under it one tent of the "
    "same height, two tents of a quarter of that height, and four of a sixteenth.",
    caption="What the three neurons take away from x: one tent, two, four. Added up, "
    "they nearly fill the arch.",
)

# %%
# What is left between the tents and the arch is the error. It is a row of arches, each 1/256 high.
# Half of it can be gained by lowering the whole function.

with torch.no_grad():
    error = square(x) - x**2
_, ax = plt.subplots(figsize=(6.8, 2.6))
ax.plot(x, error, color=tn.plot.COLORS["error"])
ax.set(xlabel="x", ylabel="error", yticks=[-1 / 512, 0, 1 / 512])
ax.set_yticklabels(["−1/512", "0", "1/512"])
tn.plot.describe(
    ax,
    alt="Eight equal arches between minus 1/512 and 1/512.",
    caption="The error of three neurons. It reaches the same two bounds on each of the "
    "eight pieces.",
)
assert torch.allclose(error.max(), -error.min()) and error.max() == 2**-9

# %%
# Exactly, from the pieces: on each the error is largest at an end, or where x² has its slope.


def largest_error(network: tn.Network) -> Fraction:
    f = tn.pieces(network, 0, 1)
    ends = [Fraction(0), *f.breakpoints, Fraction(1)]
    level = [s / 2 for s, (u, v) in zip(f.slopes, pairwise(ends), strict=True) if u <= s / 2 <= v]
    return max(abs(f(v) - v * v) for v in [*ends, *level])


for m in range(6):
    print(f"{m} neurons: largest error {largest_error(tn.circuits.square(m))}")
    assert largest_error(tn.circuits.square(m)) == Fraction(1, 2 ** (2 * m + 3))

# %%
# No network with m neurons has a smaller error: it has at most :math:`2^m` pieces, one of them is
# at least :math:`2^{-m}` long, and no straight line comes closer to x² on that length. The
# construction goes back to `Yarotsky (2017) <https://arxiv.org/abs/1610.01145>`_.

plt.show()
