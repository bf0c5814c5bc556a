"""
Cut one neuron, and you see what it was for
===========================================

What a part does, you learn by removing it. The parity network with skip connections has four
neurons, one for each fold at 8, 4, 2 and 1. We cut each in turn and let the others work on. Which
cut will hurt most, and which integers will not notice that the first neuron is gone?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# :meth:`tinynets.Network.ablate` returns a copy in which a neuron is read as 0.

network = tn.circuits.parity(4, skip=True)
x = torch.arange(17.0).unsqueeze(1)
task = tn.Task("parity of 0..16", x, x % 2)
cuts = [network.ablate(layer, 0) for layer in range(4)]
right = [[v for v in range(17) if cut(x)[v] == task.y[v]] for cut in cuts]

# %%
# Cut the last neuron, the fold at 1. Now nothing sends 2 to 0.

ax = tn.plot.function(cuts[3], task)
tn.plot.describe(
    ax,
    alt="Four tents, twice as wide and twice as high as the data ask for. The "
    "points under their tops are marked as missed.",
    caption="Without the fold at 1. The odd numbers and every second even one are still right.",
)

# %%
# Cut the first neuron, the fold at 8. The right half of the line is never brought back.

ax = tn.plot.function(cuts[0], task)
tn.plot.describe(
    ax,
    alt="A zigzag through the points up to 8. From 9 on the curve falls in a "
    "straight line, and the points there are missed.",
    caption="Without the fold at 8. Up to 8 nobody notices; farther right all is lost.",
)

# %%
# All four cuts, number by number.

_, ax = plt.subplots(figsize=(6.8, 2.8))
for row, good in enumerate(right):
    bad = [v for v in range(17) if v not in good]
    ax.plot(good, [row] * len(good), "o", color=tn.plot.COLORS["data"])
    ax.plot(bad, [row] * len(bad), "x", color=tn.plot.COLORS["error"], mew=2)
ax.set(xlabel="x", xticks=range(0, 17, 2), ylim=(3.5, -0.5))
ax.set_yticks(range(4), [f"cut the fold at {2 ** (3 - k)}" for k in range(4)])
tn.plot.describe(
    ax,
    alt="Four rows of marks over the integers 0 to 16, a dot where the cut network "
    "is right and a cross where it is wrong. The crosses form one block on the "
    "right in the first row, one block in the middle in the second, two groups of "
    "three in the third, four single ones in the last.",
    caption="Dots are right, crosses wrong. Each cut spoils other stretches of the "
    "line, and the stretches overlap.",
)

# %%
# The counts agree with the picture.

for k, good in enumerate(right):
    print(f"without the fold at {2 ** (3 - k)}: {len(good)} of 17 right")
    assert all(v in good for v in range(2 ** (3 - k) + 1))

plt.show()
