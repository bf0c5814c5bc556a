"""What the puzzles' functions cost, and what comparators do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial

from tinynets._checks import check_choice, check_integer, check_list
from tinynets.quiz._exact import check_numbers, listed
from tinynets.quiz._item import Item


def puzzle(name: str, *sizes: int) -> Item:
    """Ask how many ReLUs a function takes, where that is settled.

    Parameters
    ----------
    name
        One of largest, sort, multiples, gray, parity and square.
    sizes
        How many numbers to choose from or to sort, up to four; a divisor m and k, for multiples of
        m on 0, …, m 2**k; how many bits of a Gray code; of how many bits the parity; or d, for x**2
        on 0 to 1 within 1/d.

    Returns
    -------
    Item
        The answer is the least number of hidden ReLUs with skip connections.

    Raises
    ------
    ValueError
        If there is no such puzzle, it has another number of sizes, a size is out of range, or the
        puzzle is open there: then the book knows no answer.

    Examples
    --------
    >>> puzzle("largest", 7).answer_text, puzzle("multiples", 7, 4).answer_text
    ('6', '5')
    >>> puzzle("parity", 5)
    Traceback (most recent call last):
    ValueError: the parity of 5 bits is open: 2 or 3
    """
    check_choice("name", name, _PUZZLES)
    sizes = tuple(check_integer("a size", size, least=1, below=10_000) for size in sizes)
    count, settle = _PUZZLES[name]
    if len(sizes) != count:
        raise ValueError(f"{name} has {count} sizes, not {len(sizes)}")
    what, least, why = settle(*sizes)
    return Item(
        f"How many hidden ReLUs does a network with skip connections need at least to {what}?",
        Fraction(least),
        why,
    )


def _largest(count: int) -> tuple[str, int, str]:
    return (
        f"say the largest of {count} numbers",
        count - 1,
        "Keep the largest so far: each further number takes one. With one less there would be a plane "
        "on which the network is one affine function, and the largest of the numbers is not.",
    )


def _sort(count: int) -> tuple[str, int, str]:
    least = (factorial(count) - 1).bit_length()
    if count > 4:
        raise ValueError(f"to sort {count} numbers is open: at least {least}")
    return (
        f"sort {count} numbers",
        least,
        f"There are {factorial(count)} orders, so h neurons need 2^h >= {factorial(count)}. "
        f"{least} comparators, one ReLU each, sort {count} numbers.",
    )


def _multiples(divisor: int, k: int) -> tuple[str, int, str]:
    if divisor < 2:
        raise ValueError(f"the divisor is {divisor}; it must be 2 or more")
    end = divisor * 2**k
    return (
        f"tell the multiples of {divisor} among the integers from 0 to {end}, by a threshold",
        k + 1,
        f"There are {2**k + 1} multiples, with others in between, so that the class changes "
        f"{2 ** (k + 1)} times; h neurons allow 2^h. Folds at "
        f"{listed(Fraction(end, 2**n) for n in range(1, k + 2))} do it.",
    )


def _gray(bits: int) -> tuple[str, int, str]:
    return (
        f"give the {bits} bits of the Gray code of the integers from 0 to {2**bits - 1}, by a "
        "threshold each",
        bits - 1,
        f"The last bit changes at every second step, {2 ** (bits - 1)} times in all; h neurons allow "
        "2^h changes. One fold for each bit but the last does it.",
    )


def _parity(bits: int) -> tuple[str, int, str]:
    below, above = bits.bit_length() - 1, (bits - 1).bit_length()
    if below != above and bits != 3:
        raise ValueError(f"the parity of {bits} bits is open: {below} or {above}")
    least = (
        f"the chapter shows that {below} is too few" if bits == 3 else f"{bits} bits need as many"
    )
    return (
        f"say whether an odd number of {bits} bits is 1",
        above,
        f"Add the bits up: the sum is from 0 to {bits}, and its parity takes {above} folds. By the "
        f"lemma on free inputs, {least}.",
    )


def _square(accuracy: int) -> tuple[str, int, str]:
    least = next(m for m in range(20) if 2 ** (2 * m + 3) >= accuracy)
    why = f"{least} come within 1/{2 ** (2 * least + 3)}"
    if least:
        why += f", and {least - 1} only within 1/{2 ** (2 * least + 1)}"
    return (
        f"stay within 1/{accuracy} of x^2 for all x from 0 to 1",
        least,
        f"With m neurons the best is off by 1/2^(2m + 3): {why}.",
    )


_PUZZLES: dict[str, tuple[int, Callable[..., tuple[str, int, str]]]] = {
    "largest": (1, _largest),
    "sort": (1, _sort),
    "multiples": (2, _multiples),
    "gray": (1, _gray),
    "parity": (1, _parity),
    "square": (1, _square),
}


def comparators(numbers: Sequence[int], places: Sequence[tuple[int, int]], asked: int) -> Item:
    """Ask where numbers stand after some comparators.

    Parameters
    ----------
    numbers
        What stands in the places 1, 2, … at the beginning.
    places
        Of each comparator the two places, different; the smaller number goes to the first.
    asked
        Which place is asked about.

    Returns
    -------
    Item
        The answer is the number that stands there at the end.

    Raises
    ------
    ValueError
        If there are no numbers or no comparators, one has not two places, or a place is not there.

    Examples
    --------
    >>> comparators([3, 1, 2], [(1, 2), (2, 3)], 2).answer_text
    '2'
    """
    start = check_numbers("numbers", numbers)
    row = list(start)
    comparators = [
        check_list("a comparator", pair, "two places")
        for pair in check_list("places", places, "pairs")
    ]
    if not comparators:
        raise ValueError("places is empty; there must be a comparator")
    end = len(row) + 1
    check_integer("asked", asked, least=1, below=end)
    rows = []
    for pair in comparators:
        if len(pair) != 2:
            raise ValueError(f"a comparator is {pair}; it joins two places")
        i, j = (check_integer("a place", place, least=1, below=end) - 1 for place in pair)
        if i == j:
            raise ValueError(f"a comparator has the place {i + 1} twice; it needs two")
        row[i], row[j] = min(row[i], row[j]), max(row[i], row[j])
        rows.append(listed(row))
    pairs = ", then ".join(f"{i} and {j}" for i, j in comparators)
    return Item(
        f"In the places 1 to {len(row)} stand {listed(start)}. Comparators, each one ReLU, act on "
        f"the places {pairs}; the smaller number goes to the place that is named first. Which number "
        f"stands in place {asked} in the end?",
        row[asked - 1],
        f"After each comparator: {'; '.join(rows)}.",
    )
