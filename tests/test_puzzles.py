"""The circuits of the puzzles, against Python's own arithmetic over whole ranges."""

import statistics
from fractions import Fraction
from itertools import pairwise, permutations, product

import oracle
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tinynets import circuits, pieces

NUMBERS = st.builds(lambda n, k: Fraction(n, 2**k), st.integers(-4096, 4096), st.integers(0, 6))
ANY = [torch.float16, torch.bfloat16, torch.float32, torch.float64]


def said(network, rows):
    """Return the outputs on rows of numbers, or on single ones; the rows must be exact."""
    rows = [row if isinstance(row, (tuple, list)) else (row,) for row in rows]
    x = torch.tensor(rows, dtype=network.dtype)
    assert x.tolist() == [list(row) for row in rows]
    with torch.no_grad():
        return network(x).tolist()


def single(network, rows):
    return [y for (y,) in said(network, rows)]


def exact(network, *x):
    return oracle.layer_outputs(exact_description(network), x)[-1]


def exact_description(network):
    layers = [{"weight": W, "bias": b} for W, b in oracle.exact_layers(network)]
    return network.to_dict() | {"layers": layers}


# How many neurons each has, and in which layers


@pytest.mark.parametrize(
    ("network", "widths", "hidden"),
    [
        (circuits.clip(), [1, 1, 1, 1], 2),
        (circuits.maximum(1), [1, 1], 0),
        (circuits.maximum(2), [2, 1, 1], 1),
        (circuits.maximum(6), [6, 1, 1, 1, 1, 1, 1], 5),
        (circuits.maximum(1000), [1000] + [1] * 1000, 999),
        (circuits.median(), [3, 1, 1, 1, 1], 3),
        (circuits.sort(2), [2, 1, 2], 1),
        (circuits.sort(3), [3, 1, 1, 1, 3], 3),
        (circuits.sort(4), [4, 2, 2, 1, 4], 5),
        (circuits.sort(5), [5, 2, 2, 1, 1, 1, 1, 1, 5], 9),
        (circuits.square(0), [1, 1], 0),
        (circuits.square(5), [1] * 7, 5),
        (circuits.divisible(3, 0), [1, 1, 1], 1),
        (circuits.divisible(7, 4), [1] * 7, 5),
        (circuits.gray_code(1), [1, 1], 0),
        (circuits.gray_code(5), [1, 1, 1, 1, 1, 5], 4),
        (circuits.binary(1), [1, 1], 0),
        (circuits.binary(4), [1, 1, 1, 1, 1, 1, 1, 4], 6),
        (circuits.bits_parity(1), [1, 1], 0),
        (circuits.bits_parity(2), [2, 1, 1], 1),
        (circuits.bits_parity(3), [3, 1, 1, 1], 2),
        (circuits.bits_parity(8), [8, 1, 1, 1, 1], 3),
        (circuits.bits_parity(9), [9, 1, 1, 1, 1, 1], 4),
        (circuits.bits_parity(1000), [1000] + [1] * 11, 10),
        (circuits.equal(), [2, 1, 1, 1], 2),
        (circuits.equal(exact=False), [2, 1, 1], 1),
        (circuits.logical_and(), [2, 1, 1], 1),
    ],
)
def test_it_has_the_neurons_that_it_promises(network, widths, hidden):
    assert (network.widths, network.n_hidden) == (widths, hidden)
    assert (network.activation, network.output) == ("relu", "identity")


@pytest.mark.parametrize(
    ("circuit", "arguments"),
    [
        (circuits.maximum, (3,)),
        (circuits.sort, (3,)),
        (circuits.square, (3,)),
        (circuits.divisible, (3, 3)),
        (circuits.gray_code, (4,)),
        (circuits.binary, (4,)),
        (circuits.bits_parity, (8,)),
    ],
)
def test_it_has_the_size_that_its_signature_names(circuit, arguments):
    assert str(circuit()) == str(circuit(*arguments))


