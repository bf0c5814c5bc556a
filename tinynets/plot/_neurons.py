"""What each neuron says: one small picture a neuron."""

from __future__ import annotations

from itertools import chain

import matplotlib.pyplot as plt
import numpy as np
import torch
from contourpy import contour_generator
from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from tinynets.network import Network, neuron_names
from tinynets.plot._axes import Floats, check_network, check_panels, check_range
from tinynets.plot._palette import COLORS
from tinynets.plot._plane import before_activation

_MOST = 24
_COLUMNS = 3
_SAMPLES = 161
# More contour lines than these are hatching.
_MOST_LINES = 14


def neurons(
    network: Network, *, low: float, high: float, ax: NDArray[np.object_] | None = None
) -> NDArray[np.object_]:
    """Draw what every hidden neuron and the output say, over one input or two.

    One input: a curve for each. Two inputs: contour lines with their values; the dashed line is
    where a ReLU is about to switch on. A neuron that says 0 everywhere is marked as silent.

    Parameters
    ----------
    network
        One or two inputs, at most 24 neurons.
    low, high
        Range of the inputs.
    ax
        One axes a neuron, in the network's order; a new figure if None.

    Returns
    -------
    array of Axes
        One a neuron, the output's last.

    Raises
    ------
    TypeError
        If network or an ax is something else, or low or high is not a number.
    ValueError
        If the network has more than two inputs or 24 neurons, low >= high or one of them is not
        finite, or ax has another shape.

    Examples
    --------
    >>> from tinynets import circuits
    >>> axes = neurons(circuits.parity(3), low=0, high=8)
    >>> [panel.get_title(loc="left") for panel in axes]
    ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'y']
    """
    check_network(network)
    low, high = check_range(low, high)
    count = sum(network.widths[1:])
    if network.widths[0] > 2 or count > _MOST:
        raise ValueError(
            f"the network has widths {network.widths}; at most 2 inputs and {_MOST} neurons can "
            "be drawn"
        )
    flat = network.widths[0] == 1
    if ax is None:
        ax = _panels(count, flat)
    ax = check_panels(ax, count)

    x = np.linspace(low, high, _SAMPLES)
    points = x[:, None] if flat else np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    with torch.no_grad():
        layers = network.activations(torch.from_numpy(points).to(network.dtype))
    said = torch.cat(layers, dim=1).double().numpy().T
    sums = before_activation(network, len(layers) - 1, points).T
    inputs, *names = neuron_names(network)
    bends = [network.activation == "relu"] * network.n_hidden
    bends += [network.output == "relu"] * network.widths[-1]
    for panel, values, total, bend, name in zip(ax, said, sums, bends, chain(*names), strict=True):
        if flat:
            panel.plot(x, values, color=COLORS["network"])
            panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))
            panel.yaxis.set_major_locator(MaxNLocator(3))
        else:
            _contours(panel, x, values, total if bend else None)
        if not values.any():
            panel.text(0.5, 0.65, "silent", transform=panel.transAxes, ha="center")
            if flat:
                panel.set_yticks([0])
        panel.set_title(name, fontsize=10, loc="left", pad=3)
    ax[-1].set_xlabel(inputs[0])
    if not flat:
        ax[-1].set_ylabel(inputs[1], rotation=0)
    return ax


def _panels(count: int, flat: bool) -> NDArray[np.object_]:
    columns = 2 if count in (2, 4) else min(count, _COLUMNS)
    rows = -(-count // columns)
    height = 1.45 if flat else 7 / max(columns, 2)
    # Room for the names above each row.
    layout = ConstrainedLayoutEngine(h_pad=0.09)
    figure = plt.figure(figsize=(6.8, rows * height + 0.3), layout=layout)
    return np.array([figure.add_subplot(rows, columns, k + 1) for k in range(count)])


def _contours(panel: Axes, x: Floats, values: Floats, sums: Floats | None) -> None:
    shape = (len(x), len(x))
    if sums is not None and sums.min() < 0 < sums.max():
        crease = {"colors": COLORS["target"], "linestyles": [(0, (4, 2))], "linewidths": 1.6}
        panel.contour(x, x, sums.reshape(shape), levels=[0.0], **crease)  # type: ignore[arg-type]
    levels = MaxNLocator(5).tick_values(values.min(), values.max())
    levels = [level for level in levels if values.min() < level < values.max()]
    # A level that a ReLU's whole resting side has is no line.
    levels = [level for level in levels if sums is None or level != 0]
    generator = contour_generator(x, x, values.reshape(shape))
    if sum(len(generator.lines(level)) for level in levels) > _MOST_LINES:
        levels = [(values.min() + values.max()) / 2]
    if levels:
        lines = panel.contour(
            x,
            x,
            values.reshape(shape),
            levels=levels,
            colors=COLORS["network"],
            linewidths=1.2,
            linestyles="solid",
        )
        # Inside each line, where no label is cut off or hides a corner.
        longest = [max(segments, key=len) for segments in lines.allsegs if segments]
        places = [tuple(line[len(line) // 3]) for line in longest]
        for text in panel.clabel(lines, fontsize=8, inline_spacing=2, manual=places):
            text.set_rotation(0)
    panel.set_aspect("equal")
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
