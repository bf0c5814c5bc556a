r"""
Folding a paper strip four times sorts even from odd
====================================================

Write the integers 0..16 on a strip of paper. Fold it at 8, so that 9 lies on 7, 10 on 6, 16 on 0.
Which numbers lie on one another, and what do they have in common? Then fold again at 4, at 2, and
at 1.
"""

import matplotlib.pyplot as plt

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# A fold at c sends y to :math:`c - |y - c|`. What lies left of c stays, and what lies right of it
# swings over. Filled dots are even, rings are odd.

ax = tn.plot.folds([8, 4, 2, 1])
tn.plot.describe(
    ax,
    alt="Five rows. The first shows the integers 0 to 16 on a line. Each further "
    "row is half as long, its dots stacked, until all filled dots stand on 0 and "
    "all rings on 1.",
    caption="One row for each fold. Filled dots only ever meet filled dots: a fold "
    "at an integer moves a number by an even distance.",
)

# %%
# The same folds in motion.

animation = tn.plot.fold_animation([8, 4, 2, 1])
tn.plot.describe(
    animation,
    alt="An animated number line from 0 to 16. Its right half swings over to the "
    "left four times, and the dots gather on 0 and 1.",
    caption="The right half swings over at each fold.",
)

# %%
# Which folds may we choose? Any integer keeps parity, for :math:`2c - y` and :math:`y` differ by
# the even number :math:`2(c - y)`. Folding in halves is what makes four folds enough for 17
# integers. The other two choices here leave three places:

for heights in ([8, 4, 2, 1], [8, 4, 2], [8, 5, 2, 1]):
    y = list(range(17))
    for c in heights:
        y = [c - abs(v - c) for v in y]
    print(heights, "leaves", sorted(set(y)))
    assert all((v - x) % 2 == 0 for x, v in enumerate(y))
    assert len(set(y)) == (2 if heights == [8, 4, 2, 1] else 3)

plt.show()
