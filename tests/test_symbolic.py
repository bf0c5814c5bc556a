import itertools
import math
import random
import warnings
from fractions import Fraction

import oracle
import pytest
import sympy
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy import Abs, Max, Min, Rational
from sympy.abc import a, b, c, x
from test_piecewise import MANY, networks

from tinynets import (
    Network,
    ReLU,
    check,
    circuits,
    compile_formula,
    formula,
    minimum_theta,
    mystery,
    pieces,
    tasks,
    train,
)

GRID = [Fraction(k, 4) for k in range(-24, 25)]


def value(expression, **point):
    """Evaluate a formula with Python's own max, min and abs, on Fractions."""
    if expression.is_Symbol:
        return Fraction(point[expression.name])
    if expression.is_Rational:
        return Fraction(int(expression.p), int(expression.q))
    parts = [value(part, **point) for part in expression.args]
    functions = {"Add": sum, "Mul": math.prod, "Min": min, "Max": max}
    if type(expression).__name__ in functions:
        return functions[type(expression).__name__](parts)
    (z,) = parts
    return {"ReLU": max(z, 0), "Abs": abs(z)}[type(expression).__name__]


# Formulas of networks


@pytest.mark.parametrize(
    ("network", "text"),
    [
        (circuits.minimum(), "a - ReLU(a - b)"),
        (circuits.minimum(0), "b - ReLU(-a + b)"),
        (circuits.minimum(0.5), "a/2 + b/2 - ReLU(-a + b)/2 - ReLU(a - b)/2"),
        (circuits.absolute(), "ReLU(-x) + ReLU(x)"),
        (circuits.absolute(skip=True), "-x + 2*ReLU(x)"),
        (circuits.step(10), "-ReLU(9 - x) + ReLU(10 - x)"),
        (circuits.less_than(10), "10 - x"),
        (circuits.xor(), "ReLU(a + b) - 2*ReLU(a + b - 1)"),
        (circuits.parity(1, skip=True), "x - 2*ReLU(x - 1)"),
        (Network.from_weights([([[0]], [3])]), "3"),
        (Network.from_weights([([[1]], [-2])], output="relu"), "ReLU(x - 2)"),
        # A layer of constants, and one that is never reached.
        (Network.from_weights([([[0], [0]], [2, -2]), ([[3, 5]], [1])]), "7"),
    ],
)
def test_circuits_read_as_they_are_written(network, text):
    found = formula(network)
    assert (str(found.expression), found.error) == (text, 0)
    assert str(found) == f"{text}, exact everywhere"


def test_idle_neurons_go_on_the_box_where_they_are_idle():
    network = circuits.parity(4, skip=True)
    assert str(formula(network, low=0, high=8).expression) == str(
        formula(circuits.parity(3, skip=True), low=0, high=8).expression
    )
    assert formula(network, low=0, high=1).expression == x
    assert formula(network, low=2, high=3).expression == x - 2
    assert formula(circuits.minimum(), low=[0, 5], high=[4, 9]).expression == a
    assert formula(circuits.minimum(), low=[0, None], high=[4, -1]).expression == b


def trained_minimum(seed):
    network = Network([2, 2, 1], skip=True, seed=seed)
    for lr in (0.1, 0.02):
        train(network, tasks.minimum(), epochs=300, lr=lr)
    return network


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (2, a - ReLU(a - b)),
        (14, a - ReLU(a - b)),
        (13, a / 5 + 4 * b / 5 - 4 * ReLU(b - a) / 5 - ReLU(a - b) / 5),
    ],
)
def test_a_trained_minimum_reads_as_its_formula(seed, expected):
    network = trained_minimum(seed)
    found = formula(network, low=-50, high=49, tolerance=0.1)
    assert found.expression == expected
    assert 0 < found.error <= Fraction(1, 10)
    exact = oracle.exact(network)
    numbers = [-50, -33, -1, 0, 1, 17, 49]
    for p, q in itertools.product(numbers, numbers):
        assert abs(exact(p, q) - value(expected, a=p, b=q)) <= found.error


@MANY
@given(networks(depth=2, width=4), st.integers(-5, 0), st.integers(1, 5))
def test_formulas_of_one_input_equal_the_network(network, low, high):
    found, exact = formula(network, low=low, high=high), oracle.exact(network)
    assert found.error == 0  # the weights are quarters: nothing is rounded
    for p in (low + (high - low) * Fraction(k, 32) for k in range(33)):
        assert value(found.expression, x=p) == exact(p)


