"""Ensembles: thousands of seeds of one network trained at once, and what came of them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NoReturn, Self

import torch
from torch import Tensor

from tinynets import _store
from tinynets._batch import Recipe, has_compiler, padded, prepared, right, width_of
from tinynets._checks import (
    DTYPES,
    check_choice,
    check_flag,
    check_integer,
    check_number,
    check_path,
)
from tinynets._workers import LostError, trained
from tinynets.network import OUTPUT, Network
from tinynets.tasks import Task
from tinynets.training import check_kinds, check_optimizer, fitting_task, loss_name

if TYPE_CHECKING:
    from tqdm import tqdm

MAX_NUMBERS = 1_000_000_000
MAX_EPOCHS = 100_000_000
# Multiplications from which on compiling, some ten seconds, is repaid.
_WORTH_COMPILING = 10_000_000_000
_PREFIX = "parameters."


@dataclass(frozen=True)
class Share:
    """A count out of a total, with Wilson's interval for the probability behind it.

    The interval is that of Wilson (Journal of the American Statistical Association 22, 1927): it
    stays within 0 and 1, and says something even where the count is 0 or everything.

    Parameters
    ----------
    count, total
        How many of how many.

    Raises
    ------
    TypeError
        If one is not an integer.
    ValueError
        If the total is below 1 or not below 2**63, or the count is not between 0 and the total.

    Examples
    --------
    >>> print(Share(17, 1000))
    17 of 1,000, 1.7 % (1.1 to 2.7 %)
    >>> Share(0, 100).interval()
    (0.0, 0.03699349820698566)
    >>> print(Share(0, 8192))
    0 of 8,192, 0 % (0 to 0.047 %)
    """

    count: int
    total: int

    def __post_init__(self) -> None:
        check_integer("total", self.total, least=1, below=2**63)
        check_integer("count", self.count, least=0, below=self.total + 1)

    @classmethod
    def of(cls, flags: Tensor) -> Self:
        """Count the true ones of a tensor of bools.

        Parameters
        ----------
        flags
            Any shape, not empty.

        Raises
        ------
        TypeError
            If flags is not a tensor of bools.
        ValueError
            If it is empty.

        Examples
        --------
        >>> Share.of(torch.tensor([True, False, True]))
        Share(count=2, total=3)
        """
        if not isinstance(flags, Tensor) or flags.dtype != torch.bool:
            kind = flags.dtype if isinstance(flags, Tensor) else type(flags).__name__
            raise TypeError(f"flags is {kind}; it must be a tensor of bools")
        return cls(int(flags.sum()), flags.numel())

    def __float__(self) -> float:
        return self.count / self.total

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the ends of Wilson's interval.

        Parameters
        ----------
        confidence
            How often such an interval covers the true probability, between 0 and 1.

        Raises
        ------
        TypeError
            If confidence is not a number.
        ValueError
            If it is not between 0 and 1.

        Examples
        --------
        >>> low, high = Share(5, 10).interval()
        >>> round(low, 3), round(high, 3)
        (0.237, 0.763)
        """
        if not 0 < check_number("confidence", confidence) < 1:
            raise ValueError(f"confidence is {confidence}; it must be between 0 and 1")
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        n, p = self.total, float(self)
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low = 0.0 if self.count == 0 else middle - half
        return low, 1.0 if self.count == n else middle + half

    def __str__(self) -> str:
        low, high = (_percent(end) for end in self.interval())
        return f"{self.count:,} of {self.total:,}, {_percent(float(self))} % ({low} to {high} %)"


def _percent(share: float) -> str:
    percent = 100 * share
    # A tenth is enough, except where it would look like none or all.
    near = min(percent, 100 - percent)
    text = f"{percent:.1f}" if near == 0 or near >= 0.1 else f"{percent:.3f}"
    return text.rstrip("0").rstrip(".")


