"""Exact min networks."""

from __future__ import annotations

from fractions import Fraction
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
    >>> print(theta(2, 1, Fraction(1, 4)).shown)
    h1 = relu(2 (a - b))
    h2 = relu(b - a)
    y  = ? a + ? b - 1/8 h1 - 3/4 h2
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
        shown=f"{_neurons(first, -second)}\ny  = ? a + ? b{_term(-one, 'h1')}{_term(-two, 'h2')}",
    )


def strength(first: Any, second: Any, weight: Any) -> Item:
    """Ask for the weight of the second neuron of an exact min network.

    Parameters
    ----------
    first, second
        Scale of the two neurons: relu(scale (a - b)), or relu(-scale (b - a)) if it is below 0.
    weight
        Of the first neuron in the output.

    Returns
    -------
    Item
        The answer makes the strengths, weight times size of the scale, add up to -1.

    Raises
    ------
    ValueError
        If a scale is 0.

    Examples
    --------
    >>> strength(2, -3, -1).answer_text
    '1/3'
    """
    first, second = check_exact("first", first), check_exact("second", second)
    weight = check_exact("weight", weight)
    for name, scale in (("first", first), ("second", second)):
        if scale == 0:
            raise ValueError(f"{name} is 0; a neuron without weights does nothing")
    one = weight * abs(first)
    two = -1 - one
    return Item(
        "This network is min(a, b), exactly. Three of its weights are blotted out. What is that of "
        "h2?",
        two / abs(second),
        f"The strengths of the two neurons add up to -1. That of h1 is {weight} times {abs(first)}, "
        f"which is {one}, so that of h2 is {two}. Divided by {abs(second)} it is the weight: {two / abs(second)}.",
        shown=f"{_neurons(first, second)}\ny  = ? a + ? b{_term(weight, 'h1')} + ? h2",
    )


def between(first: Any, second: Any) -> Item:
    """Ask for a weight of a network that is min on the integers and not between them.

    Parameters
    ----------
    first, second
        The offsets of two neurons that read a - b, different and from 0 to 1.

    Returns
    -------
    Item
        The answer is the first neuron's weight in the output.

    Raises
    ------
    ValueError
        If an offset is not from 0 to 1, or the two are the same: then the weights are not settled,
        or none will do.

    Examples
    --------
    >>> between(0.25, 0.5).answer_text
    '-2'
    """
    one, two = check_exact("first", first), check_exact("second", second)
    for name, offset in (("first", one), ("second", two)):
        if not 0 <= offset <= 1:
            raise ValueError(f"{name} is {offset}; an offset must be from 0 to 1")
    if one == two:
        raise ValueError(f"both offsets are {one}; they must differ, to settle the weights")
    answer = two / (one - two)
    balance = f"{_term(one, 'k1')}{_term(two, 'k2')}".removeprefix(" + ")
    return Item(
        "This network is min(a, b) on all pairs of integers. Two of its weights are blotted out. "
        "What is that of h1?",
        answer,
        f"Call the weights k1 and k2. At a = b the output must be a, so {balance} = 0; at "
        f"a = b + 1 it must be a - 1, so k1 + k2 = -1 as well. So k1 = {answer} and k2 = "
        f"{-1 - answer}.",
        shown=f"h1 = relu(a - b{_term(one)})\nh2 = relu(a - b{_term(two)})\ny  = a + ? h1 + ? h2",
    )


def _neurons(*scales: Fraction) -> str:
    """Return the lines of neurons on the side of a - b, or of b - a if the scale is below 0."""
    rows = []
    for number, scale in enumerate(scales, 1):
        side = "a - b" if scale > 0 else "b - a"
        rows.append(f"h{number} = relu({side if abs(scale) == 1 else f'{abs(scale)} ({side})'})")
    return "\n".join(rows)


def _term(number: Fraction, name: str = "") -> str:
    """Return what is added to a sum, with its sign: a number, or so many times a name; not 0."""
    if number == 0:
        return ""
    size = "" if name and abs(number) == 1 else str(abs(number))
    return f" {'-' if number < 0 else '+'} {f'{size} {name}'.strip()}"
