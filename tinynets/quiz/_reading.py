"""What a network says, and what of it matters."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from tinynets._checks import check_integer
from tinynets.network import Network, neuron_names
from tinynets.piecewise import pieces
from tinynets.quiz._exact import check_network, check_numbers, exact, formulas
from tinynets.quiz._item import Item


def threshold(weight: int, bias: int) -> Item:
    """Ask where a sigmoid neuron is undecided.

    Parameters
    ----------
    weight, bias
        Of the neuron; the weight is not 0.

    Returns
    -------
    Item
        The answer is -bias / weight.

    Raises
    ------
    ValueError
        If the weight is 0: the neuron is undecided nowhere or everywhere.

    Examples
    --------
    >>> threshold(-4, 10).answer_text
    '5/2'
    """
    weight, bias = check_integer("weight", weight), check_integer("bias", bias)
    if weight == 0:
        raise ValueError("weight is 0; then there is no one place where the neuron says 1/2")
    network = Network.from_weights([([[weight]], [bias])], output="sigmoid")
    return Item(
        "At which x does this neuron say 1/2?",
        Fraction(-bias, weight),
        f"The sigmoid says 1/2 where its sum is 0: {weight} x + {bias} = 0.".replace("+ -", "- "),
        shown=formulas(network),
    )


def value(network: Network, x: Sequence[int]) -> Item:
    """Ask what a ReLU network says to one input.

    Parameters
    ----------
    network
        With ReLUs, and an identity or ReLU output; one output.
    x
        The input's numbers.

    Returns
    -------
    Item
        The answer is the exact output.

    Raises
    ------
    TypeError
        If network is no network, or x has something else than numbers.
    ValueError
        If it has more than one output, a sigmoid or other activations, or x has another length
        than it has inputs.

    Examples
    --------
    >>> from tinynets import circuits
    >>> value(circuits.minimum(0.5), [3, 8]).answer_text
    '3'
    """
    check_network(network)
    if len(x) != network.widths[0]:
        raise ValueError(f"x has {len(x)} numbers; this network has {network.widths[0]} inputs")
    said = exact(network, check_numbers("x", x))
    names = neuron_names(network)
    steps = [
        f"{name} = {number}"
        for layer, numbers in zip(names[1:], said, strict=True)
        for name, number in zip(layer, numbers, strict=True)
    ]
    told = ", ".join(f"{name} = {number}" for name, number in zip(names[0], x, strict=True))
    return Item(
        f"What does this network say at {told}?",
        said[-1][0],
        f"Neuron by neuron: {', '.join(steps)}.",
        shown=formulas(network),
    )


def bends(network: Network) -> Item:
    """Ask where a network's graph bends.

    Parameters
    ----------
    network
        A ReLU network with one input and one output.

    Returns
    -------
    Item
        The answer has every breakpoint.

    Raises
    ------
    TypeError
        If network is no network.
    ValueError
        If it has more inputs or outputs, a sigmoid or other activations, or its graph is straight.

    Examples
    --------
    >>> from tinynets import circuits
    >>> bends(circuits.parity(2, skip=True)).answer_text
    '1, 2, 3'
    """
    check_network(network)
    found = pieces(network).breakpoints
    if not found:
        raise ValueError("the network's graph is one straight line; it bends nowhere")
    return Item(
        "At which x does the output of this network bend?",
        tuple(found),
        f"It bends at {', '.join(map(str, found))}: where a neuron's sum passes through 0 and the "
        "slope of the output changes.",
        shown=formulas(network),
    )


def graph(network: Network, others: Sequence[Network], place: int, low: int, high: int) -> Item:
    """Ask which of several graphs is a network's.

    Parameters
    ----------
    network
        A ReLU network with one input and one output.
    others
        Networks whose graphs are the wrong choices, at most seven.
    place
        Where the right one stands among the choices, from 0.
    low, high
        Range of x that is shown.

    Returns
    -------
    Item
        The choices are exact functions.

    Raises
    ------
    TypeError
        If one is no network.
    ValueError
        If one has more inputs or outputs, a sigmoid or other activations, there are no others or
        too many, the place is not among them, or two graphs differ nowhere by a tenth of what is
        shown.

    Examples
    --------
    >>> from tinynets import circuits
    >>> one, two = circuits.parity(1, skip=True), circuits.parity(2, skip=True)
    >>> graph(one, [two], 1, 0, 4).answer_text
    'B'
    """
    if not 1 <= len(others) <= 7:
        raise ValueError(f"there are {len(others)} others; a choice has 1 to 7")
    if not 0 <= check_integer("place", place) <= len(others):
        raise ValueError(f"place is {place}; it must be from 0 to {len(others)}")
    for each in (network, *others):
        check_network(each)
    drawn = [pieces(other, low, high) for other in others]
    drawn.insert(place, pieces(network, low, high))
    bounds = [Fraction(bound) for function in drawn for bound in function.bounds()]
    least = (max(bounds) - min(bounds)) / 10
    for one, other in combinations(drawn, 2):
        if max(abs(Fraction(bound)) for bound in (one - other).bounds()) < least:
            raise ValueError("two of the graphs look the same; there must be one right choice")
    corners = ", ".join(f"({x}, {drawn[place](x)})" for x in (low, *drawn[place].breakpoints, high))
    return Item(
        f"Which graph is this network's, for x from {low} to {high}?",
        place,
        f"Its corners and ends are {corners}.",
        shown=formulas(network),
        choices=tuple(drawn),
        interval=(low, high),
    )


def ablation(network: Network, low: int, high: int) -> Item:
    """Ask which hidden neuron can be taken out without any change.

    Parameters
    ----------
    network
        A ReLU network with one input.
    low, high
        The integers from low to high are the data.

    Returns
    -------
    Item
        The choices are the hidden neurons.

    Raises
    ------
    TypeError
        If network is no network.
    ValueError
        If it has more inputs or outputs, a sigmoid or other activations, fewer than two hidden neurons or more than eight, there is no
        integer, or not exactly one neuron can go.

    Examples
    --------
    >>> network = Network.from_weights([([[1], [-1]], [0, -1]), ([[1, 1]], [0])])
    >>> ablation(network, 0, 9).answer_text
    'B'
    """
    check_network(network)
    if network.widths[0] != 1 or not 2 <= network.n_hidden <= 8:
        raise ValueError(f"widths are {network.widths}; there must be 1 input and 2 to 8 neurons")
    data = [[Fraction(x)] for x in range(low, high + 1)]
    if not data:
        raise ValueError(f"low is {low}, high is {high}; there is no integer between them")

    def says(net: Network) -> list[list[Fraction]]:
        return [exact(net, x)[-1] for x in data]

    whole = says(network)
    hidden = [(i, k) for i, width in enumerate(network.widths[1:-1]) for k in range(width)]
    free = [n for n, (i, k) in enumerate(hidden) if says(network.ablate(i, k)) == whole]
    if len(free) != 1:
        raise ValueError(f"{len(free)} neurons can go without a change; there must be exactly one")
    names = tuple(name for layer in neuron_names(network)[1:-1] for name in layer)
    return Item(
        f"The data are the integers from {low} to {high}. Which neuron can be held at 0 without "
        "changing any output?",
        free[0],
        f"Without {names[free[0]]} every output stays what it was; each of the others is missed "
        "somewhere.",
        shown=formulas(network),
        choices=names,
    )
