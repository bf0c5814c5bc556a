"""What every public door asks of a plain value, with errors that name the value and the rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from numbers import Integral, Rational, Real
from pathlib import Path
from typing import Any

import torch
from torch import nn

DTYPES = {
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "float32": torch.float32,
    "float64": torch.float64,
}


def check_dtype(dtype: torch.dtype) -> torch.dtype:
    """Return the dtype, if a network can have it.

    Examples
    --------
    >>> check_dtype(torch.int8)
    Traceback (most recent call last):
    TypeError: dtype is torch.int8; it must be one of float16, bfloat16, float32, float64
    """
    if not isinstance(dtype, torch.dtype) or dtype not in DTYPES.values():
        raise TypeError(f"dtype is {dtype!r}; it must be one of {', '.join(DTYPES)}")
    return dtype


def check_integer(
    name: str, value: object, *, least: int | None = None, below: int | None = None
) -> int:
    """Return an integer as an int, if it is one and in its range.

    Examples
    --------
    >>> check_integer("epochs", -1, least=0)
    Traceback (most recent call last):
    ValueError: epochs is -1; it must be at least 0
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} is {value!r}; it must be an integer")
    number = int(value)
    if least is not None and number < least:
        raise ValueError(f"{name} is {number}; it must be at least {least}")
    if below is not None and number >= below:
        raise ValueError(f"{name} is {number}; it must be below {below}")
    return number


def check_flag(name: str, value: object) -> bool:
    """Return a bool, if it is one.

    Examples
    --------
    >>> check_flag("skip", 1)
    Traceback (most recent call last):
    TypeError: skip is 1; it must be True or False
    """
    if not isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}; it must be True or False")
    return value


def check_number(name: str, value: object) -> float:
    """Return a real number as a float, if it is one and finite.

    Examples
    --------
    >>> check_number("threshold", float("nan"))
    Traceback (most recent call last):
    ValueError: threshold is nan; it must be finite
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} is {value!r}; it must be a number")
    try:
        number = float(value)
    except OverflowError as error:
        raise ValueError(f"{name} is beyond the largest float; it must be finite") from error
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}; it must be finite")
    return number


def check_exact(name: str, value: object) -> Fraction:
    """Return a real number as the fraction that it is, if it is one and finite.

    Examples
    --------
    >>> check_exact("x", 0.5)
    Fraction(1, 2)
    >>> check_exact("x", float("inf"))
    Traceback (most recent call last):
    ValueError: x is inf; it must be finite
    """
    if isinstance(value, Rational) and not isinstance(value, bool):
        return Fraction(value)
    return Fraction(check_number(name, value))


def _significand_bits(dtype: torch.dtype) -> int:
    return 1 - round(math.log2(torch.finfo(dtype).eps))


def exact_dtype(name: str, value: object, bits: int, dtype: torch.dtype | None) -> torch.dtype:
    """Return a dtype that holds every integer up to 2**bits: the one asked for, if it does.

    Examples
    --------
    >>> exact_dtype("folds", 30, 30, None)
    torch.float64
    """
    able = [d for d in (torch.float32, torch.float64) if bits <= _significand_bits(d)]
    if dtype is None and able:
        return able[0]
    refused = "None" if dtype is None else check_dtype(dtype)
    if dtype is not None and bits <= _significand_bits(dtype):
        return dtype
    advice = f"{able[0]} does" if able else "torch.float64 goes farthest, to 2**53"
    raise ValueError(
        f"{name} is {value}: dtype {refused} does not hold every integer up to 2**{bits}; {advice}"
    )


def check_text(name: str, value: object) -> str:
    """Return a string, if it is one.

    Examples
    --------
    >>> check_text("caption", 3)
    Traceback (most recent call last):
    TypeError: caption is 3; it must be a string
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}; it must be a string")
    return value


def check_choice(name: str, value: object, allowed: Iterable[str]) -> str:
    """Return a string, if it is among those that are allowed.

    Examples
    --------
    >>> check_choice("optimizer", "lion", ["adam", "sgd"])
    Traceback (most recent call last):
    ValueError: optimizer is 'lion'; it must be one of adam, sgd
    """
    allowed = list(allowed)
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
    return value


def check_list(name: str, value: object, of: str) -> list[Any]:
    """Return what can be gone through as a list; a string is none, nor is a tensor of one number.

    Examples
    --------
    >>> check_list("heights", "12", "integers")
    Traceback (most recent call last):
    TypeError: heights is '12'; it must be a list of integers
    """
    try:
        if isinstance(value, Iterable) and not isinstance(value, str):
            return [*iter(value)]
    except TypeError:  # a tensor of no dimension is an Iterable and refuses
        pass
    raise TypeError(f"{name} is {value!r}; it must be a list of {of}")


def check_path(name: str, value: object) -> Path:
    """Return a path, if it is one that a file can have.

    Examples
    --------
    >>> check_path("path", 5)
    Traceback (most recent call last):
    TypeError: path is 5; it must be a path
    """
    if not isinstance(value, str | Path):
        raise TypeError(f"{name} is {value!r}; it must be a path")
    path = Path(value)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        pass  # told by who opens it
    except (OSError, ValueError) as error:
        raise ValueError(f"{name} is {value!r}; no file can have this name: {error}") from error
    return path


def check_new_file(name: str, value: object) -> Path:
    """Return the path of a file that can be written, if it lies in a folder that exists.

    Examples
    --------
    >>> check_new_file("path", "no/such/folder")
    Traceback (most recent call last):
    ValueError: path is 'no/such/folder'; it must be a file in a folder that exists
    """
    path = check_path(name, value)
    if path.is_dir() or not path.parent.is_dir():
        raise ValueError(f"{name} is {str(path)!r}; it must be a file in a folder that exists")
    return path


def check_parameters(network: nn.Module) -> None:
    """Refuse a network that holds a number which is not finite.

    Examples
    --------
    >>> linear = nn.Linear(1, 1)
    >>> _ = nn.init.constant_(linear.bias, float("nan"))
    >>> check_parameters(linear)
    Traceback (most recent call last):
    ValueError: bias holds nan; every parameter must be finite
    """
    for name, parameter in network.named_parameters():
        beyond = parameter[~parameter.isfinite()]
        if len(beyond):
            raise ValueError(f"{name} holds {beyond[0].item()}; every parameter must be finite")
