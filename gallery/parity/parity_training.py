"""
Two starts that are born dead end at one half and at silence
============================================================

The article's network has the right shape: with the right weights it is perfect on 0..15. We start
it from random weights that say the same to every integer, as most do, and let Adam go on from
there. Which loss will it end at? There are two numbers that you can guess without a computer.
"""

import matplotlib.pyplot as plt

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# Two starts, everything else the same. Both are constant before the first step.

task = tn.tasks.parity(16)
networks, histories = {}, {}
for seed in (6, 1):
    networks[seed] = tn.Network([1, 2, 2, 2, 2, 2, 1], output="relu", seed=seed)
    assert len(set(networks[seed](task.x).flatten().tolist())) == 1
    histories[seed] = tn.train(networks[seed], task, epochs=400, lr=0.01)
    print(seed, histories[seed])

# %%
# The losses: one sinks for a moment, the other does not move at all.

_, ax = plt.subplots()
for seed, style, label in ((6, "-", "first start"), (1, "--", "second start")):
    loss = histories[seed].loss
    ax.plot(loss, style, color=tn.plot.COLORS["network"])
    ax.text(250, loss[-1] + 0.012, label, color=tn.plot.COLORS["network"])
ax.set(xlabel="epoch", ylabel="mean squared error", ylim=(0, 0.6))
tn.plot.describe(
    ax,
    alt="One curve falls from about one third to one quarter within a few dozen "
    "epochs and stays there. The other, dashed, is a horizontal line at one half.",
    caption="Both runs are stuck, each at a loss that has a meaning.",
)

# %%
# In the first a hidden layer is dead, and only what comes after it can change: the constant. It
# moves to one half. Half of the labels are 0 and half are 1, so that is the best constant, and its
# mean squared error is 1/4.

ax = tn.plot.data(task)
tn.plot.function(networks[6], low=-0.5, high=15.5, ax=ax)
assert abs(histories[6].loss[-1] - 0.25) < 0.001
tn.plot.describe(
    ax,
    alt="A nearly horizontal line at one half between the points at heights 0 and 1.",
    caption="The best constant. It meets no point, and misses all of them by the same.",
)

# %%
# The second says 0 to everything: its output ReLU is off on the whole range. It errs by 1 on every
# odd number, and the error is 1/2. A ReLU that is off passes no gradient, so nothing can change.
# (Starts that are alive end elsewhere as well: the book's chapter on training parity counts them.)

ax = tn.plot.function(networks[1], task)
assert histories[1].loss[-1] == histories[1].loss[0] == 0.5
tn.plot.describe(
    ax,
    alt="A horizontal line at zero. The points at height 0 lie on it; those at "
    "height 1 are marked as missed.",
    caption="Silence: right on the even numbers only because 0 is what a switched-off ReLU says.",
)

plt.show()
