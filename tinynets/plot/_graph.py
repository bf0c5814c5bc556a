"""The network as a graph: neurons in columns, weights on the edges, biases in the neurons.

All lengths are hundredths of an inch, the pixels of a figure at 100 dpi, as text sizes are fixed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from tinynets.network import Network, neuron_names
from tinynets.plot._axes import Floats, check_network, new_axes
from tinynets.plot._palette import COLORS

Place = tuple[int, int]  # column and row of a neuron

# Beyond any of these the numbers would cover each other, and the graph is drawn without them.
_MAX_COLUMNS, _MAX_ROWS, _MAX_ARCS = 7, 4, 15
_MAX_WEIGHTS = 1000
_RADIUS, _ROW, _TRACK, _MARGIN = 25.0, 92.0, 25.0, 8.0
_NUMBER, _NAME, _SMALL = 10.0, 10.0, 9.0
_ROOM = 4.0
_TAKEN = 1e5  # the price of covering a number or a neuron
_POINTS = 120  # of a straight line, to find out what it crosses


@dataclass
class _Edge:
    start: Place
    end: Place
    weight: float
    path: Floats  # (points, 2)


def graph(network: Network, *, ax: Axes | None = None) -> Axes:
    """Draw a network from left to right: a column a layer, a line a weight.

    The thicker a line, the larger its weight, in one colour for positive and another for negative
    weights. A neuron shows its name and, unless it is 0, its bias. Weights of 0 are thin and have
    no number; skip connections of weight 0 are left out.

    Parameters
    ----------
    network
        Any network up to 1,000 weights. Names and numbers are drawn up to 7 columns, 4 neurons a
        layer and 15 skip connections that reach over a layer.
    ax
        Where to draw; a new figure if None, as high as the network needs.

    Returns
    -------
    Axes
        Without ticks; a unit is 1/100 inch.

    Raises
    ------
    TypeError
        If network or ax is something else.
    ValueError
        If it has more than 1,000 weights, or the axes are 3-D.

    Examples
    --------
    >>> from tinynets import circuits
    >>> ax = graph(circuits.less_than())
    >>> [text.get_text() for text in ax.texts]
    ['x', 'y', '+10', 'sigmoid', '−1']
    """
    check_network(network)
    count = sum(layer.weight.numel() for layer in network.layers)
    if count > _MAX_WEIGHTS:
        raise ValueError(
            f"the network has {count:,} weights; at most {_MAX_WEIGHTS:,} can be drawn"
        )
    weights = list(_weights(network))
    arcs = [edge for edge in weights if edge[1][0] - edge[0][0] > 1]
    labelled = (
        len(network.widths) <= _MAX_COLUMNS
        and max(network.widths) <= _MAX_ROWS
        and len(arcs) <= _MAX_ARCS
    )
    width = 680.0 if ax is None else new_axes(ax).get_window_extent().width * 100 / ax.figure.dpi
    places, radius = _places(network.widths, width, labelled)
    tracks = _tracks([edge[:2] for edge in arcs], network.widths)
    step = _TRACK if labelled else min(_TRACK, 300 / max(1, len(arcs)))
    rows = max(y for _, y in places.values())
    heights = {
        arc: side * (rows + radius + 12 + step * (track + 0.5))
        for arc, (side, track) in tracks.items()
    }
    edges = [
        _Edge(start, end, weight, _path(places, start, end, heights.get((start, end)), radius))
        for start, end, weight in weights
    ]
    foot = 20.0 if labelled else 0.0
    top = max([rows + radius, *(h + 12 for h in heights.values())]) + _MARGIN
    bottom = min([-rows - radius, *(h - 12 for h in heights.values())]) - _MARGIN - foot

    ax = new_axes(ax, height=(top - bottom) / 100)
    ax.set(xlim=(0, width), ylim=(bottom, top), aspect="equal")
    ax.set_axis_off()
    _neurons(ax, network, places, radius, labelled, bottom + foot / 2)
    _draw(ax, edges, _number_boxes(ax, edges, places, radius) if labelled else [])
    return ax


def _weights(network: Network) -> Iterable[tuple[Place, Place, float]]:
    """Yield start, end and weight of every line to draw."""
    for column, layer in enumerate(network.layers, start=1):
        first = 0 if network.skip else column - 1
        starts = [(c, row) for c in range(first, column) for row in range(network.widths[c])]
        for row, values in enumerate(layer.weight.tolist()):
            for start, weight in zip(starts, values, strict=True):
                if weight != 0 or start[0] == column - 1:
                    yield start, (column, row), weight


def _places(
    widths: list[int], width: float, labelled: bool
) -> tuple[dict[Place, tuple[float, float]], float]:
    """Return where each neuron stands, the columns centred on height 0, and the radius."""
    row_step = _ROW if labelled else min(40.0, 420 / max(widths))
    radius = _RADIUS if labelled else min(12.0, 0.35 * row_step)
    edge = _MARGIN + radius
    column_step = min((width - 2 * edge) / (len(widths) - 1), 220.0)
    left = (width - column_step * (len(widths) - 1)) / 2
    return {
        (c, r): (left + c * column_step, ((n - 1) / 2 - r) * row_step)
        for c, n in enumerate(widths)
        for r in range(n)
    }, radius


def _tracks(
    arcs: list[tuple[Place, Place]], widths: list[int]
) -> dict[tuple[Place, Place], tuple[int, int]]:
    """Give each skip connection a side (1 above, -1 below) and a track of its own there."""
    sides: dict[tuple[Place, Place], int] = {}
    for arc in arcs:
        # Both ends vote by their half of the column; where they don't decide, crossings do.
        vote = sum((widths[column] - 1) / 2 - row for column, row in arc)
        if vote:
            sides[arc] = 1 if vote > 0 else -1
        else:
            above, below = (
                sum(_cross(arc, other) for other, its in sides.items() if its == side)
                for side in (1, -1)
            )
            sides[arc] = 1 if above <= below else -1
    tracks: dict[tuple[Place, Place], tuple[int, int]] = {}
    for arc in sorted(arcs, key=lambda arc: (arc[1][0] - arc[0][0], arc)):
        taken = {
            track
            for other, (side, track) in tracks.items()
            if side == sides[arc] and arc[0][0] < other[1][0] and other[0][0] < arc[1][0]
        }
        tracks[arc] = sides[arc], next(k for k in range(len(arcs)) if k not in taken)
    return tracks


def _cross(one: tuple[Place, Place], other: tuple[Place, Place]) -> bool:
    (i, j), (k, l) = sorted([(one[0][0], one[1][0]), (other[0][0], other[1][0])])
    return i < k < j < l


def _path(
    places: dict[Place, tuple[float, float]],
    start: Place,
    end: Place,
    height: float | None,
    radius: float,
) -> Floats:
    """Return the points of a line: straight, or for a skip connection over or under the rest."""
    (x0, y0), (x1, y1) = places[start], places[end]
    if height is None:
        length = math.hypot(x1 - x0, y1 - y0)
        ends = radius / length, 1 - radius / length
        t = np.linspace(ends[0], ends[1], _POINTS)
        return np.column_stack([x0 + t * (x1 - x0), y0 + t * (y1 - y0)])
    # It rises and falls between columns, where no neurons are, and runs level in between.
    half = (x1 - x0) / (end[0] - start[0]) / 2
    rise = _bend(places, start, (x0 + half, height), radius)
    fall = _bend(places, end, (x1 - half, height), radius)[::-1]
    along = np.linspace(x0 + half, x1 - half, _POINTS)
    return np.concatenate([rise, np.column_stack([along, np.full(_POINTS, height)]), fall])


def _bend(
    places: dict[Place, tuple[float, float]],
    node: Place,
    level: tuple[float, float],
    radius: float,
) -> Floats:
    """Return a curve that leaves a neuron and ends level, in the gap beside the column."""
    (x, y), (u, v) = places[node], level
    side, up = math.copysign(1, u - x), math.copysign(1, v - y)
    passed = any(c == node[0] and (at - y) * up > 0 for (c, _), (_, at) in places.items())
    if passed:  # others of the column stand in the way: keep to the gap
        room = abs(u - x) - radius
        corners = [
            (x + side * radius, y),
            (x + side * (radius + 0.9 * room), y),
            (x + side * (radius + 0.1 * room), v),
            (u, v),
        ]
    else:
        angle = min(math.atan2(abs(v - y), 0.6 * abs(u - x)), 1.2)
        bend = (x + side * 0.25 * abs(u - x), v)
        leave = (x + side * radius * math.cos(angle), y + up * radius * math.sin(angle))
        corners = [leave, bend, bend, (u, v)]
    t = np.linspace(0, 1, 40)[:, None]
    p0, p1, p2, p3 = (np.array(corner) for corner in corners)
    curve: Floats = (
        (1 - t) ** 3 * p0 + 3 * t * (1 - t) ** 2 * p1 + 3 * t**2 * (1 - t) * p2 + t**3 * p3
    )
    return curve


def _neurons(
    ax: Axes,
    network: Network,
    places: dict[Place, tuple[float, float]],
    radius: float,
    labelled: bool,
    foot: float,
) -> None:
    names = neuron_names(network)
    for (column, row), (x, y) in places.items():
        ax.add_patch(
            Circle((x, y), radius, fill=False, edgecolor=COLORS["muted"], linewidth=1.2, zorder=3)
        )
        if not labelled:
            continue
        bias = network.layers[column - 1].bias[row].item() if column else 0.0
        shift = 0.36 * radius if bias else 0.0
        _write(ax, x, y + shift, names[column][row], _NAME, COLORS["foreground"])
        if bias:
            color = COLORS["negative" if bias < 0 else "positive"]
            _write(ax, x, y - shift, _number(bias, sign=True), _SMALL, color)
    if labelled:
        for column in range(1, len(network.widths)):
            last = column == len(network.widths) - 1
            activation = network.output if last else network.activation
            if activation != "identity":
                _write(ax, places[column, 0][0], foot, activation, _SMALL, COLORS["muted"])


def _number_boxes(
    ax: Axes, edges: list[_Edge], places: dict[Place, tuple[float, float]], radius: float
) -> list[Floats]:
    """Write each weight on its line where it is freest, and return the boxes (x0, y0, x1, y1)."""
    boxes: list[Floats] = []
    nodes = np.array(list(places.values()))
    for edge in edges:
        if edge.weight == 0:
            continue
        text = _number(edge.weight)
        size = np.array([0.66 * len(text) * _NUMBER * 100 / 72 + 6, _NUMBER * 100 / 72 + 4])
        others = np.concatenate([np.empty((0, 2)), *(e.path for e in edges if e is not edge)])
        length = len(edge.path)
        # Slanting lines cross in the middle: their numbers stand nearer to where they start.
        slants = edge.path[0, 1] != edge.path[-1, 1] and len(edge.path) == _POINTS
        wanted = 0.3 if slants else 0.5
        best, cost = 0, math.inf
        for k in range(length // 8, length - length // 8, 2):
            box = np.concatenate([edge.path[k] - size / 2, edge.path[k] + size / 2])
            # With some room around: a line that ends at a number must not seem to turn into another.
            near = (others > box[:2] - _ROOM) & (others < box[2:] + _ROOM)
            covered = near.all(axis=1).sum()
            # Numbers and neurons are covered only where no place is free of them.
            hidden = sum(_overlap(box, other) for other in boxes) + _hits(box, nodes, radius)
            price = covered + 20 * abs(k / length - wanted) + _TAKEN * hidden
            if price < cost:
                best, cost = k, price
        centre = edge.path[best]
        boxes.append(np.concatenate([centre - size / 2, centre + size / 2]))
        color = COLORS["negative" if edge.weight < 0 else "positive"]
        _write(ax, centre[0], centre[1], text, _NUMBER, color)
    return boxes


def _overlap(one: Floats, other: Floats) -> bool:
    return bool((one[:2] < other[2:]).all() and (other[:2] < one[2:]).all())


def _hits(box: Floats, nodes: Floats, radius: float) -> bool:
    nearest = np.clip(nodes, box[:2], box[2:])
    return bool((np.hypot(*(nearest - nodes).T) < radius + 1).any())


def _draw(ax: Axes, edges: list[_Edge], boxes: list[Floats]) -> None:
    """Draw the lines, interrupted where a number stands."""
    scale = 1.0 if boxes else 0.5
    largest = max((abs(edge.weight) for edge in edges), default=0) or 1.0
    segments, widths, colors = [], [], []
    for edge in edges:
        hidden = np.zeros(len(edge.path), dtype=bool)
        for box in boxes:
            hidden |= ((edge.path > box[:2]) & (edge.path < box[2:])).all(axis=1)
        for run in np.split(np.arange(len(hidden)), np.flatnonzero(np.diff(hidden)) + 1):
            if hidden[run[0]] or len(run) < 2:
                continue
            points = edge.path[run]
            segments.append(_thinned(points))
            widths.append(scale * (0.8 + 2.7 * math.sqrt(abs(edge.weight) / largest)))
            role = "grid" if edge.weight == 0 else "negative" if edge.weight < 0 else "positive"
            colors.append(COLORS[role])
    ax.add_collection(
        LineCollection(segments, linewidths=widths, colors=colors, zorder=2), autolim=False
    )


def _thinned(points: Floats) -> Floats:
    """Drop points between which the line hardly turns."""
    steps = np.diff(points, axis=0)
    turned = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    keep, last = [0], turned[0]
    for k in range(1, len(steps)):
        if abs(turned[k] - last) > 0.08:
            keep.append(k)
            last = turned[k]
    kept: Floats = points[[*keep, len(points) - 1]]
    return kept


def _number(value: float, *, sign: bool = False) -> str:
    """Write a number in at most six characters, with a true minus sign."""
    size = abs(value)
    if size >= 1e5 or (size < 0.005 and size > 0):
        mantissa, exponent = f"{size:.0e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    elif size >= 100:
        text = f"{size:.0f}"
    else:
        text = f"{size:.2f}".rstrip("0").rstrip(".")
    return ("−" if value < 0 else "+" if sign else "") + text


def _write(ax: Axes, x: float, y: float, text: str, size: float, color: str) -> None:
    ax.text(x, y, text, size=size, color=color, ha="center", va="center_baseline", zorder=4)
