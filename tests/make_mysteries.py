"""Make the networks without names: `python tests/make_mysteries.py` writes them into the package.

Four are set by hand, one neuron scaled here and another split there, so that their weights do not
tell at first sight; two are trained. They are kept as files because training gives other last
digits on other machines, and because a reader should not find the answers beside them.
"""

import json
from pathlib import Path

import torch

import tinynets as tn

TARGET = Path(tn.__file__).parent / "mysteries.json"


def clipped() -> tn.Network:
    """Clip to [-2, 5]; the second bend is shared by two neurons."""
    return tn.Network.from_weights(
        [([[4], [0.5], [2]], [8, -2.5, -10]), ([[0.25, -1, -0.25]], [-2])]
    )


def larger() -> tn.Network:
    """The larger of two numbers, trained."""
    x = tn.tasks.minimum().x
    network = tn.Network([2, 2, 1], skip=True, seed=MAX_SEED)
    for lr in (0.1, 0.02, 0.004):
        tn.train(network, tn.Task("max", x, x.amax(1, keepdim=True)), epochs=400, lr=lr)
    return network


def to_the_nearest_multiple() -> tn.Network:
    """The distance to the nearest multiple of 4, on 0..16: three folds, scaled."""
    return tn.Network.from_weights(
        [
            ([[0.5]], [-4]),
            ([[2, -8]], [-8]),
            ([[1, -4, -1]], [-2]),
            ([[1, -4, -1, -2]], [0]),
        ],
        skip=True,
    )


def distance() -> tn.Network:
    """The distance from 3, trained, with more neurons than it needs."""
    x = torch.arange(-10.0, 11.0).unsqueeze(1)
    network = tn.Network([1, 6, 1], seed=DISTANCE_SEED)
    for lr in (0.05, 0.01, 0.002):
        tn.train(network, tn.Task("distance", x, (x - 3).abs()), epochs=1500, lr=lr)
    return network


def almost_minimum() -> tn.Network:
    """min(a, b) wherever 2a - b is at most 144, and something else in that corner."""
    return tn.Network.from_weights(
        [([[2, -2], [-1, 1], [2, -1]], [0, 0, -144]), ([[0.5, 0.5, -0.25, -0.5, 25]], [0])],
        skip=True,
    )


def parity_of_the_sum() -> tn.Network:
    """Whether a + b is odd, for a, b in 0..8: four folds of the sum, scaled."""
    return tn.Network.from_weights(
        [
            ([[0.5, 0.5]], [-4]),
            ([[2, 2, -8]], [-8]),
            ([[1, 1, -4, -1]], [-2]),
            ([[4, 4, -16, -4, -8]], [-4]),
            ([[1, 1, -4, -1, -2, -0.5]], [0]),
        ],
        skip=True,
    )


# Of starts that end well and in a way worth reading.
MAX_SEED, DISTANCE_SEED = 0, 7
MAKERS = (
    clipped,
    larger,
    to_the_nearest_multiple,
    distance,
    almost_minimum,
    parity_of_the_sum,
)

if __name__ == "__main__":
    torch.set_num_threads(1)
    lines = [json.dumps(make().to_dict()) for make in MAKERS]
    TARGET.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
