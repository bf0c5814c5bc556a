"""Parameters from seeds, a kind of question each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from tinynets._checks import check_choice, check_integer
from tinynets.network import Network
from tinynets.quiz._clocks import clock, second, ties
from tinynets.quiz._formats import missed, rounded
from tinynets.quiz._item import Item
from tinynets.quiz._minimum import between, strength, theta
from tinynets.quiz._parity import fewest, folding, mean_needs, mean_says, most
from tinynets.quiz._puzzles import comparators, puzzle
from tinynets.quiz._reading import (
    ablation,
    bends,
    changes,
    graph,
    named,
    slope,
    threshold,
    units,
    value,
)
from tinynets.quiz._superposition import room, shrunk, superposed
from tinynets.quiz._training import born_dead, chance_dead, limit, lost, resting_loss

_TRIES = 1000
_MANY = 10


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


def _few(item: Item) -> Item:
    """Refuse what takes long to write down."""
    if isinstance(item.answer, tuple) and len(item.answer) > _MANY:
        raise ValueError(f"the answer has {len(item.answer)} numbers; {_MANY} are enough")
    return item


def _draw_folding(random: Random) -> Item:
    power = random.choice([2, 3, 4])
    folds = [2**k for k in range(power, -1, -1)]
    folds[random.randrange(len(folds))] += random.choice([-2, -1, 1, 2])
    if min(folds) < 1:
        raise ValueError("a fold at 0 leaves nothing")
    return _few(folding(folds, 2 ** (power + 1) + 1))


def _draw_order(random: Random) -> Item:
    count = random.choice([3, 4])
    folds = [2 ** random.randrange(count) for _ in range(count)]
    if any(one == other for one, other in pairwise(folds)):
        raise ValueError("a fold that is repeated at once does nothing")
    return _few(folding(folds, 2**count + 1))


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


def _chain(random: Random, hidden: int) -> Network:
    """Return a row of neurons with skip connections and small whole numbers."""
    layers = [
        ([[random.choice([-2, -1, 1, 2]) for _ in range(k + 1)]], [random.randint(-4, 4)])
        for k in range(hidden + 1)
    ]
    return Network.from_weights(layers, skip=True)


def _draw_changes(random: Random) -> Item:
    """Fold at places and with weights that may be off by a little."""
    hidden = random.choice([2, 3])
    layers = []
    for k in range(hidden + 1):
        weights = [1.0, *(random.choice([-2.5, -2, -2, -1.5]) for _ in range(k))]
        fold = 2 ** (hidden - 1 - k) + random.choice([-0.5, 0, 0.5]) if k < hidden else 0
        layers.append(([weights], [-fold]))
    return changes(Network.from_weights(layers, skip=True))


def _draw_units(random: Random) -> Item:
    network = _chain(random, 2)
    if random.random() < 0.5:
        # The read-out takes no notice of the last unit, whose weight is then left out.
        *hidden, last = [(layer.weight.tolist(), layer.bias.tolist()) for layer in network.layers]
        network = Network.from_weights([*hidden, ([[*last[0][0][:-1], 0]], last[1])], skip=True)
    return units(network, random.randint(-3, 5))


def _sum_of_bends(bends: Sequence[tuple[float, float, float]], level: float) -> Network:
    """Return level plus read * relu(weight (x - place)) for each (weight, place, read)."""
    weights = [[weight] for weight, _, _ in bends]
    biases = [-weight * place for weight, place, _ in bends]
    return Network.from_weights([(weights, biases), ([[read for *_, read in bends]], [level])])


def _draw_named(random: Random) -> Item:
    """Ask for a function of one or two bends, some of which are shared by two neurons."""
    low = random.randint(-5, 2)
    high = low + random.randint(2, 6)
    functions: dict[str, tuple[list[tuple[int, int, int]], int]] = {
        f"min({high}, max({low}, x))": ([(1, low, 1), (1, high, -1)], low),
    }
    for place in (low, high):
        away = f"x {'+' if place < 0 else '-'} {abs(place)}" if place else "x"
        functions |= {
            f"max({place}, x)": ([(1, place, 1)], place),
            f"min({place}, x)": ([(-1, place, -1)], place),
            f"abs({away})": ([(1, place, 1), (-1, place, 1)], 0),
        }
    names = random.sample(sorted(functions), 4)
    bent, level = functions[random.choice(names)]
    disguised = []
    for weight, place, read in bent:
        for part in random.choice([[1.0], [0.5, 0.5], [1.5, -0.5]]):
            scale = random.choice([0.5, 1, 2])
            disguised.append((weight * scale, place, read * part / scale))
    if len(disguised) == 1:
        raise ValueError("one neuron hides nothing")
    random.shuffle(disguised)
    return named(
        _sum_of_bends(disguised, level), {name: _sum_of_bends(*functions[name]) for name in names}
    )


def _draw_puzzle(random: Random) -> Item:
    name, sizes = random.choice(
        [
            ("largest", [random.randint(3, 12)]),
            ("sort", [random.randint(2, 4)]),
            ("multiples", [random.choice([3, 5, 6, 7, 9, 10]), random.randint(1, 5)]),
            ("gray", [random.randint(2, 9)]),
            ("parity", [random.choice([2, 3, 4, 8, 16, 32, 64])]),
            ("square", [random.choice([10, 50, 100, 200, 500, 1000, 5000])]),
        ]
    )
    return puzzle(name, *sizes)


def _draw_comparators(random: Random) -> Item:
    numbers, places = random.sample(range(1, 10), 4), range(1, 5)
    pairs = [tuple(sorted(random.sample(places, 2))) for _ in range(random.choice([3, 4]))]
    if any(one == other for one, other in pairwise(pairs)):
        raise ValueError("a comparator that is repeated at once does nothing")
    asked = random.choice(places)
    item = comparators(numbers, [(i, j) for i, j in pairs], asked)
    if item.answer == numbers[asked - 1]:
        raise ValueError("what stands there before is no prediction")
    return item


def _hours(random: Random, sizes: Sequence[int]) -> tuple[int, int, int, int]:
    p = random.choice(sizes)
    return p, random.randint(2, p // 2), random.randint(1, p - 1), random.randint(1, p - 1)


def _draw_cut(random: Random) -> Item:
    network, x = _small_network(random, 3), random.choice([-10, 10])
    item = slope(network, x, random.choice(["h1", "h2", "h3"]))
    if item.answer in (0, slope(network, x).answer):
        raise ValueError("the cut makes nothing else, or leaves nothing")
    return item


def _draw_missed(random: Random) -> Item:
    bits = random.randint(3, 6)
    return missed(bits, bits + random.randint(0, 3), random.choice([False, True]))


def _draw_rounded(random: Random) -> Item:
    number = random.randint(20, 400)
    item = rounded(number, random.randint(3, 6))
    if item.answer == number:
        raise ValueError("what is in the format is not rounded")
    return item


def _draw_superposed(random: Random) -> Item:
    """Ask about a cross with arms of unequal lengths, directions in a plane, or steep ones."""
    kind = random.choice(["cross", "plane", "steep"])
    if kind == "cross":
        arms = [random.choice([1, 2, 3]) for _ in range(4)]
        directions = [(1, 0), (-1, 0), (0, 1), (0, -1)]
        writes = [[arm * v for v in one] for arm, one in zip(arms, directions, strict=True)]
        reads = [[Fraction(v, arm) for v in one] for arm, one in zip(arms, directions, strict=True)]
    elif kind == "plane":
        around = [(2, 0), (1, 1), (0, 1), (-1, 1), (-2, 0), (-1, -1), (0, -1), (1, -1)]
        chosen = sorted(random.sample(range(8), random.choice([4, 5])))
        writes = [list(around[n]) for n in chosen]
        reads = [[Fraction(v, a * a + b * b) for v in (a, b)] for a, b in writes]
    else:
        length = random.choice([2, 3, 4])
        writes = [[length**k, length**k * k] for k in range(3)]
        reads = [[Fraction(k + 1, length**k), Fraction(-1, length**k)] for k in range(3)]
    x = [Fraction(0)] * len(writes)
    for on in random.sample(range(len(x)), 2 if kind == "cross" else 1):
        x[on] = random.choice([Fraction(1), Fraction(1, 2)])
    return superposed(writes, reads, x)


def _draw_lost(random: Random) -> Item:
    dead = random.choice(
        [Fraction(k, n) for n in (2, 3, 4, 5, 6, 12) for k in range(1, n // 2 + 1)]
    )
    item = lost(dead, random.randint(2, 5), random.randint(1, 3))
    assert isinstance(item.answer, Fraction)
    if item.answer.denominator > 400:
        raise ValueError("such a fraction is no pleasure")
    return item


def _draw_mean_says(random: Random) -> Item:
    folds = random.choice([2, 3, 4])
    bits = 2**folds * random.choice([1, 2, 3, 4])
    return mean_says(bits, random.randint(1, bits // 2), folds)


def _draw_shrunk(random: Random) -> Item:
    value = Fraction(random.randint(1, 8), random.choice([4, 5, 8]))
    return shrunk(value, Fraction(random.randint(1, 6), random.choice([4, 5, 8])))


def _draw_level(random: Random) -> Item:
    ones = random.randint(2, 6)
    zeros = random.randint(2, 6)
    return resting_loss(
        ones, ones + zeros, random.randint(0, ones - 1), random.randint(1, zeros - 1)
    )


_DRAWS: dict[str, Callable[[Random], Item]] = {
    "ablation": lambda random: ablation(_small_network(random, 3), 0, 7),
    "bends": lambda random: bends(_small_network(random, 2)),
    "between": lambda random: between(
        *random.sample([Fraction(k, n) for n in (1, 2, 3, 4) for k in range(1, n + 1)], 2)
    ),
    "born_dead": _draw_born_dead,
    "chance_dead": lambda random: chance_dead(random.randint(-6, 0), random.randint(0, 7)),
    "changes": _draw_changes,
    "clock": lambda random: clock(*_hours(random, [7, 9, 15, 15, 21])),
    "comparators": _draw_comparators,
    "cut": _draw_cut,
    "fewest": lambda random: fewest(random.randint(3, 200)),
    "folding": _draw_folding,
    "graph": _draw_graph,
    "level": _draw_level,
    "limit": _draw_limit,
    "lost": _draw_lost,
    "mean_needs": lambda random: mean_needs(random.randint(3, 200)),
    "mean_says": _draw_mean_says,
    "minimum": _draw_minimum,
    "missed": _draw_missed,
    "most": lambda random: most(random.randint(1, 16)),
    "named": _draw_named,
    "order": _draw_order,
    "power": lambda random: fewest(2 ** random.randint(2, 12) + random.randint(-1, 2)),
    "puzzle": _draw_puzzle,
    "resting_loss": lambda random: resting_loss(random.randint(1, 15), random.choice([8, 16, 20])),
    "room": lambda random: room(
        random.randint(3, 9), random.randint(1, 4), random.choice([False, True])
    ),
    "rounded": _draw_rounded,
    "second": lambda random: second(*_hours(random, [7, 9, 11, 13])),
    "shrunk": _draw_shrunk,
    "slope": lambda random: slope(_chain(random, 2), random.randint(-6, 6)),
    "strength": lambda random: strength(
        random.choice([-3, -2, -1, 1, 2, 3]),
        random.choice([-4, -3, -2, -1, 1, 2, 3, 4]),
        Fraction(random.choice([-3, -2, -1, 1, 2, 3]), random.choice([1, 2, 4])),
    ),
    "superposed": _draw_superposed,
    "theta": lambda random: theta(
        random.choice([Fraction(1, 2), 2, 3, 4]),
        random.choice([Fraction(1, 2), 2, 3, 4]),
        Fraction(random.choice([-1, 1, 2, 3, 5, 6, 7]), random.choice([2, 4, 8])),
    ),
    "threshold": lambda random: threshold(
        random.choice([-4, -3, -2, 2, 3, 4, 5]), random.randint(-20, 20)
    ),
    "ties": lambda random: _few(ties(random.randrange(9, 122, 2))),
    "units": _draw_units,
    "value": lambda random: value(_small_network(random, 3), [random.randint(-3, 6)]),
}


def draw(kind: str, seed: int) -> Item:
    """Return a question of a kind, its parameters taken from a seed.

    Parameters
    ----------
    kind
        A maker of this module; or cut, a slope without one neuron; level, a resting loss with some
        answers right; minimum, the value of a min network with one wrong weight; order, folding at
        powers of two in any order, some twice; power, the fewest near a power of two.
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
    RuntimeError
        If all parameters that were tried are refused; the last refusal is its cause.

    Examples
    --------
    >>> print(draw("most", seed=1).question)
    A network with skip connections has 12 hidden ReLUs. On how many consecutive integers can it \
tell odd from even at most?
    """
    check_choice("kind", kind, _DRAWS)
    # With its kind in it, so that two kinds of one seed do not ask about the same network.
    random = Random(f"{kind} {check_integer('seed', seed)}")
    refusal = None
    for _ in range(_TRIES):
        try:
            return _DRAWS[kind](random)
        except ValueError as error:
            refusal = error
    raise RuntimeError(
        f"no question of the kind {kind!r} was found from seed {seed} in {_TRIES} tries"
    ) from refusal
