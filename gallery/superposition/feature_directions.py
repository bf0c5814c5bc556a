"""
The sparser the data, the more features share the plane of two neurons
======================================================================

Five numbers go into two neurons and shall come out again. Each is a *feature*: between 0 and 1 with
probability p, else 0. Where in the plane of the neurons does training put them, if p is 1, 0.3, 0.1?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
plt.ioff()

# %%
# Elhage et al. (2022) weigh the squared error of each feature by its importance. Scaling it by the
# root does the same, and needs no other loss. Here each counts 0.8 times as much as the one before.

root, tasks = 0.8 ** (torch.arange(5.0) / 2), []
for p in (1.0, 0.3, 0.1):
    x = tn.tasks.sparse_features(probability=p, n=256, seed=1).x * root
    tasks.append(tn.Task(f"p = {p:g}", x, x).to(torch.float64))

# %%
# The paper's model is relu(WᵀWx + b): the decoder is the encoder, transposed. We start there too,
# from sixteen seeds, and let our network go on to train the decoder's numbers for themselves.

network = tn.Network([5, 2, 5], activation="identity", output="relu", dtype=torch.float64)
start = tn.census(network, tasks[0], seeds=16, epochs=0, lr=0.1).parameters
start = {name: 0 * value if "bias" in name else value for name, value in start.items()}
first = start["layers.0.weight"]  # (seeds, 2, 5)
start["layers.1.weight"] = first.mT.contiguous()

# %%
# The paper's model in plain PyTorch, all seeds side by side.


def tied(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    optimizer = torch.optim.Adam([W, b], lr=0.1)
    for _ in range(250):
        losses = ((torch.relu(x @ W.mT @ W + b) - x) ** 2).mean((1, 2))  # (seeds,)
        optimizer.zero_grad()
        losses.sum().backward()
        optimizer.step()
    return losses.detach()


# %%
# Keep the best of sixteen. An untied network says the same if its hidden plane is stretched and
# its decoder made up for that, so lengths are shared out evenly between encoder and decoder.

found = []  # for every task and model an encoder and a decoder, each of shape (5, 2)
for task in tasks:
    W, b = first.clone().requires_grad_(), torch.zeros(16, 1, 5).double().requires_grad_()
    losses, runs = tied(task.x, W, b), tn.census(network, task, start=start, epochs=250, lr=0.1)
    E, _, D, _ = runs.network(int(runs.losses.argmin())).parameters()
    U, S, V = torch.svd((D @ E).detach())
    found += [[W[losses.argmin()].detach().T] * 2, [M[:, :2] * S[:2].sqrt() for M in (V, U)]]
    print(f"{task.name:7}  least loss {losses.min():.3f} tied, {runs.losses.min():.3f} untied")

# %%
# Blue: where a feature is written. Grey, unless hidden under the blue: where it is read.

figure, axes = plt.subplots(2, 3, figsize=(6.8, 4.6), subplot_kw={"aspect": "equal"})
for k, ax in enumerate(axes.T.flat):
    reach = 1.4 * float(torch.cat(found[k]).norm(dim=1).max())
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[])
    ax.set(title=["", tasks[k // 2].name][1 - k % 2], ylabel=["tied", "untied", ""][min(k, 2)])
# sphinx_gallery_defer_figures

# %%
C = tn.plot.COLORS
for ax, pair in zip(axes.T.flat, found, strict=True):
    for i, (written, read) in enumerate(zip(*pair, strict=True), start=1):
        for color, end in ((C["muted"], read), (C["network"], written)):
            ax.plot(*torch.stack([0 * end, end]).T, color=color)
        end = max(written, read, key=lambda end: round(float(end.norm()), 3))
        if (tip := float(end.norm()) / ax.get_xlim()[1]) > 0.15:
            ax.text(*end * (1 + 0.15 / tip), str(i), ha="center", va="center")
tn.plot.describe(
    figure,
    alt="Six panels of lines from a centre. With the tie two long lines at a right angle, a cross, "
    "five spokes of a wheel. Without it two lines, a cross with unequal arms, and five lines of "
    "very unequal lengths whose grey partners point elsewhere.",
    caption="The best of sixteen starts. Follow a column down: the tie matters in the last.",
)

plt.show()
