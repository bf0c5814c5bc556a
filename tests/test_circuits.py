import math
from fractions import Fraction

import oracle
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tinynets import circuits, tasks

DYADIC = st.builds(lambda n, k: Fraction(n, 2**k), st.integers(-4096, 4096), st.integers(0, 6))


def column(numbers, dtype=torch.float32):
    return torch.tensor(list(numbers), dtype=dtype).unsqueeze(1)


def said(network, numbers):
    with torch.no_grad():
        return network(column(numbers, network.dtype)).flatten().tolist()


# Parity


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("folds", range(21))
def test_parity_is_right_on_its_whole_range(folds, skip):
    network = circuits.parity(folds, skip)
    x = torch.arange(2**folds + 1, dtype=torch.int64)
    with torch.no_grad():
        y = network(x.to(torch.float32).unsqueeze(1))[:, 0]
    assert torch.equal(y.to(torch.float64), (x & 1).to(torch.float64))


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("folds", range(11))
def test_parity_in_exact_arithmetic(folds, skip):
    network = oracle.exact(circuits.parity(folds, skip))
    for x in range(2**folds + 1):
        assert network(x) == x % 2


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("folds", range(1, 7))
def test_parity_is_a_sawtooth_and_wrong_just_outside(folds, skip):
    network = oracle.exact(circuits.parity(folds, skip))
    for x in (Fraction(k, 4) for k in range(4 * 2**folds + 1)):
        assert network(x) == 1 - abs(x % 2 - 1)
    # Without skips a later layer's ReLU cuts what has become negative.
    assert network(2**folds + 1) == (-1 if skip or folds == 1 else 0)
    assert network(-1) == (-1 if skip else 0)


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize(
    ("folds", "dtype"), [(11, torch.float16), (24, torch.float32), (53, torch.float64)]
)
def test_parity_at_the_last_fold_that_a_dtype_holds(folds, dtype, skip):
    network = circuits.parity(folds, skip, dtype=dtype)
    top = 2**folds
    near = {2**k + d for k in range(folds + 1) for d in (-2, -1, 0, 1, 2)}
    mirrored = {top - x for x in near}
    random = torch.randint(top + 1, (4000,), generator=torch.Generator().manual_seed(0)).tolist()
    integers = sorted(x for x in {*near, *mirrored, *random} if 0 <= x <= top)
    assert len(integers) > 1500
    assert [int(v) for v in column(integers, dtype).flatten().tolist()] == integers
    assert said(network, integers) == [float(x & 1) for x in integers]


@pytest.mark.parametrize(
    ("folds", "dtype", "chosen"),
    [
        (0, None, torch.float32),
        (24, None, torch.float32),
        (25, None, torch.float64),
        (53, None, torch.float64),
        (8, torch.bfloat16, torch.bfloat16),
        (3, torch.float64, torch.float64),
    ],
)
def test_parity_chooses_the_dtype(folds, dtype, chosen):
    assert circuits.parity(folds, dtype=dtype).dtype == chosen


@pytest.mark.parametrize("folds", [0, 1, 4, 9])
def test_parity_has_the_promised_shape(folds):
    layered, skipping = circuits.parity(folds), circuits.parity(folds, skip=True)
    assert layered.widths == [1, *[2] * folds, 1]
    assert skipping.widths == [1] * (folds + 2)
    assert (layered.skip, skipping.skip) == (False, True)
    assert (layered.n_hidden, skipping.n_hidden) == (2 * folds, folds)


def article(x):
    for c in (8, 4, 2, 1, 1):
        x = abs(x - c)
    return x


def test_the_article_s_parity_is_its_formula_everywhere():
    network = oracle.exact(circuits.article_parity())
    for x in (Fraction(k, 8) for k in range(-400, 400)):
        assert network(x) == article(x)
    assert said(circuits.article_parity(), range(-60, 60)) == [article(x) for x in range(-60, 60)]


def test_the_article_s_parity_is_right_from_minus_1_to_17_and_no_farther():
    network = circuits.article_parity()
    right = [
        x for x, y in zip(range(-60, 60), said(network, range(-60, 60)), strict=True) if y == x % 2
    ]
    assert right == list(range(-1, 18))
    assert said(network, [-2, 18, 19]) == [2, 2, 3]


