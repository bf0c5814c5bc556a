"""Folding the number line: y becomes c - |y - c|, one row a step."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes

from tinynets._checks import check_list
from tinynets.plot._axes import new_axes
from tinynets.plot._palette import COLORS

_MAX_HIGH = 64
_LEFT, _WIDTH = 92.0, 680.0
# How high a swinging point rises, against a true semicircle: an ellipse needs less room.
FLAT = 0.32


def folds(heights: Sequence[int], *, high: int | None = None, ax: Axes | None = None) -> Axes:
    """Draw the integers of the number line as they are folded, one row a step.

    Even integers are filled dots, odd ones rings. A fold at c carries what lies right of c over to
    the left, to 2c - y for y; dots that meet are stacked. The dashed line is the next fold.

    Parameters
    ----------
    heights
        Where to fold, in order: the numbers c.
    high
        The line shows the integers 0, …, high; twice the first fold if None.
    ax
        Where to draw; a new figure if None, as high as the stacks need.

    Returns
    -------
    Axes
        Without ticks; a unit is 1/100 inch.

    Raises
    ------
    TypeError
        If heights is no list, a height or high is not an integer, or ax is something else.
    ValueError
        If there is no fold, a height is not from 1 to 64, or high is not from 1 to 64.

    Examples
    --------
    >>> ax = folds([2, 1])
    >>> [text.get_text() for text in ax.texts if text.get_text()][:3]
    ['0 to 4', '0', '1']
    """
    rows, high = fold_rows(heights, high)
    line = NumberLine(rows)
    levels = stack_levels(rows)
    drops, bottom = [], 0.0
    for k, row in enumerate(rows):
        bottom -= line.top(row) + 6
        if k < len(heights):
            bottom -= max(line.unit * (max(row) - heights[k]) * FLAT, 8)
        drops.append(bottom)
        bottom -= 30
    ax = new_axes(ax, height=-bottom / 100)
    ax.set(xlim=(0, _WIDTH), ylim=(bottom, 4), aspect="equal")
    ax.set_axis_off()
    for k, (row, y) in enumerate(zip(rows, drops, strict=True)):
        _draw_row(
            ax, line, row, levels[k], y, f"folded at {heights[k - 1]}" if k else f"0 to {high}"
        )
        if k < len(heights):
            _draw_fold(ax, line, row, y, heights[k])
    return ax


class NumberLine:
    """The number line on the page: where a value stands, and how large a dot is."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.low = min(map(min, rows))
        self.high = max(map(max, rows))
        self.unit = (_WIDTH - _LEFT - 34) / (self.high - self.low)
        self.dot = min(11.0, 0.8 * self.unit)

    def top(self, row: Sequence[int]) -> float:
        return self.dot * (max(Counter(row).values()) + 0.5)

    def x(self, value: float) -> float:
        return _LEFT + 10 + (value - self.low) * self.unit


def fold_rows(heights: Sequence[int], high: int | None) -> tuple[list[list[int]], int]:
    """Return the integers' values before the first fold and after each."""
    heights = check_list("heights", heights, "integers")
    if not heights:
        raise ValueError("heights is empty; at least one fold is needed")
    high = 2 * heights[0] if high is None else high
    for name, number in [*(("heights holds", c) for c in heights), ("high is", high)]:
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"{name} {number!r}; it must be an integer")
        if number < 1:
            raise ValueError(f"{name} {number}; it must be at least 1")
        if number > _MAX_HIGH:
            raise ValueError(f"{name} {number}; at most {_MAX_HIGH} integers can be told apart")
    rows = [list(range(high + 1))]
    for c in heights:
        rows.append([c - abs(y - c) for y in rows[-1]])
    return rows, high


def stack_levels(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return each integer's place in the stack on its value, 0 the lowest, for every row.

    A fold lays what it moves on top of what rests.
    """
    levels = [[0] * len(rows[0])]
    for before, row in pairwise(rows):
        moved = [x != y for x, y in zip(before, row, strict=True)]
        order = sorted(range(len(row)), key=lambda i: (moved[i], levels[-1][i], i))
        seen: Counter[int] = Counter()
        levels.append([0] * len(row))
        for i in order:
            levels[-1][i] = seen[row[i]]
            seen[row[i]] += 1
    return levels


def _draw_row(
    ax: Axes, line: NumberLine, row: Sequence[int], levels: Sequence[int], y: float, label: str
) -> None:
    ax.annotate(
        "",
        (line.x(max(row)) + 22, y),
        (line.x(min(row)) - 8, y),
        arrowprops={"arrowstyle": "->", "color": COLORS["muted"], "shrinkA": 0, "shrinkB": 0},
    )
    ax.text(4, y, label, size=10, va="center", color=COLORS["foreground"])
    every = math.ceil(22 / line.unit)
    for value in sorted(set(row)):
        if value % every == 0:
            x = line.x(value)
            number = str(value).replace("-", "−")
            ax.text(x, y - 7, number, size=9, ha="center", va="top", color=COLORS["muted"])
    places = [
        (line.x(value), y + line.dot * (level + 0.6))
        for value, level in zip(row, levels, strict=True)
    ]
    for odd, color in ((0, "network"), (1, "target")):
        ax.plot(
            *zip(*places[odd::2], strict=True),
            "o",
            color=COLORS[color],
            markersize=0.72 * line.dot * 0.75,
            markerfacecolor="none" if odd else COLORS[color],
            markeredgewidth=1.3,
        )


def _draw_fold(ax: Axes, line: NumberLine, row: Sequence[int], y: float, c: int) -> None:
    x, top = line.x(c), y + line.top(row)
    ax.plot(
        [x, x], [y - 5, top + 11], color=COLORS["muted"], linewidth=1.2, linestyle="--", zorder=1.5
    )
    if max(row) > c:
        ax.annotate(
            "",
            (line.x(2 * c - max(row)), top),
            (line.x(max(row)), top),
            arrowprops={
                "arrowstyle": "->",
                "connectionstyle": f"arc3,rad={FLAT}",
                "color": COLORS["muted"],
            },
        )
