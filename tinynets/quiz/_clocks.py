"""Adding on a clock with an odd number of hours."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tinynets._checks import check_integer
from tinynets.circuits import check_hours
from tinynets.quiz._exact import listed
from tinynets.quiz._item import Item


def _checked(p: int, frequency: int, a: int, b: int) -> tuple[int, int, int, int]:
    """Return a clock's hours, its frequency and two hours, if they are such."""
    p = check_hours(p)
    k = check_integer("frequency", frequency, least=1, below=p)
    a, b = (check_integer(name, hour, least=0, below=p) for name, hour in (("a", a), ("b", b)))
    return p, k, a, b


def clock(p: int, frequency: int, a: int, b: int) -> Item:
    """Ask which outputs of the wheel are largest when two hours are added.

    Parameters
    ----------
    p
        The hours, an odd number of at least 3, below 10,000.
    frequency
        How many hours each step goes on, from 1 to p - 1.
    a, b
        What is added, from 0 to p - 1.

    Returns
    -------
    Item
        The answer has the sum, and the hours that tie with it if frequency and p share a factor.

    Raises
    ------
    ValueError
        If a number is out of range, or p is even.

    Examples
    --------
    >>> clock(15, 2, 9, 8).answer_text, clock(15, 6, 9, 8).answer_text
    ('2', '2, 7, 12')
    """
    p, k, a, b = _checked(p, frequency, a, b)
    shared = gcd(k, p)
    tied = range((a + b) % (p // shared), p, p // shared)
    if shared == 1:
        why = f"{k} and {p} have no common factor, so no other output is as large."
    else:
        why = f"{k} and {p} share the factor {shared}, so outputs {p // shared} hours apart tie."
    there = f"{a} + {b} = {a + b}" + (f", which is {a + b - p} on this clock" if a + b >= p else "")
    return Item(
        f"On a clock with {p} hours output c says {_wave(k, p)}. For a = {a} and b = {b}, which outputs are the largest? Give each c.",
        tuple(map(Fraction, tied)),
        f"{there}; there the cosine is 1. {why}",
    )


def second(p: int, frequency: int, a: int, b: int) -> Item:
    """Ask which outputs of the wheel come second when two hours are added.

    Parameters
    ----------
    p
        The hours, an odd number of at least 3, below 10,000.
    frequency
        How many hours each step goes on, from 1 to p - 1, without a common factor with p.
    a, b
        What is added, from 0 to p - 1.

    Returns
    -------
    Item
        The answer has the two outputs whose step around the wheel ends beside that of the sum.

    Raises
    ------
    ValueError
        If a number is out of range, p is even, or frequency and p share a factor.

    Examples
    --------
    >>> second(7, 1, 2, 3).answer_text, second(7, 2, 2, 3).answer_text
    ('4, 6', '1, 2')
    """
    p, k, a, b = _checked(p, frequency, a, b)
    if gcd(k, p) > 1:
        raise ValueError(
            f"{k} and {p} share the factor {gcd(k, p)}; then outputs tie for the first"
        )
    step, total = pow(k, -1, p), (a + b) % p
    beside = sorted(((total - step) % p, (total + step) % p))
    return Item(
        f"On a clock with {p} hours output c says {_wave(k, p)}. For a = {a} and b = {b}, which "
        "outputs are the largest after the first? Give each c.",
        tuple(map(Fraction, beside)),
        f"The first is {total}. The next are 1/{p} of a turn away: {k} times their distance d "
        f"leaves 1 or {p - 1} when it is divided by {p}. So d is {step} or {p - step}.",
    )


def ties(p: int) -> Item:
    """Ask for the frequencies by which a clock cannot add.

    Parameters
    ----------
    p
        The hours, an odd number of at least 3, below 10,000, and no prime.

    Returns
    -------
    Item
        The answer has the frequencies up to (p - 1) / 2 that share a factor with p.

    Raises
    ------
    ValueError
        If p is even, out of range, or a prime: then every frequency will do.

    Examples
    --------
    >>> ties(15).answer_text
    '3, 5, 6'
    """
    p = check_hours(p)
    shared = {k: gcd(k, p) for k in range(1, (p + 1) // 2) if gcd(k, p) > 1}
    if not shared:
        raise ValueError(
            f"p is {p}, a prime; every frequency will do, so the question has no answer"
        )
    return Item(
        f"A clock has {p} hours, and output c says {_wave('k', p)}. For which whole k "
        f"from 1 to {(p - 1) // 2} does another output say as much as that of a + b?",
        tuple(map(Fraction, shared)),
        f"Outputs tie where k shares a factor with {p}: "
        f"{listed(f'{k} shares {factor}' for k, factor in shared.items())}.",
    )


def _wave(frequency: int | str, p: int) -> str:
    times = "" if frequency == 1 else f"· {frequency} "
    return f"cos(2π {times}(a + b − c) / {p})"