@pytest.mark.parametrize("dtype", ANY)
@pytest.mark.parametrize(
    "circuit",
    [
        circuits.clip,
        circuits.maximum,
        circuits.median,
        circuits.sort,
        lambda dtype=None: circuits.square(2, dtype=dtype),
        circuits.divisible,
        circuits.gray_code,
        circuits.binary,
        circuits.bits_parity,
        circuits.equal,
        circuits.logical_and,
    ],
)
def test_every_puzzle_comes_in_every_dtype(circuit, dtype):
    assert circuit(dtype=dtype).dtype == dtype
    assert circuit().dtype == torch.float32
    assert circuit(dtype=dtype).to_dict()["layers"] == circuit().to_dict()["layers"]


@pytest.mark.parametrize(
    ("circuit", "size", "dtype", "chosen"),
    [
        (circuits.square, 4, torch.float16, torch.float16),
        (circuits.square, 10, None, torch.float32),
        (circuits.square, 11, None, torch.float64),
        (circuits.square, 25, None, torch.float64),
        (circuits.gray_code, 23, None, torch.float32),
        (circuits.gray_code, 24, None, torch.float64),
        (circuits.gray_code, 52, None, torch.float64),
        (circuits.binary, 24, None, torch.float32),
        (circuits.binary, 25, None, torch.float64),
        (circuits.binary, 53, None, torch.float64),
        (circuits.bits_parity, 256, torch.bfloat16, torch.bfloat16),
        (circuits.bits_parity, 1000, torch.float16, torch.float16),
    ],
)
def test_the_dtype_is_the_smallest_that_is_exact(circuit, size, dtype, chosen):
    assert circuit(size, dtype=dtype).dtype == chosen


@pytest.mark.parametrize(
    ("divisor", "folds", "chosen"),
    [
        (2, 22, torch.float32),
        (2, 23, torch.float64),
        (3, 21, torch.float32),
        (3, 22, torch.float64),
        (2**52, 0, torch.float64),
        (3, 50, torch.float64),
    ],
)
def test_divisible_chooses_its_dtype_by_the_end_of_its_range(divisor, folds, chosen):
    assert circuits.divisible(divisor, folds).dtype == chosen


@pytest.mark.parametrize(
    ("low", "high", "chosen"),
    [
        (0, 1, torch.float32),
        (-(2**23), 2**23, torch.float32),
        (-(2**23) - 1, 2**23, torch.float64),
        (0, 0.1, torch.float64),
        (2**53 - 1, 2**53, torch.float64),
    ],
)
def test_clip_chooses_its_dtype(low, high, chosen):
    assert circuits.clip(low, high).dtype == chosen


# Clip, and what has no parameter


@given(NUMBERS, NUMBERS, NUMBERS)
def test_clip(x, one, other):
    low, high = sorted((one, other + (one == other)))
    assert oracle.exact(circuits.clip(low, high))(x) == sorted((low, x, high))[1]


@pytest.mark.parametrize("x", [-1e30, -(2.0**24), 2.0**24 + 2, 1e30])
def test_clip_saturates_far_away(x):
    # R(x) - R(x - 1) would be off there.
    network = circuits.clip()
    (y,) = network(torch.tensor([[x]])).flatten().tolist()
    assert y == (x > 0)


def test_clip_is_three_pieces():
    f = pieces(circuits.clip(-1, 3))
    assert (f.breakpoints, f.slopes, f.intercepts) == ((-1, 3), (0, 1, 0), (-1, 0, 3))


def test_logical_and():
    rows = list(product((0, 1), repeat=2))
    assert single(circuits.logical_and(), rows) == [a and b for a, b in rows]


def test_equal_on_a_square_of_integers():
    rows = list(product(range(-20, 21), repeat=2))
    assert single(circuits.equal(), rows) == [a == b for a, b in rows]
    near = single(circuits.equal(exact=False), rows)
    assert near == [1 - abs(a - b) for a, b in rows]
    assert [y > 0.5 for y in near] == [a == b for a, b in rows]


# Maximum, median, sorting


@pytest.mark.parametrize("count", range(1, 7))
def test_maximum_of_all_rows_of_small_integers(count):
    rows = list(product(range(-1, 3), repeat=count))
    assert single(circuits.maximum(count), rows) == [max(row) for row in rows]


