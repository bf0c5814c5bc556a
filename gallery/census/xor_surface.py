"""
A dead neuron makes a floor of its own on XOR's error surface
=============================================================

Descent on XOR with two hidden ReLUs often stops at an error of 1/6. The error is a surface over the
network's nine numbers. What does it look like around such an end? Is there a way down?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
plt.ioff()  # A notebook shows the figure when it is finished.
SEEDS = 256

# %%
# Gradient descent from many starts: take a run that ends at 1/6 with a dead neuron, and two solved.

xor = tn.tasks.xor()
network = tn.Network([2, 2, 1], dtype=torch.float64)
training = {"epochs": 4000, "lr": 0.2, "optimizer": "sgd", "compile": False}
runs = tn.census(network, xor, seeds=SEEDS, **training)
dead = (runs.activations(runs.task.x)[0] == 0).all(dim=1).any(dim=1)
at_sixth = (runs.losses - 1 / 6).abs() < 1e-6
stuck = int((dead & at_sixth).nonzero()[0])
goal, other = (runs.losses < 1e-6).nonzero().flatten().tolist()[:2]

# %%
# A census of no epochs gives the error at any points of the surface, many at once. We ask along the
# straight line from the stuck end to a solution, and on the plane through it and both solutions.

t, axis = (torch.linspace(-0.5, 1.25, n, dtype=torch.float64) for n in (401, 106))
steps = torch.cat([torch.stack([t, 0 * t], dim=1), torch.cartesian_prod(axis, axis)])
places = {}
for name, values in runs.parameters.items():
    ways = values[[goal, other]] - values[stuck]
    places[name] = values[stuck] + torch.tensordot(steps, ways, dims=1)
losses = tn.census(network, xor, start=places, epochs=0, lr=1.0, compile=False).losses
line, plane = losses[: len(t)], losses[len(t) :].view(106, 106).T

# %%
# Along the line it climbs before it falls.

# sphinx_gallery_defer_figures
C = tn.plot.COLORS
figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.2))
left.plot(t, line, color=C["network"])
left.axhline(1 / 6, color=C["muted"], ls="--", lw=1)
left.plot((0, 1), (1 / 6, 0), "o", color=C["data"])
left.text(0, 1 / 6 - 0.055, "stuck", ha="center")
left.text(1, -0.055, "solution", ha="center")
left.set(xlabel="way to the solution", ylabel="mean squared error", ylim=(-0.06, 0.6))

# %%
# On the plane the levels just below and above 1/6 are drawn, and some more.

levels = [0.02, 0.05, 0.1, 1 / 6 - 1e-3, 1 / 6 + 1e-3, 0.25, 0.4, 0.7, 1.2, 2]
right.contour(axis, axis, plane, levels, colors=C["network"], linewidths=1)
right.plot((0, 1, 0), (0, 0, 1), "o", color=C["data"])
right.text(0, -0.15, "stuck", ha="center")
right.set(xlabel="way to one solution", ylabel="way to another")
tn.plot.describe(
    figure,
    alt="Left, the error along a line: it climbs a little from one sixth at the stuck end, and "
    "then falls to zero at the solution. Right, contour lines with three dots: the stuck end lies "
    "in a small closed hollow, apart from the deep hollows of the two solutions.",
    caption="The straight way out of the stuck end climbs first (left, dashed: the level 1/6). On "
    "the right, a plane through the stuck end and two solutions: is there a way that never climbs?",
)
plt.show()

# %%
# A neuron that is below zero on all four inputs stays so after any small enough step, in whatever
# direction. So near the stuck end the network is one with a single hidden ReLU. The chapter proves
# that such a network has an error of 1/6 at least: the end is a local minimum, and not a point but
# a floor, level in the directions of the dead neuron's numbers.

hill = line[(t > 0) & (t < 1)].max()
single = tn.census(tn.Network([2, 1, 1], dtype=torch.float64), xor, seeds=SEEDS, **training)
assert abs(single.losses.min() - 1 / 6) < 1e-6 and hill > 1 / 6 + 0.01
results = {"seeds": SEEDS, "epochs": 4000, "lr": 0.2, "sixth": str(tn.Share.of(at_sixth))}
results |= {"sixth_dead": str(tn.Share.of(dead[at_sixth])), "hill": f"{hill:.2f}"}
results["one_relu"] = f"{single.losses.min():.4f}"
Path("xor_surface.json").write_text(json.dumps(results), encoding="utf-8")
