"""Odd and even: which integers, and how many neurons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tinynets._checks import check_integer
from tinynets.quiz._exact import check_numbers, listed
from tinynets.quiz._item import Item


def folding(folds: Sequence[int], count: int) -> Item:
    """Ask which integers are wrong when parity is folded at other places.

    Parameters
    ----------
    folds
        Where the line is folded, one after the other: y becomes c - abs(y - c).
    count
        The integers are 0, 1, …, count - 1, at most 33.

    Returns
    -------
    Item
        The answer has the integers that do not come out as x mod 2.

    Raises
    ------
    ValueError
        If there are no folds, the count is not from 1 to 33, or every integer is right.

    Examples
    --------
    >>> folding([2, 1], 6).answer_text
    '5'
    """
    places = check_numbers("folds", folds)
    if not 1 <= check_integer("count", count) <= 33:
        raise ValueError(f"count is {count}; it must be from 1 to 33")
    ends = {}
    for x in range(count):
        y = Fraction(x)
        for c in places:
            y = c - abs(y - c)
        ends[x] = y
    wrong = [x for x, y in ends.items() if y != x % 2]
    if not wrong:
        raise ValueError(f"folded at {listed(places)}, every integer below {count} is right")
    return Item(
        f"Parity is folded at {listed(places)}: each fold takes y to c - |y - c|. Which of the integers "
        f"from 0 to {count - 1} do not come out as x mod 2?",
        tuple(map(Fraction, wrong)),
        "They end at " + ", ".join(f"{x} → {ends[x]}" for x in wrong) + ".",
    )


def fewest(count: int) -> Item:
    """Ask how many ReLUs parity of some integers needs.

    Parameters
    ----------
    count
        How many consecutive integers, at least 1.

    Returns
    -------
    Item
        The answer is the least h with 2**h + 1 >= count (the book's sharp bound); 0 for one or
        two integers.

    Raises
    ------
    ValueError
        If count is below 1.

    Examples
    --------
    >>> [fewest(n).answer_text for n in (2, 3, 4, 5, 6)]
    ['0', '1', '2', '2', '3']
    """
    if check_integer("count", count) < 1:
        raise ValueError(f"count is {count}; it must be 1 or more")
    h = max(count - 2, 0).bit_length()
    why = f"{h} neurons do at most 2^{h} + 1 = {2**h + 1} integers"
    if h:
        why += f", and {h - 1} only {2 ** (h - 1) + 1}"
    return Item(
        "How many hidden ReLUs does a network with skip connections need at least to tell odd "
        f"from even on {count} consecutive integers?",
        Fraction(h),
        f"{why}.",
    )


def most(neurons: int) -> Item:
    """Ask on how many integers some ReLUs can do parity.

    Parameters
    ----------
    neurons
        Hidden ReLUs, 0 or more, at most 64.

    Returns
    -------
    Item
        The answer is 2**neurons + 1 (the book's sharp bound).

    Raises
    ------
    ValueError
        If neurons is not from 0 to 64.

    Examples
    --------
    >>> most(3).answer_text
    '9'
    """
    if not 0 <= check_integer("neurons", neurons) <= 64:
        raise ValueError(f"neurons is {neurons}; it must be from 0 to 64")
    return Item(
        f"A network with skip connections has {neurons} hidden "
        f"ReLU{'' if neurons == 1 else 's'}. On how many consecutive "
        "integers can it tell odd from even at most?",
        Fraction(2**neurons + 1),
        f"Its output changes class at most 2^{neurons} = {2**neurons} times, so that there is one "
        "integer more.",
    )