def test_the_article_s_parity_has_eleven_relus():
    network = circuits.article_parity()
    assert network.widths == [1, 2, 2, 2, 2, 2, 1]
    assert (network.activation, network.output, network.skip) == ("relu", "relu", False)
    assert sum(network.widths[1:]) == 11


# Minimum


@pytest.mark.parametrize("theta", [1, 0, 0.5, -2, 3.25, 0.75])
def test_minimum_on_a_grid(theta):
    network = circuits.minimum(theta)
    grid = torch.cartesian_prod(torch.arange(-50.0, 51), torch.arange(-50.0, 51))
    with torch.no_grad():
        y = network(grid)[:, 0]
    assert torch.equal(y, grid.min(dim=1).values)


@given(DYADIC, DYADIC, DYADIC)
def test_minimum_is_exact_for_every_theta(theta, a, b):
    assert oracle.exact(circuits.minimum(float(theta)))(a, b) == min(a, b)


@given(st.floats(-5, 5), st.floats(-50, 50), st.floats(-50, 50))
def test_minimum_for_any_theta_up_to_rounding(theta, a, b):
    network = circuits.minimum(theta, dtype=torch.float64)
    y = network(torch.tensor([[a, b]], dtype=torch.float64)).item()
    assert math.isclose(y, min(a, b), rel_tol=0, abs_tol=1e-12)


def test_minimum_has_the_article_s_shape():
    network = circuits.minimum()
    assert (network.widths, network.skip, network.n_hidden) == ([2, 2, 1], True, 2)
    assert circuits.minimum(0.1).dtype == torch.float64


# Less than


@pytest.mark.parametrize(
    ("sharpness", "x", "value"),
    [
        (1, 9.5, 0.6224593312018546),
        (1, 10.5, 0.3775406687981454),
        (100, 9.5, 1.0),
        (2, 8, 0.98201379),
    ],
)
def test_less_than_at_known_points(sharpness, x, value):
    (y,) = said(circuits.less_than(10, sharpness, dtype=torch.float64), [x])
    assert math.isclose(y, value, rel_tol=1e-8)


@given(st.floats(-5, 5).map(lambda k: 2**k), st.integers(-40, 40), st.integers(-60, 60))
def test_less_than_is_the_sigmoid(sharpness, threshold, x):
    (y,) = said(circuits.less_than(threshold, sharpness, dtype=torch.float64), [x])
    z = sharpness * (threshold - x)
    expected = 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
    assert math.isclose(y, expected, rel_tol=1e-11, abs_tol=1e-300)
    if x == threshold:
        assert y == 0.5


@pytest.mark.parametrize("sharpness", [0.125, 1, 100, 1e6, 2.0**60])
@pytest.mark.parametrize("threshold", [10, -3, 0, 9.5])
def test_less_than_never_decides_its_threshold(threshold, sharpness):
    network = circuits.less_than(threshold, sharpness)
    assert said(network, [threshold]) == [0.5]
    below, above = said(network, [threshold - 1, threshold + 1])
    assert below > 0.5 > above


# The small ones


def test_step_is_exact_on_the_article_s_data():
    task = tasks.less_than()
    assert torch.equal(circuits.step(10)(task.x), task.y)


@given(st.integers(-100, 100), DYADIC)
def test_step_runs_straight_from_1_to_0(threshold, x):
    expected = min(1, max(0, threshold - x))
    assert oracle.exact(circuits.step(threshold))(x) == expected


@pytest.mark.parametrize("threshold", [2048, -2047])
def test_step_at_the_last_threshold_that_a_dtype_holds(threshold):
    network = circuits.step(threshold, dtype=torch.float16)
    assert said(network, [threshold - 1, threshold]) == [1, 0]
    with pytest.raises(ValueError, match=r"torch\.float32 does"):
        circuits.step(threshold + (1 if threshold > 0 else -1), dtype=torch.float16)


@pytest.mark.parametrize("skip", [False, True])
@given(x=DYADIC)
def test_absolute(skip, x):
    network = circuits.absolute(skip)
    assert oracle.exact(network)(x) == abs(x)
    assert said(network, [float(x)]) == [abs(float(x))]


