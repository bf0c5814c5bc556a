"""Many networks of one shape as one tensor, and a step of training that moves them all.

The seeds stand in the last, contiguous dimension: each of a step's few operations then runs over
thousands of neighbouring numbers, and no operation mixes two seeds.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from tinynets.network import HIDDEN, OUTPUT, Network, draw_starts
from tinynets.tasks import Task

# A multiple of every vector register's width, so that no seed falls into a loop's scalar remainder,
# which may round otherwise: results do not depend on which seeds share a block.
LANES = 64
# What one compiled step touches should stay in a core's second-level cache. Operations called one
# by one cost as much for few seeds as for many, and want wider blocks.
COMPILED_BYTES, EAGER_BYTES = 2 * 2**20, 8 * 2**20
WIDEST = 2048

Step = Callable[..., tuple[Tensor, ...]]


@dataclass(frozen=True)
class Recipe:
    """A network's shape and how it is trained, without data, starts and learning rate."""

    widths: tuple[int, ...]
    activation: str
    output: str
    skip: bool
    dtype: torch.dtype
    loss: str
    optimizer: str
    momentum: float
    weight_decay: float
    l1: float

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """For each layer how many numbers it reads and how many neurons it has."""
        reads = accumulate(self.widths[:-1]) if self.skip else self.widths[:-1]
        return list(zip(reads, self.widths[1:], strict=True))

    @property
    def names(self) -> dict[str, tuple[int, ...]]:
        """Each parameter's name and shape, in the order in which they follow each other."""
        named: dict[str, tuple[int, ...]] = {}
        for i, (n_in, n_out) in enumerate(self.shapes):
            named[f"layers.{i}.weight"] = (n_out, n_in)
            named[f"layers.{i}.bias"] = (n_out,)
        return named

    @property
    def size(self) -> int:
        """The number of parameters of one network."""
        return sum((n_in + 1) * n_out for n_in, n_out in self.shapes)

    def network(self, weights: Sequence[tuple[Tensor, Tensor]]) -> Network:
        """Build one network of this shape."""
        return Network.from_weights(
            weights,
            activation=self.activation,
            output=self.output,
            skip=self.skip,
            dtype=self.dtype,
        )

    def activations(self, parameters: Tensor, x: Tensor) -> list[Tensor]:
        """Return each layer's outputs, (width, batch, seeds), the last before its activation.

        The parameters are (parameters, seeds), the inputs (in, batch).
        """
        sizes = [n for n_in, n_out in self.shapes for n in (n_in * n_out, n_out)]
        parts = iter(torch.split(parameters, sizes))
        read = x[:, :, None]  # (in, batch, 1)
        outputs: list[Tensor] = []
        for n_in, n_out in self.shapes:
            if outputs:
                said = outputs[-1] = HIDDEN[self.activation](outputs[-1])
                read = torch.cat([read.expand(-1, -1, said.shape[2]), said]) if self.skip else said
            W = next(parts).view(n_out, n_in, -1)  # (out, in, seeds)
            b = next(parts)  # (out, seeds)
            outputs.append((W[:, :, None] * read).sum(1) + b[:, None])  # (out, batch, seeds)
        return outputs

    def losses(self, parameters: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """Return each seed's mean loss, (seeds,), on inputs (in, batch), targets (out, batch)."""
        logits = self.activations(parameters, x)[-1]
        wanted = y[:, :, None].expand_as(logits)
        if self.loss == "cross_entropy":
            each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        else:
            each = (OUTPUT[self.output](logits) - wanted).square()
        return each.mean((0, 1))

    def moments(self, parameters: Tensor) -> list[Tensor]:
        """Return what the optimiser remembers before the first step."""
        count = 2 if self.optimizer == "adam" else bool(self.momentum)
        return [torch.zeros_like(parameters) for _ in range(count)]

    def rate(self, lr: float, t: int) -> Tensor:
        """Return the factors of step t, from 1 on: of the step, and of the root below it."""
        if self.optimizer == "sgd":
            return torch.tensor([lr, 1.0], dtype=self.dtype)
        # Adam corrects its moments' bias towards 0.
        factors = [lr / (1 - 0.9**t), (1 - 0.999**t) ** -0.5]
        return torch.tensor(factors, dtype=self.dtype)

    def step(
        self,
        parameters: Tensor,
        alive: Tensor,
        epoch: Tensor,
        rate: Tensor,
        x: Tensor,
        y: Tensor,
        *moments: Tensor,
    ) -> tuple[Tensor, ...]:
        """Move every seed by one step of descent, as `tinynets.train` does.

        A seed whose loss is not finite is not alive from then on and keeps its parameters and its
        epoch. Returned are the losses before the step and the new parameters, alive, epoch and
        moments.
        """

        def objective(parameters: Tensor) -> tuple[Tensor, Tensor]:
            losses = self.losses(parameters, x, y)
            return losses.sum(), losses  # the sum's gradient holds each seed's own

        gradient, losses = torch.func.grad(objective, has_aux=True)(parameters)
        if self.l1:
            gradient = gradient + self.l1 * parameters.sign()
        if self.weight_decay:
            gradient = gradient + self.weight_decay * parameters
        if self.optimizer == "adam":
            first = moments[0].lerp(gradient, 1 - 0.9)
            second = 0.999 * moments[1] + (1 - 0.999) * gradient.square()
            move = rate[0] * first / (second.sqrt() * rate[1] + 1e-8)
            moments = (first, second)
        elif self.momentum:
            moments = (self.momentum * moments[0] + gradient,)
            move = rate[0] * moments[0]
        else:
            move = rate[0] * gradient
        alive = alive & losses.isfinite()
        moved = torch.where(alive, parameters - move, parameters)
        return losses, moved, alive, epoch + alive, *moments


def has_compiler() -> bool:
    """Tell whether what `torch.compile` needs is there: a C++ compiler and Python's headers."""
    compilers = [os.environ["CXX"]] if os.environ.get("CXX") else ["g++", "clang++"]
    headers = Path(sysconfig.get_path("include"), "Python.h")
    return any(map(shutil.which, compilers)) and headers.is_file()


_BUILDING = threading.Lock()


def prepared(recipe: Recipe, batch: int, width: int, compiled: bool) -> Step:
    """Return the step for blocks of one width, as a graph of its operations or compiled."""
    with _BUILDING:
        return _prepared(recipe, batch, width, compiled)


@lru_cache(maxsize=64)
def _prepared(recipe: Recipe, batch: int, width: int, compiled: bool) -> Step:
    from torch.fx.experimental.proxy_tensor import make_fx

    parameters = torch.zeros(recipe.size, width, dtype=recipe.dtype)
    example = [
        parameters,
        torch.ones(width, dtype=torch.bool),
        torch.zeros(width, dtype=torch.int64),
        recipe.rate(0.1, 1),
        torch.zeros(recipe.widths[0], batch, dtype=recipe.dtype),
        torch.zeros(recipe.widths[-1], batch, dtype=recipe.dtype),
        *recipe.moments(parameters),
    ]
    # The graph is recorded once and holds plain operations: nothing is differentiated again.
    graph = make_fx(recipe.step)(*example)
    if not compiled:
        return graph
    from torch._inductor import standalone_compile

    # Without Dynamo, whose checks at every call would take as long as the step itself, and with a
    # wrapper in C++, which lets go of Python's lock, so that two threads train two blocks.
    patches = {"cpp.threads": 1, "cpp_wrapper": True}
    return standalone_compile(graph, [*example], options={"config_patches": patches})


def right(recipe: Recipe, parameters: Tensor, task: Task, within: float) -> Tensor:
    """Tell which seeds are nearer than `within` to every target; what is not finite is not."""
    said = OUTPUT[recipe.output](recipe.activations(parameters, task.x.T)[-1])
    return ((said - task.y.T[:, :, None]).abs() < within).all(0).all(0)


def width_of(recipe: Recipe, batch: int, compiled: bool) -> int:
    """Return how many seeds a block has at most, so that a step stays in the cache.

    Examples
    --------
    >>> parity = (1, 2, 2, 2, 2, 2, 1)
    >>> adam = ("mse", "adam", 0.0, 0.0, 0.0)
    >>> width_of(Recipe(parity, "relu", "relu", False, torch.float32, *adam), 16, compiled=True)
    832
    """
    widest = max(n_in * n_out for n_in, n_out in recipe.shapes)
    numbers = batch * (2 * sum(recipe.widths[1:]) + widest) + 6 * recipe.size
    room = COMPILED_BYTES if compiled else EAGER_BYTES
    fitting = room // (numbers * recipe.dtype.itemsize)
    return min(max(fitting // LANES * LANES, LANES), WIDEST)


def padded(count: int) -> int:
    """Return the next multiple of 64."""
    return -(-count // LANES) * LANES


def train_block(
    recipe: Recipe,
    data: Mapping[str, Tensor],
    *,
    lr: float,
    epochs: int,
    record: Sequence[int],
    width: int,
    compiled: bool,
    stopped: Callable[[], bool] = lambda: False,
) -> dict[str, Tensor]:
    """Train a block of seeds; `data` holds x, y and seeds, or in place of the seeds a start.

    Returned, with the seeds first, are the final parameters, losses and the epoch in which a seed
    diverged (-1 for none), and as `history` the losses at the epochs of `record`.
    """
    if "start" in data:
        rows = data["start"]  # (seeds, parameters)
    else:
        rows = draw_starts(recipe.shapes, data["seeds"].tolist()).to(recipe.dtype)
    count = len(rows)
    rows = torch.cat([rows, rows[-1:].expand(width - count, -1)])
    parameters = rows.T.contiguous()
    x, y = data["x"].T.contiguous(), data["y"].T.contiguous()
    alive = torch.ones(width, dtype=torch.bool)
    epoch = torch.zeros(width, dtype=torch.int64)
    moments = recipe.moments(parameters)
    step = prepared(recipe, x.shape[1], width, compiled)
    wanted, history = set(record), {}
    with torch.no_grad():
        for t in range(epochs + 1):
            if stopped():
                raise InterruptedError
            rate = recipe.rate(lr, t + 1)
            losses, *state = step(parameters, alive, epoch, rate, x, y, *moments)
            if t in wanted:
                history[t] = losses
            if t < epochs:  # the last step is taken for its losses only
                parameters, alive, epoch, *moments = state
    alive, epoch = state[1], state[2]
    kept = torch.stack([history[t] for t in record], dim=1) if record else losses[:, None][:, :0]
    return {
        "parameters": parameters.T[:count].contiguous(),
        "losses": losses[:count].double(),
        "diverged": torch.where(alive, -1, epoch)[:count],
        "history": kept[:count].double().contiguous(),
    }
