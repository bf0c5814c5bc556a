"""Surfaces: a function of two numbers, in space."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from tinynets.network import Network
from tinynets.plot._axes import (
    WITHIN,
    Floats,
    arrays,
    check_network,
    check_range,
    check_task,
    new_axes,
    thinned,
)
from tinynets.plot._palette import COLORS
from tinynets.tasks import Task

_GRID = 13


def surface(
    network: Network | Callable[[Tensor], Tensor],
    task: Task | None = None,
    *,
    low: float,
    high: float,
    ax: Axes | None = None,
) -> Axes:
    """Draw a function of two numbers as a surface over a square, with a task's data as points.

    A point that the surface misses by more than 0.5 is a cross in the error colour.

    Parameters
    ----------
    network
        A network of two inputs and one output, or any function of a tensor (batch, 2) that returns
        (batch, 1) or (batch,).
    task
        Data to show, of two inputs; of more than 300 points an even selection.
    low, high
        Range of both inputs.
    ax
        Where to draw, made with ``projection="3d"``; a new figure if None.

    Returns
    -------
    Axes
        In space.

    Raises
    ------
    TypeError
        If network cannot be called, task or ax is something else, or low or high is not a number.
    ValueError
        If the network or the task has another number of inputs, low >= high, a value is not
        finite, or the axes are flat.

    Examples
    --------
    >>> from tinynets import circuits, tasks
    >>> ax = surface(circuits.minimum(), tasks.minimum(n=50), low=-50, high=50)
    >>> ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()
    ('a', 'b', 'y')
    """
    if isinstance(network, Network):
        check_network(network, inputs=2)
    elif not callable(network):
        raise TypeError(
            f"network is a {type(network).__name__}; it must be a Network or a function"
        )
    low, high = check_range(low, high)
    if task is not None:
        check_task(task, inputs=2)
    solid = space(new_axes(ax, height=4.6, solid=True))
    a, b = np.meshgrid(np.linspace(low, high, _GRID), np.linspace(low, high, _GRID))
    y = _values(network, np.column_stack([a.ravel(), b.ravel()])).reshape(a.shape)
    # One flat, translucent colour: shading would make colours that no palette could swap.
    solid.plot_surface(
        a,
        b,
        y,
        color=COLORS["network"],
        alpha=0.22,
        edgecolor=COLORS["network"],
        linewidth=0.5,
        shade=False,
        rcount=_GRID,
        ccount=_GRID,
        zorder=1,
    )
    if task is not None:
        x, target = arrays(task)
        x, target = x[rows := thinned(len(x))], target[rows]
        wrong = ~(np.abs(_values(network, x) - target) <= WITHIN)
        points(solid, x[~wrong], target[~wrong], COLORS["data"])
        points(solid, x[wrong], target[wrong], COLORS["error"], marker="x")
    return cast(Axes, solid)


def space(ax: Any) -> Any:
    """Name the axes of space and clear their panes."""
    ax.locator_params(nbins=5)
    ax.set_xlabel("a")
    ax.set_ylabel("b")
    ax.set_zlabel("y")
    ax.view_init(elev=24, azim=-122)
    ax.set_box_aspect((1, 1, 0.75), zoom=1.1)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color((0, 0, 0, 0))
        axis._axinfo["grid"].update(color=COLORS["grid"], linewidth=0.6)
    return ax


def points(ax: Any, x: Floats, y: Floats, color: str, marker: str = "o") -> None:
    """Put points into space."""
    if len(y):
        ax.plot(
            x[:, 0],
            x[:, 1],
            y,
            marker,
            color=color,
            markersize=3.4 if marker == "o" else 6,
            markeredgewidth=1.5 * (marker == "x"),
            zorder=2,
        )


def _values(network: Callable[[Tensor], Tensor], x: Floats) -> Floats:
    dtype = network.dtype if isinstance(network, Network) else torch.get_default_dtype()
    with torch.no_grad():
        y = network(torch.from_numpy(x).to(dtype))
    if y.shape not in {(len(x),), (len(x), 1)}:
        raise ValueError(f"the function returned shape {tuple(y.shape)} for {len(x)} points")
    if not bool(y.isfinite().all()):
        raise ValueError(
            f"the function has the value {y[~y.isfinite()][0].item()}; it must be finite"
        )
    values: Floats = y.reshape(-1).double().numpy()
    return values