@given(st.lists(NUMBERS, min_size=1, max_size=9))
def test_maximum_is_exact(numbers):
    assert exact(circuits.maximum(len(numbers)), *numbers) == [max(numbers)]


def test_maximum_of_a_thousand():
    numbers = torch.randperm(1000, generator=torch.Generator().manual_seed(0)).tolist()
    assert single(circuits.maximum(1000), [numbers]) == [999]


def test_median_of_all_rows_of_small_integers():
    rows = list(product(range(-3, 4), repeat=3))
    assert single(circuits.median(), rows) == [statistics.median(row) for row in rows]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_median_is_exact(a, b, c):
    assert exact(circuits.median(), a, b, c) == [statistics.median([a, b, c])]


@pytest.mark.parametrize("count", range(2, 6))
def test_sort_all_orders_and_all_zeros_and_ones(count):
    rows = [*permutations(range(count)), *product((0, 1), repeat=count)]
    rows += product((-2, 0, 1), repeat=count)
    assert said(circuits.sort(count), rows) == [sorted(row) for row in rows]


@given(st.lists(NUMBERS, min_size=2, max_size=5))
def test_sort_is_exact(numbers):
    assert exact(circuits.sort(len(numbers)), *numbers) == sorted(numbers)


# Square


@pytest.mark.parametrize("m", range(7))
def test_square_misses_by_exactly_what_it_promises(m):
    f = pieces(circuits.square(m), 0, 1)
    assert f.breakpoints == tuple(Fraction(k, 2**m) for k in range(1, 2**m))
    error = Fraction(1, 2 ** (2 * m + 3))
    ends = [Fraction(k, 2**m) for k in range(2**m + 1)]
    assert [f(x) - x * x for x in ends] == [-error] * len(ends)
    for u, v in pairwise(ends):
        # On a piece f - x² is concave and symmetric about the middle: its greatest value.
        assert f((u + v) / 2) - ((u + v) / 2) ** 2 == error


@pytest.mark.parametrize("m", range(7))
def test_square_on_a_fine_grid(m):
    f = oracle.exact(circuits.square(m))
    missed = {f(x) - x * x for x in (Fraction(k, 2 ** (m + 3)) for k in range(2 ** (m + 3) + 1))}
    assert max(missed) == -min(missed) == Fraction(1, 2 ** (2 * m + 3))


@pytest.mark.parametrize(
    ("m", "dtype"),
    [(2, torch.bfloat16), (4, torch.float16), (10, torch.float32), (25, torch.float64)],
)
def test_square_is_exact_where_its_error_is_largest_with_the_most_neurons(m, dtype):
    network = circuits.square(m, dtype=dtype)
    random = torch.randint(2 ** (m + 1), (2000,), generator=torch.Generator().manual_seed(0))
    ks = {*random.tolist(), 0, 1, 2, 2**m, 2 ** (m + 1) - 1, 2 ** (m + 1)}
    xs = [Fraction(k, 2 ** (m + 1)) for k in sorted(ks)]
    error = Fraction(1, 2 ** (2 * m + 3))
    for x, y in zip(xs, single(network, [float(x) for x in xs]), strict=True):
        assert abs(Fraction(y) - x * x) == error


# Integers


@pytest.mark.parametrize("folds", range(5))
@pytest.mark.parametrize("divisor", [2, 3, 4, 5, 6, 7, 10, 31])
def test_divisible_is_one_minus_the_distance_on_its_range(divisor, folds):
    network = circuits.divisible(divisor, folds)
    end = divisor * 2**folds
    xs = range(end + 1)
    distance = [min(x % divisor, -x % divisor) for x in xs]
    assert single(network, xs) == [1 - d for d in distance]
    assert [y > 0.5 for y in single(network, xs)] == [x % divisor == 0 for x in xs]
    f = pieces(network, 0, end)
    for x in (Fraction(k, 6) for k in range(6 * end + 1)):
        assert f(x) == 1 - min(x % divisor, -x % divisor)
    assert len(f.changes()) == 2 ** (folds + 1)


