r"""
Sorting two numbers folds the plane along a = b
===============================================

So far the network was an algorithm. It is also a map: each layer moves every point of the plane.
Take the network that puts two numbers in order. Which points move, and where do they land?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# One ReLU, :math:`h = R(a - b)`, says by how much a is too large. The output takes it
# from a and gives it to b: the smaller number comes first.

hidden = ([[1, -1]], [0])
output = ([[1, 0, -1], [0, 1, 1]], [0, 0])
sort = tn.Network.from_weights([hidden, output], skip=True)
print(sort)
x = torch.tensor([[3.0, 8.0], [8.0, 3.0]])
print(sort(x).tolist())

# %%
# Both pairs land on the same point. Now do this to the whole plane. The coloured half is where the
# ReLU is on.

axes = tn.plot.plane(sort, 1, low=-4, high=4)
tn.plot.describe(
    axes,
    alt="Left, a square grid with the diagonal marked; the half below it is "
    "coloured and carries a letter F, the other half is grey. Right, only the "
    "upper left triangle is covered: the coloured half lies mirrored on the grey "
    "one.",
    caption="The plane before and after. The half where a > b is folded over the "
    "diagonal onto the other half, which stays where it is.",
)

# %%
# That is why one ReLU is enough for min: fold the plane, then read the first coordinate. A fold
# forgets one thing, on which side of the line you were, and min does not need to know it.

pairs = tn.tasks.minimum().x
assert torch.equal(sort(pairs), pairs.sort(dim=1).values)
assert torch.equal(sort(pairs), sort(pairs.flip(1)))

# %%
# The two ReLUs of the symmetric network, :math:`R(a - b)` and :math:`R(b - a)`, do something more
# drastic. Guess first: what remains of the plane if only these two numbers are kept?

axes = tn.plot.plane(tn.circuits.minimum(theta=0.5), 0, low=-4, high=4)
tn.plot.describe(
    axes,
    alt="Left, the same square grid with its diagonal. Right, the image has no "
    "area: it is a right angle formed by the positive halves of the two axes.",
    caption="The hidden layer alone squeezes the plane onto two half-lines. The "
    "skip connection brings back what it loses.",
)

plt.show()