@given(networks(n_inputs=2, depth=2, width=3))
def test_formulas_of_two_inputs_equal_the_network(network):
    found, exact = formula(network, low=[-3, 0], high=2), oracle.exact(network)
    assert found.error == 0
    for p, q in itertools.product((-3, Fraction(-1, 3), 1, 2), (0, Fraction(5, 7), 2)):
        assert value(found.expression, a=p, b=q) == exact(p, q)


FLOATS = st.floats(-3, 3).filter(lambda v: v == 0 or abs(v) > 1e-3)


@given(networks(n_inputs=2, depth=1, width=3, numbers=FLOATS), st.sampled_from([1e-4, 0.03, 0.5]))
def test_the_error_is_a_bound_that_is_taken(network, tolerance):
    found, exact = formula(network, low=-2, high=3, tolerance=tolerance), oracle.exact(network)
    rng = random.Random(0)
    points = [(Fraction(rng.uniform(-2, 3)), Fraction(rng.uniform(-2, 3))) for _ in range(60)]
    points += itertools.product((-2, 3), (-2, 3))
    errors = [abs(exact(p, q) - value(found.expression, a=p, b=q)) for p, q in points]
    assert max(errors) <= found.error <= Fraction(tolerance)


def test_the_error_is_exact():
    # R(x - 1.01) against R(x - 1): the difference is 0.01 wherever both are active.
    network = Network.from_weights([([[1]], [-1.01]), ([[1]], [0])])
    bias = Fraction(network.layers[0].bias.item())
    found = formula(network, low=0, high=4, tolerance=0.02)
    assert (found.expression, found.error) == (ReLU(x - 1), abs(-1 - bias))
    # Two inputs, the same; the corner of the two bends is where it is largest.
    network = Network.from_weights([([[1, 1]], [-1.01]), ([[1]], [0])])
    found = formula(network, low=0, high=4, tolerance=0.02)
    assert (found.expression, found.error) == (ReLU(a + b - 1), abs(-1 - bias))


def test_a_number_is_not_rounded_farther_than_the_tolerance_alone():
    # Another theta would be the same function: the formula keeps the network's own.
    found = formula(circuits.minimum(0.2), low=-50, high=49, tolerance=0.5)
    assert found.expression == a / 5 + 4 * b / 5 - 4 * ReLU(b - a) / 5 - ReLU(a - b) / 5


@pytest.mark.parametrize(
    ("network", "settings"),
    [
        # Several inputs without a box: nothing bounds what rounding would change.
        (Network.from_weights([([[0.1, -0.3]], [0])]), {}),
        (Network.from_weights([([[0.1, -0.3]], [0])], output="relu"), {"low": [0, None]}),
        # Nearer than any of the denominators that are tried comes.
        (Network.from_weights([([[0.1]], [0.7])]), {"low": -1, "high": 1, "tolerance": 1e-30}),
        # A line without ends: any other slope is too far off somewhere.
        (Network.from_weights([([[0.1]], [0])]), {"tolerance": 0.5}),
    ],
)
def test_a_formula_keeps_its_numbers_where_none_near_is_simpler(network, settings):
    found, exact = formula(network, **settings), oracle.exact(network)
    assert found.error == 0
    for point in itertools.product((0, Fraction(1, 7), 1), repeat=network.widths[0]):
        named = dict(zip("ab" if len(point) == 2 else "x", point, strict=True))
        assert value(found.expression, **named) == exact(*point)


def test_neurons_that_become_the_same_add_up_before_they_are_rounded():
    # Three neurons bend at 3, with strengths that are no simple fractions and add up to 2.
    found = formula(mystery(4), low=-10, high=10)
    assert found.expression.coeff(ReLU(x - 3)) == 2
    assert found.error < Fraction(1, 10**5)


@pytest.mark.parametrize("change", [1e-4, 1e-5, 1e-6])
def test_neurons_that_cancel_after_rounding_become_a_constant(change):
    network = Network.from_weights(
        [([[1, -1], [1 + change, -1]], [0, 0]), ([[-1, 1]], [-2e-5]), ([[1]], [0])],
        dtype=torch.float64,
    )
    found = formula(network, low=-5, high=5)
    assert found.expression == 0
    assert found.error <= Fraction(1, 1000)


def test_a_formula_too_long_to_read_is_refused():
    assert len(str(formula(circuits.parity(8, skip=True)).expression)) > 1000
    with pytest.raises(ValueError, match="the formula has 511 ReLUs; at most 500 are written"):
        formula(circuits.parity(9, skip=True))


