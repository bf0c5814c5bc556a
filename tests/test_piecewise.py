import itertools
import random
from fractions import Fraction

import oracle
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tinynets import Network, PiecewiseLinear, Task, circuits, pieces, tasks
from tinynets.piecewise import affine_text

# Three times the profile's number of examples: 300, and 5,000 in the weekly run.
MANY = settings(max_examples=3 * settings().max_examples)
SMALL = st.integers(-12, 12).map(lambda n: n / 4)
EPS = Fraction(1, 10**9)


@st.composite
def networks(draw, n_inputs=1, depth=5, width=6, numbers=SMALL):
    hidden = draw(st.lists(st.integers(1, width), max_size=depth))
    skip = draw(st.booleans())
    widths = [n_inputs, *hidden, 1]
    layers = []
    for i, n_out in enumerate(widths[1:]):
        n_in = sum(widths[: i + 1]) if skip else widths[i]
        rows = st.lists(numbers, min_size=n_in, max_size=n_in)
        W = draw(st.lists(rows, min_size=n_out, max_size=n_out))
        layers.append((W, draw(st.lists(numbers, min_size=n_out, max_size=n_out))))
    return Network.from_weights(
        layers, skip=skip, output=draw(st.sampled_from(["identity", "relu"]))
    )


def probes(function, count=64):
    """Every breakpoint, and of a grid and the breakpoints' neighbourhoods what fills up `count`."""
    low = -16 if function.low is None else function.low
    high = 16 if function.high is None else function.high
    grid = {low + (high - low) * Fraction(k, count) for k in range(count + 1)}
    near = {b + d for b in function.breakpoints for d in (-EPS, EPS)}
    rest = sorted(x for x in grid | near if low <= x <= high)
    wanted = max(count - len(function.breakpoints), count // 2)
    return [*function.breakpoints, *random.Random(0).sample(rest, min(wanted, len(rest)))]


@MANY
@given(networks())
def test_pieces_are_the_network_in_exact_arithmetic(network):
    function, exact = pieces(network), oracle.exact(network)
    for x in probes(function):
        assert function(x) == exact(x)
    for left, right in itertools.pairwise(zip(function.slopes, function.intercepts, strict=True)):
        assert left != right


@given(networks(depth=3), st.integers(-8, 8), st.integers(1, 9))
def test_an_interval_shows_the_same_function(network, low, length):
    whole, part = pieces(network), pieces(network, low, low + length)
    assert (part.low, part.high) == (low, low + length)
    assert part.breakpoints == tuple(b for b in whole.breakpoints if low < b < low + length)
    for x in probes(part, 20):
        assert part(x) == whole(x)


@pytest.mark.parametrize("seed", range(20))
def test_pieces_agree_with_torch(seed):
    network = Network([1, 8, 8, 1], skip=seed % 2 == 1, seed=seed, dtype=torch.float64)
    function = pieces(network)
    x = torch.linspace(-9, 9, 400, dtype=torch.float64).unsqueeze(1)
    wanted = torch.tensor([float(function(v)) for v in x[:, 0].tolist()], dtype=x.dtype)
    torch.testing.assert_close(network(x)[:, 0].detach(), wanted, rtol=0, atol=1e-13)


@pytest.mark.parametrize("folds", range(13))
def test_parity_has_two_to_the_folds_pieces(folds):
    function = pieces(circuits.parity(folds, skip=True))
    top = 2**folds
    assert function.breakpoints == tuple(range(1, top))
    assert function.slopes == tuple((-1) ** k for k in range(top))
    assert function.classifies(tasks.parity(top + 1))
    assert not function.classifies(tasks.parity(top + 2))
    assert len(function.changes(Fraction(1, 2))) == top


def test_a_network_cut_in_every_way_is_read():
    # Neurons that are dead, constant, the same, or bend at the same place make no extra pieces.
    network = Network.from_weights(
        [
            ([[0], [0], [1], [2], [-1], [0]], [3, -3, -1, -2, 1, 0]),
            ([[1, 5, 1, 1, 2, 7]], [-3]),
        ]
    )
    assert pieces(network) == PiecewiseLinear([1], [-2, 3], [2, -3])
    one = Network.from_weights([([[0]], [1]), ([[1]], [0])])
    assert pieces(one) == PiecewiseLinear([], [0], [1])


def test_numbers_of_very_different_size_are_exact():
    tiny, huge = 2.0**-1000, 2.0**1000
    network = Network.from_weights([([[tiny]], [0]), ([[huge]], [-1])], dtype=torch.float64)
    assert pieces(network) == PiecewiseLinear([0], [0, 1], [-1, -1])
    steep = Network.from_weights([([[huge]], [-tiny]), ([[1]], [0])], dtype=torch.float64)
    assert pieces(steep).breakpoints == (Fraction(1, 2**2000),)


def test_more_pieces_than_the_limit_are_refused():
    network = circuits.parity(6, skip=True)
    assert len(pieces(network, limit=64)) == 64
    with pytest.raises(ValueError, match="more than 63 intervals"):
        pieces(network, limit=63)
    assert len(pieces(network, 0, 8, limit=8)) == 8
    assert len(pieces(Network([1, 1]), limit=1)) == 1


# Piecewise-linear functions


@st.composite
def functions(draw):
    """A function through random points, given by its own values: an oracle beside it."""
    xs = sorted(draw(st.sets(st.integers(-6, 6), min_size=2, max_size=6)))
    ys = [draw(st.integers(-5, 5)) for _ in xs]
    slopes = [Fraction(ys[i + 1] - ys[i], xs[i + 1] - xs[i]) for i in range(len(xs) - 1)]
    slopes = [Fraction(draw(st.integers(-2, 2))), *slopes, Fraction(draw(st.integers(-2, 2)))]
    at = [(xs[0], ys[0]), *zip(xs, ys, strict=True)]
    intercepts = [y - m * x for m, (x, y) in zip(slopes, at, strict=True)]
    return PiecewiseLinear(xs, slopes, intercepts)


POINTS = [Fraction(k, 7) for k in range(-60, 61)]


@given(functions(), functions(), st.fractions(-3, 3, max_denominator=5))
def test_arithmetic_is_pointwise(f, g, c):
    total, mixed, mirrored, composed = f + g, c * f - g + 2, 1 - f, f.compose(g)
    for x in POINTS:
        assert total(x) == f(x) + g(x)
        assert mixed(x) == c * f(x) - g(x) + 2
        assert mirrored(x) == 1 - f(x)
        assert composed(x) == f(g(x))


ENDS = st.sampled_from([(None, None), (-3, None), (3, None), (None, 4), (-3, 4), (-1, 0), (3, 4)])


def on(f, low, high):
    """The same function on an interval."""
    return f.compose(PiecewiseLinear([], [1], [0], low, high))


def within(low, high, points=POINTS):
    return [x for x in points if (low is None or low <= x) and (high is None or x <= high)]


@given(functions(), functions(), ENDS, ENDS)
def test_arithmetic_on_intervals(f, g, of_f, of_g):
    lows, highs = ([e for e in ends if e is not None] for ends in zip(of_f, of_g, strict=True))
    low, high = max(lows, default=None), min(highs, default=None)
    left, right = on(f, *of_f), on(g, *of_g)
    scaled, shifted, composed = 3 * right, right - 2, f.compose(right)
    if low is not None and high is not None and low >= high:
        with pytest.raises(ValueError, match=f"low is {low}, high is {high}; low must be smaller"):
            left + right
    else:
        total = left + right
        assert (total.low, total.high) == (low, high)
        assert all(total(x) == f(x) + g(x) for x in within(low, high))
    for part in (right, scaled, shifted, composed):
        assert (part.low, part.high) == of_g
    for x in within(*of_g):
        assert (right(x), scaled(x), shifted(x)) == (g(x), 3 * g(x), g(x) - 2)
        assert composed(x) == f(g(x))


@given(functions(), functions(), ENDS)
def test_a_composition_asks_for_the_values_of_the_inner_function(f, g, ends):
    inner = on(g, *ends)
    low, high = (None if abs(end) == float("inf") else end for end in inner.bounds())
    if low is not None and low == high:
        return
    composed = on(f, low, high).compose(inner)
    assert all(composed(x) == f(g(x)) for x in within(*ends))
    for less in [] if low is None or high is None else [(low, high - EPS), (low + EPS, high)]:
        with pytest.raises(ValueError, match="inner takes values from"):
            on(f, *less).compose(inner)


@given(functions())
def test_equality_is_that_of_functions(f):
    doubled = [x for b in f.breakpoints for x in (b, b + Fraction(1, 9))]
    places = [0, *(i for i in range(1, len(f)) for _ in (0, 1))]
    cut = PiecewiseLinear(
        sorted(doubled), [f.slopes[i] for i in places], [f.intercepts[i] for i in places]
    )
    assert cut == f
    assert hash(cut) == hash(f)
    assert f + f == 2 * f
    assert f - f == PiecewiseLinear([], [0], [0])
    assert f + 1 != f


@given(functions(), st.integers(-4, 4), ENDS)
def test_changes_are_where_the_class_changes(f, threshold, ends):
    found = on(f, *ends).changes(threshold)
    assert list(found) == sorted(found)
    assert all(f(x) == threshold for x in found)
    # Between two changes, at them and beyond, look at one point each: nothing else can change.
    places = {*found, *f.breakpoints, *ends} - {None}
    probes = {x + d for x in places for d in (-EPS, 0, EPS)} | {Fraction(-99), Fraction(99)}
    classes = [f(x) > threshold for x in sorted(within(*ends, probes))]
    assert sum(a != b for a, b in itertools.pairwise(classes)) == len(found)


@given(functions(), st.integers(-7, 0), st.integers(1, 7))
def test_bounds_are_taken(f, low, high):
    identity = PiecewiseLinear([], [1], [0], low, high)
    part = f.compose(identity)
    values = [f(x) for x in (low, high, *(b for b in f.breakpoints if low < b < high))]
    assert part.bounds() == (min(values), max(values))
    assert all(part.bounds()[0] <= f(x) <= part.bounds()[1] for x in POINTS if low <= x <= high)


@pytest.mark.parametrize(
    ("slopes", "expected"),
    [
        ([-1, 1], (0, float("inf"))),
        ([1, -1], (float("-inf"), 0)),
        ([1, 2], (float("-inf"), float("inf"))),
        ([0, 0], (0, 0)),
    ],
)
def test_bounds_without_ends(slopes, expected):
    assert PiecewiseLinear([0], slopes, [0, 0]).bounds() == expected


def test_a_function_on_an_interval():
    f = PiecewiseLinear([0], [-1, 1], [0, 0], low=-1, high=3)
    assert (f + PiecewiseLinear([], [1], [0], low=0)).low == 0
    assert f.changes(1) == (-1 + 2,)  # at -1 the class is 0 and stays so
    assert f.changes(0) == (0, 0)
    assert (f - 3).changes(0) == ()
    assert (-1 * f).changes(-3) == (3,)
    with pytest.raises(ValueError, match="x is 4; the function is defined from -1 to 3"):
        f(4)


def test_classifies_compares_every_class():
    f = pieces(circuits.step(10))
    assert f.classifies(tasks.less_than(10))
    assert not f.classifies(tasks.less_than(11))
    assert pieces(circuits.less_than(10)).classifies(tasks.less_than(10), threshold=0)
    logit = pieces(circuits.less_than(9.5))
    assert logit.classifies(tasks.less_than(10), threshold=0)
    assert not pieces(circuits.less_than(10)).classifies(tasks.less_than(11), threshold=0)


def test_tables_show_every_piece_or_say_how_many_are_left():
    short = pieces(circuits.absolute())
    assert str(short).splitlines() == [
        "PiecewiseLinear, 2 pieces",
        "  -x  for x <= 0",
        "  x   for 0 <= x",
    ]
    assert short._repr_html_() == (
        "<table><thead><tr><th>function</th><th>where</th></tr></thead><tbody>"
        "<tr><td>-x</td><td>for x &lt;= 0</td></tr><tr><td>x</td><td>for 0 &lt;= x</td></tr>"
        "</tbody></table>"
    )
    long = pieces(circuits.parity(5, skip=True))
    assert str(long).splitlines()[-1] == "  … and 12 more"
    assert "… and 12 more" in long._repr_html_()
    line = PiecewiseLinear([], [Fraction(2, 3)], [-1])
    assert str(line) == "PiecewiseLinear, 1 piece\n  2/3 x - 1  for all x"
    assert "3  for 0 <= x <= 1" in str(PiecewiseLinear([], [0], [3], 0, 1))


@pytest.mark.parametrize(
    ("slope", "intercept", "text"),
    [
        (0, -3, "-3"),
        (1, 0, "x"),
        (1, 1, "x + 1"),
        (-1, -1, "-x - 1"),
        (2, Fraction(1, 2), "2 x + 1/2"),
        (Fraction(-2, 3), Fraction(-1, 2), "-2/3 x - 1/2"),
    ],
)
def test_a_line_s_text(slope, intercept, text):
    assert affine_text(Fraction(slope), Fraction(intercept)) == text


@pytest.mark.parametrize(
    ("task", "match"),
    [
        (tasks.xor(), "one input and one target"),
        (Task("far", torch.tensor([[1.0]]), torch.tensor([[2.0]])), "targets other than 0 and 1"),
    ],
)
def test_classifies_refuses_other_tasks(task, match):
    with pytest.raises(ValueError, match=match):
        pieces(circuits.absolute()).classifies(task)
