"""Questions with computed answers: predict what a network does, then look.

A maker takes parameters, computes the answer exactly and refuses what has no answer, or two. `draw`
takes the parameters from a seed, so that there is always another question of the same kind.
"""

from tinynets.quiz._clocks import clock, second, ties
from tinynets.quiz._draws import draw
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

__all__ = [
    "Item",
    "ablation",
    "bends",
    "between",
    "born_dead",
    "chance_dead",
    "changes",
    "clock",
    "comparators",
    "draw",
    "fewest",
    "folding",
    "graph",
    "limit",
    "lost",
    "mean_needs",
    "mean_says",
    "missed",
    "most",
    "named",
    "puzzle",
    "resting_loss",
    "room",
    "rounded",
    "second",
    "shrunk",
    "slope",
    "strength",
    "superposed",
    "theta",
    "threshold",
    "ties",
    "units",
    "value",
]
