"""One file that a census fills block by block, so that what is finished survives a kill.

It is a safetensors file of its full size from the start. Blocks are written into it in place, the
mark that a seed is done after its numbers.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from tinynets._checks import check_new_file

KEY = "tinynets.census"
FORMAT = 1


def save(path: Path, tensors: Mapping[str, Tensor], settings: Mapping[str, Any]) -> None:
    """Write tensors and settings under a temporary name, then rename the file."""
    from safetensors.torch import save_file

    check_new_file("path", path)
    unfinished = path.with_name(path.name + ".unfinished")
    metadata = {KEY: json.dumps({"format": FORMAT, **settings})}
    save_file({k: v.contiguous() for k, v in tensors.items()}, unfinished, metadata=metadata)
    unfinished.replace(path)


def load(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read tensors and settings; nothing in the file is executed."""
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise FileNotFoundError(f"no file {str(path)!r}")
    try:
        with safe_open(path, framework="pt") as file:
            settings = json.loads((file.metadata() or {})[KEY])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        if settings.pop("format") != FORMAT:
            raise ValueError("it has another format")
    except (
        SafetensorError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ValueError(
            f"{str(path)!r} is not a census, or is damaged or cut short: {error}"
        ) from error
    return tensors, settings


def mapped(path: Path) -> dict[str, Tensor]:
    """Return the file's tensors, so that what is written to them is written to the file."""
    with path.open("r+b") as file:
        memory = mmap.mmap(file.fileno(), 0)
    # A safetensors file: the header's length, the header, and the numbers one after the other.
    start = 8 + int.from_bytes(memory[:8], "little")
    header = json.loads(memory[8:start])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        dtype = _DTYPES[entry["dtype"]]
        first, last = entry["data_offsets"]
        tensors[name] = (
            torch.empty(0, dtype=dtype)
            if first == last
            else torch.frombuffer(
                memory,
                dtype=dtype,
                count=(last - first) // dtype.itemsize,
                offset=start + first,
            )
        ).view(entry["shape"])
    return tensors


_DTYPES = {
    "F32": torch.float32,
    "F64": torch.float64,
    "I64": torch.int64,
    "BOOL": torch.bool,
}
