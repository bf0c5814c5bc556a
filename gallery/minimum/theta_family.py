r"""
One function has a whole family of exact networks
=================================================

Here are four networks with different weights. Each of them is exactly min(a, b): on every pair,
not only on the data. What do they have in common, and which number tells them apart?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# The family is
# :math:`\theta a + (1 - \theta) b - \theta R(a - b) - (1 - \theta) R(b - a)`, and
# :func:`tinynets.circuits.minimum` takes any :math:`\theta`. We begin with 1.

ax = tn.plot.graph(tn.circuits.minimum(theta=1))
tn.plot.describe(
    ax,
    alt="An arc of weight 1 carries a to the output, which takes the first hidden "
    "node with weight minus 1. The line from the second hidden node is faint, and "
    "b has no arc.",
    caption=r":math:`\theta = 1`: start from a and take away what it has too much.",
)

# %%
# At the other end of the family the roles are exchanged.

ax = tn.plot.graph(tn.circuits.minimum(theta=0))
tn.plot.describe(
    ax,
    alt="An arc of weight 1 carries b to the output, which takes the second hidden "
    "node with weight minus 1. The line from the first hidden node is faint, and a "
    "has no arc.",
    caption=r":math:`\theta = 0`: start from b instead.",
)

# %%
# In the middle both numbers and both neurons take equal parts.

ax = tn.plot.graph(tn.circuits.minimum(theta=0.5))
tn.plot.describe(
    ax,
    alt="The output reads a and b with weight one half each and both hidden nodes "
    "with weight minus one half each.",
    caption=r":math:`\theta = 1/2`: the mean of a and b, minus half their "
    r"distance.",
)

# %%
# Any other number will do as well.

ax = tn.plot.graph(tn.circuits.minimum(theta=0.3))
tn.plot.describe(
    ax,
    alt="The output reads a with weight 0.3, b with 0.7, and the hidden nodes with "
    "weights minus 0.3 and minus 0.7.",
    caption=r":math:`\theta = 0.3`: a mixture that nobody would write by hand.",
)

# %%
# All of them give the same answers. The grid's numbers have few binary digits, so for the first
# three thetas the sums are exact; 0.3 is rounded in binary, and its answers with it.

side = torch.arange(-50, 51, dtype=torch.float64) / 2
pairs = torch.cartesian_prod(side, side)
smaller = pairs.min(dim=1, keepdim=True).values
for theta in (1, 0, 0.5, 0.3):
    network = tn.circuits.minimum(theta, dtype=torch.float64)
    error = (network(pairs) - smaller).abs().max().item()
    print(f"theta {theta}: largest error {error:.0e} on {len(pairs):,} pairs")
    assert error < 1e-13 and (theta == 0.3 or error == 0)

plt.show()
