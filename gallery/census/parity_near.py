r"""
Parity is found from starts that nearly have it
===============================================

From random starts training has not found parity of 0..15. Start near the article's circuit, or with
a single sine neuron whose frequency is nearly right: how near is near enough?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
plt.ioff()  # A notebook shows the figure when it is finished.
SEEDS = 96

# %%
# First the circuit, with Gaussian noise on all its weights and biases.

task, noises = tn.tasks.parity(16), (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)
circuit = tn.circuits.article_parity(dtype=torch.float64)
generator = torch.Generator().manual_seed(0)
noisy = {}
for name, p in circuit.named_parameters():
    noise = torch.randn(SEEDS, *p.shape, generator=generator, dtype=torch.float64)
    noisy[name] = torch.cat([p.detach() + size * noise for size in noises])

# %%
# How many find back? We count before the first step and after the last.

good = {"before": tn.census(circuit, task, start=noisy, epochs=0, lr=0.01, compile=False).solved()}
good["after"] = tn.census(circuit, task, start=noisy, epochs=400, lr=0.01, compile=False).solved()

# %%
# Then a single sine neuron, :math:`v \sin(wx + b) + c`. With w = π it can say parity of all
# integers. Its starts are the usual ones, group by group with another w; the last keep their own.

sixteenths = (2, 4, 8, 12, 13, 14, 15, 16, 17, 18, 19, 20)
sine = tn.Network([1, 1, 1], activation="sine", dtype=torch.float64)
usual = tn.census(sine, task, seeds=SEEDS, epochs=0, lr=0.01, compile=False).parameters
start = {name: torch.cat([values] * (len(sixteenths) + 1)) for name, values in usual.items()}
w = torch.tensor(sixteenths, dtype=torch.float64).repeat_interleave(SEEDS) * torch.pi / 16
start["layers.0.weight"][: len(w), 0, 0] = w
good["sine"] = tn.census(sine, task, start=start, epochs=300, lr=0.01, compile=False).solved()

# %%
# The shares are large near the answer and small elsewhere.

shares = {key: [tn.Share.of(part) for part in good[key].view(-1, SEEDS)] for key in good}
after, tuned = ([float(share) for share in shares[key]] for key in ("after", "sine"))
assert after[2] > 0.6 > after[5] and tuned[7] > 0.9 > 0.1 > max(tuned[:5] + tuned[10:])
results = {"seeds": SEEDS, "lr": 0.01, "epochs": 400, "epochs_sine": 300}
for i, key in enumerate(["before", "after"] * len(noises)):
    results[f"noise_{noises[i // 2]}_{key}".replace(".", "_")] = str(shares[key][i // 2])
for k, share in zip((*sixteenths, "usual"), shares["sine"], strict=True):
    results[f"sine_{k}"] = str(share)

# %%
# Left, the circuit. Bars are Wilson's intervals.

# sphinx_gallery_defer_figures
figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.2), sharey=True)
for key, role in (("before", "muted"), ("after", "network")):
    dots = tn.plot.shares(shares[key], color=tn.plot.COLORS[role], ax=left).lines[-1]
    left.plot(*dots.get_data(), color=tn.plot.COLORS[role])
left.text(0.5, 20, "before", color=tn.plot.COLORS["muted"])
left.text(2.6, 88, "after training", color=tn.plot.COLORS["network"])
left.set(xlabel="noise on the circuit", ylabel="solved, in %", xticks=range(6), xticklabels=noises)

# %%
# Right, the sine neuron, with a band where its w usually starts.

tn.plot.shares(shares["sine"][:-1], [k / 16 for k in sixteenths], ax=right)
right.axvspan(0, 1 / torch.pi, color=tn.plot.COLORS["grid"], lw=0)
right.text(0.16, 34, "usual starts", color=tn.plot.COLORS["muted"], rotation=90, ha="center")
right.set(xlabel="w of a sine neuron at the start, in π", xlim=(0, 1.3))
tn.plot.describe(
    figure,
    alt="Left, two curves against the noise: the share solved before training falls from all to "
    "none at once; after training it stays high for small noise and falls to nearly none. Right, "
    "dots against w: zero except for a narrow peak noisy π, far to the right of a grey band.",
    caption="Left: training repairs small damage to the circuit. Right: a sine neuron finds parity "
    "if its w starts near enough to π: over 15 steps a wave drifts against parity by 15 (w - π).",
)
Path("parity_near.json").write_text(json.dumps(results), encoding="utf-8")
plt.show()
