r"""
Five ReLUs sort four numbers, and four cannot
=============================================

One ReLU puts two numbers in order: with :math:`r = R(a - b)`, the smaller is :math:`a - r` and
the larger :math:`b + r`. Sorters of cards do nothing else, two at a time. How many such steps do
four numbers take? And could a ReLU do something cleverer than to compare two?
"""

from itertools import permutations, product

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# Two wires at a time are compared, and the numbers on them change places if the larger is on top.

columns = [[7, 4, 9, 2]]
steps = [[(0, 1), (2, 3)], [(0, 2), (1, 3)], [(1, 2)]]
for pairs in steps:
    wires = list(columns[-1])
    for i, j in pairs:
        wires[i], wires[j] = sorted((wires[i], wires[j]))
    columns.append(wires)
assert wires == [2, 4, 7, 9]

# %%
# Each number runs along a wire, from left to right. The joins are the comparisons.

_, ax = plt.subplots(figsize=(6.8, 2.9))
ax.hlines(range(4), 0, 3, color=tn.plot.COLORS["muted"], zorder=1)
for x, row in product(range(4), range(4)):
    ax.text(x, row - 0.12, columns[x][row], ha="center")
for x, pairs in enumerate(steps):
    for k, ends in enumerate(pairs):
        ax.plot([x + 0.4 + k / 5] * 2, ends, "o-", color=tn.plot.COLORS["network"])
ax.set(ylim=(3.3, -0.5), frame_on=False, xticks=[], yticks=[])
tn.plot.describe(
    ax,
    alt="Four horizontal wires with the numbers 7, 4, 9 and 2 on the left and 2, 4, 7 "
    "and 9 on the right. Five vertical joins between the wires 1 and 2, 3 and 4, "
    "1 and 3, 2 and 4, 2 and 3.",
    caption="Two pairs are sorted, then the smaller two and the larger two, then the middle.",
)

# %%
# :func:`tinynets.circuits.sort` is this picture, one ReLU a join. It sorts all 24 orders, and all
# rows of the numbers 0, 1 and 2 with repetitions.

sorter = tn.circuits.sort(4)
rows = [*permutations(range(4)), *product(range(3), repeat=4)]
rows = torch.tensor(rows, dtype=torch.float32)
assert torch.equal(sorter(rows), rows.sort(dim=1).values)
print(f"{sorter.n_hidden} ReLUs, widths {sorter.widths}: right on {len(rows)} rows")

# %%
# A ReLU need not compare. But each one at most doubles the number of regions in which the whole
# network is affine. All 24 orders are sorted to the same row; if two of them lay in one region,
# so would their midpoint, and it would be sorted to that row too. It never is:

orders = rows[:24]
pairs = torch.combinations(torch.arange(24))
middles = sorter((orders[pairs[:, 0]] + orders[pairs[:, 1]]) / 2)
same = (middles == torch.arange(4.0)).all(dim=1).sum().item()
print(f"{len(pairs)} midpoints, {same} of them sorted to 0, 1, 2, 3")
assert same == 0

# %%
# So there are at least 24 regions, and four neurons make at most 16. Three numbers have 6 orders:
# three neurons, as many as the smaller network has.

ax = tn.plot.graph(tn.circuits.sort(3))
tn.plot.describe(
    ax,
    alt="Inputs a, b and c, three ReLU nodes in a row, and outputs y1, y2 and y3, "
    "joined by many arcs with weights 1 and minus 1 and one with minus 2.",
    caption="The sorter of three numbers as a network. A wire has become a sum over all "
    "neurons that changed it.",
)

plt.show()