def test_numbers_beyond_floats_are_compared_and_shown():
    found = check(circuits.absolute(), Abs(x) + 10**400)
    assert (found.error, bool(found)) == (10**400, False)
    assert "the expression 1.00000e+400" in str(found)
    near = check(circuits.absolute(), Abs(x) + Rational(1, 10**400), tolerance=1)
    assert str(near).startswith("They agree within 1.0e-400.")


def test_many_neurons_of_one_input_are_compared():
    y = x
    for k in reversed(range(13)):
        y = y - 2 * ReLU(y - 2**k)
    assert not check(circuits.parity(12, skip=True), y)
    wide = Network.from_weights([([[1]] * 40, [-k for k in range(40)]), ([[1] * 40], [0])])
    assert check(wide, sum(ReLU(x - k) for k in range(40))).error == 0


def test_simple_numbers_are_not_rounded_whatever_they_make_together():
    # 2.25 * 2.75 * 2.75 makes the inner weight 16/1089 of the outer one.
    network = Network.from_weights(
        [([[-2.25]], [0]), ([[0, 2.75]], [0]), ([[-0.25, 0, 2.75]], [0])], output="relu", skip=True
    )
    found = formula(network, low=-1, high=1)
    assert found.error == 0
    assert found.expression == ReLU(1089 * ReLU(-x) - 16 * x) / 64


def test_a_wide_network_that_mostly_rests_is_read():
    hidden = [[1]] * 40, [-100 - k for k in range(39)] + [-1]
    network = Network.from_weights([hidden, ([[1] * 40], [0])])
    assert formula(network, low=0, high=5).expression == ReLU(x - 1)
    with pytest.raises(ValueError, match="40 hidden neurons are at work here; at most 12"):
        formula(network)


def test_formulas_show_as_mathematics():
    found = formula(circuits.minimum(), low=[-1, 0], high=[1, 2])
    assert found._repr_latex_() == r"$\displaystyle a - R\left(a - b\right)$"
    assert found._repr_html_() == (
        '<div class="formula">\\[a - R\\left(a - b\\right)\\]</div>\n'
        "<p>exact on [-1, 1] × [0, 2]</p>"
    )
    assert str(formula(circuits.absolute(), low=0)) == "x, exact on [0, ∞]"
    assert formula(circuits.minimum(), names=["u", "v"]).expression == sympy.Symbol("u") - ReLU(
        sympy.Symbol("u") - sympy.Symbol("v")
    )
    rounded = formula(Network.from_weights([([[1.0011]], [0])]), low=0, high=1, tolerance=0.01)
    assert str(rounded) == "x, within 0.0012 on [0, 1]"


# Networks of formulas


@pytest.mark.parametrize(
    ("expression", "widths", "skip"),
    [
        (x, [1, 1], False),
        (3 - x / 2, [1, 1], False),
        (ReLU(x), [1, 1, 1], False),
        (Abs(x), [1, 1, 1], True),
        (ReLU(x) + ReLU(-x), [1, 2, 1], False),
        (Min(a, b), [2, 1, 1], True),
        (Max(a, b), [2, 1, 1], True),
        (Max(a, b, c), [3, 1, 1, 1], True),
        (ReLU(ReLU(x) - 1), [1, 1, 1, 1], False),
        (ReLU(x) + ReLU(2 * x) + ReLU(x / 4), [1, 1, 1], False),
        (ReLU(ReLU(x / 3) - Rational(1, 2)) * 6, [1, 1, 1, 1], False),
        (Abs(Abs(x - 4) - 2), [1, 1, 1, 1], True),
        (x - 2 * ReLU(x - 1), [1, 1, 1], True),
        # Units that only become the same, or constant, once factors are moved out.
        (ReLU(Max(0, 2 * x) - 2 * Max(0, x)) + x, [1, 1], False),
        (
            Max(0, Max(1, 2 * x + 1) - 2 * Max(Rational(1, 2), x + Rational(1, 2))) + x,
            [1, 1],
            False,
        ),
        (ReLU(Abs(2 * x) - 2 * Abs(x) + 3) + x, [1, 1], False),
    ],
)
def test_compiled_formulas_have_the_expected_shape_and_values(expression, widths, skip):
    names = sorted(str(symbol) for symbol in expression.free_symbols)
    network = compiled(expression)
    assert (network.widths, network.skip) == (widths, skip)
    exact = oracle.exact(network)
    for point in itertools.product(GRID[::4], repeat=len(names)):
        assert exact(*point) == value(expression, **dict(zip(names, point, strict=True)))


