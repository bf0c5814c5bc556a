"""Blocks of seeds, trained by an executor's workers or by this process's own threads."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from tinynets._batch import Recipe, train_block

# Blocks handed out and not yet back: enough for many workers, and bounded.
WAITING = 256

Block = dict[str, Tensor]


class LostError(Exception):
    """A block that no worker brought back."""


def trained(
    recipe: Recipe,
    how: Mapping[str, Any],
    jobs: Iterable[tuple[Tensor, Block]],
    executor: Executor | None,
) -> Generator[tuple[Tensor, Block], None, None]:
    """Train blocks and return them as they come, each with the places of its seeds.

    Without an executor as many threads work as PyTorch is set to.
    """
    if executor is not None:
        yield from _as_they_come(recipe, how, jobs, executor)
        return
    threads, stop = torch.get_num_threads(), threading.Event()
    with _one_thread(), ThreadPoolExecutor(threads) as pool:
        try:
            yield from _as_they_come(recipe, {**how, "stopped": stop.is_set}, jobs, pool)
        finally:
            stop.set()  # so that an interrupted census does not wait for its last blocks


def _as_they_come(
    recipe: Recipe,
    how: Mapping[str, Any],
    jobs: Iterable[tuple[Tensor, Block]],
    executor: Executor,
) -> Iterator[tuple[Tensor, Block]]:
    from safetensors.torch import load, save

    waiting: dict[Future[bytes], Tensor] = {}

    def finished() -> Iterator[tuple[Tensor, Block]]:
        lost = None
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            places = waiting.pop(future)
            try:
                result = load(future.result())
            except Exception as error:
                lost = error
                continue
            yield places, result
        if lost is not None:  # after what is finished has been handed on
            raise LostError(repr(lost)) from lost

    try:
        for places, data in jobs:
            try:
                future = executor.submit(_work, recipe, dict(how), save(data))
            except Exception as error:
                raise LostError(f"{executor!r} takes no more work, {error!r}") from error
            waiting[future] = places
            if len(waiting) == WAITING:
                yield from finished()
        while waiting:
            yield from finished()
    finally:
        for future in waiting:
            future.cancel()


def _work(recipe: Recipe, how: dict[str, Any], data: bytes) -> bytes:
    # Tensors travel as bytes: PyTorch's own way between processes shares open files, which are
    # lost with the process that sent them.
    from safetensors.torch import load, save

    with _one_thread():
        return save(train_block(recipe, load(data), **how))


_LOCK = threading.Lock()
_found: list[int] = []  # PyTorch's number of threads, as each that is inside found it


@contextmanager
def _one_thread() -> Iterator[None]:
    # Within an operation threads would split a seed's neighbours at odd places; blocks share the
    # cores better. The number is the process's: the last one out restores what the first one found.
    with _LOCK:
        _found.append(torch.get_num_threads())
        torch.set_num_threads(1)
    try:
        yield
    finally:
        with _LOCK:
            first = _found[0]
            _found.pop()
            torch.set_num_threads(1 if _found else first)