@dataclass(frozen=True, eq=False)
class Census:
    """What became of every seed: `census` makes it.

    Parameters
    ----------
    seeds
        Shape (seeds,): which they are. All that follows stands in their order.
    losses
        Shape (seeds,), float64: the final losses on the whole task, without penalties.
    parameters
        For each parameter's name, such as "layers.0.weight", shape (seeds, …): the final ones.
    diverged
        Shape (seeds,): the epoch at which a seed's loss was not finite any more, -1 for none. Such
        a seed keeps the parameters that it had then.
    history
        Shape (seeds, epochs recorded), float64: the losses at the epochs of `record`.
    record
        These epochs.
    task
        What was trained on, in the network's dtype.
    settings
        The other arguments of `census` that decide the result, as JSON holds them, with the
        network's settings and whether the step was compiled.

    Examples
    --------
    >>> from tinynets import tasks
    >>> neurons = census(Network([1, 1], output="sigmoid"), tasks.less_than(), seeds=3, epochs=300,
    ...     lr=0.3)
    >>> len(neurons), neurons.parameters["layers.0.weight"].shape
    (3, torch.Size([3, 1, 1]))
    >>> neurons.solved().tolist()
    [True, True, True]
    """

    seeds: Tensor
    losses: Tensor
    parameters: dict[str, Tensor]
    diverged: Tensor
    history: Tensor
    record: tuple[int, ...]
    task: Task
    settings: dict[str, Any]

    @property
    def _recipe(self) -> Recipe:
        return _recipe(self.settings)

    def __len__(self) -> int:
        return len(self.seeds)

    def __repr__(self) -> str:
        names = ("epochs", "optimizer", "lr")
        how = "{} epochs of {} at lr {}".format(*(self.settings[name] for name in names))
        alive = self.losses[self.diverged < 0]
        ends = f", losses {alive.min():.3g} to {alive.max():.3g}" if len(alive) else ""
        lost = f", {len(self) - len(alive):,} diverged" if len(alive) < len(self) else ""
        return (
            f"Census({list(self._recipe.widths)} on {self.task.name!r}, {how}{ends}{lost}; "
            f"solved: {Share.of(self.solved())})"
        )

    def network(self, i: int) -> Network:
        """Return the network in which one seed ended.

        Parameters
        ----------
        i
            Its place in `seeds`; in a census of the seeds 0, 1, 2, … the seed itself.

        Returns
        -------
        Network
            A new network with the census's own final parameters.

        Raises
        ------
        TypeError
            If i is not an integer.
        ValueError
            If there is no such place, or the seed ended in parameters that are not finite: it
            diverged, or a neuron rests at minus infinity and leaves the loss finite.

        Examples
        --------
        >>> from tinynets import tasks
        >>> starts = census(Network([2, 2, 1]), tasks.xor(), seeds=5, epochs=0, lr=0.1)
        >>> starts.network(3).to_dict() == Network([2, 2, 1], seed=3).to_dict()
        True
        """
        i = check_integer("i", i)
        if not 0 <= i < len(self):
            raise ValueError(f"i is {i}; this census has {len(self)} seeds, the first is 0")
        values = [self.parameters[name][i] for name in self._recipe.names]
        for name, value in zip(self._recipe.names, values, strict=True):
            beyond = value[~value.isfinite()]
            if len(beyond):
                epoch = self.diverged[i].item()
                end = f"diverged at epoch {epoch}" if epoch >= 0 else "ended with a finite loss"
                raise ValueError(
                    f"seed {self.seeds[i].item()} {end}, where {name} holds {beyond[0].item()}; every "
                    "parameter of a network must be finite"
                )
        return self._recipe.network(list(zip(values[::2], values[1::2], strict=True)))

    def activations(self, x: Tensor) -> list[Tensor]:
        """Return what every neuron of every seed says: one tensor a layer, the output's last.

        Parameters
        ----------
        x
            Shape (batch, in), of the network's dtype.

        Returns
        -------
        list of Tensor
            For each layer shape (seeds, batch, width), after its activation.

        Raises
        ------
        TypeError
            If x is not a tensor of the network's dtype.
        ValueError
            If x does not have the shape (batch, in).

        Examples
        --------
        >>> from tinynets import tasks
        >>> starts = census(Network([2, 3, 1]), tasks.xor(), seeds=5, epochs=0, lr=0.1)
        >>> [said.shape for said in starts.activations(tasks.xor().x)]
        [torch.Size([5, 4, 3]), torch.Size([5, 4, 1])]
        """
        Task("", x, x)  # its checks of a tensor of examples
        if x.dtype != self._recipe.dtype:
            raise TypeError(f"x is {x.dtype}, the networks {self._recipe.dtype}; cast one of them")
        if x.shape[1] != self._recipe.widths[0]:
            raise ValueError(
                f"x has shape {tuple(x.shape)}; these networks read "
                f"(batch, {self._recipe.widths[0]})"
            )
        *hidden, logits = self._recipe.activations(self._flat(slice(None)), x.T)
        said = [*hidden, OUTPUT[self._recipe.output](logits)]
        return [layer.permute(2, 1, 0) for layer in said]

    def _flat(self, rows: slice) -> Tensor:
        parts = [self.parameters[name][rows].flatten(1) for name in self._recipe.names]
        return torch.cat(parts, dim=1).T.contiguous()  # (parameters, seeds)

    def solved(self, within: float = 0.5) -> Tensor:
        """Tell which seeds are right on the whole task.

        Parameters
        ----------
        within
            How near to its target every output has to be, nearer than this. At 0.5 a threshold at
            one half tells 0 and 1 apart on every data point.

        Returns
        -------
        Tensor
            Shape (seeds,), bools. A seed that diverged is not right.

        Raises
        ------
        TypeError
            If within is not a number.
        ValueError
            If it is not positive.

        Examples
        --------
        >>> from tinynets import tasks
        >>> runs = census(Network([2, 4, 1]), tasks.xor(), seeds=100, epochs=300, lr=0.05)
        >>> print(Share.of(runs.solved()))
        58 of 100, 58 % (48.2 to 67.2 %)
        """
        number = check_number("within", within)
        if number <= 0:
            raise ValueError(f"within is {within}; it must be positive")
        width = width_of(self._recipe, len(self.task), compiled=False)
        parts = [
            right(self._recipe, self._flat(slice(i, i + width)), self.task, number)
            for i in range(0, len(self), width)
        ]
        return torch.cat(parts) & (self.diverged < 0)

    def save(self, path: str | Path) -> None:
        """Write the census to a safetensors file, its settings in the file's metadata.

        Parameters
        ----------
        path
            The file, overwritten if it exists.

        Raises
        ------
        TypeError
            If path is not one.
        ValueError
            If path is a folder, or lies in a folder that does not exist.

        Examples
        --------
        >>> import tempfile
        >>> from tinynets import tasks
        >>> starts = census(Network([2, 2, 1]), tasks.xor(), seeds=5, epochs=0, lr=0.1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     starts.save(folder + "/starts.safetensors")
        ...     len(Census.load(folder + "/starts.safetensors"))
        5
        """
        _store.save(check_path("path", path), self._tensors(), self.settings)

    def _tensors(self) -> dict[str, Tensor]:
        return {
            "seeds": self.seeds,
            "losses": self.losses,
            "diverged": self.diverged,
            "history": self.history,
            "done": torch.ones(len(self), dtype=torch.bool),
            "x": self.task.x,
            "y": self.task.y,
            **{_PREFIX + name: values for name, values in self.parameters.items()},
        }

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a census that `save` or `census` with a path wrote; nothing in it is executed.

        Parameters
        ----------
        path
            The file.

        Raises
        ------
        TypeError
            If path is not one.
        FileNotFoundError
            If there is no such file.
        ValueError
            If the file is not a census, is damaged, or is one that was not finished.

        Examples
        --------
        >>> Census.load("no-such-file")
        Traceback (most recent call last):
        FileNotFoundError: no file 'no-such-file'
        """
        path = check_path("path", path)
        tensors, settings = _stored(path)
        done = int(tensors["done"].sum())
        if done < len(tensors["seeds"]):
            raise ValueError(
                f"{str(path)!r} is not finished: {done:,} of {len(tensors['seeds']):,} seeds are "
                "trained; the same call of census with this path goes on from there"
            )
        return cls._read(tensors, settings)

    @classmethod
    def _read(cls, tensors: dict[str, Tensor], settings: dict[str, Any]) -> Self:
        return cls(
            seeds=tensors["seeds"],
            losses=tensors["losses"],
            parameters={name: tensors[_PREFIX + name] for name in _recipe(settings).names},
            diverged=tensors["diverged"],
            history=tensors["history"],
            record=tuple(settings["record"]),
            task=Task(settings["task"], tensors["x"], tensors["y"]),
            settings=settings,
        )


def _recipe(settings: Mapping[str, Any]) -> Recipe:
    names = ("activation", "output", "skip", "loss", "optimizer", "momentum", "weight_decay", "l1")
    return Recipe(
        widths=tuple(settings["widths"]),
        dtype=DTYPES[settings["dtype"]],
        **{name: settings[name] for name in names},
    )


def census(
    network: Network,
    task: Task,
    *,
    seeds: int | Sequence[int] | Tensor | None = None,
    epochs: int,
    lr: float,
    optimizer: str = "adam",
    momentum: float = 0.0,
    weight_decay: float = 0.0,
    l1: float = 0.0,
    loss: str | None = None,
    start: Mapping[str, Tensor] | None = None,
    record: Iterable[int] = (),
    path: str | Path | None = None,
    block: int | None = None,
    compile: bool | None = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> Census:
    r"""Train many seeds of one network at once, each as `train` would train it alone.

    Seed :math:`i` follows ``train(Network(…, seed=i), task, …)`` with full batches and the same
    settings, up to the rounding of sums taken in another order. Which seeds are trained
    together, in how many blocks and by how many workers changes no bit of the result on machines of
    one kind; whether the step is compiled does, in the last digits, and a long training can magnify
    them.

    Parameters
    ----------
    network
        Gives the shape and the dtype, float32 or float64; its own weights are not used.
    task
        Cast to the network's dtype, which must hold it exactly.
    seeds
        How many, from 0 on, or which. None means 1,000, or as many as `start` has.
    epochs, lr, optimizer, momentum, weight_decay, l1, loss
        As for `train`. With no epochs the result holds the starts.
    start
        For each parameter's name shape (seeds, …), as `Census.parameters`: where the seeds start
        in place of their own random weights.
    record
        The epochs whose losses are kept for every seed, 0 the start.
    path
        A file into which finished blocks are written as they come. If it exists, the same call
        trains only what is missing in it.
    block
        How many seeds are trained together, rounded up to a multiple of 64; None chooses so that a
        step stays in a core's cache.
    compile
        Whether the step is compiled, which takes some seconds and a C++ compiler. None compiles
        where there is one and the work is long enough.
    executor
        Trains the blocks in other processes or on other machines; None uses as many threads here
        as PyTorch is set to.
    progress
        Whether to show a progress bar in a terminal: steps of training a second, and the share of
        seeds solved so far.

    Returns
    -------
    Census
        Final losses and parameters of every seed. One whose loss stopped being finite is among
        them, with its epoch in `Census.diverged`.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    ValueError
        If a setting is out of its range or unknown, there are more than a hundred million epochs,
        the task does not fit the network or the loss, start does not fit the network or the seeds, more than a billion numbers would be held,
        path is a census with other settings or damaged, or a compiler is wanted and none is found.
    RuntimeError
        If the executor takes no more work, or a worker died for good; what was finished is kept if
        there is a path.

    Examples
    --------
    >>> from tinynets import tasks
    >>> census(Network([1, 1], output="sigmoid"), tasks.less_than(), seeds=200, epochs=500, lr=0.1)
    Census([1, 1] on 'x < 10', 500 epochs of adam at lr 0.1, losses 0.0186 to 0.0356; solved: 200 of 200, 100 % (98.1 to 100 %))
    """
    from tqdm import tqdm

    check_kinds(network, task)
    epochs = check_integer("epochs", epochs, least=0, below=MAX_EPOCHS + 1)
    check_optimizer(optimizer, lr, momentum, weight_decay, l1)
    check_flag("progress", progress)
    if compile is not None:
        check_flag("compile", compile)
    if executor is not None and not isinstance(executor, Executor):
        raise TypeError(f"executor is {executor!r}; it must be a concurrent.futures.Executor")
    if network.dtype not in (torch.float32, torch.float64):
        raise ValueError(f"network is {network.dtype}; a census trains in float32 or float64")
    loss = loss_name(loss, network)
    task = fitting_task(task, network, loss)
    described = network.to_dict()
    settings: dict[str, Any] = {
        **{k: described[k] for k in ("widths", "activation", "output", "skip", "dtype")},
        "epochs": epochs,
        "lr": float(lr),
        "optimizer": optimizer,
        "momentum": float(momentum),
        "weight_decay": float(weight_decay),
        "l1": float(l1),
        "loss": loss,
        "record": _epochs(record, epochs),
        "task": task.name,
    }
    recipe = _recipe(settings)
    rows = None if start is None else _start_rows(recipe, start)
    settings["start"] = None if rows is None else _digest(rows)
    n_recorded = len(settings["record"])
    which = _which_seeds(seeds, rows, recipe.size + n_recorded)
    work = len(which) * epochs * (3 * len(task) + 10) * recipe.size
    settings["compiled"] = _compiled(compile, work, path)
    if block is not None:
        block = padded(check_integer("block", block, least=1))

    fresh = _fresh(recipe, which, task, n_recorded)
    tensors = fresh if path is None else _opened(check_path("path", path), fresh, settings)
    how = {name: settings[name] for name in ("lr", "epochs", "record", "compiled")}
    n_missing = len(which) - int(tensors["done"].sum())
    # disable=None keeps the bar out of files and captured output.
    hidden = None if progress else True
    with tqdm(total=n_missing * epochs, unit="step", unit_scale=True, disable=hidden) as bar:
        try:
            _train_missing(recipe, how, tensors, rows, block, executor, bar)
        except LostError as error:
            kept = "not kept, for want of a path" if path is None else f"kept in {str(path)!r}"
            raise RuntimeError(
                f"a block of seeds was lost: {error}; the {int(tensors['done'].sum()):,} of "
                f"{len(which):,} seeds that are finished are {kept}"
            ) from error
    if path is not None:
        tensors = {name: values.clone() for name, values in tensors.items()}
    del tensors["done"]
    return Census._read(tensors, settings)


def _fresh(recipe: Recipe, which: Tensor, task: Task, n_recorded: int) -> dict[str, Tensor]:
    """Return the tensors that a census fills, in memory or in a file."""
    parameters = {
        _PREFIX + name: torch.zeros(len(which), *shape, dtype=recipe.dtype)
        for name, shape in recipe.names.items()
    }
    return {
        "seeds": which,
        "losses": torch.zeros(len(which), dtype=torch.float64),
        "diverged": torch.full((len(which),), -1),
        "history": torch.zeros(len(which), n_recorded, dtype=torch.float64),
        "done": torch.zeros(len(which), dtype=torch.bool),
        "x": task.x,
        "y": task.y,
        **parameters,
    }


def _stored(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read a census from its file, if all in it is what `census` would have written."""
    tensors, settings = _store.load(path)
    try:
        check_choice("dtype", settings["dtype"], ("float32", "float64"))
        network = Network(
            settings["widths"],
            activation=settings["activation"],
            output=settings["output"],
            skip=settings["skip"],
            dtype=DTYPES[settings["dtype"]],
        )
        check_optimizer(
            *(settings[name] for name in ("optimizer", "lr", "momentum", "weight_decay", "l1"))
        )
        epochs = check_integer("epochs", settings["epochs"], least=0, below=MAX_EPOCHS + 1)
        record = _epochs(settings["record"], epochs)
        task = Task(settings["task"], tensors["x"], tensors["y"])
        fitting_task(task, network, loss_name(settings["loss"], network))
        with torch.device("meta"):  # shapes and dtypes only
            wanted = _fresh(
                _recipe(settings),
                torch.empty(len(tensors["seeds"]), dtype=torch.int64),
                task,
                len(record),
            )
        for name, like in wanted.items():
            held = tensors[name]
            if held.shape != like.shape or held.dtype != like.dtype:
                raise ValueError(
                    f"{name} is {held.dtype} of shape {tuple(held.shape)}; it must be {like.dtype} "
                    f"of shape {tuple(like.shape)}"
                )
        odd = ~tensors["losses"].isfinite() & tensors["done"] & (tensors["diverged"] < 0)
        if bool(odd.any()):
            raise ValueError(
                f"{int(odd.sum())} losses are not finite, of seeds that did not diverge"
            )
    except KeyError as error:
        raise ValueError(
            f"{str(path)!r} is not a census, or is damaged: it lacks {error}"
        ) from error
    except (TypeError, ValueError) as error:
        raise ValueError(f"{str(path)!r} is not a census, or is damaged: {error}") from error
    return tensors, settings


