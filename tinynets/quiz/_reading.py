"""What a network says, and what of it matters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from tinynets._checks import check_exact, check_integer
from tinynets.network import Network, neuron_names
from tinynets.piecewise import PiecewiseLinear, affine_text, pieces
from tinynets.quiz._exact import (
    check_network,
    check_numbers,
    check_shown,
    exact,
    formulas,
    listed,
)
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
        If the weight is 0: the neuron is undecided nowhere or everywhere. Or if a number has more
        digits than are shown.

    Examples
    --------
    >>> threshold(-4, 10).answer_text
    '5/2'
    """
    weight, bias = check_integer("weight", weight), check_integer("bias", bias)
    if weight == 0:
        raise ValueError("weight is 0; then there is no one place where the neuron says 1/2")
    for name, number in (("weight", weight), ("bias", bias)):
        check_shown(name, number)
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
        If it has more than one output, a sigmoid or other activations, or weights with more digits
        than are shown, as 1/3; or x has another length than it has inputs.

    Examples
    --------
    >>> from tinynets import circuits
    >>> value(circuits.minimum(0.5), [3, 8]).answer_text
    '3'
    """
    check_network(network)
    if len(x) != network.widths[0]:
        raise ValueError(f"x has {len(x)} numbers; this network has {network.widths[0]} inputs")
    numbers = check_numbers("x", x)
    said = exact(network, numbers)
    names = neuron_names(network)
    steps = [
        f"{name} = {number}"
        for layer, row in zip(names[1:], said, strict=True)
        for name, number in zip(layer, row, strict=True)
    ]
    told = listed(f"{name} = {number}" for name, number in zip(names[0], numbers, strict=True))
    return Item(
        f"What does this network say at {told}?",
        said[-1][0],
        f"Neuron by neuron: {', '.join(steps)}.",
        shown=formulas(network),
    )


def _hidden(network: Network) -> dict[str, tuple[int, int]]:
    """Return the hidden neurons' names, and each one's layer and place in it."""
    layers = neuron_names(network)[1:-1]
    return {name: (i, k) for i, layer in enumerate(layers) for k, name in enumerate(layer)}


def _course(function: PiecewiseLinear) -> str:
    """Say how a function runs."""
    if not function.breakpoints:
        return f"it is one straight line, with the slope {function.slopes[0]}"
    return (
        f"from left to right it has the slopes {listed(function.slopes)}, "
        f"which change at {listed(function.breakpoints)}"
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
    function = pieces(network)
    if not function.breakpoints:
        raise ValueError("the network's graph is one straight line; it bends nowhere")
    return Item(
        "At which x does the output of this network bend?",
        function.breakpoints,
        f"It bends where a neuron's sum passes through 0 and the slope changes: {_course(function)}.",
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
    low, high = check_integer("low", low), check_integer("high", high)
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
        If it has more inputs or outputs, a sigmoid or other activations, fewer than two hidden
        neurons or more than eight, there is no integer, or not exactly one neuron can go.

    Examples
    --------
    >>> network = Network.from_weights([([[1], [-1]], [0, -1]), ([[1, 1]], [0])])
    >>> ablation(network, 0, 9).answer_text
    'B'
    """
    check_network(network)
    if network.widths[0] != 1 or not 2 <= network.n_hidden <= 8:
        raise ValueError(f"widths are {network.widths}; there must be 1 input and 2 to 8 neurons")
    data = range(check_integer("low", low), check_integer("high", high) + 1)
    if not data:
        raise ValueError(f"low is {low}, high is {high}; there is no integer between them")

    def says(net: Network) -> list[list[list[Fraction]]]:
        return [exact(net, [Fraction(x)]) for x in data]

    whole = says(network)
    hidden = _hidden(network)
    # Where each neuron is missed.
    missed = [
        [
            x
            for x, row, other in zip(data, whole, says(network.ablate(i, k)), strict=True)
            if row[-1] != other[-1]
        ]
        for i, k in hidden.values()
    ]
    free = [n for n, found in enumerate(missed) if not found]
    if len(free) != 1:
        raise ValueError(f"{len(free)} neurons can go without a change; there must be exactly one")
    name, (i, k) = list(hidden.items())[free[0]]
    silent = all(row[i][k] == 0 for row in whole)
    others = [f"{n} at x = {found[0]}" for n, found in zip(hidden, missed, strict=True) if found]
    return Item(
        f"The data are the integers from {low} to {high}. Which neuron can be held at 0 without "
        "changing any output?",
        free[0],
        f"{name} {'says 0 to all of them' if silent else 'is not needed for any output'}. "
        f"The others are missed: {listed(others)}.",
        shown=formulas(network),
        choices=tuple(hidden),
    )


