"""Numbers with few binary digits, and parity in them."""

from __future__ import annotations

from fractions import Fraction

from tinynets._checks import check_flag, check_integer
from tinynets.quiz._exact import listed
from tinynets.quiz._item import Item


def rounded(number: int, bits: int) -> Item:
    """Ask to which number a floating-point format rounds an integer.

    Parameters
    ----------
    number
        The integer, at least 1.
    bits
        Binary digits of the significand, 1 to 64.

    Returns
    -------
    Item
        The answer is the nearest number of the format.

    Raises
    ------
    ValueError
        If a number is out of range, or two numbers of the format are equally near.

    Examples
    --------
    >>> rounded(45, 4).answer_text
    '44'
    >>> rounded(45, 5)
    Traceback (most recent call last):
    ValueError: 45 is halfway between 44 and 46; there must be one nearest number
    """
    number = check_integer("number", number, least=1)
    bits = check_integer("bits", bits, least=1, below=65)
    top = number.bit_length()
    step = 2 ** max(0, top - bits)
    below = number - number % step
    if 2 * (number - below) == step:
        raise ValueError(
            f"{number} is halfway between {below} and {below + step}; there must be one nearest "
            "number"
        )
    answer = below if 2 * (number - below) < step else below + step
    if step == 1:
        why = f"All integers up to 2^{bits} = {2**bits} are in the format."
    else:
        why = (
            f"From 2^{top - 1} = {2 ** (top - 1)} to 2^{top} = {2**top} the format has the multiples "
            f"of {step}. Around {number} these are {below} and {below + step}."
        )
    return Item(
        f"A floating-point format has a significand of {bits} binary digits. To which number does "
        f"it round {number}?",
        Fraction(answer),
        why,
    )


def missed(bits: int, folds: int, absolute: bool = False) -> Item:
    """Ask how many integers come out wrong when parity is folded in a format.

    Parameters
    ----------
    bits
        Binary digits of the significand, 1 to 64.
    folds
        They are at 2**(folds - 1), …, 2, 1; from 1 to 64.
    absolute
        Whether a fold is written as the absolute value, as in the article.

    Returns
    -------
    Item
        The answer counts the integers from 0 to 2**folds, each first rounded to the format. The
        odd ones beyond 2**bits are wrong; with the absolute value all odd ones are, from bits + 2
        folds on.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> [missed(4, 6, absolute).answer_text for absolute in (False, True)]
    ['24', '32']
    """
    bits = check_integer("bits", bits, least=1, below=65)
    folds = check_integer("folds", folds, least=1, below=65)
    if check_flag("absolute", absolute):
        fold, end = "y <- |y - c|", ", and 1 - y is read off at the end"
    else:
        fold, end = "y <- y - 2 R(y - c)", ""
    start = f"Up to 2^{bits} = {2**bits} every integer is in the format"
    if absolute and folds >= bits + 2:
        wrong = 2 ** (folds - 1)
        half = 2 ** (folds - 2)
        why = (
            f"The first fold makes {half} or more of every y up to {half}, and from 2^{bits} on the "
            "format has no odd number; a larger y is even to begin with. So all become even, and all "
            f"{wrong} odd integers are missed."
        )
    elif folds <= bits:
        wrong, why = 0, f"{start}. Here all are, and nothing is rounded."
    else:
        wrong = (2**folds - 2**bits) // 2
        why = (
            f"{start}, beyond it no odd one: these become even before they are folded. Half of the "
            f"{2**folds - 2**bits} integers beyond are odd. The others are right."
        )
    return Item(
        f"A floating-point format has a significand of {bits} binary digits. Parity is folded at "
        f"{listed(2**k for k in reversed(range(folds)))} by {fold}{end}; every result is rounded to "
        f"the format. How many of the integers from 0 to {2**folds}, each first rounded too, come "
        "out wrong?",
        Fraction(wrong),
        why,
    )
