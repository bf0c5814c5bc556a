"""What the chapter on superposition proves, tried on all directions of a small grid."""

from itertools import combinations, product
from math import gcd

import torch

from tinynets import Network

DIRECTIONS = [(x, y) for x, y in product(range(-2, 3), repeat=2) if gcd(x, y) == 1]


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1]


def reader(own, others):
    """Find a direction that reads own and none of the others: an edge of those allowed is one."""
    edges = [edge for x, y in others for edge in ((y, -x), (-y, x), (-x, -y))]
    able = [d for d in edges if dot(d, own) > 0 and all(dot(d, other) <= 0 for other in others)]
    return able[0] if able else None


def readers(written):
    return [reader(e, [other for other in written if other != e]) for e in written]


def test_four_features_can_be_read_one_at_a_time_and_not_five():
    assert len(DIRECTIONS) == 16
    assert all(None in readers(five) for five in combinations(DIRECTIONS, 5))
    able = {frozenset(four) for four in combinations(DIRECTIONS, 4) if None not in readers(four)}
    pairs = [{(x, y), (-x, -y)} for x, y in DIRECTIONS if (x, y) > (0, 0)]
    assert able == {frozenset(a | b) for a, b in combinations(pairs, 2)}


def test_the_readers_make_a_network_that_is_right_on_one_feature_at_a_time():
    written = [(2, 1), (1, -2), (-2, -1), (-1, 2)]
    read = [[v / dot(d, e) for v in d] for d, e in zip(readers(written), written, strict=True)]
    encoder = [[x for x, _ in written], [y for _, y in written]]
    network = Network.from_weights(
        [(encoder, [0, 0]), (read, [0] * 4)], activation="identity", output="relu"
    )
    ones = torch.eye(4, dtype=network.dtype)
    for t in (0.0, 0.1, 0.5, 1.0):
        assert torch.allclose(network(t * ones), t * ones, atol=1e-7)
    both = network(ones[:1] + 0.5 * ones[2:3])
    assert not torch.allclose(both, ones[:1] + 0.5 * ones[2:3], atol=0.1)
