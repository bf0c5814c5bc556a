"""Tiny neural networks, how they represent basic functions, and how to read them."""

from types import ModuleType
from typing import TYPE_CHECKING

from tinynets import circuits, tasks
from tinynets.network import Network
from tinynets.piecewise import PiecewiseLinear, pieces
from tinynets.tasks import Task
from tinynets.training import History, train

if TYPE_CHECKING:
    from tinynets import plot

__version__ = "0.1.0"
__all__ = [
    "History",
    "Network",
    "PiecewiseLinear",
    "Task",
    "circuits",
    "pieces",
    "plot",
    "tasks",
    "train",
]


def __getattr__(name: str) -> ModuleType:
    # matplotlib takes longer to import than the rest: only who draws pays for it.
    if name == "plot":
        from importlib import import_module

        return import_module("tinynets.plot")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
