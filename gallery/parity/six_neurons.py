r"""
Six neurons without skip connections know even from odd on 0..16
================================================================

A fold of the line takes two neurons if no connection may skip a layer, so four folds take eight.
Can you save two? Six neurons in two layers of three are enough, and five are not. These weights
were found by a search, not by an idea.
"""

from fractions import Fraction

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# Here is the whole network.

six = tn.Network.from_weights(
    [
        ([[1], [1], [-1]], [-3.5, -8, 12]),
        ([[-25, 17, -16], [-19, 13, -12], [19, -13, 12]], [173, 120, -115]),
        ([[-1, 1, -1]], [17.5]),
    ]
)
ax = tn.plot.graph(six)
tn.plot.describe(
    ax,
    alt="An input, two columns of three ReLU nodes and an output. The nine weights between the "
    "columns lie between 12 and 25 in size, with biases of 173, 120 and minus 115.",
    caption="Six hidden neurons, no skip connections. The lower two of the second column have "
    "opposite weights and almost opposite biases.",
)

# %%
# We read it as the exact piecewise-linear function that it is, straight between its corners.

f = tn.pieces(six)
x = torch.arange(17.0).unsqueeze(1)
corners = [-1.0, *map(float, f.breakpoints), 17.0]

# %%
# The output is above 0 for odd and below 0 for even integers. No fold, no symmetry, only a line
# that crosses the threshold in time.

_, ax = plt.subplots(figsize=(6.8, 3.2))
ax.axhline(0, color=tn.plot.COLORS["muted"], linewidth=1)
ax.plot(corners, [float(f(c)) for c in corners], color=tn.plot.COLORS["network"])
for start, fill in ((0, tn.plot.COLORS["data"]), (1, "none")):
    ax.plot(x[start::2], six(x)[start::2].detach(), "o", color=tn.plot.COLORS["data"], mfc=fill)
ax.set(xlabel="x", ylabel="output", xlim=(-0.5, 16.5), ylim=(-3.2, 3.2), xticks=range(17))
arrow = {"arrowstyle": "->", "color": tn.plot.COLORS["data"]}
ax.annotate("−11.5", (0, -3.2), (1.6, -2.6), color=tn.plot.COLORS["data"], arrowprops=arrow)
tn.plot.describe(
    ax,
    alt="A jagged line over 0 to 16 that crosses the height 0 between any two neighbouring "
    "integers. Filled dots for even integers lie below 0, rings for odd ones above. At 0 the line "
    "leaves the picture at the bottom.",
    caption="Filled dots are even, rings odd. The corners lie where they must, not where a fold "
    "would put them. At 0 the output is far below.",
)

# %%
# Is it right everywhere, and by how much? All numbers are exact fractions.

assert f.classifies(tn.Task("parity", x, x % 2), threshold=0)
print(f"{len(f)} pieces, {len(f.changes(0))} changes of class")
print("values at 0..16:", *[f(n) for n in range(17)])
margin = min(abs(f(n)) for n in range(17))
print("least margin:", margin)
assert margin == Fraction(1, 2)

# %%
# Sixteen pieces, and each of them crosses the threshold. Two layers of three can make no more
# pieces than that, 4 times 4, so nothing is left over.

corners_and_crossings = sorted([*f.breakpoints, *f.changes(0)])
assert corners_and_crossings[1::2] == list(f.breakpoints)
print("one crossing inside each of", len(f), "pieces")

plt.show()
