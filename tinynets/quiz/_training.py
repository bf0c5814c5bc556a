"""Where training ends, and where it never starts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import Any

from tinynets._checks import check_exact, check_integer
from tinynets.network import Network
from tinynets.quiz._exact import check_numbers, check_shown, formulas, listed
from tinynets.quiz._item import Item


def limit(ones: Sequence[int], zeros: Sequence[int]) -> Item:
    """Ask where the threshold of a sigmoid neuron goes in endless training.

    Gradient descent on the cross-entropy turns towards the weight and bias of least norm that keep
    all examples at a distance of 1 (Soudry et al. 2018). If 0 does not lie inside the gap, both of
    its ends are kept at exactly 1, and the threshold is in the middle.

    Parameters
    ----------
    ones, zeros
        The inputs with label 1, and those with label 0, all to the right of the ones.

    Returns
    -------
    Item
        The answer is the middle of the gap.

    Raises
    ------
    ValueError
        If a list is empty, the ones do not lie left of the zeros, or 0 lies inside the gap.

    Examples
    --------
    >>> limit(range(10), range(10, 20)).answer_text
    '19/2'
    """
    below, above = sorted(check_numbers("ones", ones)), sorted(check_numbers("zeros", zeros))
    left, right = below[-1], above[0]
    if left >= right:
        raise ValueError(f"the one {left} is not left of the zero {right}; no threshold parts them")
    if left < 0 < right:
        raise ValueError(
            f"0 lies between {left} and {right}; then the middle need not be the limit"
        )
    return Item(
        "A sigmoid neuron is trained by gradient descent on the cross-entropy, without end. Label 1: "
        f"{listed(below)}. Label 0: {listed(above)}. Where does its threshold go?",
        (left + right) / 2,
        f"The two examples at the gap, {left} and {right}, decide: the threshold tends to the "
        "point halfway between them. How many others there are does not matter.",
    )


def born_dead(weights: Sequence[int], biases: Sequence[int], low: int, high: int) -> Item:
    """Ask which neurons of a first layer are dead on the data.

    Parameters
    ----------
    weights, biases
        One of each for every neuron.
    low, high
        The integers from low to high are the data.

    Returns
    -------
    Item
        The answer has the numbers of the dead neurons, from 1.

    Raises
    ------
    ValueError
        If the lists differ in length, a number has more digits than are shown, there is no integer,
        or no neuron is dead.

    Examples
    --------
    >>> born_dead([1, -1, -1], [0, -2, 3], 0, 9).answer_text
    '2'
    """
    ws, bs = check_numbers("weights", weights), check_numbers("biases", biases)
    if len(ws) != len(bs):
        raise ValueError(f"there are {len(ws)} weights and {len(bs)} biases; one of each a neuron")
    for number in (*ws, *bs):
        check_shown("a weight or bias", number)
    low, high = check_integer("low", low), check_integer("high", high)
    if low > high:
        raise ValueError(f"low is {low}, high is {high}; there is no integer between them")
    tops = [max(w * low, w * high) + b for w, b in zip(ws, bs, strict=True)]
    dead = [number for number, top in enumerate(tops, 1) if top <= 0]
    if not dead:
        raise ValueError("no neuron is dead on these data; the question has no answer")
    network = Network.from_weights(
        [([[float(w)] for w in ws], [float(b) for b in bs])], output="relu"
    )
    return Item(
        f"These neurons start like this, and the data are the integers from {low} to {high}. Which "
        "are born dead? Give their numbers, 1 for the first.",
        tuple(map(Fraction, dead)),
        "A straight line is largest at an end of the data. The largest sums are "
        + ", ".join(map(str, tops))
        + "; a neuron is dead if its own is not above 0.",
        shown=formulas(network),
    )


def resting_loss(ones: int, count: int, right_ones: int = 0, right_zeros: int = 0) -> Item:
    """Ask for the loss of a network that says the same to all inputs, or to all but a few.

    Parameters
    ----------
    ones, count
        So many of all targets are 1, the others 0.
    right_ones, right_zeros
        So many of them have an answer of their own, and a right one.

    Returns
    -------
    Item
        The answer is the least mean squared error: the others' answer is the mean of their targets.

    Raises
    ------
    ValueError
        If there are not both ones and zeros among the others, or the numbers are negative.

    Examples
    --------
    >>> resting_loss(4, 16).answer_text
    '3/16'
    >>> resting_loss(2, 4, right_zeros=1).answer_text
    '1/6'
    """
    ones, count = check_integer("ones", ones), check_integer("count", count)
    right_ones = check_integer("right_ones", right_ones, least=0)
    right_zeros = check_integer("right_zeros", right_zeros, least=0)
    if not 0 < ones < count:
        raise ValueError(f"{ones} of {count} are 1; there must be ones and zeros")
    left, rest = ones - right_ones, count - right_ones - right_zeros
    if not 0 < left < rest:
        raise ValueError(f"{left} of the other {rest} are 1; there must be ones and zeros left")
    p = Fraction(left, rest)
    if rest == count:
        return Item(
            f"All hidden neurons of a network have died, and only the bias of its output still learns. "
            f"Of {count} targets {ones} are 1, the others 0. At which mean squared error does "
            "training come to rest?",
            p * (1 - p),
            f"The best constant is the mean, {p}. Its error is {p} (1 - {p}) = {p * (1 - p)}.",
        )
    loss = Fraction(rest, count) * p * (1 - p)
    return Item(
        f"A run is stuck. Of {count} targets {ones} are 1, the others 0. Its network has "
        f"{right_ones} of the ones and {right_zeros} of the zeros exactly right, and says one and "
        "the same number to all other inputs. At which mean squared error does it rest?",
        loss,
        f"The best number for the other {rest} is the mean of their targets, {p}. Their own mean "
        f"error is {p} (1 - {p}) = {p * (1 - p)}, and {rest} of {count} have it: {loss}.",
    )


def chance_dead(low: int, high: int) -> Item:
    """Ask how likely a neuron of one input is born dead.

    Parameters
    ----------
    low, high
        The integers from low to high are the data, and 0 is one of them.

    Returns
    -------
    Item
        The answer is the probability that the neuron's sum is below 0 on all data if weight and
        bias are drawn uniformly from -1 to 1. At 0 it is the bias: that is -s with s above 0, with
        probability 1/2. Then the weight has to be below s / high and above s / low.

    Raises
    ------
    ValueError
        If low is not below high, or 0 is not between them.

    Examples
    --------
    >>> chance_dead(0, 15).answer_text, chance_dead(-1, 1).answer_text
    ('31/120', '1/4')
    """
    low, high = check_integer("low", low), check_integer("high", high)
    if not low <= 0 <= high or low == high:
        raise ValueError(f"low is {low}, high is {high}; 0 and another number must lie between")

    def bound(end: int) -> tuple[str, Fraction]:
        """Return how far w may go on one side, as a text, and on average over s."""
        if end == 0:
            return "1", Fraction(1)
        return "s" if end == 1 else f"s/{end}", Fraction(1, 2 * end)

    (bottom, lower), (top, upper) = bound(-low), bound(high)
    mean = lower + upper
    return Item(
        "A neuron relu(w x + b) starts with w and b drawn uniformly from -1 to 1. The data are the "
        f"integers from {low} to {high}. With what probability is w x + b below 0 on all of them?",
        mean / 4,
        f"At x = 0 the sum is b, which is below 0 with probability 1/2; call it -s. Then w must lie between -{bottom} "
        f"and {top}: on average over s from 0 to 1 a stretch of {mean}, out of 2. Half of {mean} / 2 "
        f"is {mean / 4}.",
    )


def lost(dead: Any, neurons: int, needed: int) -> Item:
    """Ask how likely too few neurons of a layer start alive.

    Parameters
    ----------
    dead
        The probability that a neuron is born dead, whatever the others are.
    neurons
        How many there are, at most 20.
    needed
        How many live ones the task takes.

    Returns
    -------
    Item
        The answer is the probability that fewer than needed are alive.

    Raises
    ------
    ValueError
        If dead is not between 0 and 1, or neurons or needed is out of range.

    Examples
    --------
    >>> lost(Fraction(1, 12), 2, 2).answer_text
    '23/144'
    """
    dead = check_exact("dead", dead)
    if not 0 < dead < 1:
        raise ValueError(f"dead is {dead}; it must be between 0 and 1")
    neurons = check_integer("neurons", neurons, least=1, below=21)
    needed = check_integer("needed", needed, least=1, below=neurons + 1)
    chances = [
        comb(neurons, alive) * (1 - dead) ** alive * dead ** (neurons - alive)
        for alive in range(needed)
    ]
    total = sum(chances, Fraction(0))
    if needed == 1:
        why = f"It is lost if all are dead: {dead} to the power of {neurons}, which is {total}."
    else:
        told = listed(
            f"{alive} alive with probability {chance}" for alive, chance in enumerate(chances)
        )
        why = f"It is lost with fewer than {needed} live ones: {told}. Together {total}."
    return Item(
        f"Each of {neurons} hidden neurons is born dead with probability {dead}, whatever the "
        f"others are. The task takes {needed} live {'one' if needed == 1 else 'ones'}. With what "
        "probability is a run lost before the first step?",
        total,
        why,
    )
