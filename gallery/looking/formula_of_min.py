"""
A trained min network reads as a formula, with a proof
======================================================

Eleven decimals come out of training. :func:`tinynets.formula` writes them as a formula that is as
simple as a tolerance allows, and computes how far the two are apart at most: exactly, not on
samples. Which formula do you expect?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
torch.set_num_threads(1)  # on tensors this small a second thread only gets in the way


# %%
# Train from a start, with large steps and then with smaller ones.


def trained(seed: int) -> tn.Network:
    network = tn.Network([2, 2, 1], skip=True, seed=seed)
    tn.train(network, tn.tasks.minimum(), epochs=300, lr=0.1)
    tn.train(network, tn.tasks.minimum(), epochs=300, lr=0.02)
    return network


network = trained(seed=2)
print(network)

# %%
# On the square of the data, with a tolerance of 0.1:

found = tn.formula(network, low=-50, high=49, tolerance=0.1)
assert str(found.expression) == "a - ReLU(a - b)"
found

# %%
# One of the two hidden neurons is all that is left, as in the article's run. A smaller tolerance
# keeps more of the decimals.

tn.formula(network, low=-50, high=49, tolerance=0.003)

# %%
# Another start ends in another member of the family that all compute min: here theta is 1/5.
# :func:`tinynets.minimum_theta` says how far it is from being exact.

other = trained(seed=13)
reading = tn.minimum_theta(other)
print(f"theta {reading.theta:.4f}, strengths sum to -1 up to {abs(reading.sum_error):.1g}")
tn.formula(other, low=-50, high=49, tolerance=0.1)

# %%
# The error of a network against min is largest at a corner of one of its flat parts. Here is the
# whole surface of errors of the first one, in thousandths.

x = torch.cartesian_prod(*[torch.arange(-50.0, 50.0)] * 2)
with torch.no_grad():
    errors = 1000 * (network(x)[:, 0] - x.amin(dim=1)).reshape(100, 100).T
_, ax = plt.subplots(figsize=(5, 4.2))
lines = ax.contour(x[::100, 0], x[:100, 1], errors, colors=tn.plot.COLORS["error"])
ax.clabel(lines, fontsize=9)
ax.set(xlabel="a", ylabel="b", aspect="equal")
tn.plot.describe(
    ax,
    alt="Contour lines over the square from minus 50 to 49, with numbers of a few thousandths. They "
    "are straight but for bends at the diagonal and near a = 2.",
    caption="The error is as flat as the network: its contour lines bend only where a neuron does, at "
    "a = b and, hardly visible in the function itself, near a = 2.",
)
assert errors.abs().max() <= 1000 * float(found.error) + 0.1

plt.show()
