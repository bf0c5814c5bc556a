"""Pictures: functions that take the thing and an optional `ax`, and return the `Axes`.

Every role has one colour, in every picture. The house style, ``plt.style.use("tinynets.house")``,
sets fonts and lines to match; nothing here changes matplotlib's settings.
"""

from tinynets.plot import _palette
from tinynets.plot._animation import Animation, fold_animation
from tinynets.plot._curves import data, function, pieces, traces
from tinynets.plot._describe import Description, describe, description
from tinynets.plot._folding import folds
from tinynets.plot._graph import graph
from tinynets.plot._neurons import neurons
from tinynets.plot._palette import to_dark
from tinynets.plot._plane import plane
from tinynets.plot._shares import shares
from tinynets.plot._surface import surface

__all__ = [
    "COLORS",
    "DARK",
    "Animation",
    "Description",
    "data",
    "describe",
    "description",
    "fold_animation",
    "folds",
    "function",
    "graph",
    "neurons",
    "pieces",
    "plane",
    "shares",
    "surface",
    "to_dark",
    "traces",
]

#: The colour of every role on a light page: role to hex, such as "network" to "#2757dd".
COLORS: dict[str, str] = _palette.COLORS

#: The twin of every colour on a dark page: the hex of `COLORS` to the dark one.
DARK: dict[str, str] = _palette.DARK
