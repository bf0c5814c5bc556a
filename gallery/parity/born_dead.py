"""
Most random parity networks are constant before the first step
==============================================================

Training on parity fails, and we tend to blame the descent. Look at the start instead. A fresh
network of the article's shape gets 0..15 to read. In how many cases of a hundred, would you say,
is its answer the same for all sixteen?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# Three questions for each start. Is the output the same for all integers? Is the output ReLU off
# for all of them? Is a whole hidden layer off for all of them?

task = tn.tasks.parity(16)


def questions(seed: int) -> tuple[bool, bool, bool]:
    network = tn.Network([1, 2, 2, 2, 2, 2, 1], output="relu", seed=seed)
    with torch.no_grad():
        *hidden, y = network.activations(task.x)
    dead_layer = any(not layer.any() for layer in hidden)
    return bool((y == y[0]).all()), not y.any(), dead_layer


# %%
# We ask three hundred.

starts = [questions(seed) for seed in range(300)]
constant, silent, dead_layer = (sum(column) for column in zip(*starts, strict=True))
print(f"of {len(starts)} starts {constant} are constant on 0..15;")
print(f"in {silent} the output ReLU is off, in {dead_layer} a whole hidden layer is")

# %%
# Every mark is one start.

rings = (True, tn.plot.COLORS["error"], "none", "constant (rings)", "left")
dots = (False, tn.plot.COLORS["network"], None, "alive (dots)", "right")
_, ax = plt.subplots(figsize=(6.8, 3.4))
for same, color, fill, words, side in (rings, dots):
    places = [(i % 30, i // 30) for i in range(300) if starts[i][0] == same]
    ax.plot(*zip(*places, strict=True), "o", color=color, mfc=fill, markersize=9)
    ax.set_title(f"{len(places)} {words}", loc=side, color=color, fontsize=10)
ax.set_axis_off()
tn.plot.describe(
    ax,
    alt="A grid of ten rows of thirty circles. About three quarters are empty "
    "rings, the rest are filled dots, scattered without a pattern.",
    caption="Three hundred random starts. A ring says the same for all sixteen integers.",
)

# %%
# Where a hidden layer is off everywhere, the output sees a constant, and no gradient gets past the
# dead layer to the ones below. Here is a start that is alive: it bends a little, and has
# everything still to learn.

alive = next(i for i, start in enumerate(starts) if not start[0])
network = tn.Network([1, 2, 2, 2, 2, 2, 1], output="relu", seed=alive)
ax = tn.plot.function(network, task)
tn.plot.describe(
    ax,
    alt="A curve with a slight slope far away from the zigzag that the points would need.",
    caption="An alive start. It does change along the line, but far less than the data ask.",
)

# %%
# So a count of successes should say how many starts were alive at all.

assert all(same for same, *dead in starts if any(dead))
assert 0.7 < constant / len(starts) < 0.8

plt.show()
