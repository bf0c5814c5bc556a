"""
In 24 starts training finds < each time, min mostly, parity never
=================================================================

All three functions have small networks, exact or nearly so. Being there is one thing, being found
is another. Of 24 random starts each, with the article's networks: how many will training solve?
"""

import json
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# For each its task, its network, and its training in stages: epochs and learning rate of Adam.

RUNS = 24
experiments = {
    "less_than": (tn.tasks.less_than(), [1, 1], {"output": "sigmoid"}, [(300, 0.3)]),
    "minimum": (tn.tasks.minimum(), [2, 2, 1], {"skip": True}, [(300, 0.1), (300, 0.02)]),
    "parity": (tn.tasks.parity(), [1, 2, 2, 2, 2, 2, 1], {"output": "relu"}, [(600, 0.01)]),
}

# %%
# Train from random starts, on all data at once.

ends: dict[str, list[tn.Network]] = {}
for name, (task, widths, settings, stages) in experiments.items():
    ends[name] = [tn.Network(widths, **settings, seed=seed) for seed in range(RUNS)]
    for network, (epochs, lr) in product(ends[name], stages):
        tn.train(network, task, epochs=epochs, lr=lr)

# %%
# A run is solved if the output is within 0.5 of its target at every data point.


def right(network: tn.Network, task: tn.Task) -> bool:
    return bool(((network(task.x) - task.y).abs() < 0.5).all())


solved = {name: [net for net in ends[name] if right(net, experiments[name][0])] for name in ends}
counts = {name: len(networks) for name, networks in solved.items()}
assert counts["parity"] == 0 < counts["minimum"] < counts["less_than"] == RUNS

# %%
# A mark for each start.

_, ax = plt.subplots(figsize=(6.8, 2.2), subplot_kw={"frame_on": False})
for row, count in enumerate(counts.values()):
    ax.plot(range(count), [row] * count, "o", color=tn.plot.COLORS["network"], ms=8)
    ax.plot(range(count, RUNS), [row] * (RUNS - count), "x", color=tn.plot.COLORS["error"], mew=2)
    ax.text(RUNS, row, f"{count} of {RUNS}", va="center")
ax.set(xlim=(-0.7, RUNS + 3), ylim=(2.5, -0.5), xticks=[])
ax.set_yticks(range(3), ["x < 10", "min(a, b)", "parity"])
tn.plot.describe(
    ax,
    alt="Rows of marks: x < 10 is all dots, min nearly all dots, parity all crosses.",
    caption="A dot is a start that ends right on all its data, a cross one that does not.",
)

# %%
# Is a solved network right farther out? No parity run is solved: we ask the circuit.

reach = {"less_than": 1000, "minimum": 10, "parity": 31}
outside = {"parity": tn.tasks.parity(reach["parity"] + 1)}
x = torch.arange(-1.0 * reach["less_than"], reach["less_than"] + 1).unsqueeze(1)
outside["less_than"] = tn.Task("x < 10", x, (x < 10).float())
x = reach["minimum"] * tn.tasks.minimum(seed=1).x
outside["minimum"] = tn.Task("min(a, b)", x, x.amin(1, keepdim=True))
asked = solved | {"parity": [tn.circuits.article_parity()]}
holds = {name: sum(right(net, outside[name]) for net in asked[name]) for name in asked}

# %%
# The book reads these numbers. A parity start that says the same to all integers is not alive.

results = {"runs": RUNS, "reach": reach, "stages": {name: experiments[name][3] for name in ends}}
for name in ends:
    results[name] = {"solved": counts[name], "asked": len(asked[name]), "outside": holds[name]}
fresh = [tn.Network(widths, **settings, seed=seed)(task.x) for seed in range(RUNS)]
results["parity"]["alive"] = sum(len(y.unique()) > 1 for y in fresh)
results["missed"] = [i for i in range(RUNS) if ends["minimum"][i] not in solved["minimum"]]
Path("how_often.json").write_text(json.dumps(results), encoding="utf-8")

plt.show()