def slope(network: Network, x: Any, without: str | None = None) -> Item:
    """Ask for the slope of a network at one place.

    Parameters
    ----------
    network
        A ReLU network with one input and one output.
    x
        The place, an exact number.
    without
        The name of a hidden neuron that is held at 0, such as h2; None if all take part.

    Returns
    -------
    Item
        The answer is the exact slope.

    Raises
    ------
    TypeError
        If network is no network, or x no number.
    ValueError
        If it has more inputs or outputs, a sigmoid or other activations, there is no such neuron,
        or the output bends at x.

    Examples
    --------
    >>> from tinynets import circuits
    >>> slope(circuits.parity(2, skip=True), Fraction(5, 2)).answer_text
    '1'
    >>> slope(circuits.parity(2, skip=True), Fraction(5, 2), without="h1").answer_text
    '-1'
    """
    check_network(network)
    x = check_exact("x", x)
    hidden = _hidden(network)
    shown, held = formulas(network), ""
    if without is not None:
        if without not in hidden:
            raise ValueError(f"without is {without!r}; the hidden neurons are {listed(hidden)}")
        network, held = network.ablate(*hidden[without]), f"{without} is held at 0. "
    function = pieces(network)
    if x in function.breakpoints:
        raise ValueError(f"x is {x}; the output bends there and has no slope")
    place = bisect_left(function.breakpoints, x)
    said = exact(network, [x])
    told = [f"{name} = {said[i][k]}" for name, (i, k) in hidden.items() if name != without]
    line = affine_text(function.slopes[place], function.intercepts[place])
    return Item(
        f"{held}Which slope does the output of this network have at x = {x}?",
        function.slopes[place],
        f"There {listed(told)}. A neuron above 0 is its "
        f"sum, one at 0 drops out. Put in, the output is {line}.",
        shown=shown,
    )


def named(
    network: Network, choices: Mapping[str, Network], low: Any = None, high: Any = None
) -> Item:
    """Ask which of several named functions a network is.

    Parameters
    ----------
    network
        A ReLU network with one input and one output.
    choices
        Two to eight names, each with a network that computes its function.
    low, high
        The interval that is asked about, exact; None for no end.

    Returns
    -------
    Item
        The choices are the names.

    Raises
    ------
    TypeError
        If one is no network, or choices no dict.
    ValueError
        If one has more inputs or outputs, a sigmoid or other activations, there are too few names
        or too many, two of them have one function, or none has the network's.

    Examples
    --------
    >>> from tinynets import circuits
    >>> fold = Network.from_weights([([[2]], [0]), ([[-1, 1]], [0])], skip=True)
    >>> named(fold, {"x": Network([1, 1]), "abs(x)": circuits.absolute()}).answer_text
    'B'
    """
    if not isinstance(choices, Mapping):
        raise TypeError(f"choices is {choices!r}; it must be a dict of networks, by name")
    if not 2 <= len(choices) <= 8:
        raise ValueError(f"there are {len(choices)} names; a choice has 2 to 8")
    for each in (network, *choices.values()):
        check_network(each)
    low, high = (
        end if end is None else check_exact(name, end)
        for name, end in (("low", low), ("high", high))
    )
    function = pieces(network, low, high)
    functions = {name: pieces(other, low, high) for name, other in choices.items()}
    for (one, f), (other, g) in combinations(functions.items(), 2):
        if f == g:
            raise ValueError(
                f"{one!r} and {other!r} are one function; there must be one right choice"
            )
    right = [place for place, f in enumerate(functions.values()) if f == function]
    if not right:
        raise ValueError(f"none of {listed(choices)} is the network's function")
    ends = [end for end in (low, *function.breakpoints, high) if end is not None] or [0]
    asked = "" if low is None and high is None else f", for x from {low} to {high}"
    return Item(
        f"Which function is this network{asked}?",
        right[0],
        f"{_course(function).capitalize()}; at x = {ends[0]} it says {function(ends[0])}.",
        shown=formulas(network),
        choices=tuple(choices),
    )