@pytest.mark.parametrize("skip", [False, True])
def test_xor(skip):
    task = tasks.xor()
    assert torch.equal(circuits.xor(skip)(task.x), task.y)
    assert oracle.exact(circuits.xor(skip))(Fraction(1, 2), Fraction(1, 2)) == 1


@pytest.mark.parametrize(
    ("circuit", "layered", "skipping"),
    [(circuits.absolute, [1, 2, 1], [1, 1, 1]), (circuits.xor, [2, 2, 1], [2, 1, 1])],
)
def test_a_skip_connection_saves_a_neuron(circuit, layered, skipping):
    assert circuit().widths == layered
    assert circuit(skip=True).widths == skipping


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize(
    "circuit",
    [
        circuits.less_than,
        circuits.step,
        circuits.minimum,
        circuits.parity,
        circuits.article_parity,
        circuits.absolute,
        circuits.xor,
    ],
)
def test_every_circuit_comes_in_every_dtype(circuit, dtype):
    assert circuit(dtype=dtype).dtype == dtype
    assert circuit().dtype == torch.float32
    assert circuit(dtype=dtype).to_dict()["layers"] == circuit().to_dict()["layers"]


@pytest.mark.parametrize(
    ("circuit", "spelled_out"),
    [
        (circuits.less_than, lambda: circuits.less_than(10, 1)),
        (circuits.step, lambda: circuits.step(10)),
        (circuits.minimum, lambda: circuits.minimum(1)),
        (circuits.parity, lambda: circuits.parity(4, False)),
        (circuits.absolute, lambda: circuits.absolute(False)),
        (circuits.xor, lambda: circuits.xor(False)),
        (lambda: circuits.modular_addition(7), lambda: circuits.modular_addition(7, 1, 8)),
    ],
)
def test_what_is_not_said_is_as_the_signature_shows(circuit, spelled_out):
    assert circuit().to_dict() == spelled_out().to_dict()


def outputs(network, p, rows=slice(None)):
    """What the network says to the pairs of residues, (a, b) in row a * p + b."""
    with torch.no_grad():
        return network(tasks.modular_addition(p).x[rows].to(network.dtype)).to(torch.float64)


def eight_squares(p, k, a, b, c):
    """The eight squares written out, one after the other."""
    x, y, z = (2 * math.pi * k * n / p for n in (a, b, c))
    cos, sin = math.cos, math.sin
    cosine = (cos(x) + cos(y)) ** 2 - (cos(x) - cos(y)) ** 2
    cosine -= (sin(x) + sin(y)) ** 2 - (sin(x) - sin(y)) ** 2
    sine = (sin(x) + cos(y)) ** 2 - (sin(x) - cos(y)) ** 2
    sine += (cos(x) + sin(y)) ** 2 - (cos(x) - sin(y)) ** 2
    return (cosine * cos(z) + sine * sin(z)) / 4


@pytest.mark.parametrize("dtype", [torch.float32, None])
@pytest.mark.parametrize("neurons", [8, 4, 3])
@pytest.mark.parametrize(("p", "k"), [(3, 1), (7, 1), (7, 3), (9, 4), (15, 8), (23, 22), (97, 5)])
def test_modular_addition_is_right_for_every_pair(p, k, neurons, dtype):
    if neurons == 3 and dtype == torch.float32 and p == 97:
        with pytest.raises(ValueError, match="p is 97: the answer leads by"):
            circuits.modular_addition(p, k, neurons, dtype=dtype)
        return
    network = circuits.modular_addition(p, k, neurons, dtype=dtype)
    assert network.widths == [2 * p, neurons, p]
    assert (network.activation, network.dtype) == ("square", dtype or torch.float64)
    said = outputs(network, p)
    assert said.argmax(dim=1).tolist() == [(a + b) % p for a in range(p) for b in range(p)]
    best, second = said.topk(2, dim=1).values.T
    lead = 1 - math.cos(2 * math.pi / p)
    if neurons == 3:
        lead *= 1 - math.cos(math.pi / p)
        assert (best - second).min().item() == pytest.approx(lead, rel=1e-3, abs=1e-6)
    else:
        assert (best - second).tolist() == pytest.approx([lead] * p * p, rel=1e-2, abs=2e-6)


