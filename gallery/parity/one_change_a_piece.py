r"""
Every fold doubles the changes, and no neuron can do better
===========================================================

A network of h neurons, each of which may read all before it, is made of at most :math:`2^h`
straight pieces. A straight piece changes its answer at most once. Do the folds of the parity
network use all of them? And what does a network without a plan make of its neurons?
"""

import random
from fractions import Fraction

import matplotlib.pyplot as plt

import tinynets as tn

plt.style.use("tinynets.house")
HALF = Fraction(1, 2)

# %%
# We read the folds exactly. The pieces and the changes of class are fractions, without rounding.

folds = [tn.pieces(tn.circuits.parity(h, skip=True)) for h in range(9)]
for h, f in enumerate(folds):
    print(f"{h} folds: {len(f):3} pieces, {len(f.changes(HALF)):3} changes")
    assert len(f) == len(f.changes(HALF)) == 2**h

# %%
# Then two hundred networks whose weights are random quarters, for each number of neurons.


def drawn(rng: random.Random, h: int) -> tn.Network:
    rows = [[rng.randint(-8, 8) / 4 for _ in range(i + 2)] for i in range(h + 1)]
    return tn.Network.from_weights([([r[:-1]], r[-1:]) for r in rows], skip=True)


rng = random.Random(0)
pieces = {h: [len(tn.pieces(drawn(rng, h))) for _ in range(200)] for h in range(1, 9)}
for h, counts in pieces.items():
    print(f"{h} neurons: {max(counts):2} pieces at most, {sum(counts) / 200:.1f} on average")
    assert max(counts) <= 2**h

# %%
# On a logarithmic scale the bound is a straight line, and the folds lie on it. Chance uses few of
# the pieces that it could have.

fig, ax = plt.subplots()
ax.semilogy(range(9), [len(f) for f in folds], "o-", base=2, color=tn.plot.COLORS["target"])
for h, counts in pieces.items():
    some = sorted(set(counts))
    ax.plot([h] * len(some), some, "o", ms=4, color=tn.plot.COLORS["network"], alpha=0.6)
ax.set(xlabel="neurons", ylabel="pieces", xticks=range(9))
ax.annotate("the folds, and the bound", (5.8, 64), ha="right", color=tn.plot.COLORS["target"])
ax.annotate("random networks", (6, 1.4), ha="center", color=tn.plot.COLORS["network"])
tn.plot.describe(
    fig,
    alt="Dots over the number of neurons from 0 to 8, on a logarithmic vertical axis. One row of "
    "dots rises along a straight line from 1 to 256; the others fall below it from three "
    "neurons on, and ever farther.",
    caption="Pieces of the folds and of random networks. Nothing lies above the line.",
)

plt.show()
