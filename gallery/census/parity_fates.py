"""
Three of four parity networks are over before the first step
============================================================

One run that fails says little about why. Here are hundreds, all with the article's network. Each
has one of four fates. It is *born dead*: it says the same to all integers before the first step. It
*dies*: it does so at the end, and did not at the start. It ends *alive but wrong*. Or it is
*solved*. How would you share out a hundred runs?
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
SEEDS = 512

# %%
# A census of no epochs holds the starts.

task = tn.tasks.parity(16).to(torch.float64)
network = tn.Network([1, 2, 2, 2, 2, 2, 1], output="relu", dtype=torch.float64)
starts = tn.census(network, task, seeds=SEEDS, epochs=0, lr=0.01, compile=False)
ends = tn.census(network, task, seeds=SEEDS, epochs=1000, lr=0.01, compile=False)

# %%
# What does every neuron say to the sixteen integers, before and after?

*hidden, said = starts.activations(task.x)  # each (seeds, integers, width)
silent = (said == 0).all(1).flatten()
layer_dead = torch.stack([(layer == 0).all(2).all(1) for layer in hidden]).any(0)
born_dead = (said == said[:, :1]).all(1).flatten()
assert bool((born_dead == (silent | layer_dead)).all())
said = ends.activations(task.x)[-1]
constant, solved = (said == said[:, :1]).all(1).flatten(), ends.solved()

# %%
# The fates, and the two ways to be born dead: the output ReLU is off, or a whole hidden layer is.

fates = {"born dead": born_dead, "dies": constant & ~born_dead}
fates |= {"alive but wrong": ~constant & ~solved, "solved": solved}
shares = {fate: tn.Share.of(flag) for fate, flag in fates.items()}
causes = {"output_dead": tn.Share.of(silent), "layer_dead": tn.Share.of(layer_dead)}
print(*(f"{name:15} {share}" for name, share in (shares | causes).items()), sep="\n")
assert 0.7 < float(shares["born dead"]) < 0.8 and not (born_dead & ~constant).any()

# %%
# And the starts that were alive? Two losses that have a name: that of saying 1/2 to all, and that
# of being right at 0 and saying the mean of the others to them. More than a tenth end at each.

y = task.y
named = {"1/2 for all": ((y - y.mean()) ** 2).mean().item()}
named["right at 0, the mean elsewhere"] = ((y[1:] - y[1:].mean()) ** 2).sum().item() / len(y)
live = ends.losses[~born_dead].sort().values
near = [tn.Share.of((live - loss).abs() < 5e-4) for loss in named.values()]
assert min(map(float, near)) > 0.1 and 0.1 < live.min() < min(named.values())

# %%
# All final losses in order, and the two as dashed lines.

C = tn.plot.COLORS
_, ax = plt.subplots(figsize=(6.8, 3.4))
ax.plot([100 * i / len(live) for i in range(len(live))], live, "o", color=C["network"], ms=3.5)
for (name, loss), share, up in zip(named.items(), near, (0.001, -0.0035), strict=True):
    ax.axhline(loss, color=C["muted"], ls="--", lw=1, zorder=0)
    ax.text(99, loss + up, f"{name}: {100 * float(share):.0f} %", color=C["muted"], ha="right")
ax.set(xlabel="live starts, in per cent", ylabel="mean squared error", ylim=(None, 0.256))
tn.plot.describe(
    ax,
    alt="Dots rising from left to right, with two long flat stretches on dashed lines, the lower "
    "one of being right at 0 alone, the upper one, at the right end, of one half for all.",
    caption="Every dot is a run that was alive at the start. Flat stretches are ends that many "
    "runs share; zero is far below. (A run that falls silent, at 0.5, is above the picture.)",
)

# %%
# What the chapter reads.

results = {"seeds": SEEDS, "epochs": 1000, "lr": 0.01, "live": len(live)}
results |= {name.replace(" ", "_"): str(share) for name, share in (shares | causes).items()}
results |= {"solved_of_live": str(tn.Share.of(solved[~born_dead])), "half_of_live": str(near[0])}
results |= {"right_at_0_of_live": str(near[1]), "best_loss": f"{live.min():.3f}"}
Path("parity_fates.json").write_text(json.dumps(results), encoding="utf-8")

plt.show()
