r"""
Each fold brings a network four times closer to x²
==================================================

No network of ReLUs is x²: its graph is made of straight pieces. It can come close, though. Add a
neuron: by which factor will the error of the best network shrink? The neurons that do it are old
acquaintances.
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
x = torch.linspace(0, 1, 257).unsqueeze(1)
for small, large in zip(square.activations(x)[:-1], parity.activations(8 * x)[:-1], strict=True):
    assert torch.equal(8 * small, large)

# %%
# A chord over x² is too high, by a curve. The folds make rows of tents; take off a row and
# the chords are those of intervals half as long.

_, ax = plt.subplots(figsize=(6.8, 3.6))
y, chord = x, x.clone()
for s in range(1, 4):
    y = y - 2 * torch.relu(y - 2**-s)
    ax.plot(x, y / 2**s, color=tn.plot.COLORS["network"])
    ax.annotate(f"fold {s}", (2**-s, 4**-s), (0, 4), textcoords="offset points", ha="center")
    chord = chord - y / 2**s
ax.plot(x, x - x**2, "--", color=tn.plot.COLORS["target"])
ax.annotate("x − x²", (0.76, 0.21), color=tn.plot.COLORS["target"])
ax.set(xlabel="x", ylabel="taken away from x", ylim=(0, 0.29))
tn.plot.describe(
    ax,
    alt="A dashed arch from 0 to 1, one quarter high, and inside it one tent of the same height, "
    "two tents of a quarter of that height, and four of a sixteenth.",
    caption="What the three neurons take away from x: one tent, two, four. Together they fill the arch x − x² from below.",
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
    caption="The error of three neurons goes up and down between the same two values eight times. The best approximations look like this.",
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
# No network with m neurons does better: see the puzzles' chapter, which credits Yarotsky.

plt.show()
