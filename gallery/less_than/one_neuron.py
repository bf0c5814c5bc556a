r"""
A weight, a bias and a bend are enough to ask whether x is below 10
===================================================================

A neuron multiplies its input by a weight, adds a bias and sends the sum through an activation.
Nothing in that looks like a comparison. How many neurons would you spend on "is x below 10?",
and what numbers would you put into them?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# One is enough. The network that :func:`tinynets.circuits.less_than` returns is a single neuron
# with a sigmoid, :math:`\sigma(z) = 1 / (1 + e^{-z})`.

neuron = tn.circuits.less_than(10)
print(neuron)
ax = tn.plot.graph(neuron)
tn.plot.describe(
    ax,
    alt="An input node x and an output node y, joined by one edge with the weight "
    "minus 1. The output node holds the bias plus 10 and is marked as a sigmoid.",
    caption="The whole network. The weight stands on the edge, the bias in the "
    "node, the activation below it.",
)

# %%
# The weight of -1 turns the number line around, so that small numbers give large sums. The bias
# of 10 puts the zero of the sum at x = 10. The sigmoid turns "above zero" into "near 1".

ax = tn.plot.function(neuron, low=0, high=20)
ax.axvline(10, color=tn.plot.COLORS["muted"], linewidth=1, linestyle="--")
ax.text(10.2, 0.95, "the sum is 0", color=tn.plot.COLORS["muted"], va="top")
tn.plot.describe(
    ax,
    alt="A smooth curve falls from 1 at x = 0 to 0 at x = 20 and passes one half at x = 10.",
    caption="The neuron's answer. Far from 10 it is sure; near 10 it hesitates.",
)

# %%
# Now predict two changes. What happens if we double both numbers? And if we double the weight
# alone?

both = tn.Network.from_weights([([[-2]], [20])], output="sigmoid")
weight_only = tn.Network.from_weights([([[-2]], [10])], output="sigmoid")
networks = (neuron, both, weight_only)
labels = ("weight −1, bias 10", "weight −2, bias 20", "weight −2, bias 10")
for network in networks[1:]:
    print(network)

# %%
# The first stays a full line. Both numbers doubled: dashed. The weight alone: dotted.

x = torch.linspace(0, 20, 401).unsqueeze(1)
styles, places = ("-", "--", ":"), ((11.6, 0.2), (9.3, 0.86), (0.2, 0.1))
_, ax = plt.subplots()
for network, style, label, place in zip(networks, styles, labels, places, strict=True):
    ax.plot(x, network(x).detach(), style, color=tn.plot.COLORS["network"])
    ax.text(*place, label, color=tn.plot.COLORS["network"])
ax.set(xlabel="x", ylabel="y")
tn.plot.describe(
    ax,
    alt="Three falling curves. Two cross one half at x = 10, one of them more "
    "steeply; the third is as steep but crosses at x = 5.",
    caption="Doubling both numbers keeps the place and sharpens the bend. Doubling "
    "the weight alone moves the place.",
)

# %%
# The place where the neuron decides is the *threshold*, minus the bias over the weight. There the
# sum is 0 and the sigmoid says one half.

for network in networks:
    threshold = -network.layers[0].bias / network.layers[0].weight
    print(threshold.item(), network(threshold).item())
    assert network(threshold).item() == 0.5

plt.show()
