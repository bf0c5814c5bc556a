"""Training: one visible loop that records everything it passes through."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tinynets._checks import (
    check_choice,
    check_flag,
    check_integer,
    check_number,
    check_parameters,
    check_path,
)
from tinynets.network import Network
from tinynets.tasks import Task

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

MAX_RECORDED = 100_000_000
Loss = Callable[[Network, Tensor, Tensor], Tensor]


@dataclass(frozen=True, eq=False)
class History:
    """What `train` passed through, from the start (epoch 0) to the last epoch.

    Parameters
    ----------
    loss
        Shape (epochs + 1,): the loss on the whole task, without penalties.
    parameters
        For each parameter's name, such as "layers.0.weight", shape (epochs + 1, …).

    Examples
    --------
    >>> from tinynets import tasks
    >>> network = Network([1, 1], output="sigmoid")
    >>> history = train(network, tasks.less_than(), epochs=3, lr=0.1)
    >>> history.loss.shape, history.parameters["layers.0.weight"].shape
    (torch.Size([4]), torch.Size([4, 1, 1]))
    """

    loss: Tensor
    parameters: dict[str, Tensor]

    def __repr__(self) -> str:
        first, last = self.loss[0].item(), self.loss[-1].item()
        return f"History({len(self.loss) - 1} epochs, loss {first:.3g} -> {last:.3g})"


def train(
    network: Network,
    task: Task,
    *,
    epochs: int,
    lr: float,
    optimizer: str = "adam",
    momentum: float = 0.0,
    weight_decay: float = 0.0,
    l1: float = 0.0,
    loss: str | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    log_dir: str | Path | None = None,
    progress: bool = False,
) -> History:
    """Train the network in place by gradient descent, from the weights it has.

    Networks as small as the book's train fastest on one thread: ``torch.set_num_threads(1)``.

    Parameters
    ----------
    network
        Changed in place.
    task
        Cast to the network's dtype, which must hold it exactly.
    epochs
        How often to go through the data.
    lr
        The learning rate.
    optimizer
        "adam" or "sgd", with PyTorch's other settings.
    momentum
        Of sgd.
    weight_decay
        An L2 penalty: this times each parameter, biases included, is added to its gradient.
    l1
        This times the sum of all parameters' absolute values is added to what is minimised.
    loss
        "mse", or "cross_entropy" of the logit for a sigmoid output. None chooses cross_entropy
        for a sigmoid output and mse for the others.
    batch_size
        Examples a step, shuffled each epoch; None takes all of them in every step.
    seed
        Of the shuffling, the only randomness here.
    log_dir
        A folder for TensorBoard: scalars of the loss and of every single parameter, by name.
    progress
        Whether to show a progress bar in a terminal.

    Returns
    -------
    History
        Losses and parameters at every epoch, the start included.

    Raises
    ------
    ImportError
        If log_dir is given and tensorboard is not installed.
    TypeError
        If network or task is something else, epochs, batch_size or the seed is not an integer,
        progress not a bool, log_dir not a path, or another setting not a number.
    ValueError
        If a setting is out of its range or unknown, log_dir is a file, the History would hold more
        than a hundred million numbers, the network is frozen or holds a number that is not finite,
        the task does not fit the network or the loss, or the loss is not finite; the network then
        keeps the weights of that epoch. So it does where a parameter is not finite at the end.

    Examples
    --------
    >>> from tinynets import tasks
    >>> neuron = Network([1, 1], output="sigmoid", seed=0)
    >>> train(neuron, tasks.less_than(), epochs=1000, lr=0.1)
    History(1000 epochs, loss 14.9 -> 0.0236)
    """
    check_kinds(network, task)
    epochs = check_integer("epochs", epochs, least=0)
    seed = check_integer("seed", seed, least=0, below=2**32)
    n_recorded = (epochs + 1) * (1 + sum(p.numel() for p in network.parameters()))
    if n_recorded > MAX_RECORDED:
        raise ValueError(
            f"epochs is {epochs}; with this network a History would hold more than "
            f"{MAX_RECORDED:,} numbers"
        )
    check_flag("progress", progress)
    if log_dir is not None and check_path("log_dir", log_dir).is_file():
        raise ValueError(f"log_dir is {str(log_dir)!r}, a file; it must be a folder")
    check_parameters(network)
    if not any(parameter.requires_grad for parameter in network.parameters()):
        raise ValueError(
            "network is frozen: a parameter must have requires_grad=True to be trained"
        )
    if batch_size is not None:
        batch_size = check_integer("batch_size", batch_size, least=1)
    check_optimizer(optimizer, lr, momentum, weight_decay, l1)
    loss = loss_name(loss, network)
    measure = _LOSSES[loss]
    task = fitting_task(task, network, loss)
    step = _optimizer(network, optimizer, lr, momentum, weight_decay)
    shuffle = torch.Generator().manual_seed(seed)
    parameters = dict(network.named_parameters())
    losses = torch.empty(epochs + 1, dtype=torch.float64)
    records = {name: p.detach().new_empty(epochs + 1, *p.shape) for name, p in parameters.items()}

    with _Log(log_dir, epochs, progress) as log:
        for epoch in range(epochs + 1):
            # In full batches the loss that is recorded is also the one that the step descends.
            with torch.set_grad_enabled(batch_size is None):
                whole = measure(network, task.x, task.y)
            losses[epoch] = whole.detach()
            for name, parameter in parameters.items():
                records[name][epoch] = parameter.detach()
            if not math.isfinite(losses[epoch]):
                advice = f"try a smaller lr than {lr}" if epoch else "start from smaller weights"
                raise ValueError(f"the loss is {losses[epoch].item()} at epoch {epoch}; {advice}")
            log.write(epoch, losses[epoch].item(), parameters)
            for x, y in _batches(task, batch_size, shuffle) if epoch < epochs else []:
                step.zero_grad()
                objective = whole if batch_size is None else measure(network, x, y)
                if l1:
                    objective = objective + l1 * sum(p.abs().sum() for p in parameters.values())
                objective.backward()  # type: ignore[no-untyped-call]
                step.step()
    # A neuron that rests at minus infinity leaves the loss finite.
    check_parameters(network)
    return History(losses, records)


def _mse(network: Network, x: Tensor, y: Tensor) -> Tensor:
    return functional.mse_loss(network(x), y)


def _cross_entropy(network: Network, x: Tensor, y: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(network.logits(x), y)


_LOSSES: dict[str, Loss] = {"mse": _mse, "cross_entropy": _cross_entropy}


def check_kinds(network: object, task: object) -> None:
    """Refuse what is not a network and a task.

    Examples
    --------
    >>> check_kinds(Network([1, 1]), "parity")
    Traceback (most recent call last):
    TypeError: task is 'parity'; it must be a tinynets.Task
    """
    for name, value, kind in (("network", network, Network), ("task", task, Task)):
        if not isinstance(value, kind):
            raise TypeError(f"{name} is {value!r}; it must be a tinynets.{kind.__name__}")


def loss_name(name: str | None, network: Network) -> str:
    """Return the loss's name, the one that suits the network if it is None.

    Examples
    --------
    >>> loss_name(None, Network([1, 1], output="sigmoid"))
    'cross_entropy'
    """
    if name is None:
        return "cross_entropy" if network.output == "sigmoid" else "mse"
    check_choice("loss", name, _LOSSES)
    if name == "cross_entropy" and network.output != "sigmoid":
        raise ValueError(
            f"loss is 'cross_entropy', which needs a sigmoid output, not {network.output!r}"
        )
    return name


def fitting_task(task: Task, network: Network, loss: str) -> Task:
    """Return the task in the network's dtype, if it fits the network and the loss.

    Examples
    --------
    >>> from tinynets import tasks
    >>> fitting_task(tasks.xor(), Network([2, 1], dtype=torch.float64), "mse").x.dtype
    torch.float64
    """
    shapes = task.x.shape[1], task.y.shape[1]
    if shapes != (network.widths[0], network.widths[-1]):
        raise ValueError(
            f"task {task.name!r} has {shapes[0]} inputs and {shapes[1]} targets; "
            f"the network has widths {network.widths}"
        )
    beyond = task.y[(task.y < 0) | (task.y > 1)]
    if loss == "cross_entropy" and len(beyond):
        raise ValueError(
            f"task {task.name!r} has the target {beyond[0].item()}; cross_entropy needs 0 to 1"
        )
    return task.to(network.dtype)


def _batches(
    task: Task, batch_size: int | None, shuffle: torch.Generator
) -> list[tuple[Tensor, Tensor]]:
    if batch_size is None:
        return [(task.x, task.y)]
    order = torch.randperm(len(task), generator=shuffle)
    return [(task.x[rows], task.y[rows]) for rows in torch.split(order, batch_size)]


def _optimizer(
    network: Network, name: str, lr: float, momentum: float, weight_decay: float
) -> torch.optim.Optimizer:
    if name == "sgd":
        return torch.optim.SGD(
            network.parameters(), lr=lr, momentum=momentum, weight_decay=weight_decay, fused=True
        )
    return torch.optim.Adam(network.parameters(), lr=lr, weight_decay=weight_decay, fused=True)


class _Log:
    """Writes an epoch to TensorBoard and to a progress bar, if they are wanted."""

    def __init__(self, log_dir: str | Path | None, epochs: int, progress: bool) -> None:
        from tqdm import tqdm

        self.writer = None if log_dir is None else _summary_writer(log_dir)
        # disable=None keeps the bar out of files and captured output.
        self.bar = tqdm(total=epochs, unit="epoch", disable=None if progress else True)

    def __enter__(self) -> _Log:
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()
        if self.writer is not None:
            self.writer.close()

    def write(self, epoch: int, loss: float, parameters: dict[str, torch.nn.Parameter]) -> None:
        if epoch:
            self.bar.update()
        if self.writer is None:
            return
        self.writer.add_scalar("loss", loss, epoch)
        for name, parameter in parameters.items():
            for index in np.ndindex(*parameter.shape):
                tag = f"{name}[{','.join(map(str, index))}]"
                self.writer.add_scalar(tag, parameter[index].item(), epoch)


def _summary_writer(log_dir: str | Path) -> SummaryWriter:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise ImportError("log_dir needs tensorboard: pip install tensorboard") from error
    return SummaryWriter(str(log_dir))


def check_optimizer(
    optimizer: str, lr: float, momentum: float, weight_decay: float, l1: float
) -> None:
    """Refuse settings of gradient descent that are out of range or unknown.

    Examples
    --------
    >>> check_optimizer("adam", 0.1, 0.9, 0.0, 0.0)
    Traceback (most recent call last):
    ValueError: momentum is 0.9, which only sgd has, not adam
    """
    if check_number("lr", lr) <= 0:
        raise ValueError(f"lr is {lr}; it must be positive")
    check_choice("optimizer", optimizer, ("adam", "sgd"))
    if not 0 <= check_number("momentum", momentum) < 1:
        raise ValueError(f"momentum is {momentum}; it must be at least 0 and below 1")
    if momentum and optimizer != "sgd":
        raise ValueError(f"momentum is {momentum}, which only sgd has, not {optimizer}")
    for name, penalty in (("weight_decay", weight_decay), ("l1", l1)):
        if check_number(name, penalty) < 0:
            raise ValueError(f"{name} is {penalty}; it must be at least 0")
