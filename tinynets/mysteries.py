"""Networks without names, to be read: the puzzles of the book's chapter on reading."""

from __future__ import annotations

import json
from importlib.resources import files

from tinynets._checks import check_integer
from tinynets.network import Network


def mystery(number: int) -> Network:
    """Return one of six saved networks; what it computes is for you to find out.

    Parameters
    ----------
    number
        From 1 to 6.

    Returns
    -------
    Network
        One or two inputs, one output, hidden activation relu.

    Raises
    ------
    TypeError
        If the number is not an integer.
    ValueError
        If there is no such mystery.

    Examples
    --------
    >>> mystery(1)
    Network([1, 3, 1])
      h1 = relu(4 x + 8)
      h2 = relu(0.5 x - 2.5)
      h3 = relu(2 x - 10)
      y  = 0.25 h1 - h2 - 0.25 h3 - 2
    """
    text = files("tinynets").joinpath("mysteries.json").read_text(encoding="utf-8")
    networks = json.loads(text)
    number = check_integer("number", number)
    if not 1 <= number <= len(networks):
        raise ValueError(f"number is {number}; the mysteries are 1 to {len(networks)}")
    return Network.from_dict(networks[number - 1])