@pytest.mark.parametrize("neurons", [8, 4, 3])
@pytest.mark.parametrize(("p", "k"), [(7, 3), (9, 4)])
def test_modular_addition_says_the_cosine_that_its_proof_says(p, k, neurons):
    said = outputs(circuits.modular_addition(p, k, neurons), p).tolist()
    for row, (a, b) in enumerate((a, b) for a in range(p) for b in range(p)):
        factor = 1 + math.cos(2 * math.pi * k * (a - b) / p) if neurons == 3 else 1
        wanted = [factor * math.cos(2 * math.pi * k * (a + b - c) / p) for c in range(p)]
        assert said[row] == pytest.approx(wanted, abs=1e-12)
        if neurons != 3:
            squares = [eight_squares(p, k, a, b, c) for c in range(p)]
            assert said[row] == pytest.approx(squares, abs=1e-12)


@pytest.mark.parametrize(
    ("neurons", "phases"),
    [
        (8, [(u, v) for u in (0, 3) for v in (0, 3, 6, 9)]),
        (4, [(0, 0), (3, -3), (3, 0), (0, 3)]),
        (3, [(0, 0), (2, 2), (4, 4)]),
    ],
)
def test_a_neuron_of_modular_addition_has_the_phases_that_its_proof_says(neurons, phases):
    p, k = 7, 2
    read = circuits.modular_addition(p, k, neurons).to_dict()["layers"][0]["weight"]
    for row, turned in zip(read, phases, strict=True):  # in twelfths of a turn
        angles = [2 * math.pi * (t / 12 + k * n / p) for t in turned for n in range(p)]
        assert row == pytest.approx([math.cos(angle) for angle in angles], abs=1e-12)


def test_modular_addition_at_the_largest_p_of_a_dtype():
    p = 149
    network = circuits.modular_addition(p, 1, 3)
    assert outputs(network, p).argmax(dim=1).tolist() == [
        (a + b) % p for a in range(p) for b in range(p)
    ]
    with pytest.raises(
        ValueError, match=r"p is 1611: the answer leads by 7\.6e-06, too little for"
    ):
        circuits.modular_addition(1611, dtype=torch.float32)
    # With three neurons float32 ends sooner: 59 is right for every pair, 61 refused.
    said = outputs(circuits.modular_addition(59, 1, 3, dtype=torch.float32), 59)
    assert said.argmax(dim=1).tolist() == [(a + b) % 59 for a in range(59) for b in range(59)]
    with pytest.raises(ValueError, match=r"p is 61: the answer leads by 7\.0e-06, too little for"):
        circuits.modular_addition(61, 1, 3, dtype=torch.float32)
    p = 1607
    network = circuits.modular_addition(p, dtype=torch.float32)
    hidden, out = network.layers
    with torch.no_grad():
        h = (hidden.weight[:, 1:2] + hidden.weight[:, p:]).T ** 2
        assert (h @ out.weight.T).argmax(dim=1).tolist() == [(1 + b) % p for b in range(p)]


def test_even_moduli_need_more_than_three_neurons_and_frequencies_no_common_factor():
    for a, b in ((a, b) for a in range(8) for b in range(8)):
        said = [eight_squares(8, 3, a, b, c) for c in range(8)]
        assert sorted(range(8), key=said.__getitem__)[-1] == (a + b) % 8
        assert sorted(said)[-2] == pytest.approx(math.cos(2 * math.pi / 8))
        tied = [eight_squares(9, 6, a, b, c) for c in range(9)]
        assert [c for c in range(9) if tied[c] > 1 - 1e-9] == sorted(
            (a + b + 3 * i) % 9 for i in range(3)
        )
    # Three neurons with u = v: at a - b = p/2 all are 0.
    for u in (0, math.pi / 3, 2 * math.pi / 3):
        for b in range(4):
            x, y = (math.pi / 4 * 3 * n for n in (b + 4, b))
            assert math.cos(x + u) + math.cos(y + u) == pytest.approx(0, abs=1e-12)


def test_four_neurons_for_every_frequency_make_the_targets_themselves():
    p = 11
    said = [outputs(circuits.modular_addition(p, k, 4), p) for k in range(1, (p + 1) // 2)]
    targets = tasks.modular_addition(p).y.double()
    assert torch.allclose(1 / p + 2 / p * sum(said), targets, rtol=0, atol=1e-12)
