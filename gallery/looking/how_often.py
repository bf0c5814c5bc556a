"""
In 24 starts training finds < each time, min mostly, parity never
=================================================================

All three functions have small networks, exact or nearly so. Being there is one thing, being found
is another. Of 24 random starts each, with the article's networks: how many will training solve?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
RUNS = 24

# %%
# For each its task, its network, and its training in stages: epochs and learning rate of Adam.

experiments = {
    "less_than": (tn.tasks.less_than(), [1, 1], {"output": "sigmoid"}, [(300, 0.3)]),
    "minimum": (tn.tasks.minimum(), [2, 2, 1], {"skip": True}, [(300, 0.1), (300, 0.02)]),
    "parity": (tn.tasks.parity(), [1, 2, 2, 2, 2, 2, 1], {"output": "relu"}, [(600, 0.01)]),
}

# %%
# A run is solved if the output is within 0.5 of its target at every data point.


def right(network: tn.Network, x: torch.Tensor, y: torch.Tensor) -> bool:
    return bool(((network(x) - y).abs() < 0.5).all())


solved: dict[str, list[tn.Network]] = {name: [] for name in experiments}
for name, (task, widths, settings, stages) in experiments.items():
    for seed in range(RUNS):
        network = tn.Network(widths, **settings, seed=seed)
        for epochs, lr in stages:
            tn.train(network, task, epochs=epochs, lr=lr)
        if right(network, task.x, task.y):
            solved[name].append(network)
        elif name == "minimum":
            error = (network(task.x) - task.y).abs().max()
            print(f"min, seed {seed}: largest error {error:.2f}")
counts = {name: len(networks) for name, networks in solved.items()}

# %%
# A mark for each start.

_, ax = plt.subplots(figsize=(6.8, 2.2))
for row, count in enumerate(counts.values()):
    ax.plot(range(count), [row] * count, "o", color=tn.plot.COLORS["network"], markersize=8)
    ax.plot(range(count, RUNS), [row] * (RUNS - count), "x", color=tn.plot.COLORS["error"], mew=2)
    ax.text(RUNS, row, f"{count} of {RUNS}", va="center")
ax.set(xlim=(-0.7, RUNS + 3), ylim=(2.5, -0.5), xticks=[])
ax.set_yticks(range(3), ["x < 10", "min(a, b)", "parity"])
ax.spines[:].set_visible(False)
tn.plot.describe(
    ax,
    alt="Rows of marks: x < 10 is all dots, min nearly all dots, parity all crosses.",
    caption="A dot is a start that ends right on all its data, a cross one that does not.",
)
assert counts["parity"] == 0 < RUNS / 2 < counts["minimum"] < counts["less_than"] == RUNS

# %%
# Is a solved network right outside its data? We ask for `<` on -1000..1000, for min on pairs ten
# times as large, and for parity on 0..31. No parity run is solved: ask the circuit.

x = torch.arange(-1000.0, 1001.0).unsqueeze(1)
pairs = 10 * tn.tasks.minimum(seed=1).x
asked = solved | {"parity": [tn.circuits.article_parity()]}
outside = {"less_than": (x, (x < 10).float()), "minimum": (pairs, pairs.amin(1, keepdim=True))}
outside["parity"] = tn.tasks.parity(32).x, tn.tasks.parity(32).y
holds = {name: sum(right(net, *outside[name]) for net in asked[name]) for name in asked}

# %%
# The book's tables read these counts. A parity start that says the same to all is not alive.

keys = ("solved", "asked", "outside")
rows = {name: (counts[name], len(asked[name]), holds[name]) for name in experiments}
results = {name: dict(zip(keys, row, strict=True)) for name, row in rows.items()}
fresh = [tn.Network(widths, **settings, seed=seed)(task.x) for seed in range(RUNS)]
results["parity"]["alive"] = sum(bool((y != y[0]).any()) for y in fresh)
Path("how_often.json").write_text(json.dumps({"runs": RUNS, **results}), encoding="utf-8")
print(json.dumps(results, indent=2))

plt.show()
