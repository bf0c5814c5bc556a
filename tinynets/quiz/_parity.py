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
    ends = {x: _folded(Fraction(x), places)[-1] for x in range(count)}
    wrong = [x for x, y in ends.items() if y != x % 2]
    if not wrong:
        raise ValueError(f"folded at {listed(places)}, every integer below {count} is right")
    return Item(
        f"Parity is folded at {listed(places)}: each fold takes y to c - |y - c|. Which of the integers "
        f"from 0 to {count - 1} do not come out as x mod 2?",
        tuple(map(Fraction, wrong)),
        "They end at " + ", ".join(f"{x} → {ends[x]}" for x in wrong) + ".",
    )


def _folded(y: Fraction, places: Sequence[Fraction]) -> list[Fraction]:
    """Return what is there after each fold."""
    return [y := c - abs(y - c) for c in places]


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


def mean_says(bits: int, ones: int, folds: int) -> Item:
    """Ask what folds make of the mean of some bits.

    Parameters
    ----------
    bits
        How many there are, at least 1.
    ones
        How many of them are 1.
    folds
        The mean is scaled to 0 to 2**folds and folded at 2**(folds - 1), …, 2, 1; from 1 to 20.

    Returns
    -------
    Item
        The answer is what comes out, from 0 to 1.

    Raises
    ------
    ValueError
        If there are no bits, or ones or folds is out of range.

    Examples
    --------
    >>> [mean_says(32, ones, 4).answer_text for ones in range(5)]
    ['0', '1/2', '1', '1/2', '0']
    """
    bits = check_integer("bits", bits, least=1)
    ones = check_integer("ones", ones, least=0, below=bits + 1)
    folds = check_integer("folds", folds, least=1, below=21)
    scale = 2**folds
    places = [Fraction(2**k) for k in reversed(range(folds))]
    start = Fraction(scale * ones, bits)
    after = _folded(start, places)
    return Item(
        f"A network sees only the mean of {bits} bits. It takes {scale} times the mean for y and folds "
        f"it at {listed(places)}: each fold takes y to c - |y - c|. What does it say if {ones} of the "
        f"bits {'is' if ones == 1 else 'are'} 1?",
        after[-1],
        f"It begins with {scale} times {ones}/{bits}, which is {start}. After the folds: {listed(after)}.",
    )


def mean_needs(bits: int) -> Item:
    """Ask how many ReLUs tell the parity of some bits from their mean.

    Parameters
    ----------
    bits
        How many there are, at least 1.

    Returns
    -------
    Item
        The answer is the least h with 2**h >= bits (the book's sharp bound, for bits + 1 means).

    Raises
    ------
    ValueError
        If there are no bits.

    Examples
    --------
    >>> [mean_needs(bits).answer_text for bits in (1, 2, 3, 4, 5)]
    ['0', '1', '2', '2', '3']
    """
    bits = check_integer("bits", bits, least=1)
    h = (bits - 1).bit_length()
    why = f"{h} allow 2^{h} = {2**h} changes"
    if h:
        why += f", {h - 1} only {2 ** (h - 1)}"
    return Item(
        f"A network with skip connections sees only the mean of {bits} bits. How many hidden ReLUs "
        "does it need at least to tell whether an odd number of them is 1?",
        Fraction(h),
        f"From no 1 to {bits} there are {bits + 1} means, and the class changes {bits} times along "
        f"them. {why}.",
    )
