import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tinynets import Task, tasks


def columns(task):
    return task.x.tolist(), task.y.flatten().tolist()


@given(st.integers(-60, 60) | st.floats(-60, 60), st.integers(-50, 0), st.integers(1, 50))
def test_less_than(threshold, low, high):
    x, y = columns(tasks.less_than(threshold, low, high))
    assert x == [[float(k)] for k in range(low, high)]
    assert y == [float(k < threshold) for k in range(low, high)]


def test_less_than_is_the_article_s_data_by_default():
    x, y = columns(tasks.less_than())
    assert (len(x), x[0], x[-1], sum(y)) == (60, [-20.0], [39.0], 30)
    assert y[29:31] == [1.0, 0.0]


@given(st.integers(1, 300))
def test_parity(count):
    x, y = columns(tasks.parity(count))
    assert x == [[float(k)] for k in range(count)]
    assert y == [float(k & 1) for k in range(count)]


@given(st.integers(1, 200), st.integers(-60, 0), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_minimum(n, low, high, seed):
    x, y = columns(tasks.minimum(n, low, high, seed))
    assert len(x) == n
    assert all(low <= v < high and v == int(v) for pair in x for v in pair)
    assert y == [min(pair) for pair in x]
    assert (x, y) == columns(tasks.minimum(n, low, high, seed))


def test_minimum_reaches_every_integer_of_its_range_and_no_other():
    assert set(tasks.minimum(1000, -3, 4).x.flatten().tolist()) == {-3, -2, -1, 0, 1, 2, 3}


def test_minimum_depends_on_its_seed_and_not_on_the_global_one():
    state = torch.get_rng_state()
    first = columns(tasks.minimum(50))
    assert torch.equal(torch.get_rng_state(), state)
    assert columns(tasks.minimum(50, seed=1)) != first
    torch.manual_seed(5)
    assert columns(tasks.minimum(50)) == first
    torch.set_rng_state(state)


@pytest.mark.parametrize(("signed", "low"), [(False, 0.0), (True, -1.0)])
def test_xor(signed, low):
    x, y = columns(tasks.xor(signed))
    assert x == [[low, low], [low, 1.0], [1.0, low], [1.0, 1.0]]
    assert y == [float((a == 1) != (b == 1)) for a, b in x]


@pytest.mark.parametrize("p", [2, 3, 8, 11])
def test_modular_addition(p):
    task = tasks.modular_addition(p)
    assert task.x.shape == (p * p, 2 * p)
    assert task.y.shape == (p * p, p)
    for row, (x, y) in enumerate(zip(task.x.tolist(), task.y.tolist(), strict=True)):
        a, b = divmod(row, p)
        assert x == [float(i in (a, p + b)) for i in range(2 * p)]
        assert y == [float(c == (a + b) % p) for c in range(p)]


@given(st.integers(1, 9), st.floats(0, 1, exclude_min=True), st.integers(1, 50), st.integers(0, 99))
def test_sparse_features(features, probability, n, seed):
    task = tasks.sparse_features(features, probability, n, seed)
    assert task.x.shape == (n, features)
    assert all(0 <= number < 1 for row in task.x.tolist() for number in row)
    assert torch.equal(task.x, task.y)
    assert torch.equal(task.x, tasks.sparse_features(features, probability, n, seed).x)


@pytest.mark.parametrize("probability", [0.02, 0.3, 1.0])
def test_features_are_as_frequent_as_asked_uniform_and_independent(probability):
    state = torch.get_rng_state()
    x = tasks.sparse_features(4, probability, n=50_000).x.to(torch.float64)
    assert torch.equal(torch.get_rng_state(), state)
    error = 5 * (probability / len(x)) ** 0.5  # five deviations at least
    assert torch.allclose(
        (x > 0).double().mean(dim=0), torch.tensor(probability).double(), 0, error
    )
    for power in (1, 2, 3):  # the moments of the uniform distribution
        wanted = torch.tensor(probability / (power + 1)).double()
        assert torch.allclose((x**power).mean(dim=0), wanted, 0, error)
    both = ((x[:, 0] > 0) & (x[:, 1] > 0)).double().mean().item()
    assert abs(both - probability**2) < error


def test_a_task_is_frozen_and_tells_what_it_is():
    task = tasks.minimum(n=5)
    assert len(task) == 5
    assert repr(task) == "Task('min(a, b)': 5 examples, 2 -> 1)"
    with pytest.raises(AttributeError, match="cannot assign"):
        task.x = task.y


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_a_cast_keeps_the_numbers(dtype):
    task = tasks.parity(200).to(dtype)
    assert task.x.dtype == task.y.dtype == dtype
    assert columns(task) == columns(tasks.parity(200))


@pytest.mark.parametrize(
    ("number", "dtype", "exact"),
    [
        (2048.0, torch.float16, True),
        (2049.0, torch.float16, False),
        (65536.0, torch.float16, False),
        (256.0, torch.bfloat16, True),
        (257.0, torch.bfloat16, False),
        (2.0**24 + 1, torch.float32, False),
        (0.1, torch.float32, False),
    ],
)
def test_a_cast_that_would_change_a_number_is_refused(number, dtype, exact):
    x = torch.tensor([[1.0], [number]], dtype=torch.float64)
    for task in (Task("t", x, torch.ones_like(x)), Task("t", torch.ones_like(x), x)):
        if exact:
            assert columns(task.to(dtype)) == columns(task)
        else:
            with pytest.raises(ValueError, match=f"task 't' holds {number!r}, which {dtype}"):
                task.to(dtype)