def _start_rows(recipe: Recipe, start: Mapping[str, Tensor]) -> Tensor:
    if not isinstance(start, Mapping):
        raise TypeError(f"start is {start!r}; it must be a dict of tensors, by parameter")
    if set(start) != set(recipe.names):
        raise ValueError(f"start has {', '.join(start)}; it must have {', '.join(recipe.names)}")
    parts: list[Tensor] = []
    for name, shape in recipe.names.items():
        values = start[name]
        if not isinstance(values, Tensor) or values.dtype != recipe.dtype:
            kind = values.dtype if isinstance(values, Tensor) else type(values).__name__
            raise TypeError(f"start[{name!r}] is {kind}; it must be a tensor of {recipe.dtype}")
        if tuple(values.shape[1:]) != shape or len(values) == 0:
            raise ValueError(
                f"start[{name!r}] has shape {tuple(values.shape)}; it must be "
                f"(seeds, {', '.join(map(str, shape))})"
            )
        if parts and len(values) != len(parts[0]):
            raise ValueError(
                f"start[{name!r}] has {len(values)} seeds, the parameters before it {len(parts[0])}"
            )
        beyond = values[~values.isfinite()]
        if len(beyond):
            raise ValueError(
                f"start[{name!r}] holds {beyond[0].item()}; every number must be finite"
            )
        parts.append(values.detach().flatten(1))
    return torch.cat(parts, dim=1)


