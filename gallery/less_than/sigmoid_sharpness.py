r"""
A hundred times the sharpness moves nothing at x = 10
=====================================================

The neuron :math:`\sigma(10 - x)` is right about every integer but one, and timid near 10. Multiply
both its numbers by 100. Which of its answers do you expect to change, and which one cannot?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# The two neurons at 9, 9.5 and 10.

soft = tn.circuits.less_than(10)
sharp = tn.circuits.less_than(10, sharpness=100)
points = torch.tensor([[9.0], [9.5], [10.0]])
for name, neuron in (("soft", soft), ("sharp", sharp)):
    print(name, [round(y, 4) for y in neuron(points).flatten().tolist()])

# %%
# The soft neuron against the step that we want.

task = tn.tasks.less_than()
ax = tn.plot.function(soft, task, target=lambda x: x < 10, low=4, high=16)
tn.plot.describe(
    ax,
    alt="A smooth curve falls through one half at x = 10 beside a step from 1 to 0.",
    caption=r"The neuron :math:`\sigma(10 - x)` cuts the corners of the step. Look "
    r"at 9 and 10.",
)

# %%
# And the sharp one. On this scale the bend is gone.

ax = tn.plot.function(sharp, task, target=lambda x: x < 10, low=4, high=16)
tn.plot.describe(
    ax,
    alt="The curve lies on the step except on the step's edge, where it passes through one half.",
    caption=r"The neuron :math:`\sigma(100(10 - x))`. The curve still passes one "
    r"half at x = 10, where the data say 0.",
)

# %%
# At x = 10 the sum is :math:`100 \cdot 0`: no factor gets it away from zero. That data point
# stays undecided for ever, and moving the threshold is the only way to decide it.

assert round(soft(points)[1].item(), 4) == 0.6225
assert round(sharp(points)[1].item(), 4) == 1
for sharpness in (1, 100, 10_000):
    assert tn.circuits.less_than(10, sharpness)(points)[2].item() == 0.5

plt.show()
