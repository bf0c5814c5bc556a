"""Shares: counts out of totals, each with the interval of the probability behind it."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes

from tinynets._checks import check_flag, check_list, check_number
from tinynets.ensemble import Share
from tinynets.plot._axes import new_axes
from tinynets.plot._palette import COLORS


def shares(
    shares: Iterable[Share],
    places: Iterable[float] | None = None,
    *,
    color: str = COLORS["network"],
    horizontal: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw shares as dots, in per cent, each on a bar that is its Wilson interval.

    Parameters
    ----------
    shares
        At least one.
    places
        Where they stand along the other axis, a number for each; 0, 1, 2 and so on if None.
    color
        Of dots and bars, one of `COLORS`.
    horizontal
        Whether the per cent are along x, and not along y.
    ax
        Where to draw; a new figure if None.

    Returns
    -------
    Axes
        The last of its lines holds the dots.

    Raises
    ------
    TypeError
        If one of shares is no `Share`, a place is no number, horizontal no bool, or ax no axes.
    ValueError
        If shares is empty, places has another length or one that is not finite, color is none of
        `COLORS`, or the axes are 3-D.

    Examples
    --------
    >>> from tinynets import Share
    >>> ax = shares([Share(0, 8), Share(6, 8)], places=[2, 3])
    >>> ax.lines[-1].get_xydata().tolist()
    [[2.0, 0.0], [3.0, 75.0]]
    """
    shares = check_list("shares", shares, "shares")
    for share in shares:
        if not isinstance(share, Share):
            raise TypeError(f"shares holds {share!r}; it must hold tinynets.Share")
    if not shares:
        raise ValueError("shares is empty; at least one is needed")
    where = check_list("places", range(len(shares)) if places is None else places, "numbers")
    if len(where) != len(shares):
        raise ValueError(f"places has {len(where)} numbers; there are {len(shares)} shares")
    where = [check_number(f"places[{i}]", place) for i, place in enumerate(where)]
    if not isinstance(color, str) or color not in COLORS.values():
        raise ValueError(f"color is {color!r}; it must be one of tinynets.plot.COLORS")
    check_flag("horizontal", horizontal)
    ax = new_axes(ax, height=2.8)
    low, high = zip(*([100 * end for end in share.interval()] for share in shares), strict=True)
    (ax.hlines if horizontal else ax.vlines)(where, low, high, color=color, alpha=0.5, zorder=1.9)
    dots = [100 * float(share) for share in shares]
    ax.plot(*((dots, where) if horizontal else (where, dots)), "o", color=color)
    return ax
