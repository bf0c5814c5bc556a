r"""
Two equal formulas part ways where the integers run out
=======================================================

On paper :math:`y - 2R(y - c)` and :math:`c - |y - c|` are the same fold. Half precision has no
odd integers beyond 2048. Build a parity network with 13 folds from each of the two and ask
``float16`` for small numbers. Which of them still tells 3 from 4?
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
half = torch.float16
n = 13

# %%
# Each fold is a layer of two neurons: R(y) and R(y - c), or R(y - c) and R(c - y). The second
# reads the fold as c minus the sum of the two.

heights = [2.0**k for k in reversed(range(n))]
reads = [[1]] + [[1, -2]] * n
hidden = [([read, read], [0, -c]) for read, c in zip(reads, heights, strict=False)]
first = tn.Network.from_weights([*hidden, ([[1, -2]], [0])], dtype=half)

hidden = [([[1], [-1]], [-heights[0], heights[0]])]
for before, c in pairwise(heights):
    hidden.append(([[-1, -1], [1, 1]], [before - c, c - before]))
second = tn.Network.from_weights([*hidden, ([[-1, -1]], [1])], dtype=half)

# %%
# They have the same shape, and in double precision both are right on all of 0..8192.

assert first.widths == second.widths
x = torch.arange(2**n + 1)
for network in (first, second):
    weights = [(layer.weight, layer.bias) for layer in network.layers]
    double = tn.Network.from_weights(weights, dtype=torch.float64)
    assert torch.equal(double(x.double().unsqueeze(1)).flatten().long(), x % 2)

# %%
# In half precision they are not the same function any more.

small = torch.arange(17)
says = [net(small.to(half).unsqueeze(1)).detach().flatten().float() for net in (first, second)]
assert not torch.equal(*says)

# %%
# A cross is a wrong answer.

fig, axes = plt.subplots(2, sharex=True, sharey=True, figsize=(6.8, 4.2))
for ax, y, text in zip(axes, says, ("y − 2R(y − c)", "c − |y − c|"), strict=True):
    right = y == small % 2
    ax.plot(small[right], y[right], "o", color=tn.plot.COLORS["data"])
    ax.plot(small[~right], y[~right], "X", ms=9, color=tn.plot.COLORS["error"])
    ax.annotate(text, (0, 1.03), xycoords="axes fraction", va="bottom")
axes[1].set(xlabel="x", xticks=range(0, 17, 2), ylim=(-0.4, 1.4), yticks=[0, 1])
tn.plot.describe(
    fig,
    alt="Two rows over the integers 0 to 16. In the upper row dots alternate between 0 and 1. In "
    "the lower row everything is at 0: dots at the even integers, crosses at the odd ones.",
    caption="What the two say in float16. Crosses are wrong: the second calls every number even.",
)

# %%
# The first fold is to blame. It should leave small numbers alone. The absolute value moves them to
# the neighbourhood of 4096, where only even numbers exist, and cannot move them back.

y = torch.arange(8).to(half)
print("y                      ", y.int().tolist())
print("y - 2 relu(y - 4096)   ", (y - 2 * torch.relu(y - 4096)).int().tolist())
print("4096 - abs(y - 4096)   ", (4096 - (y - 4096).abs()).int().tolist())

# %%
# How many folds can each take? We ask for all integers that ``float16`` has.

for folds in range(10, 16):
    x = torch.arange(2**folds + 1).to(half).unique()
    y = z = x
    for k in reversed(range(folds)):
        y, z = y - 2 * torch.relu(y - 2**k), 2**k - (z - 2**k).abs()
    wrong = [(answer != x % 2).sum().item() for answer in (y, z)]
    print(f"{folds} folds, {len(x):5,} integers: {wrong[0]} and {wrong[1]:5,} wrong")
    assert wrong[0] == 0 and (wrong[1] == 0) == (folds <= 12)

plt.show()
