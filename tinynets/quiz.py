"""Questions with computed answers: predict what a network does, then look.

A maker takes parameters, computes the answer exactly and refuses what has no answer, or two. `draw`
takes the parameters from a seed, so that there is always another question of the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

from tinynets._checks import check_exact, check_integer
from tinynets.network import Network, neuron_names
from tinynets.piecewise import PiecewiseLinear, check_relu_network, pieces

__all__ = [
    *("Item", "ablation", "bends", "born_dead", "draw", "fewest", "folding", "graph", "limit"),
    *("most", "resting_loss", "theta", "threshold", "value"),
]
_LETTERS = "ABCDEFGH"
_NUMBER = re.compile(r"[+-]?(\d+(/0*[1-9]\d*)?|\d*\.\d+|\d+\.)")
_TRIES = 1000


@dataclass(frozen=True)
class Item:
    """A question, its answer and why.

    Parameters
    ----------
    question
        One paragraph.
    answer
        A number, a tuple of numbers in any order, or with choices the right one's place from 0.
    explanation
        One paragraph that derives the answer.
    shown
        Lines that belong to the question and are set as code: formulas of a network.
    choices
        What there is to choose from, names or graphs; empty if the answer is a number or numbers.
    interval
        Where graphs are shown, from and to; None without graphs.

    Examples
    --------
    >>> item = fewest(17)
    >>> print(item.question)
    How many hidden ReLUs does a network with skip connections need at least to tell odd from even \
