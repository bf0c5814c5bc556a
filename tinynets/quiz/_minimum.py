"""Exact min networks."""

from __future__ import annotations

from typing import Any

from tinynets._checks import check_exact
from tinynets.quiz._item import Item


def theta(first: Any, second: Any, share: Any) -> Item:
    """Ask for a weight of an exact min network from its neurons alone.

    Parameters
    ----------
    first, second
        Scale of the two neurons, relu(first (a - b)) and relu(second (b - a)); numbers above 0.
    share
        Theta, the strength of the first side: the weight that the output gives to a.

    Returns
    -------
    Item
        The answer is theta.

    Raises
    ------
    ValueError
        If a scale is not above 0.

    Examples
    --------
    >>> from fractions import Fraction
    >>> theta(2, 1, Fraction(1, 4)).shown.splitlines()
    ['h1 = relu(2 (a - b))', 'h2 = relu(1 (b - a))', 'y  = ? a + ? b - (1/8) h1 - (3/4) h2']
    """
    first, second = check_exact("first", first), check_exact("second", second)
    share = check_exact("share", share)
    for name, scale in (("first", first), ("second", second)):
        if scale <= 0:
            raise ValueError(f"{name} is {scale}; the scale of a neuron must be above 0")
    one, two = share / first, (1 - share) / second
    return Item(
        "This network is min(a, b), exactly. Two of its weights are blotted out. What is that of a?",
        share,
        f"Where b is smaller, h1 = {first} (a - b) and h2 = 0, and the output must be b: the weight "
        f"of a is taken away again by {one} times {first}, which is {share}.",
        shown=f"h1 = relu({first} (a - b))\nh2 = relu({second} (b - a))\n"
        f"y  = ? a + ? b - ({one}) h1 - ({two}) h2",
    )
