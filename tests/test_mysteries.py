"""The saved mysteries are the networks that their makers describe, and compute what they claim."""

import make_mysteries
import pytest
import torch
from sympy import Abs, Max, Min
from sympy.abc import a, b, x

import tinynets as tn


def folded(y, heights):
    for c in heights:
        y = c - Abs(y - c)
    return y


@pytest.mark.parametrize(
    ("number", "expression", "box", "tolerance"),
    [
        (1, Min(5, Max(-2, x)), {}, 0),
        (2, Max(a, b), {"low": -50, "high": 49}, 0.1),
        (3, folded(x, (8, 4, 2)), {}, 0),
        (4, Abs(x - 3), {"low": -10, "high": 10}, 0.001),
        (5, Min(a, b) + 25 * tn.ReLU(2 * a - b - 144), {"low": -50, "high": 49}, 0),
        (6, folded(a + b, (8, 4, 2, 1)), {"low": 0, "high": 8}, 0),
    ],
)
def test_a_mystery_computes_what_its_solution_says(number, expression, box, tolerance):
    network = tn.mystery(number)
    assert tn.check(network, expression, **box, tolerance=tolerance)
    assert not tn.check(network, expression + 1, **box, tolerance=0.5)


@pytest.mark.parametrize("number", [1, 3, 5, 6])
def test_the_mysteries_set_by_hand_are_what_was_made(number):
    made = make_mysteries.MAKERS[number - 1]()
    assert tn.mystery(number).to_dict() == made.to_dict()


@pytest.mark.parametrize(("number", "widths"), [(2, [2, 2, 1]), (4, [1, 6, 1])])
def test_the_trained_mysteries_have_numbers_that_nobody_chose(number, widths):
    network = tn.mystery(number)
    assert network.widths == widths
    weights = torch.cat([p.flatten() for p in network.parameters()])
    assert ((weights - weights.round()).abs() > 1e-6).sum() >= len(weights) - 1


@pytest.mark.parametrize(
    ("number", "error", "match"),
    [
        (0, ValueError, "number is 0; the mysteries are 1 to 6"),
        (7, ValueError, "number is 7; the mysteries are 1 to 6"),
        (1.0, TypeError, "number is 1.0; .* integer"),
        ("1", TypeError, "number is '1'; .* integer"),
    ],
)
def test_other_numbers_are_refused(number, error, match):
    with pytest.raises(error, match=match):
        tn.mystery(number)
