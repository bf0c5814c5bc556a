"""Curves: a scalar function against its target and data, data alone, traces of training."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from torch import Tensor

from tinynets._checks import check_number
from tinynets.network import Network
from tinynets.piecewise import PiecewiseLinear
from tinynets.plot._axes import (
    WITHIN,
    Floats,
    arrays,
    check_network,
    check_range,
    check_task,
    label_ends,
    new_axes,
    thinned,
)
from tinynets.plot._palette import COLORS
from tinynets.tasks import Task
from tinynets.training import History


def function(
    network: Network,
    task: Task | None = None,
    *,
    target: Callable[[Tensor], Any] | None = None,
    low: float | None = None,
    high: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network of one number as a curve, against a target and a task's data.

    A data point that the network misses by more than 0.5 is a cross in the error colour, tied to
    the curve by a thin line.

    Parameters
    ----------
    network
        One input, one output.
    task
        Data to show, of one input.
    target
        The function to compare with; it is called with one number (a tensor of shape ()) at a time.
    low, high
        Range of x; a little more than the task's if None.
    ax
        Where to draw; a new figure if None.

    Returns
    -------
    Axes
        With labels at the curves' right ends.

    Raises
    ------
    TypeError
        If network, task or ax is something else, or low or high is not a number.
    ValueError
        If the network or the task has several inputs, low >= high or one of them is not finite,
        there is neither a task nor a range, or the axes are 3-D.

    Examples
    --------
    >>> from tinynets import circuits, tasks
    >>> ax = function(circuits.less_than(), tasks.less_than(), target=lambda x: x < 10)
    >>> [text.get_text() for text in ax.texts]
    ['target', 'data', 'network']
    """
    check_network(network, inputs=1)
    if task is not None:
        check_task(task, inputs=1)
        ends = task.x.min().item(), task.x.max().item()
        margin = 0.04 * (ends[1] - ends[0]) or 1.0
        low = ends[0] - margin if low is None else low
        high = ends[1] + margin if high is None else high
    if low is None or high is None:
        raise ValueError(f"low is {low}, high is {high}; without a task both are needed")
    low, high = check_range(low, high)
    ax = new_axes(ax)
    # Integers are where the book's networks bend: a grid that misses them cuts the corners.
    x = np.linspace(low, high, 801)
    if high - low <= 2000:
        x = np.union1d(x, np.arange(np.ceil(low), high + 1e-9))
    y = _values(network, x)
    labels = []
    if target is not None:
        wanted = np.array([float(target(v)) for v in torch.from_numpy(x)])
        ax.plot(x, wanted, color=COLORS["target"], linewidth=4.5, alpha=0.45, zorder=1.9)
        labels.append((wanted[-1], "target", COLORS["target"]))
    ax.plot(x, y, color=COLORS["network"], linewidth=2, zorder=2)
    labels.append((y[-1], "network", COLORS["network"]))
    if task is not None:
        inputs, outputs = arrays(task)
        inside = (inputs[:, 0] >= low) & (inputs[:, 0] <= high)
        labels += _points(ax, network, inputs[inside, 0], outputs[inside])
    ax.set_xlim(low, high)
    ax.set_xlabel("x")
    ax.set_ylabel("y", rotation=0)
    ax.set_ylim(*ax.get_ylim())
    label_ends(ax, labels)
    return ax


