"""
No labelling of 0..15 changes its mind more often than parity
=============================================================

Label each of the integers 0..15 with 0 or 1, in any way you like. The function ``x < 10`` changes
its answer once along the line. How many changes does an ordinary labelling have, and where does
parity stand among them?
"""

import itertools
from collections import Counter

import matplotlib.pyplot as plt

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# The data: 0 for even, 1 for odd.

task = tn.tasks.parity(16)
ax = tn.plot.data(task)
ax.plot(task.x, task.y, color=tn.plot.COLORS["target"], linewidth=1, zorder=1)
tn.plot.describe(
    ax,
    alt="Points for the integers 0 to 15 that alternate between height 0 and "
    "height 1, joined by a thin zigzag line.",
    caption="Every step to the right changes the answer.",
)

# %%
# There are few enough labellings to look at all of them. We count how often each changes.


def changes(labels: tuple[float, ...]) -> int:
    return sum(left != right for left, right in itertools.pairwise(labels))


counts = Counter(changes(labels) for labels in itertools.product((0, 1), repeat=16))
parity = changes(tuple(task.y.flatten().tolist()))
print(f"{counts.total():,} labellings; parity changes {parity} times")
print(f"{counts[parity]} labellings change that often: parity and its opposite")

# %%
# Most labellings change about every other time. Parity stands at the far end.

_, ax = plt.subplots()
ax.bar(counts.keys(), counts.values(), color=tn.plot.COLORS["muted"], width=0.7)
color, place = tn.plot.COLORS["target"], (parity, counts[parity])
arrow = {"arrowstyle": "->", "color": color}
ax.annotate("parity", place, (parity, 3000), color=color, ha="center", arrowprops=arrow)
ax.set(xlabel="changes along 0..15", ylabel="labellings")
tn.plot.describe(
    ax,
    alt="A bell of bars over the numbers of changes from 0 to 15, highest at 7 and "
    "8. An arrow points at 15, where no bar is high enough to be seen.",
    caption="How often a labelling of 0..15 changes. Only parity and its opposite reach the end.",
)

# %%
# So a network for parity has to turn between any two neighbouring changes, fourteen times. Each
# ReLU can add turns, and the question is how fast their number grows.

assert parity == max(counts) == 15
assert counts[parity] == 2

plt.show()
