r"""
Eight squares add the hours of a clock, and four would do
=========================================================

Hours add on a clock: 9 and 4 make 2, if the clock has eleven hours. A network that may only add and
square is to do the same. How many neurons will it need for eleven hours, and how many for 97?
"""

import json
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
# sphinx_gallery_thumbnail_number = 2

# %%
# Eight, for both. Each squares the sum or difference of a cosine or sine of a and one of b. What
# does each say to all pairs? The area of a dot is what it says.

# sphinx_gallery_defer_figures
network, task = tn.circuits.modular_addition(11), tn.tasks.modular_addition(11).to(torch.float64)
with torch.no_grad():
    said, outputs = network.activations(task.x)  # (121, 8), (121, 11)
pairs = torch.cartesian_prod(torch.arange(11), torch.arange(11))  # a, b in the task's order
figure, axes = plt.subplots(2, 4, figsize=(6.8, 3.9), sharex=True, sharey=True)

# %%
# The first row is (A + B)² and (A − B)² for a cosine of a, the second for a sine.

names = ("cos a + cos b", "cos a − sin b", "cos a − cos b", "cos a + sin b")
names += ("cos b − sin a", "sin a + sin b", "sin a + cos b", "sin a − sin b")
for ax, name, values in zip(axes.flat, names, said.T, strict=True):
    ax.scatter(*pairs.T, s=5 * values, color=tn.plot.COLORS["network"], lw=0)
    ax.set(aspect="equal", xticks=(0, 5, 10), yticks=(0, 5, 10))
    ax.set_title(f"({name})²", fontsize=10)
figure.supxlabel("a", fontsize=11)
figure.supylabel("b", fontsize=11)
tn.plot.describe(
    figure,
    alt="Eight square grids of dots, each with clusters of large dots, everywhere at other places.",
    caption="What the neurons say to the 121 pairs. (For the angle of an hour the hour is written.) "
    "Equal sums lie on lines that run down to the right. No panel shows such lines alone.",
)

# %%
# The output weighs them so that all waves cancel but those of a + b. Output c is then
# :math:`\cos(2\pi(a + b - c)/11)`: a wheel turned by a, then by b, and seen from the mark c.

# sphinx_gallery_defer_figures
C, a, b = tn.plot.COLORS, 9, 4
figure, (wheel, answer) = plt.subplots(1, 2, figsize=(6.8, 3.2), width_ratios=(1, 1.2))
angles = 2 * torch.pi * torch.arange(11) / 11
for hour, (x, y) in enumerate(zip(angles.sin(), angles.cos(), strict=True)):
    wheel.plot(x, y, "o", color=C["data"] if hour in (a, b) else C["muted"])
    wheel.text(1.2 * x, 1.2 * y, hour, ha="center", va="center")

# %%
# The pair 9, 4, in angles, and what the eleven outputs say to it.

turn = torch.linspace(0, 2 * torch.pi * (a + b) / 11, 300)
x, y = (0.4 + 0.04 * turn) * torch.stack([turn.sin(), turn.cos()])
wheel.plot(x, y, "o-", markevery=[-1], color=C["network"])
wheel.set(aspect="equal", xlim=(-1.35, 1.35), ylim=(-1.35, 1.35))
wheel.axis("off")
answer.stem(range(11), outputs[11 * a + b], linefmt=C["network"], basefmt=" ")
answer.set(xlabel="c", ylabel="output c", xticks=range(0, 11, 2))
tn.plot.describe(
    figure,
    alt="Left, hours on a circle, and a line that goes once around and ends at 2. Right, a wave.",
    caption="Thirteen hours are once around and two. The output for 2 is the largest.",
)

# %%
# All pairs on three clocks, with eight squares, with four, and with three. By how much does the
# answer lead? With three, next to nothing is left on a large clock.

leads = {}
for p, neurons in product((7, 23, 97), (8, 4, 3)):
    task = tn.tasks.modular_addition(p).to(torch.float64)
    said = tn.circuits.modular_addition(p, neurons=neurons)(task.x).detach()
    assert torch.equal(said.argmax(dim=1), task.y.argmax(dim=1))
    leads[f"p{p}_{neurons}"] = f"{-said.topk(2).values.diff().max():.2g}"
print(*leads.items(), sep="\n")
Path("eight_squares.json").write_text(json.dumps(leads), encoding="utf-8")
plt.show()
