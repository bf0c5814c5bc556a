"""
Past its last fold a parity network runs off in a straight line
===============================================================

The hand-set network is right on 0..15, the integers that it was made for. It has not heard
of any others. Before you look: is it still right at -1, at 17, at 100?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# We ask it for the integers around its range and mark what it misses.

network = tn.circuits.article_parity()
x = torch.arange(-7.0, 25.0).unsqueeze(1)
task = tn.Task("parity of -7..24", x, x % 2)
ax = tn.plot.function(network, task)
tn.plot.describe(
    ax,
    alt="In the middle a zigzag through the points at heights 0 and 1. On both "
    "sides the curve leaves in a straight rising line, and the points below it are "
    "marked as missed.",
    caption="Between the two arms the network alternates. Outside it has nothing left to fold.",
)

# %%
# It is right a little farther than it had to be, from -1 to 17: the first fold, at 8, sends both of
# these to 9, and 9 is folded well.

right = x[network(x) == task.y]
print(f"right on {right.min():.0f}..{right.max():.0f}, {len(right)} integers")
assert right.tolist() == list(range(-1, 18))

# %%
# Beyond that range it follows a straight line, and has nothing left to bend it back.

for number in (-3, -2, 18, 19, 100):
    print(f"f({number}) = {network(torch.tensor([[float(number)]])).item():.0f}")
assert network(torch.tensor([[-2.0], [18.0], [19.0]])).flatten().tolist() == [2, 2, 3]
assert (network(x[x > 17].unsqueeze(1)).flatten() == x[x > 17] - 16).all()

# %%
# Adding a fold doubles the range, and the new network ends in a line as well. A
# network with finitely many ReLUs has finitely many pieces, and the last one is straight.

for folds in range(1, 9):
    x = torch.arange(1000.0).unsqueeze(1)
    first_wrong = (tn.circuits.parity(folds)(x) != x % 2).nonzero()[0, 0].item()
    print(f"{folds} folds: the first integer it gets wrong is {first_wrong}")
    assert first_wrong == 2**folds + 1

plt.show()
