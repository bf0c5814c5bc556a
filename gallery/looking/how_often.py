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

# %%
# For each its task, its network, and its training in stages: epochs and learning rate of Adam.

RUNS = 24
experiments = {
    "less_than": (tn.tasks.less_than(), [1, 1], {"output": "sigmoid"}, [(300, 0.3)]),
    "minimum": (tn.tasks.minimum(), [2, 2, 1], {"skip": True}, [(300, 0.1), (300, 0.02)]),
    "parity": (tn.tasks.parity(), [1, 2, 2, 2, 2, 2, 1], {"output": "relu"}, [(600, 0.01)]),
}

# %%
# Train from random starts, on all data at once. ``census`` trains the starts side by side; the second
# stage begins where the first ended. A run is solved if it is within 0.5 of every target.

ends: dict[str, tn.Census] = {}
for name, (task, widths, settings, stages) in experiments.items():
    network, start = tn.Network(widths, **settings, dtype=torch.float64), None
    for epochs, lr in stages:
        ends[name] = tn.census(network, task, seeds=RUNS, start=start, epochs=epochs, lr=lr)
        start = ends[name].parameters
solved = {name: runs.solved() for name, runs in ends.items()}
counts = {name: int(solved[name].sum()) for name in ends}

# %%
# A mark for each start.

assert counts["parity"] == 0 < counts["minimum"] < counts["less_than"] == RUNS
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
# Is a solved network right farther out? The same questions, over a larger range.

reach = {"less_than": 1000, "minimum": 10, "parity": 31}
outside = {"parity": tn.tasks.parity(reach["parity"] + 1)}
x = torch.arange(-1.0 * reach["less_than"], reach["less_than"] + 1).unsqueeze(1)
outside["less_than"] = tn.Task("x < 10", x, (x < 10).float())
x = reach["minimum"] * tn.tasks.minimum(seed=1).x
outside["minimum"] = tn.Task("min(a, b)", x, x.amin(1, keepdim=True))

# %%
# We ask all solved networks, and as no parity run is solved, the circuit.

asked = {name: [ends[name].network(i) for i in range(RUNS) if solved[name][i]] for name in ends}
asked["parity"] = [tn.circuits.article_parity(dtype=torch.float64)]
holds = {}
for name, networks in asked.items():
    x, y = outside[name].x.double(), outside[name].y
    holds[name] = sum(bool(((net(x) - y).abs() < 0.5).all()) for net in networks)
    print(f"{name}: farther out {holds[name]} of {len(networks)} are right")

# %%
# The book reads these numbers. A parity start that says the same to all integers is not alive.

results = {"runs": RUNS, "reach": reach, "stages": {name: experiments[name][3] for name in ends}}
for name in ends:
    results[name] = {"solved": counts[name], "asked": len(asked[name]), "outside": holds[name]}
said = tn.census(network, task, seeds=RUNS, epochs=0, lr=lr).activations(task.x.double())[-1]
results["parity"]["alive"] = int((said != said[:, :1]).any(dim=(1, 2)).sum())
results["missed"] = (~solved["minimum"]).nonzero().flatten().tolist()
Path("how_often.json").write_text(json.dumps(results), encoding="utf-8")
plt.show()
