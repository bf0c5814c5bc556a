"""
Each layer of the parity network says the line over, half as long
=================================================================

A small network has so few neurons that you can ask every one of them what it says. The parity
network for 0..8 has three folds of two neurons. Draw the response of each over x: how often does
the first layer turn, how often the last?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# :meth:`tinynets.Network.activations` returns one tensor for each layer.

network = tn.circuits.parity(3)
print(network)
x = torch.linspace(0, 8, 161).unsqueeze(1)
with torch.no_grad():
    *hidden, y = network.activations(x)

# %%
# A row for each layer. The left neuron carries the folded line, the right one says how
# far it reaches past the next fold.

figure, axes = plt.subplots(3, 2, figsize=(6.8, 5.4), sharex=True, sharey="row")
for k, ax in enumerate(axes.flat):
    ax.plot(x, hidden[k // 2][:, k % 2], color=tn.plot.COLORS["network"])
    ax.text(0.03, 0.86, f"h{k + 1}", transform=ax.transAxes)
for ax in axes[-1]:
    ax.set_xlabel("x")
tn.plot.describe(
    figure,
    alt="Six panels. In the first row a straight line and one ramp; in the second "
    "a tent and a smaller tent; in the third two tents and two smaller ones.",
    caption="What the six hidden neurons say. From row to row the height halves "
    "and the tents double.",
)

# %%
# The last layer prepares the third fold, and the output carries it out: four tents, a zigzag
# between 0 and 1.

ax = tn.plot.function(network, tn.tasks.parity(9))
tn.plot.describe(
    ax,
    alt="A zigzag with four teeth that passes through the points at 0 to 8.",
    caption="The third fold: twice as many tents as in the last layer.",
)

# %%
# Count the turns of the first neuron of each layer, and of the output. Each fold doubles the
# pieces.


def turns(values: torch.Tensor) -> int:
    slopes = values.diff().sign()
    return int((slopes[1:] != slopes[:-1]).sum())


counts = [turns(layer[:, 0]) for layer in (*hidden, y)]
print("turns:", counts)
assert [n + 1 for n in counts] == [1, 2, 4, 8]

plt.show()
