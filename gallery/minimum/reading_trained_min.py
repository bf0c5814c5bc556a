r"""
Eleven trained numbers are one formula in disguise
==================================================

Training gives a network that is right and looks like nothing: eleven decimals. If it
computes min(a, b), we know what its numbers must add up to. Can you read off which
member of the family :math:`\theta a + (1 - \theta) b - \theta R(a - b) - (1 - \theta) R(b - a)`
it found?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# Train first, with large steps and then with smaller ones.

task = tn.tasks.minimum()


def trained(seed: int) -> tn.Network:
    network = tn.Network([2, 2, 1], skip=True, seed=seed)
    tn.train(network, task, epochs=300, lr=0.1)
    tn.train(network, task, epochs=300, lr=0.02)
    return network


# %%
# Eleven numbers, and a network that is right on its data.

network = trained(seed=13)
print(network)
assert (network(task.x) - task.y).abs().max() < 0.1

# %%
# The weights as they come:

ax = tn.plot.graph(network)
tn.plot.describe(
    ax,
    alt="A network of two inputs, two hidden ReLU nodes and one output with skip "
    "arcs. Each hidden node reads a and b with nearly opposite weights.",
    caption="What training left. Look at the two numbers that go into each hidden node.",
)

# %%
# The two weights of a hidden neuron are nearly opposite: it reads :math:`\pm(a - b)` times a
# factor. A factor before the ReLU can be undone by the weight after it, so only their product
# counts. We call it the neuron's *strength*; it belongs to the *side* a > b or b > a.


def read(network: tn.Network) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    p, v = network.layers[0].weight.detach(), network.layers[1].weight.detach()[0]
    tilt = p[:, 0] - p[:, 1]  # (2,)
    return v[:2], tilt.sign(), v[2:] * tilt.abs() / 2


skips, sides, strengths = read(network)
for side, strength in zip(sides.tolist(), strengths.tolist(), strict=True):
    print(f"strength {strength:+.3f} on the side {'a > b' if side > 0 else 'b > a'}")

# %%
# An exact network obeys two laws: the strengths add up to -1, and the output's weights of a and b
# are minus the strength on the side a > b and on the side b > a. Does ours?

on_side = torch.stack([strengths[sides > 0].sum(), strengths[sides < 0].sum()])
print("sum of strengths", round(strengths.sum().item(), 3))
print("weights of a, b and minus strengths", skips.numpy().round(3), (-on_side).numpy().round(3))
assert abs(strengths.sum() + 1) < 0.01
assert torch.allclose(skips, -on_side, atol=0.01)

# %%
# So theta is the weight of a, and we can set the same function by hand and compare.

theta = skips[0].item()
by_hand = tn.circuits.minimum(theta, dtype=torch.float32)
assert (network(task.x) - by_hand(task.x)).abs().max() < 0.1

# %%
# Another start, another theta: 1. Both neurons stand on one side and make :math:`a - R(a - b)`.

other = trained(seed=14)
skips, sides, strengths = read(other)
print(f"theta = {skips[0]:.3f}, strengths {strengths[0]:.3f} and {strengths[1]:.3f}")
assert abs(skips[0] - 1) < 0.01 and (sides > 0).all()

plt.show()
