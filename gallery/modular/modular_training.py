"""
A network knows its sums by heart long before it can add
========================================================

Of the 121 sums modulo 11 we show a network 85, until it has them all right. Will it have the other
36 right as well? And if not, is there any use in training on?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
task = tn.tasks.modular_addition(11).to(torch.float64)
learnt, held_out = torch.randperm(121, generator=torch.Generator().manual_seed(0)).split((85, 36))

# %%
# Two runs from one start, with 32 squares. In the second, weights pay for their size.

networks, rights = {}, {}
for name, penalty in (("no penalty", 0), ("penalty", 1e-4)):
    networks[name] = tn.Network([22, 32, 11], activation="square", dtype=torch.float64)
    shown = tn.Task(task.name, task.x[learnt], task.y[learnt])
    history = tn.train(networks[name], shown, epochs=1500, lr=0.01, weight_decay=penalty)
    W, b, V, c = (values[::10] for values in history.parameters.values())  # (151, …)
    said = (task.x @ W.mT + b.unsqueeze(1)).square() @ V.mT + c.unsqueeze(1)
    rights[name] = 100.0 * (said.argmax(dim=2) == task.y.argmax(dim=1))  # (151, pairs)

# %%
# How many of each kind are right, after each epoch?

C, epochs = tn.plot.COLORS, torch.arange(0, 1501, 10)
_, ax = plt.subplots(figsize=(6.8, 3.2))
ax.semilogx(epochs, rights["penalty"][:, learnt].mean(1), color=C["data"])
ax.semilogx(epochs, rights["penalty"][:, held_out].mean(1), color=C["network"])
ax.semilogx(epochs, rights["no penalty"][:, held_out].mean(1), "--", color=C["network"])
for x, y, text in ((40, 104, "learnt"), (550, 60, "held out"), (1500, 10, "no penalty")):
    ax.text(x, y, text, color=C["data" if text == "learnt" else "network"], ha="right")
ax.set(xlabel="epoch", ylabel="right, in per cent", ylim=(-4, 112))
tn.plot.describe(
    ax,
    alt="Two curves climb to 100 per cent, the second much later. A third, dashed, stays low.",
    caption="What was held out is no better than guessed when all that was shown is right.",
)

# %%
# Where does the sum come from? Take each neuron's input weights apart into waves around the circle.
# Which share of the power has each neuron in each? (All but 0 count twice, for their negatives.)

kinds = [rights["penalty"][:, part] for part in (learnt, held_out)]
fits, adds = (int(epochs[(right == 100).all(1)][0]) for right in kinds)
results = {"fits": fits, "adds": adds, "at_fit": kinds[1][fits // 10].mean().item()}
waves, shares = {}, {}
for name, network in networks.items():
    waves[name] = torch.fft.rfft(network.layers[0].weight.detach().reshape(32, 2, 11))  # (32, 2, 6)
    power = waves[name].abs().square().sum(1) * torch.tensor([1, 2, 2, 2, 2, 2])
    shares[name] = power / power.sum()

# %%
# A row is a neuron; they are sorted by their strongest frequency.

figure, axes = plt.subplots(1, 2, figsize=(6.8, 5), sharey=True)
row, column = torch.cartesian_prod(torch.arange(32), torch.arange(6)).T
for ax, (name, share) in zip(axes, shares.items(), strict=True):
    ordered = share[share[:, 1:].argmax(1).argsort(stable=True)]
    ax.scatter(column, row, s=1500 * ordered.flatten(), color=C["network"])
    ax.set(xlabel="frequency", xticks=range(6), ylabel="neuron", yticks=(), title=name)
tn.plot.describe(
    figure,
    alt="Left, dots everywhere. Right, five groups of some four large dots, a column each.",
    caption="Left, every neuron is a mixture. Right, it is one wave or nearly nothing.",
)

# %%
# Four neurons a frequency, as in the smaller circuit: its phases come in pairs, of which one is a
# quarter turn on in a and a quarter back in b. Here is frequency 4, in quarter turns.

four = (shares["penalty"][:, 4] > 0.02).nonzero().flatten()
V = torch.fft.rfft(networks["penalty"].layers[1].weight.detach().T)  # (32, 6)
phases = torch.cat([waves["penalty"][four, :, 4], V[four, 4:5]], dim=1).angle()  # (4, 3)
for a, b, out in sorted((2 / torch.pi * phases).tolist()):
    print(f"a {a % 4:.1f}, b {b % 4:.1f}, sum {(a + b) % 4:.1f}; output {out % 4:.1f}")
results |= {name: share[:, 1:].amax(1).sum().item() for name, share in shares.items()}
Path("modular_training.json").write_text(json.dumps(results), encoding="utf-8")
plt.show()