def _epochs(record: Iterable[int], last: int) -> list[int]:
    if not isinstance(record, Iterable):
        raise TypeError(f"record is {record!r}; it must be a list of epochs")
    return [check_integer("record", epoch, least=0, below=last + 1) for epoch in record]


def _digest(rows: Tensor) -> str:
    return hashlib.sha256(rows.numpy().tobytes()).hexdigest()


def _which_seeds(
    seeds: int | Sequence[int] | Tensor | None, rows: Tensor | None, numbers_each: int
) -> Tensor:
    if isinstance(seeds, Tensor):
        seeds = seeds.tolist()
    if seeds is None:
        seeds = 1000 if rows is None else len(rows)
    listed = seeds if isinstance(seeds, Sequence) and not isinstance(seeds, str) else None
    if listed is not None and not listed:
        raise ValueError("seeds is empty; at least one is needed")
    count = check_integer("seeds", seeds, least=1) if listed is None else len(listed)
    if count * numbers_each > MAX_NUMBERS:
        raise ValueError(
            f"seeds names {count:,}; with {numbers_each} parameters and recorded losses each, they "
            f"are more than {MAX_NUMBERS:,} numbers"
        )
    if listed is None:
        which = torch.arange(count)
    else:
        each = [check_integer("seeds", seed, least=0, below=2**32) for seed in listed]
        which = torch.tensor(each, dtype=torch.int64)
    if rows is not None and len(rows) != len(which):
        raise ValueError(f"start has {len(rows)} seeds, seeds names {len(which)}")
    return which


