"""
A framework's drawing shows the operations, ours shows the weights
==================================================================

One network can be drawn in two ways. torchview follows a tensor through PyTorch and draws every
operation that it meets. Our own drawing shows neurons and numbers. Which of the two tells
you what the network computes?
"""

import io
import subprocess
from importlib.metadata import files

import matplotlib.pyplot as plt
import torch
from torchview import draw_graph

import tinynets as tn

plt.style.use("tinynets.house")
# sphinx_gallery_thumbnail_number = 2

# %%
# torchview writes the graph in Graphviz's language. The colours are the book's own.

network = tn.circuits.minimum(theta=0.5)
drawing = draw_graph(network, input_data=torch.zeros(1, 2), device="cpu").visual_graph
drawing.graph_attr.update(bgcolor="transparent", dpi="200", ranksep="0.25")
ink, muted = tn.plot.COLORS["foreground"], tn.plot.COLORS["muted"]
drawing.node_attr.update(style="", color=ink, fontcolor=ink)
drawing.edge_attr.update(color=muted)

# %%
# The package ``graphviz-pure`` brings a program that turns it into a picture, so we look it up
# among that package's files.

programs = [file for file in files("graphviz-pure") if file.stem == "graphviz-pure"]
png = subprocess.run(
    [programs[0].locate(), "-Tpng"],
    input=drawing.source.encode(),
    capture_output=True,
    check=True,
).stdout

# %%
# Read it from top to bottom: the input goes down the hidden layer, and once past it.

image = plt.imread(io.BytesIO(png))
height, width = image.shape[:2]
figure = plt.figure(figsize=(6.8, height / 200), layout="none")
figure.add_axes((0.5 - width / 2720, 0, width / 1360, 1)).imshow(image)
figure.axes[0].set_axis_off()
tn.plot.describe(
    figure,
    alt="Boxes joined by arrows from top to bottom: the input tensor, a linear "
    "layer, relu, cat, a second linear layer, the output tensor. One more arrow "
    "runs from the input to cat.",
    caption="What PyTorch runs. The arrow from the input to ``cat`` is the skip connection.",
)

# %%
# The shapes agree with the code, but the function stays hidden. Our drawing of the same network:

ax = tn.plot.graph(network)
tn.plot.describe(
    ax,
    alt="Inputs a and b on the left, two hidden ReLU nodes in the middle reading "
    "plus and minus a and b, and the output on the right. Arcs carry a and b past "
    "the hidden nodes.",
    caption="What the numbers say: half of a and b each, minus half of both ReLUs.",
)

# %%
# With the weights in sight you can write the formula down:
# :math:`(a + b - R(a - b) - R(b - a)) / 2`. Printing the network gives the same.

print(network)
a, b = x = torch.tensor([[3.0, 8.0]])[0]
assert network(x.unsqueeze(0)).item() == min(a, b).item()

plt.show()