def compiled(expression, **settings):
    return compile_formula(expression, dtype=torch.float64, **settings)


FRACTIONS = st.builds(Rational, st.integers(-6, 6), st.sampled_from([1, 2, 4]))
ANY_FRACTIONS = st.builds(Rational, st.integers(-6, 6), st.integers(1, 6))


def expressions(numbers, symbols=(x,)):
    leaves = st.one_of(st.sampled_from(symbols), numbers)
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.builds(lambda u, v: u + v, parts, parts),
            st.builds(lambda k, u: k * u, numbers, parts),
            st.builds(ReLU, parts),
            st.builds(Abs, parts),
            st.builds(Min, parts, parts),
            st.builds(Max, parts, parts),
        ),
        max_leaves=6,
    )


@MANY
@given(expressions(FRACTIONS))
def test_a_compiled_formula_is_the_formula(expression):
    network = compiled(expression, names=["x"])
    exact = oracle.exact(network)
    for p in GRID:
        assert exact(p) == value(expression, x=p)
    assert check(network, expression)
    assert not check(network, expression + ReLU(x))


@MANY
@given(expressions(FRACTIONS))
def test_formulas_and_networks_go_round(expression):
    network = compiled(expression, names=["x"])
    assume(network.n_hidden <= 6)
    once = formula(network)
    assert once.error == 0
    again = compiled(once.expression, names=["x"])
    assert formula(again).expression == once.expression
    assert pieces(again) == pieces(network)


@given(expressions(FRACTIONS, (a, b)))
def test_round_trips_with_two_inputs(expression):
    network = compiled(expression, names=["a", "b"])
    assume(network.n_hidden <= 6)
    once = formula(network)
    again = compiled(once.expression, names=["a", "b"])
    assert formula(again).expression == once.expression
    assert check(again, expression, low=-5, high=5).error == 0


@given(expressions(ANY_FRACTIONS))
def test_a_number_that_no_float_holds_is_refused_by_name_or_rounded(expression):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        network = compiled(expression, names=["x"], rounding=True)
    if told:
        assert "numbers were rounded to torch.float64" in str(told[0].message)
        with pytest.raises(ValueError, match=r"torch.float64 does not hold the number"):
            compiled(expression, names=["x"])
    else:
        assert compiled(expression, names=["x"]).to_dict() == network.to_dict()
    exact = oracle.exact(network)
    for p in GRID[::5]:
        assert abs(exact(p) - value(expression, x=p)) < Fraction(1, 10**9)


def test_denominators_are_cleared_inside_relus_first():
    network = compile_formula(ReLU(x / 3) * 3 - ReLU(x / 5 - Rational(1, 7)) * 35)
    assert str(network).splitlines()[1:] == [
        "  h1 = relu(x)",
        "  h2 = relu(7 x - 5)",
        "  y  = h1 - h2",
    ]
    with pytest.raises(ValueError, match=r"does not hold the number 1/3; rounding=True"):
        compile_formula(ReLU(x / 3))


def test_the_order_of_inputs_and_the_dtype():
    assert compile_formula(b - 2 * a).layers[0].weight.tolist() == [[-2.0, 1.0]]
    assert compile_formula(b - 2 * a, names=["b", "a"]).layers[0].weight.tolist() == [[1.0, -2.0]]
    assert compile_formula(b, names=["a", "b", "c"]).layers[0].weight.tolist() == [[0.0, 1.0, 0.0]]
    assert compile_formula(x).dtype == torch.float32
    assert compile_formula(x + 2**25 + 1).dtype == torch.float64
    assert compile_formula(0.5 * x).layers[0].weight.item() == 0.5
    assert compile_formula(4, names=["x"])(torch.zeros(1, 1)).item() == 4
    with pytest.raises(ValueError, match=r"torch.float16 does not hold the number 4097"):
        compile_formula(4097 * x, dtype=torch.float16)
    with pytest.raises(ValueError, match=r"beyond the largest torch.float16"):
        compile_formula(10**6 * x, dtype=torch.float16)
    with pytest.raises(ValueError, match=r"beyond the largest torch.float64"):
        compile_formula(10**400 * x)
    with pytest.raises(ValueError, match=r"torch.float64 does not hold the number 0.1"):
        compile_formula(sympy.Float("0.1", 30) * x)


# Comparing


