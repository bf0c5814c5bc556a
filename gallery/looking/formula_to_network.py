r"""
Every formula of min, max and absolute values is a network
==========================================================

Reading goes both ways. Write down a formula, and :func:`tinynets.compile_formula` sets the
weights: one hidden ReLU for each absolute value, minimum or maximum. How many neurons does the
median of three numbers take?
"""

import matplotlib.pyplot as plt
from sympy import Max, Min
from sympy.abc import a, b, c, x

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# A tent with a flat top: one ReLU bends at 5, and a second one reads it and cuts off the top.

tent = Min(3, 4 - abs(x - 5))
network = tn.compile_formula(tent)
print(network)

# %%
# The network is the formula, on the whole line.

print(tn.check(network, tent))
ax = tn.plot.pieces(tn.pieces(network), low=0, high=10)
tn.plot.describe(
    ax,
    alt="A line that rises to height 3 at x = 4, stays there until 6, and falls again.",
    caption="The second neuron turns the line at 4 and at 6. The bend of the first, at 5, is cut "
    "off.",
)
assert tn.check(network, tent).error == 0 and network.n_hidden == 2

# %%
# The median of three, with two minima and two maxima: four neurons. (:doc:`/puzzles` does it with
# three.)

median = Max(Min(a, b), Min(c, Max(a, b)))
network = tn.compile_formula(median)
print(network.n_hidden, "hidden neurons, widths", network.widths)
ax = tn.plot.graph(network)
tn.plot.describe(
    ax,
    alt="Inputs a, b and c, two hidden ReLU nodes in a first layer, one in each of two more, and "
    "an output, joined by many arcs.",
    caption="Four ReLUs choose the middle one of three numbers. The first two compare a and b.",
)
assert tn.check(network, median, low=-9, high=9) and network.n_hidden == 4

# %%
# And back. The formula of the network has the ReLUs in it that were hidden in Min and Max.

tn.formula(network)

# %%
# What no float holds is refused by name, unless rounding is asked for. Here :math:`|x|/3` is
# :math:`\tfrac23 R(x) - \tfrac13 x`.

try:
    tn.compile_formula(abs(x) / 3)
except ValueError as error:
    print(error)

plt.show()
