"""The plane before and after a layer: what a network does to space."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch
from contourpy import contour_generator
from numpy.typing import NDArray

from tinynets._checks import check_integer
from tinynets.network import Network, neuron_names
from tinynets.plot._axes import Floats, check_network, check_panels, check_range
from tinynets.plot._palette import COLORS

_LINES = 11
_SAMPLES = 121


def plane(
    network: Network, layer: int, *, low: float, high: float, ax: NDArray[np.object_] | None = None
) -> NDArray[np.object_]:
    """Draw the plane of the inputs beside its image under a layer of two neurons.

    A square grid lies on the plane; the side where the layer's kinked neuron (the first ReLU up to
    this layer) is on has the network's colour, the other is grey. The dashed line is where it
    folds. Each side carries a letter F, so that turned and mirrored are told apart.

    Parameters
    ----------
    network
        Two inputs, ReLU hidden neurons.
    layer
        A layer of two neurons, 0 the first, the output layer included.
    low, high
        Range of both inputs.
    ax
        Two axes; a new figure if None.

    Returns
    -------
    array of Axes
        The plane and its image.

    Raises
    ------
    TypeError
        If network or an ax is something else, the layer is not an integer, or low or high not a
        number.
    ValueError
        If the network has not two inputs and ReLUs, the layer does not exist or has not two
        neurons, low >= high or one of them is not finite, or ax is not two axes.

    Examples
    --------
    >>> from tinynets import circuits
    >>> before, after = plane(circuits.minimum(), 0, low=-4, high=4)
    >>> after.get_xlabel(), after.get_ylabel()
    ('h1', 'h2')
    """
    check_network(network)
    layer = check_integer("layer", layer)
    if network.widths[0] != 2 or network.activation != "relu":
        raise ValueError(
            f"the network has {network.widths[0]} inputs and {network.activation} neurons; "
            "a plane folds for 2 inputs and relu"
        )
    if not 0 <= layer < len(network.layers) or network.widths[layer + 1] != 2:
        good = [k for k, width in enumerate(network.widths[1:]) if width == 2]
        raise ValueError(f"layer is {layer}; the layers with two neurons here are {good}")
    low, high = check_range(low, high)
    if ax is None:
        _, ax = plt.subplots(1, 2, figsize=(6.8, 3.4), layout="constrained")
    ax = check_panels(ax, 2)

    grid, letters = _grid(low, high), _letters(network, low, high)
    creases = _creases(network, layer, low, high)
    for panel, image in zip(ax, (False, True), strict=True):
        for side, color, width in ((False, "muted", 0.9), (True, "network", 1.4)):
            for points, scale, alpha in ((grid, 1, 0.7), (letters, 3.2, 1)):
                kept = np.where((_first(network, points) >= 0)[:, None] == side, points, np.nan)
                seen = _image(network, layer, kept) if image else kept
                panel.plot(*seen.T, color=COLORS[color], linewidth=width * scale, alpha=alpha)
        seen = _image(network, layer, creases) if image else creases
        panel.plot(*seen.T, color=COLORS["target"], linewidth=2, linestyle=(0, (4, 2)))
        panel.set_aspect("equal", adjustable="datalim" if image else "box")
    names = neuron_names(network)
    for panel, (across, up) in zip(ax, (names[0], names[layer + 1]), strict=True):
        panel.set_xlabel(across)
        panel.set_ylabel(up)
    return ax


def _grid(low: float, high: float) -> Floats:
    """Return the points of a square grid's lines, nan between two lines."""
    along = np.append(np.linspace(low, high, _SAMPLES), np.nan)
    lines = []
    for at in np.linspace(low, high, _LINES):
        level = np.full(len(along), at)
        lines += [np.column_stack([along, level]), np.column_stack([level, along])]
    return np.concatenate(lines)


def _letters(network: Network, low: float, high: float) -> Floats:
    """Return an F in the middle of each side of the first neuron's line."""
    a, b = np.meshgrid(*[np.linspace(low, high, 41)] * 2)
    square = np.column_stack([a.ravel(), b.ravel()])
    on = _first(network, square) >= 0
    gap = [np.nan, np.nan]
    letter = np.array([[0, -1], [0, 1], [1, 1], gap, [0, 0.1], [0.8, 0.1], gap]) - [0.4, 0]
    size = 0.08 * (high - low)
    # Apart along the crease, so that a fold does not lay one on the other.
    W = network.layers[0].weight[0].detach().double().numpy()
    apart = 0.13 * (high - low) * np.array([-W[1], W[0]]) / (np.hypot(*W) or 1.0)
    places = [square[on == s].mean(axis=0) + (apart if s else -apart) for s in np.unique(on)]
    return np.concatenate([np.empty((0, 2)), *(place + size * letter for place in places)])


def _creases(network: Network, layer: int, low: float, high: float) -> Floats:
    """Return the points where a ReLU up to the layer is about to switch on, nan between lines."""
    axis = np.linspace(low, high, 201)
    a, b = np.meshgrid(axis, axis)
    square = np.column_stack([a.ravel(), b.ravel()])
    hidden = sum(network.widths[1 : min(layer + 2, len(network.layers))])
    lines = [np.empty((0, 2))]
    drawn: list[Floats] = []
    for values in before_activation(network, layer, square)[:, :hidden].T:
        # Two neurons may share a line; dashes drawn twice would fill each other's gaps.
        shared = any(
            (np.sign(values) == s * np.sign(other)).all() for other in drawn for s in (1, -1)
        )
        if values.min() < 0 < values.max() and not shared:
            drawn.append(values)
            for line in contour_generator(a, b, values.reshape(a.shape)).lines(0.0):
                lines += [np.asarray(line), np.full((1, 2), np.nan)]
    return np.concatenate(lines)


def _first(network: Network, points: Floats) -> Floats:
    """Return the first neuron's number before its activation."""
    W, b = (t.detach().double().numpy() for t in network.layers[0].parameters())
    values: Floats = points @ W[0] + b[0]
    return values


def before_activation(network: Network, layer: int, points: Floats) -> Floats:
    """Return the sums of all neurons up to a layer, in order: shape (points, neurons)."""
    read = x = torch.from_numpy(points).to(network.dtype)
    outputs = network.activations(x)
    found = []
    for k, linear in enumerate(network.layers[: layer + 1]):
        found.append(linear(read))
        read = torch.cat([read, outputs[k]], dim=1) if network.skip else outputs[k]
    values: Floats = torch.cat(found, dim=1).detach().double().numpy()
    return values


def _image(network: Network, layer: int, points: Floats) -> Floats:
    with torch.no_grad():
        outputs = network.activations(torch.from_numpy(points).to(network.dtype))
    values: Floats = outputs[layer].double().numpy()
    return values
