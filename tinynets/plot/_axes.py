"""What all pictures share: new axes, labels at the right end, and checks at the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tinynets._checks import check_number
from tinynets.network import Network
from tinynets.tasks import Task

Floats = NDArray[np.float64]
# Of more points than this an even selection is drawn in 3-D, to keep the SVG small.
MAX_POINTS_3D = 300
# A point is wrong if the network misses its target by more, as in the book's counts.
WITHIN = 0.5


def new_axes(ax: Axes | None, *, height: float = 3.6, solid: bool = False) -> Any:
    """Return `ax`, or the axes of a new figure of the house's width; `solid` for 3-D."""
    if ax is None:
        keywords = {"projection": "3d", "computed_zorder": False} if solid else {}
        _, ax = plt.subplots(figsize=(6.8, height), layout="constrained", subplot_kw=keywords)
    if not isinstance(ax, Axes):
        raise TypeError(f"ax is {ax!r}; it must be a matplotlib Axes")
    if solid != (ax.name == "3d"):
        kind = 'made with projection="3d"' if solid else "flat, not 3-D"
        raise ValueError(f"ax has the projection {ax.name!r}; this picture needs axes {kind}")
    return ax


def check_panels(ax: Any, count: int) -> NDArray[np.object_]:
    """Return an array of axes, if it has as many as the picture has panels."""
    if np.shape(ax) != (count,):
        raise ValueError(f"ax has the shape {np.shape(ax)}; {count} axes in a row are needed")
    for panel in ax:
        if not isinstance(panel, Axes):
            raise TypeError(f"ax holds {panel!r}; it must hold matplotlib Axes")
    return np.asarray(ax)


def label_ends(ax: Axes, ends: Sequence[tuple[float, str, str]]) -> None:
    """Write labels (height in data, text, colour) right of the axes, moved apart to be readable."""
    bottom, top = ax.get_ylim()
    size = 10
    line = 1.45 * size / 72 * ax.figure.dpi / ax.get_window_extent().height
    if line * len(ends) > 1.15:
        raise ValueError(
            f"{len(ends)} labels do not fit beside the axes; draw fewer traces at once"
        )
    order = sorted(range(len(ends)), key=lambda i: ends[i][0])
    wanted = [min(max((ends[i][0] - bottom) / (top - bottom), 0), 1) for i in order]
    for k, (i, height) in enumerate(zip(order, _spread(wanted, line), strict=True)):
        ax.annotate(
            ends[i][1],
            # Not below the axis, where the ticks' labels are.
            (1, max(height, k * line)),
            xycoords="axes fraction",
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=ends[i][2],
            fontsize=size,
            annotation_clip=False,
        )


def _spread(wanted: list[float], gap: float) -> list[float]:
    """Move sorted heights apart to at least `gap`, each cluster centred on what it wanted."""
    clusters: list[list[float]] = []
    for height in wanted:
        clusters.append([height])
        while len(clusters) > 1 and _bounds(clusters[-1], gap)[0] < _bounds(clusters[-2], gap)[1]:
            last = clusters.pop()
            clusters[-1] += last
    return [
        _bounds(cluster, gap)[0] + gap * (k + 0.5)
        for cluster in clusters
        for k in range(len(cluster))
    ]


def _bounds(cluster: list[float], gap: float) -> tuple[float, float]:
    centre, half = sum(cluster) / len(cluster), gap * len(cluster) / 2
    return centre - half, centre + half


def thinned(count: int) -> NDArray[np.int64]:
    """Return which of `count` points a 3-D picture shows."""
    return np.unique(np.linspace(0, count - 1, min(count, MAX_POINTS_3D)).round().astype(np.int64))


def arrays(task: Task) -> tuple[Floats, Floats]:
    """Return a task's inputs (n, in) and its targets (n,) as arrays."""
    if task.y.shape[1] != 1:
        raise ValueError(f"task {task.name!r} has {task.y.shape[1]} targets; only one can be drawn")
    return task.x.double().numpy(), task.y[:, 0].double().numpy()


def check_network(network: object, *, inputs: int | None = None) -> Network:
    """Return the network if it is one, with one output and as many inputs as can be drawn."""
    if not isinstance(network, Network):
        raise TypeError(f"network is a {type(network).__name__}; it must be a tinynets.Network")
    if inputs is not None and (network.widths[0], network.widths[-1]) != (inputs, 1):
        raise ValueError(
            f"the network has widths {network.widths}; this picture needs {inputs} "
            f"input{'s' * (inputs > 1)} and 1 output"
        )
    return network


def check_task(task: object, *, inputs: int | None = None) -> Task:
    """Return the task if it is one with as many inputs as the picture has."""
    if not isinstance(task, Task):
        raise TypeError(f"task is a {type(task).__name__}; it must be a tinynets.Task")
    if inputs is not None and task.x.shape[1] != inputs:
        raise ValueError(f"task {task.name!r} has {task.x.shape[1]} inputs; it must have {inputs}")
    return task


def check_range(low: float, high: float) -> tuple[float, float]:
    """Return the ends of a range that is finite and not empty."""
    for name, end in (("low", low), ("high", high)):
        check_number(name, end)
    if low >= high:
        raise ValueError(f"low is {low}, high is {high}; low must be smaller")
    return low, high
