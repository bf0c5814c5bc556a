"""Questions with computed answers: predict what a network does, then look.

A maker takes parameters, computes the answer exactly and refuses what has no answer, or two. `draw`
takes the parameters from a seed, so that there is always another question of the same kind.
"""

from tinynets.quiz._draws import draw
from tinynets.quiz._item import Item
from tinynets.quiz._minimum import theta
from tinynets.quiz._parity import fewest, folding, most
from tinynets.quiz._reading import ablation, bends, graph, threshold, value
from tinynets.quiz._training import born_dead, limit, resting_loss

__all__ = [
    "Item",
    "ablation",
    "bends",
    "born_dead",
    "draw",
    "fewest",
    "folding",
    "graph",
    "limit",
    "most",
    "resting_loss",
    "theta",
    "threshold",
    "value",
]
