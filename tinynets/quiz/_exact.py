"""What the makers share: networks as text and in fractions, and checks of what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from tinynets._checks import check_exact, check_list, check_number
from tinynets.network import Network
from tinynets.piecewise import check_relu_network


def check_shown(name: str, number: float | Fraction) -> None:
    """Refuse a number that formulas, which show four digits, would round."""
    text = f"{check_number(name, number):.4g}"
    if Fraction(text) != number:
        raise ValueError(
            f"{name} is {number} and would be shown as {text}; what a question shows must be exact"
        )


def formulas(network: Network) -> str:
    """Return the network's lines; refuse what they would round, or leave out."""
    _, *lines = repr(network).splitlines()
    if not lines:
        raise ValueError(f"widths are {network.widths}; so many formulas are not shown")
    for name, parameter in network.named_parameters():
        for number in parameter.flatten().tolist():
            check_shown(name, number)
    return "\n".join(line.strip() for line in lines)


def exact(network: Network, x: Sequence[Fraction]) -> list[list[Fraction]]:
    """Return what each layer says to one input, exactly."""
    seen, said = list(x), []
    for index, layer in enumerate(network.layers):
        rows = layer.weight.tolist()
        z = [
            sum((Fraction(w) * v for w, v in zip(row, seen, strict=True)), Fraction(b))
            for row, b in zip(rows, layer.bias.tolist(), strict=True)
        ]
        if index < len(network.layers) - 1 or network.output == "relu":
            z = [max(v, Fraction(0)) for v in z]
        said.append(z)
        seen = [*seen, *z] if network.skip else z
    return said


def check_network(network: Network) -> None:
    check_relu_network(network)
    if network.output == "sigmoid":
        raise ValueError(
            "the output is 'sigmoid'; its numbers are no fractions, take relu or identity"
        )


def check_numbers(name: str, values: Iterable[Any]) -> list[Fraction]:
    numbers = [check_exact(name, value) for value in check_list(name, values, "numbers")]
    if not numbers:
        raise ValueError(f"{name} is empty; there must be a number")
    return numbers


def listed(values: Iterable[object]) -> str:
    """Return values as a text, with commas."""
    return ", ".join(map(str, values))