@pytest.mark.parametrize(
    ("network", "expression", "box", "error", "at"),
    [
        (circuits.absolute(), Abs(x), {}, 0, None),
        (circuits.absolute(), Max(x, -x), {}, 0, None),
        (circuits.absolute(), Abs(x) + ReLU(x - 3), {}, math.inf, None),
        (circuits.absolute(), Abs(x) + ReLU(x - 3), {"high": 5}, 2, {"x": 5}),
        (circuits.step(10), 1 - ReLU(x - 9) + ReLU(x - 10), {}, 0, None),
        (circuits.step(10), 1 - ReLU(x - 9), {"low": 0, "high": 12}, 2, {"x": 12}),
        (circuits.minimum(0.5), Min(a, b), {"low": -9, "high": 9}, 0, None),
        (circuits.minimum(0.5), a, {"low": [0, 2], "high": [5, 3]}, 3, {"a": 5, "b": 2}),
    ],
)
def test_check_compares_everywhere(network, expression, box, error, at):
    found = check(network, expression, **box)
    assert bool(found) == found.holds == (error == 0)
    assert found.error == error
    assert at is None or found.at == at
    assert found.network == oracle.exact(network)(*found.at.values())
    assert found.expression == value(expression, **found.at)
    wanted = abs(found.network - found.expression)
    assert wanted >= 1 if error == math.inf else wanted == error


@pytest.mark.parametrize(
    ("expression", "box", "says"),
    [
        (Abs(x), {}, "They agree: the same function everywhere."),
        (Max(x, -x), {"low": -2}, "They agree: the same function on [-2, ∞]."),
        (
            -x,
            {"low": 0},
            "They differ. At x = 1 the network says 1, the expression -1.\n"
            "The difference grows without end.",
        ),
    ],
)
def test_a_comparison_says_what_it_found(expression, box, says):
    assert str(check(circuits.absolute(), expression, **box)) == says


def test_check_finds_one_difference_far_from_any_grid():
    bump = ReLU(1000 * x - 1234) - 2 * ReLU(1000 * x - 1235) + ReLU(1000 * x - 1236)
    network = compile_formula(Abs(x) + bump)
    found = check(network, Abs(x), low=-5, high=5)
    assert (found.error, found.at) == (1, {"x": Fraction(1235, 1000)})
    assert check(network, Abs(x), low=-5, high=5, tolerance=1)
    assert str(found) == (
        "They differ. At x = 247/200 the network says 447/200, the expression 247/200.\n"
        "No difference is larger."
    )
    near = check(network, Abs(x), low=-5, high=5, tolerance=2)
    assert str(near).startswith("They agree within 1. At x = 247/200")


# Theta


@pytest.mark.parametrize("theta", [-1, 0, 0.25, 0.5, 1, 3])
def test_theta_of_the_circuits(theta):
    reading = minimum_theta(circuits.minimum(theta))
    assert reading.theta == theta
    assert reading.strengths == (-theta, theta - 1)
    assert reading.sides == (1, -1)
    assert reading.sum_error == reading.constant == 0
    assert reading.skip_errors == reading.misalignments == reading.offsets == (0, 0)


@given(
    st.lists(st.integers(-20, 20), min_size=11, max_size=11),
    st.sampled_from([0.25, 2.0, 8.0]),
)
def test_theta_does_not_see_a_neuron_rescaled(numbers, factor):
    p1, p2, q1, q2, s, t, *v, d = numbers

    def built(scale):
        return Network.from_weights(
            [
                ([[p1 * scale, p2 * scale], [q1, q2]], [s * scale, t]),
                ([[v[0], v[1], v[2] / scale, v[3]]], [d]),
            ],
            skip=True,
            dtype=torch.float64,
        )

    assert minimum_theta(built(1)) == minimum_theta(built(factor))


def test_theta_reads_each_deviation():
    network = Network.from_weights(
        [([[3, -1], [1, 1]], [4, 2]), ([[0.5, 0.25, -0.5, 7]], [0.125])], skip=True
    )
    reading = minimum_theta(network)
    assert reading.strengths == (-1.0, 0.0)
    assert reading.sides == (1, 0)
    assert reading.sum_error == 0
    assert reading.skip_errors == (-0.5, 0.25)
    assert reading.misalignments == (pytest.approx(2 / 10**0.5), pytest.approx(2**0.5))
    assert reading.offsets == (2.0, math.inf)
    assert reading.constant == 0.125
    silent = Network.from_weights([([[0, 0], [1, -1]], [1, 0]), ([[1, 0, 5, -1]], [0])], skip=True)
    assert minimum_theta(silent).misalignments == (0.0, 0.0)
    assert minimum_theta(silent).offsets == (0.0, 0.0)