@pytest.mark.parametrize("divisor", [3, 4, 7])
def test_divisible_is_wrong_beyond_its_range(divisor):
    network = circuits.divisible(divisor, 2)
    # It rises on either side, and does not come down again.
    outside = [-divisor, -1, 4 * divisor + 1, 5 * divisor]
    assert single(network, outside) == [1 + divisor, 2, 2, 1 + divisor]


@pytest.mark.parametrize(
    ("divisor", "folds", "dtype"),
    [
        (3, 21, torch.float32),
        (6, 21, torch.float32),
        (5, 49, torch.float64),
        (7, 7, torch.float16),
        (2**23 - 2, 1, torch.float32),
    ],
)
def test_divisible_at_the_end_of_what_the_dtype_holds(divisor, folds, dtype):
    network = circuits.divisible(divisor, folds, dtype=dtype)
    end = divisor * 2**folds
    near = {divisor * 2**k + d for k in range(folds + 1) for d in range(-divisor % 9 - 9, 9)}
    random = torch.randint(end + 1, (3000,), generator=torch.Generator().manual_seed(0)).tolist()
    xs = sorted(x for x in {*near, *(end - x for x in near), *random} if 0 <= x <= end)
    assert single(network, xs) == [1 - min(x % divisor, -x % divisor) for x in xs]


def written(number, n):
    return [int(digit) for digit in f"{number:0{n}b}"]


@pytest.mark.parametrize("n", range(1, 12))
def test_gray_code_on_its_whole_range(n):
    codes = [[int(y > 0.5) for y in row] for row in said(circuits.gray_code(n), range(2**n))]
    assert codes == [written(x ^ (x >> 1), n) for x in range(2**n)]
    # What a Gray code is: neighbours differ in one bit.
    assert all(sum(a != b for a, b in zip(p, q, strict=True)) == 1 for p, q in pairwise(codes))


@pytest.mark.parametrize("n", range(1, 12))
def test_gray_code_s_answers_keep_away_from_the_threshold(n):
    for row in said(circuits.gray_code(n), range(2**n)):
        assert all(y >= 1 or y <= 0 for y in row)


@pytest.mark.parametrize("n", range(1, 12))
def test_binary_on_its_whole_range(n):
    digits = said(circuits.binary(n), range(2**n))
    assert digits == [written(x, n) for x in range(2**n)]


@pytest.mark.parametrize(
    ("n", "dtype"), [(10, torch.float16), (23, torch.float32), (52, torch.float64)]
)
def test_bits_with_the_most_that_a_dtype_holds(n, dtype):
    near = {2**k + d for k in range(n + 1) for d in (-2, -1, 0, 1, 2)}
    random = torch.randint(2**n, (3000,), generator=torch.Generator().manual_seed(0)).tolist()
    xs = sorted(x for x in {*near, *random} if 0 <= x < 2**n)
    gray = said(circuits.gray_code(n, dtype=dtype), xs)
    assert [[y > 0.5 for y in row] for row in gray] == [written(x ^ (x >> 1), n) for x in xs]
    assert said(circuits.binary(n, dtype=dtype), xs) == [written(x, n) for x in xs]
    last = circuits.binary(n + 1, dtype=dtype)
    assert said(last, [2**n + x for x in xs]) == [[1, *written(x, n)] for x in xs]


# The parity of bits


@pytest.mark.parametrize("n", range(1, 13))
def test_bits_parity_on_all_rows(n):
    rows = list(product((0, 1), repeat=n))
    assert single(circuits.bits_parity(n), rows) == [sum(row) % 2 for row in rows]


def test_bits_parity_of_a_thousand():
    rows = [[1] * ones + [0] * (1000 - ones) for ones in range(1001)]
    for row in rows[::7]:
        row.reverse()
    assert single(circuits.bits_parity(1000), rows) == [ones % 2 for ones in range(1001)]


def test_bits_parity_of_two_is_xor():
    rows = list(product((0, 1), repeat=2))
    assert single(circuits.bits_parity(2), rows) == single(circuits.xor(skip=True), rows)
