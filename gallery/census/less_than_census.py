r"""
Every start of the neuron for x < 10 ends on one path, and the path has a formula
=================================================================================

The neuron starts at random, its threshold anywhere. Training moves it towards 9.5, where the last 1
and the first 0 are equally far; on even integers alone towards 9. Does the start matter in the end?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
plt.ioff()  # A notebook shows the figure when it is finished.
SEEDS = 64

# %%
# Two tasks, each with the two integers at its gap. The neuron is :math:`\sigma(w (\theta - x))`.
# Plain gradient descent first; then, since the limit is millions of epochs away, in a hurry, with
# momentum and a rate that grows as the loss falls. (That changes the pace, not the path.)

every = tn.tasks.less_than()
tasks = {"every": (every, 9, 10), "even": (tn.Task("even", every.x[::2], every.y[::2]), 8, 10)}
network = tn.Network([1, 1], output="sigmoid", dtype=torch.float64)
epochs, plan = [1, 3, 10, 30, 100, 300], [(n, 0.02, 0.0) for n in (1, 2, 7, 20, 70, 200)]
hurry = [(50, 0.02), (50, 0.02), (50, 0.05), (100, 0.1), (200, 0.5), (200, 2), (200, 6), (200, 20)]

# %%
# From the starts, a census of no epochs, we go stage by stage, and read w and the threshold.

seen: dict[str, list[torch.Tensor]] = {"every": [], "even": []}
for name, (task, *_) in tasks.items():
    runs = tn.census(network, task, seeds=SEEDS, epochs=0, lr=1.0, compile=False)
    for n, lr, momentum in plan + [(*stage, 0.99) for stage in hurry]:
        kw = {"epochs": n, "lr": lr, "optimizer": "sgd", "momentum": momentum, "compile": False}
        runs = tn.census(network, task, start=runs.parameters, **kw)
        weight, bias = (values.flatten() for values in runs.parameters.values())
        seen[name].append(torch.stack([-weight, -bias / weight]))

# %%
# The law: in the end only the two points at the gap push. Small steps bring their margins, at time
# t = lr · epochs, to :math:`\ln(t / (n \alpha))`, with n points and :math:`G\alpha = (1, 1)` for
# the two points' Gram matrix G. Their difference puts the threshold off the middle, by lag / w.

lag, results = {}, {"seeds": SEEDS}
for name, (_, low, high) in tasks.items():
    points = torch.tensor([[-low, 1], [high, -1]], dtype=torch.float64)
    alpha = torch.linalg.solve(points @ points.T, torch.ones(2, dtype=torch.float64))
    lag[name] = (alpha[0] / alpha[1]).log() / 2
    w, threshold = seen[name][-1]
    ends = {"w": w, "threshold": threshold, "law": (low + high) / 2 - lag[name] / w}
    results |= {f"{name}_{key}": f"{end.median():.3f}" for key, end in ends.items()}

# %%
# Left, the thresholds in plain descent. Right, the frame for two clouds, one a task.

# sphinx_gallery_defer_figures
C = tn.plot.COLORS
_, (left, ax) = plt.subplots(1, 2, figsize=(6.8, 3.8))
left.semilogx(epochs, torch.stack(seen["every"])[:6, 1], color=C["network"], lw=0.8, alpha=0.5)
left.axhline(9.5, color=C["target"], ls="--")
left.set(xlabel="epoch", ylabel="threshold", ylim=(-12, 12), yticks=[-10, 0, 9.5])
ax.text(1.6, 0.25, "even integers:\ndistance to 9", color=C["data"])
ax.text(1.5, 0.014, "all integers:\ndistance to 9.5", color=C["network"], ha="right")
ax.set(xlabel="w", ylabel="distance of the threshold", xlim=(0.15, 11))

# %%
# A dot is a start at a look, from epoch 30 on. At the last look the law holds within 0.0003.

for name, limit, role in (("every", 9.5, "network"), ("even", 9.0, "data")):
    w, threshold = torch.stack(seen[name][3:]).unbind(dim=1)
    ax.loglog(w.flatten(), (threshold - limit).abs().flatten(), "o", color=C[role], ms=2.5)
    ax.loglog((0.9, 9), (lag[name] / 0.9, lag[name] / 9), "--", color=C["target"], lw=1.5, zorder=3)
    assert (threshold[-1] - limit + lag[name] / w[-1]).abs().max() < 3e-4
ax.text(9.5, 0.034, "the law", color=C["target"], ha="right")
tn.plot.describe(
    ax,
    alt="Left, lines from thresholds far apart that draw together below 9.5. Right, dots in two "
    "narrow bands that fall and join two dashed curves.",
    caption="All starts join one path; what is left of a start is how far along it is.",
)
Path("less_than_census.json").write_text(json.dumps(results), encoding="utf-8")
plt.show()
