"""Tiny neural networks, how they represent basic functions, and how to read them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tinynets import circuits, quiz, tasks
from tinynets.ensemble import Census, Share, census
from tinynets.mysteries import mystery
from tinynets.network import Network
from tinynets.piecewise import PiecewiseLinear, pieces
from tinynets.tasks import Task
from tinynets.training import History, train

if TYPE_CHECKING:
    from tinynets import plot
    from tinynets.symbolic import (
        Comparison,
        Formula,
        MinimumReading,
        ReLU,
        check,
        compile_formula,
        formula,
        minimum_theta,
    )

__version__ = "0.1.0"
__all__ = [
    "Census",
    "Comparison",
    "Formula",
    "History",
    "MinimumReading",
    "Network",
    "PiecewiseLinear",
    "ReLU",
    "Share",
    "Task",
    "census",
    "check",
    "circuits",
    "compile_formula",
    "formula",
    "minimum_theta",
    "mystery",
    "pieces",
    "plot",
    "quiz",
    "tasks",
    "train",
]
# matplotlib and sympy take longer to import than the rest: only who needs them pays for them.
_SYMBOLIC = [
    *("Comparison", "Formula", "MinimumReading", "ReLU"),
    *("check", "compile_formula", "formula", "minimum_theta"),
]


def __getattr__(name: str) -> Any:
    if name == "plot":
        return import_module("tinynets.plot")
    if name in _SYMBOLIC:
        return getattr(import_module("tinynets.symbolic"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