on 17 consecutive integers?
    >>> item.answer, item.accepts("4"), item.accepts("5")
    (Fraction(4, 1), True, False)
    """

    question: str
    answer: Fraction | tuple[Fraction, ...] | int
    explanation: str
    shown: str = ""
    choices: tuple[str, ...] | tuple[PiecewiseLinear, ...] = ()
    interval: tuple[int, int] | None = None

    @property
    def letters(self) -> str:
        """The choices' letters, one each; empty if there are none.

        >>> draw("graph", seed=0).letters
        'ABCD'
        """
        return _LETTERS[: len(self.choices)]

    @property
    def answer_text(self) -> str:
        """The answer as a reader writes it: `5/2`, `3, 7`, or a choice's letter.

        >>> resting_loss(8, 16).answer_text
        '1/4'
        """
        if isinstance(self.answer, int):
            return self.letters[self.answer]
        many = self.answer if isinstance(self.answer, tuple) else (self.answer,)
        return ", ".join(map(str, many))

    def accepts(self, text: str) -> bool:
        """Tell whether a text is the answer; numbers are whole, decimal or a fraction such as 3/4.

        Raises
        ------
        ValueError
            If the text is not a number, numbers, or a choice's letter, as the answer demands.

        Examples
        --------
        >>> item = folding([3, 2, 1], 9)
        >>> item.accepts("8, 7"), item.accepts("7")
        (True, False)
        """
        if isinstance(self.answer, int):
            letter = text.strip().upper()
            if len(letter) != 1 or letter not in self.letters:
                raise ValueError(
                    f"{text!r} is no choice; write a letter, {', '.join(self.letters)}"
                )
            return self.letters.index(letter) == self.answer
        parts = text.replace("−", "-").replace(",", " ").split()
        for part in parts:
            if not _NUMBER.fullmatch(part):
                raise ValueError(f"{part!r} is no number; write 3, -2, 0.75 or 3/4")
        if isinstance(self.answer, tuple):
            return {Fraction(part) for part in parts} == set(self.answer)
        if len(parts) != 1:
            raise ValueError(f"{text!r} is not one number; write 3, -2, 0.75 or 3/4")
        return Fraction(parts[0]) == self.answer


def _formulas(network: Network) -> str:
    return "\n".join(line.strip() for line in repr(network).splitlines()[1:])


def _exact(network: Network, x: Sequence[Fraction]) -> list[list[Fraction]]:
    """Return what each layer says to one input, exactly."""
    seen, said = list(x), []
    for index, layer in enumerate(network.layers):
        rows = layer.weight.tolist()
        z = [
            sum((Fraction(w) * v for w, v in zip(row, seen, strict=True)), Fraction(b))
            for row, b in zip(rows, layer.bias.tolist(), strict=True)
        ]
        if index < len(network.layers) - 1 or network.output == "relu":
            z = [max(v, Fraction(0)) for v in z]
        said.append(z)
        seen = [*seen, *z] if network.skip else z
    return said


def _check_network(network: Network) -> None:
    check_relu_network(network)
    if network.output == "sigmoid":
        raise ValueError(
            "the output is 'sigmoid'; its numbers are no fractions, take relu or identity"
        )


def _check_numbers(name: str, values: Iterable[Any]) -> list[Fraction]:
    numbers = [check_exact(name, value) for value in values]
    if not numbers:
        raise ValueError(f"{name} is empty; there must be a number")
    return numbers


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
        shown=_formulas(network),
    )


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
    left, right = max(_check_numbers("ones", ones)), min(_check_numbers("zeros", zeros))
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
    _check_network(network)
    if len(x) != network.widths[0]:
        raise ValueError(f"x has {len(x)} numbers; this network has {network.widths[0]} inputs")
    said = _exact(network, _check_numbers("x", x))
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
        shown=_formulas(network),
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
    _check_network(network)
    found = pieces(network).breakpoints
    if not found:
        raise ValueError("the network's graph is one straight line; it bends nowhere")
    return Item(
        "At which x does the output of this network bend?",
        tuple(found),
        f"It bends at {', '.join(map(str, found))}: where a neuron's sum passes through 0 and the "
        "slope of the output changes.",
        shown=_formulas(network),
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
        _check_network(each)
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
        shown=_formulas(network),
        choices=tuple(drawn),
        interval=(low, high),
    )


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
    places = _check_numbers("folds", folds)
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
        raise ValueError(f"folded at {folds}, every integer below {count} is right")
    listed = ", ".join(map(str, folds))
    return Item(
        f"Parity is folded at {listed}: each fold takes y to c - |y - c|. Which of the integers "
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
        f"A network with skip connections has {neurons} hidden ReLUs. On how many consecutive "
        "integers can it tell odd from even at most?",
        Fraction(2**neurons + 1),
        f"Its output changes class at most 2^{neurons} = {2**neurons} times, so that there is one "
        "integer more.",
    )


def theta(first: Any, second: Any, share: Any) -> Item:
    """Ask for a weight of an exact min network from its neurons alone.

    Parameters
    ----------
    first, second
        Scale of the two neurons, relu(first (a - b)) and relu(second (b - a)); numbers above 0.
    share
        Theta, the strength of the first side: the weight that the output gives to a.

    Returns
    -------
    Item
        The answer is theta.

    Raises
    ------
    ValueError
        If a scale is not above 0.

    Examples
    --------
    >>> theta(2, 1, Fraction(1, 4)).shown.splitlines()
    ['h1 = relu(2 (a - b))', 'h2 = relu(1 (b - a))', 'y  = ? a + ? b - (1/8) h1 - (3/4) h2']
    """
    first, second = check_exact("first", first), check_exact("second", second)
    share = check_exact("share", share)
    for name, scale in (("first", first), ("second", second)):
        if scale <= 0:
            raise ValueError(f"{name} is {scale}; the scale of a neuron must be above 0")
    one, two = share / first, (1 - share) / second
    return Item(
        "This network is min(a, b), exactly. Two of its weights are blotted out. What is that of a?",
        share,
        f"Where b is smaller, h1 = {first} (a - b) and h2 = 0, and the output must be b: the weight "
        f"of a is taken away again by {one} times {first}, which is {share}.",
        shown=f"h1 = relu({first} (a - b))\nh2 = relu({second} (b - a))\n"
        f"y  = ? a + ? b - ({one}) h1 - ({two}) h2",
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
    _check_network(network)
    if network.widths[0] != 1 or not 2 <= network.n_hidden <= 8:
        raise ValueError(f"widths are {network.widths}; there must be 1 input and 2 to 8 neurons")
    data = [[Fraction(x)] for x in range(low, high + 1)]
    if not data:
        raise ValueError(f"low is {low}, high is {high}; there is no integer between them")

    def says(net: Network) -> list[list[Fraction]]:
        return [_exact(net, x)[-1] for x in data]

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
        shown=_formulas(network),
        choices=names,
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
    ws, bs = _check_numbers("weights", weights), _check_numbers("biases", biases)
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
        shown=_formulas(network),
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


def _small_network(random: Random, hidden: int) -> Network:
    """Return a network of one hidden layer with small whole numbers."""
    weights = [[random.choice([-2, -1, 1, 2])] for _ in range(hidden)]
    biases = [random.randint(-6, 6) for _ in range(hidden)]
    outer = [random.choice([-2, -1, 1, 2]) for _ in range(hidden)]
    return Network.from_weights([(weights, biases), ([outer], [random.randint(-2, 2)])])


def _draw_limit(random: Random) -> Item:
    start, step = random.randint(0, 6), random.choice([1, 2, 3])
    points = [start + step * k for k in range(random.randint(5, 8))]
    cut = random.randint(2, len(points) - 2)
    gap = random.randint(0, 3)
    return limit(points[:cut], [point + gap for point in points[cut:]])


def _draw_folding(random: Random) -> Item:
    power = random.choice([2, 3])
    folds = [2**k for k in range(power, -1, -1)]
    folds[random.randrange(len(folds))] += random.choice([-1, 1])
    if min(folds) < 1:
        raise ValueError("a fold at 0 leaves nothing")
    return folding(folds, 2 ** (power + 1) + 1)


def _draw_minimum(random: Random) -> Item:
    share = random.choice([0.25, 0.5, 0.75, 2.0])
    wrong = random.choice([-0.5, 0.5, 1.0])
    a, b = random.sample(range(-6, 10), 2)
    return value(
        Network.from_weights(
            [([[1, -1], [-1, 1]], [0, 0]), ([[share, 1 - share, -share, share - 1 + wrong]], [0])],
            skip=True,
        ),
        [a, b],
    )


def _draw_graph(random: Random) -> Item:
    return graph(
        _small_network(random, 2),
        [_small_network(random, 2) for _ in range(3)],
        random.randrange(4),
        -4,
        4,
    )


def _draw_born_dead(random: Random) -> Item:
    return born_dead(
        [random.choice([-3, -2, -1, 1, 2]) for _ in range(4)],
        [random.randint(-9, 9) for _ in range(4)],
        0,
        15,
    )


_DRAWS: dict[str, Callable[[Random], Item]] = {
    "ablation": lambda random: ablation(_small_network(random, 3), 0, 7),
    "bends": lambda random: bends(_small_network(random, 2)),
    "born_dead": _draw_born_dead,
    "fewest": lambda random: fewest(random.randint(3, 200)),
    "folding": _draw_folding,
    "graph": _draw_graph,
    "limit": _draw_limit,
    "minimum": _draw_minimum,
    "most": lambda random: most(random.randint(1, 10)),
    "resting_loss": lambda random: resting_loss(random.randint(1, 15), random.choice([8, 16, 20])),
    "theta": lambda random: theta(
        random.choice([Fraction(1, 2), 2, 3, 4]),
        random.choice([Fraction(1, 2), 2, 3, 4]),
        Fraction(random.choice([-1, 1, 2, 3, 5, 6, 7]), random.choice([2, 4, 8])),
    ),
    "threshold": lambda random: threshold(
        random.choice([-4, -3, -2, 2, 3, 4, 5]), random.randint(-20, 20)
    ),
    "value": lambda random: value(_small_network(random, 3), [random.randint(-3, 6)]),
}


def draw(kind: str, seed: int) -> Item:
    """Return a question of a kind, its parameters taken from a seed.

    Parameters
    ----------
    kind
        A maker of this module, or minimum: a min network in which one weight may be wrong.
    seed
        A whole number; the same seed gives the same question.

    Returns
    -------
    Item
        Made by the maker, from the first parameters of the seed that it does not refuse.

    Raises
    ------
    TypeError
        If the seed is not a whole number.
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> print(draw("most", seed=1).question)
    A network with skip connections has 6 hidden ReLUs. On how many consecutive integers can it \
tell odd from even at most?
    """
    if kind not in _DRAWS:
        raise ValueError(f"kind is {kind!r}; it must be one of {', '.join(_DRAWS)}")
    # With its kind in it, so that two kinds of one seed do not ask about the same network.
    random = Random(f"{kind} {check_integer('seed', seed)}")
    for _ in range(_TRIES):
        try:
            return _DRAWS[kind](random)
        except ValueError:
            continue
    raise RuntimeError(f"no question of the kind {kind!r} was found from seed {seed}")