def changes(network: Network) -> Item:
    """Ask how often a network's class changes along the line.

    Parameters
    ----------
    network
        A ReLU network with one input and one output; x is in class 1 where it says more than 1/2.

    Returns
    -------
    Item
        The answer is the number of changes.

    Raises
    ------
    TypeError
        If network is no network.
    ValueError
        If it has more inputs or outputs, a sigmoid or other activations, or says exactly 1/2 where
        it bends: there it may touch without a change.

    Examples
    --------
    >>> from tinynets import circuits
    >>> changes(circuits.parity(3, skip=True)).answer_text
    '8'
    """
    check_network(network)
    function = pieces(network)
    for x in function.breakpoints:
        if function(x) == Fraction(1, 2):
            raise ValueError(f"the output is 1/2 at its bend x = {x}; it may touch or pass there")
    found = function.changes()
    corners = listed(f"({x}, {function(x)})" for x in function.breakpoints) or "none"
    return Item(
        "x is in class 1 where this network says more than 1/2, and in class 0 elsewhere. How often "
        "does the class change along the line?",
        Fraction(len(found)),
        f"Its corners are {corners}, with the slope {function.slopes[0]} before and "
        f"{function.slopes[-1]} after. It passes 1/2 at {listed(found) or 'no place'}.",
        shown=formulas(network),
    )


def units(network: Network, x: Any) -> Item:
    """Ask what a network in the notation of the Coq proofs says to one input.

    Parameters
    ----------
    network
        One input, one output, and hidden ReLUs in a row with skip connections.
    x
        The input.

    Returns
    -------
    Item
        The answer is the exact output. Weights of 0 at the end of a list are left out, as there.

    Raises
    ------
    TypeError
        If network is no network, or x no number.
    ValueError
        If the network has another shape, or its hidden activation or output is another.

    Examples
    --------
    >>> from tinynets import circuits
    >>> print(units(circuits.parity(2, skip=True), 3).shown)
    hidden n  = [ Unit 1 [] (-2);
                  Unit 1 [-2] (-1) ]
    readout n = Unit 1 [-2; -2] 0
    """
    x = check_exact("x", x)
    asked = value(network, [x])
    if not network.skip or set(network.widths) != {1} or network.output != "identity":
        raise ValueError(
            f"widths are {network.widths}, skip is {network.skip}; there must be hidden neurons in a "
            "row, with skip connections and the identity at the output"
        )

    def number(v: float) -> str:
        return f"({v:g})" if v < 0 else f"{v:g}"

    *hidden, readout = [(layer.weight[0].tolist(), layer.bias.item()) for layer in network.layers]
    texts = []
    for (first, *weights), bias in (*hidden, readout):
        while weights and weights[-1] == 0:
            weights.pop()
        texts.append(
            f"Unit {number(first)} [{'; '.join(f'{w:g}' for w in weights)}] {number(bias)}"
        )
    *rows, last = texts
    said = [numbers[0] for numbers in exact(network, [x])]
    return replace(
        asked,
        question=f"What is eval n {x if x >= 0 else f'({x})'} for this network n?",
        explanation=f"A unit is a slope, weights and a bias. In order, the units say "
        f"{listed(said[:-1])}, and the read-out's sum is {said[-1]}.",
        shown=f"hidden n  = [ {f';{chr(10)}              '.join(rows)} ]\nreadout n = {last}",
    )
