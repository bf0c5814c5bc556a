"""Where training ends, and where it never starts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tinynets._checks import check_integer
from tinynets.network import Network
from tinynets.quiz._exact import check_numbers, formulas
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
    left, right = max(check_numbers("ones", ones)), min(check_numbers("zeros", zeros))
    if left >= right:
        raise ValueError(f"the one {left} is not left of the zero {right}; no threshold parts them")
    if left < 0 < right:
        raise ValueError(
            f"0 lies between {left} and {right}; then the middle need not be the limit"
        )

    def listed(numbers: Sequence[int]) -> str:
        return ", ".join(map(str, sorted(numbers)))

    return Item(
        f"A sigmoid neuron is trained by gradient descent without end. Label 1: {listed(ones)}. "
        f"Label 0: {listed(zeros)}. Where does its threshold go?",
        (left + right) / 2,
        f"The two examples at the gap, {left} and {right}, decide: the threshold comes to rest "
        "halfway between them. How many others there are does not matter.",
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
        If the lists differ in length, there is no integer, or no neuron is dead.

    Examples
    --------
    >>> born_dead([1, -1, -1], [0, -2, 3], 0, 9).answer_text
    '2'
    """
    ws, bs = check_numbers("weights", weights), check_numbers("biases", biases)
    if len(ws) != len(bs):
        raise ValueError(f"there are {len(ws)} weights and {len(bs)} biases; one of each a neuron")
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


def resting_loss(ones: int, count: int) -> Item:
    """Ask for the loss of a network that says the same to every input.

    Parameters
    ----------
    ones, count
        So many of all targets are 1, the others 0.

    Returns
    -------
    Item
        The answer is the least mean squared error of a constant, p (1 - p) for the share p of ones.

    Raises
    ------
    ValueError
        If there are not both ones and zeros.

    Examples
    --------
    >>> resting_loss(4, 16).answer_text
    '3/16'
    """
    if not 0 < check_integer("ones", ones) < check_integer("count", count):
        raise ValueError(f"{ones} of {count} are 1; there must be ones and zeros")
    p = Fraction(ones, count)
    return Item(
        f"A network has died: it says the same to every input. Of {count} targets {ones} are 1, the "
        "others 0. At which mean squared error does training come to rest?",
        p * (1 - p),
        f"The best constant is the mean, {p}. Its error is {p} (1 - {p}) = {p * (1 - p)}.",
    )