def pieces(
    function: PiecewiseLinear,
    *,
    low: float | None = None,
    high: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw an exact piecewise-linear function, every breakpoint as a dot.

    Parameters
    ----------
    function
        As `tinynets.pieces` returns it.
    low, high
        Range of x; if None, a little more than the breakpoints', or the function's own ends.
    ax
        Where to draw; a new figure if None.

    Returns
    -------
    Axes
        The curve passes through every breakpoint exactly.

    Raises
    ------
    TypeError
        If function or ax is something else, or low or high is not a number.
    ValueError
        If low >= high, one of them is not finite or outside the function's interval, a number
        is beyond the largest float, or the axes are 3-D.

    Examples
    --------
    >>> import tinynets as tn
    >>> ax = pieces(tn.pieces(tn.circuits.parity(2, skip=True)))
    >>> ax.lines[1].get_xdata().tolist()
    [1.0, 2.0, 3.0]
    """
    if not isinstance(function, PiecewiseLinear):
        raise TypeError(
            f"function is a {type(function).__name__}; it must be a tinynets.PiecewiseLinear"
        )
    breaks = function.breakpoints or (Fraction(0),)
    margin = (breaks[-1] - breaks[0]) / 8 or 1
    first = breaks[0] - margin if function.low is None else function.low
    last = breaks[-1] + margin if function.high is None else function.high
    ends: tuple[Any, Any] = (first if low is None else low, last if high is None else high)
    low, high = check_range(*ends)
    corners = [Fraction(low), *(x for x in function.breakpoints if low < x < high), Fraction(high)]
    x = [check_number("a breakpoint", v) for v in corners]
    y = [check_number("a value of the function", function(v)) for v in corners]
    ax = new_axes(ax)
    ax.plot(x, y, color=COLORS["network"])
    ax.plot(x[1:-1], y[1:-1], "o", color=COLORS["network"], markersize=4.5)
    ax.set_xlim(x[0], x[-1])
    ax.set_xlabel("x")
    ax.set_ylabel("y", rotation=0)
    return ax


def _points(ax: Axes, network: Network, x: Floats, y: Floats) -> list[tuple[float, str, str]]:
    says = _values(network, x)
    # Not within, rather than beyond: a network that says nan is wrong too.
    wrong = ~(np.abs(says - y) <= WITHIN)
    labels = []
    # All lie in the range; those at its ends are drawn whole.
    dots: dict[str, Any] = {"linestyle": "none", "zorder": 3, "clip_on": False}
    if not wrong.all():
        ax.plot(x[~wrong], y[~wrong], marker="o", color=COLORS["data"], markersize=4.5, **dots)
        labels.append((y[~wrong][-1], "data", COLORS["data"]))
    if wrong.any():
        ax.vlines(x[wrong], says[wrong], y[wrong], color=COLORS["error"], linewidth=0.8, zorder=1.8)
        ax.plot(
            x[wrong], y[wrong], marker="x", color=COLORS["error"], markersize=6, mew=1.8, **dots
        )
        labels.append((y[wrong][-1], "data, missed", COLORS["error"]))
    return labels


def _values(network: Network, x: Floats) -> Floats:
    with torch.no_grad():
        y = network(torch.from_numpy(x).to(network.dtype).unsqueeze(1))
    values: Floats = y[:, 0].double().numpy()
    return values


def data(task: Task, *, ax: Axes | None = None) -> Axes:
    """Draw a task's data alone: points over the line, or for two inputs in space.

    Parameters
    ----------
    task
        One or two inputs, one target. Of more than 300 points in space an even selection is shown.
    ax
        Where to draw; a new figure if None. Two inputs need axes with ``projection="3d"``.

    Returns
    -------
    Axes
        Flat for one input, 3-D for two.

    Raises
    ------
    TypeError
        If task or ax is something else.
    ValueError
        If it has more than two inputs or one target, or the axes have the wrong projection.

    Examples
    --------
    >>> from tinynets import tasks
    >>> data(tasks.parity()).get_xlabel()
    'x'
    >>> data(tasks.xor()).name
    '3d'
    """
    x, y = arrays(check_task(task))
    if x.shape[1] > 2:
        raise ValueError(f"task {task.name!r} has {x.shape[1]} inputs; at most 2 can be drawn")
    if x.shape[1] == 2:
        from tinynets.plot._surface import points, space

        ax = space(new_axes(ax, height=4.6, solid=True))
        rows = thinned(len(y))
        points(ax, x[rows], y[rows], COLORS["data"])
        return ax
    ax = new_axes(ax, height=2.4)
    ax.plot(x[:, 0], y, "o", color=COLORS["data"], markersize=4.5)
    if set(y) <= {0, 1}:
        ax.set_yticks([0, 1])
        ax.set_ylim(-0.2, 1.2)
    if (x == x.round()).all():
        ax.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 2, 5, 10], integer=True))
    ax.set_xlabel("x")
    ax.set_ylabel("y", rotation=0)
    return ax


def traces(
    history: History, *, names: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw every single parameter over the epochs of a training.

    A trace has the colour of a positive or a negative weight, by its end; biases are dashed.

    Parameters
    ----------
    history
        What `train` returned.
    names
        Which parameters to draw, and what to call them: tag to label. A tag is a parameter's name
        and place, such as "layers.0.weight[0,1]" or "layers.0.bias[0]", as in TensorBoard. None
        draws all of them under their tags.
    ax
        Where to draw; a new figure if None.

    Returns
    -------
    Axes
        With labels at the traces' right ends.

    Raises
    ------
    TypeError
        If history, names or ax is something else.
    ValueError
        If there is no such parameter, there are more labels than fit, or the axes are 3-D.

    Examples
    --------
    >>> from tinynets import Network, tasks, train
    >>> history = train(Network([1, 1], output="sigmoid"), tasks.less_than(), epochs=20, lr=0.1)
    >>> ax = traces(history, names={"layers.0.weight[0,0]": "weight", "layers.0.bias[0]": "bias"})
    >>> [text.get_text() for text in ax.texts]
    ['weight', 'bias']
    """
    if not isinstance(history, History):
        raise TypeError(f"history is a {type(history).__name__}; it must be a tinynets.History")
    tags = {
        f"{name}[{','.join(map(str, index))}]": values[(slice(None), *index)].double().numpy()
        for name, values in history.parameters.items()
        for index in np.ndindex(*values.shape[1:])
    }
    if names is None:
        names = {tag: tag for tag in tags}
    if not isinstance(names, Mapping):
        raise TypeError(f"names is {names!r}; it must be a mapping of tags to labels")
    for tag in names:
        if tag not in tags:
            raise ValueError(f"names holds {tag!r}; the parameters are {', '.join(tags)}")
    ax = new_axes(ax, height=max(3.6, 0.22 * len(names) + 0.6))
    labels = []
    for tag, label in names.items():
        values = tags[tag]
        color = COLORS["negative" if values[-1] < 0 else "positive"]
        ax.plot(values, color=color, linestyle="--" if "bias" in tag else "-")
        labels.append((values[-1], label, color))
    ax.set_xlim(0, len(history.loss) - 1)
    ax.set_xlabel("epoch")
    ax.set_ylabel("value")
    ax.set_ylim(*ax.get_ylim())
    label_ends(ax, labels)
    return ax