def _compiled(wanted: bool | None, work: int, path: str | Path | None) -> bool:
    begun = wanted is None and path is not None and check_path("path", path).is_file()
    if begun and path is not None:
        wanted = bool(_store.load(Path(path))[1].get("compiled"))
    if wanted is None:
        return work >= _WORTH_COMPILING and has_compiler()
    if wanted and not has_compiler():
        who = f"the census in {str(path)!r} was begun compiled" if begun else "compile is True"
        raise ValueError(
            f"{who}; that needs Python's headers and a C++ compiler: g++, clang++ or the one that "
            "CXX names"
        )
    return wanted


def _opened(
    path: Path, fresh: Mapping[str, Tensor], settings: Mapping[str, Any]
) -> dict[str, Tensor]:
    if not path.is_file():
        _store.save(path, fresh, settings)
        return _store.mapped(path)
    found, other = _stored(path)
    for name, value in settings.items():
        if name != "task" and other.get(name) != value:
            raise ValueError(
                f"{str(path)!r} holds a census with {name} {other.get(name)!r}, not {value!r}; "
                "give it another path"
            )
    for name in ("seeds", "x", "y"):
        if not torch.equal(found[name], fresh[name]):
            raise ValueError(
                f"{str(path)!r} holds a census with other {name}; give it another path"
            )
    return _store.mapped(path)


