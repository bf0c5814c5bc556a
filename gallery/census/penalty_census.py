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
SEEDS = 128

# %%
# The loss on numbers up to 50 is large, so a penalty has to be large to count in a short training.

penalties = {"none": {}, "l2_weak": {"weight_decay": 1e-4}, "l2_strong": {"weight_decay": 4.0}}
penalties |= {"l1_weak": {"l1": 1e-4}, "l1_strong": {"l1": 2.0}}
labels = ["no penalty", "L2, 0.0001", "L2, 4", "L1, 0.0001", "L1, 2"]
task = tn.tasks.minimum(50)
network = tn.Network([2, 2, 1], skip=True, dtype=torch.float64)
ends = dict.fromkeys(penalties, tn.census(network, task, seeds=SEEDS, epochs=0, lr=1.0))
for name, penalty in penalties.items():
    for epochs, lr in [(900, 0.04), (100, 0.01)]:
        training = {"start": ends[name].parameters, "epochs": epochs, "lr": lr, **penalty}
        ends[name] = tn.census(network, task, compile=False, **training)

# %%
# We read theta where strengths and weights are those of an exact network within 0.05, and ask:
# is it at 0 or 1? Near 1/2, if there is a neuron on each side? Does a hidden weight print as 0.00?


def read(runs: tn.Census) -> tuple[torch.Tensor, dict[str, tn.Share]]:
    p, out = runs.parameters["layers.0.weight"], runs.parameters["layers.1.weight"][:, 0]
    tilt, on = p[:, :, 0] - p[:, :, 1], (runs.activations(runs.task.x)[0] > 0).any(dim=1)
    strength = on * out[:, 2:] * tilt.abs() / 2
    k = torch.stack([(strength * (tilt * side > 0)).sum(dim=1) for side in (1, -1)], dim=1)
    good = ((k.sum(dim=1) + 1).abs() < 0.05) & ((out[:, :2] + k).abs() < 0.05).all(dim=1)
    theta, each_side = out[good, 0], tilt[good].prod(dim=1) < 0
    flags = {"read": good, "ends": torch.minimum(theta.abs(), (theta - 1).abs()) < 0.02}
    flags |= {"middle": (theta[each_side] - 0.5).abs() < 0.1}
    flags |= {"zero": (p[good].abs() < 0.005).flatten(1).any(dim=1), "solved": runs.solved()}
    return theta, {key: tn.Share.of(flag) for key, flag in flags.items()}


thetas, shares = zip(*(read(runs) for runs in ends.values()), strict=True)

# %%
# Above, the smallest size of an exact network, by each ruler. Below, every run that can be read.

C, t = tn.plot.COLORS, torch.linspace(-0.3, 1.3, 801, dtype=torch.float64)
figure, (top, ax) = plt.subplots(2, figsize=(6.8, 5.4), sharex=True, height_ratios=(2, 3))
a, b = t.abs(), (1 - t).abs()
top.plot(t, a**2 + b**2 + 8**0.5 * (a + b), color=C["network"])
top.plot(t, a + b + 8**0.5 * (a.sqrt() + b.sqrt()), "--", color=C["network"])
top.text(0.5, 2.65, "sum of squares", color=C["network"], ha="center")
top.text(0.5, 5.2, "sum of absolute values", color=C["network"], ha="center")
top.set(ylabel="least size", ylim=(2.3, 7))
for row, (theta, share) in enumerate(zip(thetas, shares, strict=True)):
    heights = [row + 0.6 * (i * 0.618 % 1 - 0.5) for i in range(len(theta))]
    ax.plot(theta, heights, "o", color=C["network"], ms=3, alpha=0.5)
    ax.text(1.35, row, f"{100 * float(share['ends']):.0f} % at 0 or 1", va="center")
ax.set(xlabel="θ", xlim=(-0.3, 1.3), ylim=(4.5, -0.5), yticks=range(5), yticklabels=labels)
tn.plot.describe(
    figure,
    alt="Above, two curves over theta: the sum of squares is a shallow bowl, lowest at one half; "
    "the sum of absolute values dips sharply at 0 and 1. Below, five strips of dots. The strong "
    "squares gather a cloud around one half; under strong absolute values nearly all are at 0 or 1.",
    caption="Two rulers, and where training ends under each: a dot is a run, its height in a strip "
    "means nothing. Compare the third strip with the solid curve, the last with the dashed one.",
)

results = {"seeds": SEEDS, "pairs": len(task), "stages": "900 epochs at 0.04, then 100 at 0.01"}
for name, label, share in zip(penalties, labels, shares, strict=True):
    results |= {f"{name}_{key}": str(value) for key, value in share.items()}
    print(f"{label:12} a weight prints as 0.00 in", share["zero"])
assert 2 * float(shares[0]["middle"]) < float(shares[2]["middle"])
assert float(shares[4]["ends"]) > 0.8 and float(shares[4]["zero"]) > 0.8 > float(shares[0]["zero"])
Path("penalty_census.json").write_text(json.dumps(results), encoding="utf-8")

plt.show()
