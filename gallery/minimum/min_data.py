"""
The smaller of two numbers is a roof with one straight ridge
============================================================

Two numbers go in, the smaller one comes out. Seen from above, the inputs are points of a plane;
the answer is a height over it. What does the surface look like, and where does it bend?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# First the data: random pairs of integers with the smaller one as height.

task = tn.tasks.minimum()
print(task)
ax = tn.plot.data(task)
tn.plot.describe(
    ax,
    alt="A cloud of points over the plane of a and b. They lie on two flat faces "
    "that rise towards the corner where both numbers are large.",
    caption="An even selection of the data. The points lie on two flat faces.",
)

# %%
# Now the surface, and the same points on it. The faces meet above the line a = b.

network = tn.circuits.minimum()
ax = tn.plot.surface(network, task, low=-50, high=50)
ax.plot([-50, 50], [-50, 50], [-50, 50], color=tn.plot.COLORS["target"], zorder=3)
tn.plot.describe(
    ax,
    alt="A translucent surface made of two planes with the data points on it. A "
    "line marks the ridge, which runs from the low corner to the high corner of "
    "the square.",
    caption="The surface of min(a, b). The ridge lies above the line a = b, and "
    "nothing bends anywhere else.",
)

# %%
# On one face the height is a, on the other it is b. A function made of flat faces is what ReLUs
# make, so a few of them can do it exactly.

assert torch.equal(network(task.x), task.y)
above = task.x[:, 0] > task.x[:, 1]
assert torch.equal(task.y[above, 0], task.x[above, 1])
assert torch.equal(task.y[~above, 0], task.x[~above, 0])

plt.show()
