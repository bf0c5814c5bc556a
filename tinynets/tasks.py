"""Labelled data: the book's tasks as tensors of inputs and targets."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from tinynets._checks import check_flag, check_integer, check_number, check_text

# Integers up to this size are exact in float32, the dtype of every task made here.
_LARGEST = 2**24
MAX_PAIRS = 10_000_000


@dataclass(frozen=True, eq=False)
class Task:
    """A name, the inputs and the targets.

    Parameters
    ----------
    name
        What a figure or a table calls the task.
    x
        Inputs of shape (n, in).
    y
        Targets of shape (n, out), of the same dtype.

    Raises
    ------
    TypeError
        If name is not a string, x or y not a dense floating tensor, or their dtypes differ.
    ValueError
        If x or y is not two-dimensional, is empty or not finite, or their lengths differ.

    Examples
    --------
    >>> task = Task("double", torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]]))
    >>> len(task)
    2
    """

    name: str
    x: Tensor
    y: Tensor

    def __post_init__(self) -> None:
        check_text("name", self.name)
        for name, data in (("x", self.x), ("y", self.y)):
            if not isinstance(data, Tensor) or not data.is_floating_point():
                kind = data.dtype if isinstance(data, Tensor) else type(data).__name__
                raise TypeError(f"{name} is {kind}; it must be a floating-point tensor")
            if data.layout != torch.strided or data.is_meta:
                raise TypeError(
                    f"{name} is {data.layout} on {data.device}; it must be dense, its numbers in memory"
                )
            if data.ndim != 2 or data.numel() == 0:
                raise ValueError(
                    f"{name} has shape {tuple(data.shape)}; it must be (examples, numbers), not empty"
                )
            beyond = data[~data.isfinite()]
            if len(beyond):
                raise ValueError(f"{name} holds {beyond[0].item()}; every number must be finite")
        if self.x.dtype != self.y.dtype:
            raise TypeError(f"x is {self.x.dtype}, y is {self.y.dtype}; they must be the same")
        if len(self.x) != len(self.y):
            raise ValueError(f"x has {len(self.x)} examples, y has {len(self.y)}")

    def __len__(self) -> int:
        return len(self.x)

    def __repr__(self) -> str:
        (n, n_in), n_out = self.x.shape, self.y.shape[1]
        return f"Task({self.name!r}: {n} examples, {n_in} -> {n_out})"

    def to(self, dtype: torch.dtype) -> Task:
        """Return the task in another dtype.

        Parameters
        ----------
        dtype
            A floating dtype that holds every number of the task exactly.

        Raises
        ------
        TypeError
            If the dtype is not a floating one.
        ValueError
            If a number would change.

        Examples
        --------
        >>> parity(4).to(torch.float64).x.dtype
        torch.float64
        """
        if not (isinstance(dtype, torch.dtype) and dtype.is_floating_point):
            raise TypeError(f"dtype is {dtype!r}; it must be a floating dtype of torch")
        if dtype == self.x.dtype:
            return self
        cast = []
        for data in (self.x, self.y):
            new = data.to(dtype)
            changed = new.to(torch.float64) != data.to(torch.float64)
            if bool(changed.any()):
                raise ValueError(
                    f"task {self.name!r} holds {data[changed][0].item()!r}, which {dtype} cannot "
                    "hold exactly"
                )
            cast.append(new)
        return Task(self.name, *cast)


def less_than(threshold: float = 10, low: int = -20, high: int = 40) -> Task:
    """Return the integers low, …, high - 1, labelled 1 below the threshold and 0 from it on.

    Parameters
    ----------
    threshold
        Where the label changes.
    low, high
        The first integer and the one after the last.

    Returns
    -------
    Task
        x of shape (high - low, 1), y alike, float32.

    Raises
    ------
    TypeError
        If the threshold is not a number, or low or high not an integer.
    ValueError
        If the threshold is not finite, low >= high, or an integer is beyond 2**24, where float32
        has gaps.

    Examples
    --------
    >>> task = less_than()
    >>> len(task), int(task.y.sum())
    (60, 30)
    """
    threshold = check_number("threshold", threshold)
    x = _integers(low, high)
    below = x.to(torch.float64) < threshold  # float32 would round the threshold
    return Task(f"x < {threshold:g}", x, below.to(x.dtype))


def minimum(n: int = 1000, low: int = -50, high: int = 50, seed: int = 0) -> Task:
    """Return random pairs of integers, labelled with the smaller one.

    Parameters
    ----------
    n
        How many pairs.
    low, high
        Every number is at least low and below high.
    seed
        Of the draw.

    Returns
    -------
    Task
        x of shape (n, 2), y of shape (n, 1), float32.

    Raises
    ------
    TypeError
        If n, low, high or the seed is not an integer.
    ValueError
        If n is below 1 or above ten million, low >= high, or a number could be beyond 2**24, where
        float32 has gaps.

    Examples
    --------
    >>> task = minimum(n=3)
    >>> bool((task.y[:, 0] == task.x.min(dim=1).values).all())
    True
    """
    n = check_integer("n", n, least=1)
    if n > MAX_PAIRS:
        raise ValueError(f"n is {n}; at most {MAX_PAIRS:,} pairs are made")
    low, high = _check_range(low, high)
    seed = check_integer("seed", seed, least=0, below=2**32)
    generator = torch.Generator().manual_seed(seed)
    x = torch.randint(low, high, (n, 2), generator=generator).to(torch.float32)
    return Task("min(a, b)", x, x.min(dim=1, keepdim=True).values)


def parity(count: int = 16) -> Task:
    """Return the integers 0, …, count - 1, labelled 0 if even and 1 if odd.

    Parameters
    ----------
    count
        How many integers.

    Returns
    -------
    Task
        x of shape (count, 1), y alike, float32.

    Raises
    ------
    TypeError
        If count is not an integer.
    ValueError
        If count < 1, or an integer is beyond 2**24, where float32 has gaps.

    Examples
    --------
    >>> parity(4).y.flatten().tolist()
    [0.0, 1.0, 0.0, 1.0]
    """
    count = check_integer("count", count, least=1)
    x = _integers(0, count)
    return Task(f"parity of 0..{count - 1}", x, x.remainder(2))


def xor(signed: bool = False) -> Task:
    """Return the four inputs of exclusive or with their targets, 0 or 1.

    Parameters
    ----------
    signed
        Whether the inputs are -1 and 1 instead of 0 and 1.

    Returns
    -------
    Task
        x of shape (4, 2), y of shape (4, 1), float32.

    Raises
    ------
    TypeError
        If signed is not a bool.

    Examples
    --------
    >>> xor().x.tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    >>> xor().y.flatten().tolist()
    [0.0, 1.0, 1.0, 0.0]
    """
    check_flag("signed", signed)
    bits = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = (bits[:, :1] != bits[:, 1:]).to(bits.dtype)
    return Task("a xor b", 2 * bits - 1 if signed else bits, y)


def modular_addition(p: int = 7) -> Task:
    """Return all pairs of residues a, b modulo p, labelled with (a + b) mod p, all one-hot.

    Parameters
    ----------
    p
        The modulus, from 2 to 149.

    Returns
    -------
    Task
        x of shape (p * p, 2 p), a one-hot and then b one-hot, and y of shape (p * p, p), float32.
        The pair (a, b) stands in row a * p + b.

    Raises
    ------
    TypeError
        If p is not an integer.
    ValueError
        If p is below 2 or above 149, where the task would hold more than ten million numbers.

    Examples
    --------
    >>> task = modular_addition(3)
    >>> task
    Task('a + b mod 3': 9 examples, 6 -> 3)
    >>> task.x[1 * 3 + 2].tolist(), task.y[1 * 3 + 2].tolist()
    ([0.0, 1.0, 0.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0])
    """
    p = check_integer("p", p, least=2, below=150)
    one_hot = torch.eye(p)
    a, b = torch.arange(p).repeat_interleave(p), torch.arange(p).repeat(p)
    x = torch.cat([one_hot[a], one_hot[b]], dim=1)
    return Task(f"a + b mod {p}", x, one_hot[(a + b) % p])


def sparse_features(
    features: int = 5, probability: float = 0.1, n: int = 1000, seed: int = 0
) -> Task:
    """Return random rows of numbers that are mostly 0, each row its own target.

    The data of Elhage et al., "Toy Models of Superposition" (2022): each number, a feature, is
    uniform in [0, 1) with the given probability and else 0, independently of the others.

    Parameters
    ----------
    features
        How many numbers a row has.
    probability
        That a number is not 0: above 0 and at most 1. The paper's sparsity is 1 minus it.
    n
        How many rows.
    seed
        Of the draw.

    Returns
    -------
    Task
        x and y of shape (n, features), equal, float32.

    Raises
    ------
    TypeError
        If features, n or the seed is not an integer, or the probability not a number.
    ValueError
        If features or n is below 1, they make more than ten million numbers, or the probability is
        not above 0 and at most 1.

    Examples
    --------
    >>> task = sparse_features(features=3, n=4, seed=1)
    >>> task
    Task('3 features at 0.1': 4 examples, 3 -> 3)
    >>> bool((task.x == task.y).all())
    True
    """
    features = check_integer("features", features, least=1)
    n = check_integer("n", n, least=1)
    if n * features > MAX_PAIRS:
        raise ValueError(f"n is {n}, features {features}; at most {MAX_PAIRS:,} numbers are made")
    if not 0 < check_number("probability", probability) <= 1:
        raise ValueError(f"probability is {probability}; it must be above 0 and at most 1")
    seed = check_integer("seed", seed, least=0, below=2**32)
    generator = torch.Generator().manual_seed(seed)
    values = torch.rand(n, features, generator=generator, dtype=torch.float32)
    on = torch.rand(n, features, generator=generator, dtype=torch.float32) < probability
    x = values * on
    return Task(f"{features} features at {probability:g}", x, x)


def _check_range(low: int, high: int) -> tuple[int, int]:
    low, high = check_integer("low", low), check_integer("high", high)
    if low >= high:
        raise ValueError(f"low is {low}, high is {high}; low must be smaller")
    if max(abs(low), abs(high - 1)) > _LARGEST:
        raise ValueError(f"{low}..{high - 1} goes beyond {_LARGEST}, where float32 has gaps")
    return low, high


def _integers(low: int, high: int) -> Tensor:
    return torch.arange(*_check_range(low, high), dtype=torch.float32).unsqueeze(1)
