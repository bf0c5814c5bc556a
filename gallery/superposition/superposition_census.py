"""
Pairs, then a pentagon, or without the tie five features of unequal lengths
===========================================================================

Five features go through two neurons. The decoder is the encoder transposed and stays so; or it
starts so and is then free; or it starts at random. Which of these finds pentagons?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 64
HOW = {"epochs": 200, "lr": 0.1}

# %%
# Features that are on half of the time, and a tenth of it. All models have the same encoders.

data, found = {p: tn.tasks.sparse_features(5, p, n=256, seed=1) for p in (0.5, 0.1)}, {}
network = tn.Network([5, 2, 5], activation="identity", output="relu", dtype=torch.float64)
free = tn.census(network, data[0.5], seeds=SEEDS, epochs=0, lr=0.1, compile=False).parameters
E0, _, D0, _ = free.values()  # (seeds, 2, 5) and (seeds, 5, 2)
free = {name: 0 * value if "bias" in name else value for name, value in free.items()}
starts = {"untied": free | {"layers.1.weight": E0.mT.contiguous()}, "at random": free}

# %%
# The tied model, relu(WᵀWx + b), in plain PyTorch.


def tied(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    optimizer = torch.optim.Adam([W, b], lr=HOW["lr"])
    for _ in range(HOW["epochs"]):
        optimizer.zero_grad()
        ((torch.relu(x @ W.mT @ W + b) - x) ** 2).mean((1, 2)).sum().backward()
        optimizer.step()
    return torch.relu(x @ W.mT @ W + b).detach()  # (seeds, examples, 5)


# %%
# What is said in the end, and the product of decoder and encoder.

for p, task in data.items():
    W, b = E0.clone().requires_grad_(), torch.zeros(SEEDS, 1, 5).double().requires_grad_()
    found[f"tied {p}"] = tied(task.x.double(), W, b), (W.mT @ W).detach(), task.y
    for name, start in starts.items():
        runs = tn.census(network, task, start=start, compile=False, **HOW)
        E, _, D, _ = runs.parameters.values()
        found[f"{name} {p}"] = runs.activations(task.x.double())[-1], D @ E, task.y

# %%
# A feature is kept if a quarter of its variance is explained. Column i of the product is what feature
# i does to the five sums. A run of five is steep if one, at 1, pushes another's sum below -3.

FIFTHS = (torch.tensor([2.0, 2.0, 1.0, 1.0, 0.0]) * 2 * torch.pi / 5).cos()
for name, (said, product, y) in found.items():
    kept = ((said - y) ** 2).mean(1) < 0.75 * y.var(0, correction=0)  # (seeds, 5)
    columns, five = torch.nn.functional.normalize(product, dim=1), kept.all(1)
    cosines = (columns.mT @ columns).masked_fill(~kept[:, None], 1).sort().values
    wheel = five & ((cosines - FIFTHS).abs() < 0.3).all(2).all(1)
    pairs = (kept.sum(1) == 4) & ((cosines[:, :, 0] < -0.95) | ~kept).all(1)
    found[name] = wheel, five & ~wheel, pairs, ~five & ~pairs, five & (product.amin((1, 2)) < -3)

# %%
KINDS = ("pentagon", "other five", "two pairs", "other", "steep")
told = {n: dict(zip(KINDS, map(tn.Share.of, row), strict=True)) for n, row in found.items()}
figure, axes = plt.subplots(2, 3, figsize=(6.8, 3.4), sharex=True, sharey=True)
for ax, (name, row) in zip(axes.flat, told.items(), strict=True):
    tn.plot.shares([*row.values()][:4], horizontal=True, ax=ax).set(title=name, ylim=(3.5, -0.5))
    ax.set(xlabel="% of runs" if ax in axes[1] else "", yticks=range(4), yticklabels=KINDS[:4])
tn.plot.describe(
    figure,
    alt="Six panels of four dots. Most runs are above two pairs; below pentagon, other five, other.",
    caption="What runs end in, with features on half of the time and a tenth of it.",
)

# %%
# From a random decoder a feature is mostly lost if its own product of weights starts below 0.

own = (D0 @ E0).diagonal(dim1=1, dim2=2)
told["kept"] = {"above 0": tn.Share.of(kept[own > 0]), "below 0": tn.Share.of(kept[own < 0])}
print(*(f"{n:13} {k:10} {s}" for n in told for k, s in told[n].items() if s.count), sep="\n")
texts = {n.replace(".", "_"): {k: str(s) for k, s in row.items()} for n, row in told.items()}
results = {"seeds": SEEDS, "examples": 256} | HOW | texts
Path("superposition_census.json").write_text(json.dumps(results), encoding="utf-8")
plt.show()
