"""Tiny neural networks, how they represent basic functions, and how to read them."""

from tinynets import circuits, tasks
from tinynets.network import Network
from tinynets.tasks import Task
from tinynets.training import History, train

__version__ = "0.1.0"
__all__ = ["History", "Network", "Task", "circuits", "tasks", "train"]