def _train_missing(
    recipe: Recipe,
    how: Mapping[str, Any],
    tensors: Mapping[str, Tensor],
    rows: Tensor | None,
    width: int | None,
    executor: Executor | None,
    bar: tqdm[NoReturn],
) -> None:
    task = Task("", tensors["x"], tensors["y"])
    missing = (~tensors["done"]).nonzero().flatten()
    if not len(missing):
        return
    if width is None:
        threads = torch.get_num_threads() if executor is None and how["compiled"] else 1
        width = _even_width(len(missing), width_of(recipe, len(task), how["compiled"]), threads)

    if executor is None:  # in this thread, so that what the compiler says comes through as it is
        prepared(recipe, len(task), width, how["compiled"])

    def data(places: Tensor) -> dict[str, Tensor]:
        chosen = {"seeds": tensors["seeds"][places]} if rows is None else {"start": rows[places]}
        return {"x": task.x, "y": task.y, **chosen}

    jobs = ((places, data(places)) for places in torch.split(missing, width))
    sizes = [math.prod(shape) for shape in recipe.names.values()]
    n_solved = n_seen = 0
    with closing(trained(recipe, {**how, "width": width}, jobs, executor)) as results:
        for places, result in results:
            for name in ("losses", "diverged", "history"):
                tensors[name][places] = result[name]
            parts = torch.split(result["parameters"], sizes, dim=1)
            for (name, shape), part in zip(recipe.names.items(), parts, strict=True):
                tensors[_PREFIX + name][places] = part.view(-1, *shape)
            tensors["done"][places] = True
            bar.update(len(places) * how["epochs"])
            if not bar.disable:
                found = right(recipe, result["parameters"].T, task, 0.5) & (result["diverged"] < 0)
                n_solved += int(found.sum())
                n_seen += len(places)
                bar.set_postfix_str(f"solved {Share(n_solved, n_seen)}")


def _even_width(count: int, most: int, threads: int) -> int:
    """Return a width that gives every thread as many blocks as the others, and little padding.

    >>> _even_width(8192, 896, 2)
    832
    """
    rounds = -(-count // (most * threads))
    return padded(-(-count // (rounds * threads)))
