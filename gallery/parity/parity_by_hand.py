"""
Four ReLUs know even from odd on 0..16
======================================

Here are two networks for parity, set by hand. Both fold the number line until only 0 and 1 are
left. The first has two ReLUs in every layer, as many layers as it takes, and one at the end. Can
you save more than half of them?
"""

import matplotlib.pyplot as plt
import torch

import tinynets as tn

plt.style.use("tinynets.house")
# sphinx_gallery_thumbnail_number = 3

# %%
# :func:`tinynets.circuits.article_parity` computes \|y - c\| in each layer, for c = 8, 4, 2, 1, 1.
# One ReLU makes y - c if it is positive, the other c - y.

article = tn.circuits.article_parity()
ax = tn.plot.graph(article)
tn.plot.describe(
    ax,
    alt="Seven columns of nodes: the input, five hidden layers of two ReLUs each "
    "and an output with a ReLU. Each layer's two nodes have opposite weights and "
    "opposite biases.",
    caption="Five folds, two neurons each. The size of the biases says where the line is folded.",
)

# %%
# It is right on all its data.

task = tn.tasks.parity(16)
ax = tn.plot.function(article, task)
assert torch.equal(article(task.x), task.y)
tn.plot.describe(
    ax,
    alt="A zigzag that passes through all sixteen points, alternately at height 0 and 1.",
    caption="The network's zigzag hits 0 at every even and 1 at every odd integer.",
)

# %%
# A skip connection halves the work. The fold :math:`y - 2R(y - c)` leaves y alone below c and
# reflects it above; the skips carry y, so one ReLU a fold will do.

sharp = tn.circuits.parity(4, skip=True)
print(sharp)
ax = tn.plot.graph(sharp)
tn.plot.describe(
    ax,
    alt="A chain of an input, four hidden ReLU nodes with biases minus 8, minus 4, "
    "minus 2 and minus 1, and an output. Arcs with weights 1 and minus 2 join each "
    "node to all later ones.",
    caption="Every node reads x once and takes away twice what the nodes before it say.",
)

# %%
# Count the ReLUs, and check the second network on its whole range.

x = torch.arange(17.0).unsqueeze(1)
assert torch.equal(sharp(x), x % 2)
print("the first network: ", article.n_hidden, "hidden ReLUs and one at the output")
print("the second network:", sharp.n_hidden, "hidden ReLUs")

plt.show()
