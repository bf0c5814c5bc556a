"""Features that pass through fewer neurons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tinynets._checks import check_exact, check_flag, check_integer, check_list
from tinynets.quiz._exact import check_numbers, listed
from tinynets.quiz._item import Item


def superposed(
    writes: Sequence[Sequence[Any]], reads: Sequence[Sequence[Any]], x: Sequence[Any]
) -> Item:
    """Ask which features do not come out as they went in.

    Parameters
    ----------
    writes
        Of each feature the direction along which it is written.
    reads
        Of each feature the direction along which its output reads, as long as the others.
    x
        The features' values, at least 0.

    Returns
    -------
    Item
        The answer has the numbers of the outputs that differ from their features, from 1.

    Raises
    ------
    ValueError
        If there are no features, the lists differ in length, a value is below 0, or every output
        is right.

    Examples
    --------
    >>> cross = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    >>> superposed(cross, cross, [1, Fraction(3, 4), Fraction(1, 2), 0]).answer_text
    '1, 2'
    """
    inputs = check_numbers("x", x)
    writes, reads = (
        [check_list("a direction", row, "numbers") for row in check_list(name, side, "directions")]
        for name, side in (("writes", writes), ("reads", reads))
    )
    if not len(writes) == len(reads) == len(inputs):
        raise ValueError(
            f"there are {len(writes)} directions to write, {len(reads)} to read and {len(inputs)} "
            "values; one of each a feature"
        )
    if min(inputs) < 0:
        raise ValueError(f"x has {min(inputs)}; a feature is 0 or more")
    e, d = (
        [[check_exact("a direction", v) for v in row] for row in side] for side in (writes, reads)
    )
    if len({len(row) for row in (*e, *d)}) != 1:
        raise ValueError("the directions differ in length; each has a number for every neuron")

    def dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
        return sum((v * w for v, w in zip(one, other, strict=True)), Fraction(0))

    plane = [dot(inputs, column) for column in zip(*e, strict=True)]
    sums = [dot(row, plane) for row in d]
    outputs = [max(z, Fraction(0)) for z in sums]
    wrong = [n for n, (v, y) in enumerate(zip(inputs, outputs, strict=True), 1) if y != v]
    if not wrong:
        raise ValueError("every output is right; the question has no answer")

    def vector(values: Sequence[Fraction]) -> str:
        return f"({listed(values)})"

    rows = [
        (f"e{n} = {vector(one)}", f"d{n} = {vector(other)}")
        for n, (one, other) in enumerate(zip(e, d, strict=True), 1)
    ]
    width = max(len(one) for one, _ in rows)
    return Item(
        "Features are written as h = x1 e1 + x2 e2 + …, and output i says relu(di · h). In goes x = "
        f"{vector(inputs)}. Which outputs differ from what went in? Give their numbers, 1 for the "
        "first.",
        tuple(map(Fraction, wrong)),
        f"h = {vector(plane)}, and its products with d1, d2, … are {listed(sums)}. What is below 0 "
        f"becomes 0: out comes {vector(outputs)}.",
        shown="\n".join(f"{one:<{width}}   {other}" for one, other in rows),
    )


def room(features: int, neurons: int, together: bool) -> Item:
    """Ask how many features can pass through some neurons exactly.

    Parameters
    ----------
    features
        How many there are, more than neurons.
    neurons
        Hidden ones, which add up and do not bend.
    together
        Whether any number of features may be on together, or only one.

    Returns
    -------
    Item
        The answer is as many as there are neurons if all may be on; else two for one neuron, four
        for two, and any number for more; never more than there are features.

    Raises
    ------
    ValueError
        If there are no neurons, or not more features than neurons.

    Examples
    --------
    >>> room(5, 2, together=False).answer_text, room(5, 2, together=True).answer_text
    ('4', '2')
    """
    neurons = check_integer("neurons", neurons, least=1)
    features = check_integer("features", features, least=neurons + 1)
    if check_flag("together", together):
        when, most = "any number of them may be on together", neurons
        why = (
            "Where all are above 0, the ReLUs of the right outputs are open, so these are "
            f"independent sums of {neurons} numbers: no more than {neurons}."
        )
    else:
        when, most = "only one is on at a time", {1: 2, 2: 4}.get(neurons, features)
        why = {
            1: "One neuron has two directions, one on each side of 0.",
            2: "In a plane the two gaps beside a direction make at least 180° together, which leaves "
            "room for four: two pairs of opposite ones.",
        }.get(neurons, "From three neurons on, directions on a curve do it for any number.")
    hidden = (
        "1 hidden neuron that only adds"
        if neurons == 1
        else f"{neurons} hidden neurons that only add"
    )
    return Item(
        f"{features} features, numbers from 0 to 1, pass through {hidden} up, and each has an output "
        f"with a ReLU. If {when}, how many outputs can be exactly right at most?",
        Fraction(min(most, features)),
        why,
    )


def shrunk(value: Any, penalty: Any) -> Item:
    """Ask what the penalty of a sparse autoencoder leaves of a feature.

    Parameters
    ----------
    value
        The feature's, at least 0.
    penalty
        The factor of the absolute value in the loss, at least 0.

    Returns
    -------
    Item
        The answer is the f of at least 0 with the least (value - f)**2 + penalty * f.

    Raises
    ------
    ValueError
        If a number is below 0.

    Examples
    --------
    >>> shrunk(Fraction(3, 4), Fraction(1, 2)).answer_text, shrunk(Fraction(1, 4), 1).answer_text
    ('1/2', '0')
    """
    t, weight = check_exact("value", value), check_exact("penalty", penalty)
    for name, number in (("value", t), ("penalty", weight)):
        if number < 0:
            raise ValueError(f"{name} is {number}; it must be at least 0")
    rest = t - weight / 2
    why = f"The slope 2 (f - t) + λ is 0 at f = t - λ/2 = {rest}."
    if rest < 0:
        why += " From 0 on it is above 0, so that 0 is the best."
    return Item(
        "A feature is on with the value t. A sparse autoencoder that knows its direction says f, a "
        "number of at least 0, and its loss is (t - f)^2 + λ f. For which f is that least, for "
        f"t = {t} and λ = {weight}?",
        max(rest, Fraction(0)),
        why,
    )
