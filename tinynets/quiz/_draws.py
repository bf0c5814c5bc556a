"""Parameters from seeds, a kind of question each."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tinynets._checks import check_integer
from tinynets.network import Network
from tinynets.quiz._item import Item
from tinynets.quiz._minimum import theta
from tinynets.quiz._parity import fewest, folding, most
from tinynets.quiz._reading import ablation, bends, graph, threshold, value
from tinynets.quiz._training import born_dead, limit, resting_loss

_TRIES = 1000


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
