r"""
A penalty on squares pulls min to the middle, one on absolute weights to the ends
=================================================================================

Once min is right, training has no reason to move along :math:`\theta`. A penalty on the weights is
one: it asks for the simplest network, by its own ruler. Which :math:`\theta` will each favour,
squares added up (L2), or absolute values (L1)?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
plt.ioff()  # A notebook shows the figure when it is finished.
SEEDS = 128

# %%
# The loss on numbers up to 50 is large, so a penalty has to be large to count in a short training.

penalties = {"none": {}, "l2_weak": {"weight_decay": 1e-4}, "l2_strong": {"weight_decay": 4.0}}
penalties |= {"l1_weak": {"l1": 1e-4}, "l1_strong": {"l1": 2.0}}
task, network = tn.tasks.minimum(50), tn.Network([2, 2, 1], skip=True, dtype=torch.float64)
ends = dict.fromkeys(penalties, tn.census(network, task, seeds=SEEDS, epochs=0, lr=1.0))
for name, penalty in penalties.items():
    for epochs, lr in [(900, 0.04), (100, 0.01)]:
        training = {"start": ends[name].parameters, "epochs": epochs, "lr": lr, **penalty}
        ends[name] = tn.census(network, task, compile=False, **training)

# %%
# We read theta where strengths and weights are those of an exact network within 0.05.

readings = []
for runs in ends.values():
    p, out = runs.parameters["layers.0.weight"], runs.parameters["layers.1.weight"][:, 0]
    tilt, on = p[:, :, 0] - p[:, :, 1], (runs.activations(runs.task.x)[0] > 0).any(dim=1)
    strength = on * out[:, 2:] * tilt.abs() / 2
    k = torch.stack([(strength * (tilt * side > 0)).sum(dim=1) for side in (1, -1)], dim=1)
    good = ((k.sum(dim=1) + 1).abs() < 0.05) & ((out[:, :2] + k).abs() < 0.05).all(dim=1)
    readings.append((good, p[good], tilt[good], out[good, 0]))

# %%
# Is theta at 0 or 1? Near 1/2, if there is a neuron on each side? Does a weight print as 0.00?

results = {"seeds": SEEDS, "pairs": len(task), "stages": "900 epochs at 0.04, then 100 at 0.01"}
for (name, runs), (good, p, tilt, theta) in zip(ends.items(), readings, strict=True):
    flags = {"read": good, "ends": torch.minimum(theta.abs(), (theta - 1).abs()) < 0.02}
    flags |= {"middle": (theta[tilt.prod(dim=1) < 0] - 0.5).abs() < 0.1}
    flags |= {"zero": (p.abs() < 0.005).flatten(1).any(dim=1), "solved": runs.solved()}
    results |= {f"{name}_{key}": tn.Share.of(flag) for key, flag in flags.items()}
assert 2 * float(results["none_middle"]) < float(results["l2_strong_middle"])
assert float(results["l1_strong_zero"]) > 0.8 > float(results["none_zero"])

# %%
# Above, the smallest size of an exact network, by each ruler.

# sphinx_gallery_defer_figures
C, t = tn.plot.COLORS, torch.linspace(-0.3, 1.3, 801, dtype=torch.float64)
figure, (top, ax) = plt.subplots(2, figsize=(6.8, 5.4), sharex=True, height_ratios=(2, 3))
a, b = t.abs(), (1 - t).abs()
top.plot(t, a**2 + b**2 + 8**0.5 * (a + b), color=C["network"])
top.plot(t, a + b + 8**0.5 * (a.sqrt() + b.sqrt()), "--", color=C["network"])
top.text(0.5, 2.65, "sum of squares", color=C["network"], ha="center")
top.text(0.5, 5.2, "sum of absolute values", color=C["network"], ha="center")
top.set(ylabel="least size", ylim=(2.3, 7))

# %%
# Below, every run that can be read. The last strip has more than 80 % at its ends.

for row, (name, (*_, theta)) in enumerate(zip(penalties, readings, strict=True)):
    heights = [row + 0.6 * (i * 0.618 % 1 - 0.5) for i in range(len(theta))]
    ax.plot(theta, heights, "o", color=C["network"], ms=3, alpha=0.5)
    ax.text(1.35, row, f"{100 * float(results[f'{name}_ends']):.0f} % at 0 or 1", va="center")
assert float(results["l1_strong_ends"]) > 0.8
labels = ["no penalty", "L2, 0.0001", "L2, 4", "L1, 0.0001", "L1, 2"]
ax.set(xlabel="θ", xlim=(-0.3, 1.3), ylim=(4.5, -0.5), yticks=range(5), yticklabels=labels)
tn.plot.describe(
    figure,
    alt="Above, two curves over theta: the sum of squares is a shallow bowl, lowest at one half; "
    "the sum of absolute values dips sharply at 0 and 1. Below, five strips of dots. The strong "
    "squares gather a cloud around one half; under strong absolute values nearly all at 0 or 1.",
    caption="Two rulers, and where training ends under each: a dot is a run, its height in a strip "
    "means nothing. Compare the third strip with the solid curve, the last with the dashed one.",
)
Path("penalty_census.json").write_text(json.dumps(results, default=str), encoding="utf-8")
plt.show()
