import math
import sys
from fractions import Fraction
from itertools import chain

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tinynets import Network, Task, circuits, tasks, train

DOUBLE = torch.float64


def neuron(w=0.0, b=0.0):
    """σ(wx + b) in float64."""
    return Network.from_weights([([[w]], [b])], output="sigmoid", dtype=DOUBLE)


def weight_and_bias(network):
    return network.layers[0].weight.item(), network.layers[0].bias.item()


def trace(history):
    """(epochs + 1, all parameters)."""
    return torch.cat([p.flatten(1) for p in history.parameters.values()], dim=1).numpy()


def cross_entropy(z, y):
    """-y log σ(z) - (1 - y) log(1 - σ(z)), without overflow."""
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


def gradient(parameters, x, y):
    """The closed form: mean of (σ(wx + b) - y)(x, 1)."""
    w, b = parameters
    z = w * x + b
    sigma = 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    return np.array([((sigma - y) * x).mean(), (sigma - y).mean()])


def descend(start, epochs, update, x, y):
    """The training loop a second time: parameters and losses at every epoch."""
    parameters, passed, losses = np.array(start, dtype=float), [], []
    for t in range(epochs + 1):
        passed.append(parameters)
        losses.append(cross_entropy(parameters[0] * x + parameters[1], y).mean())
        parameters = parameters - update(parameters, gradient(parameters, x, y), t + 1)
    return np.array(passed), np.array(losses)


class Momentum:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, l1=0.0):
        self.lr, self.momentum, self.weight_decay, self.l1 = lr, momentum, weight_decay, l1
        self.velocity = np.zeros(2)

    def __call__(self, p, g, _t):
        g = g + self.weight_decay * p + self.l1 * np.sign(p)
        self.velocity = self.momentum * self.velocity + g
        return self.lr * self.velocity


class Adam:
    """Kingma and Ba, ICLR 2015, algorithm 1, the penalties in the gradient."""

    def __init__(self, lr, weight_decay=0.0, l1=0.0):
        self.lr, self.weight_decay, self.l1 = lr, weight_decay, l1
        self.m, self.v = np.zeros(2), np.zeros(2)

    def __call__(self, p, g, t):
        g = g + self.weight_decay * p + self.l1 * np.sign(p)
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.999 * self.v + 0.001 * g * g
        return self.lr * (self.m / (1 - 0.9**t)) / (np.sqrt(self.v / (1 - 0.999**t)) + 1e-8)


@pytest.mark.parametrize(
    ("optimizer", "by_hand", "settings"),
    [
        ("sgd", Momentum, {}),
        ("sgd", Momentum, {"momentum": 0.9}),
        ("sgd", Momentum, {"momentum": 0.5, "weight_decay": 0.1}),
        ("sgd", Momentum, {"l1": 0.05}),
        ("adam", Adam, {}),
        ("adam", Adam, {"weight_decay": 0.1}),
        ("adam", Adam, {"l1": 0.05, "weight_decay": 0.01}),
    ],
)
def test_the_loop_agrees_with_one_written_by_hand(optimizer, by_hand, settings):
    task = tasks.less_than()
    x, y = (data.double().numpy()[:, 0] for data in (task.x, task.y))
    history = train(neuron(0.3, -0.7), task, epochs=200, lr=0.01, optimizer=optimizer, **settings)
    passed, losses = descend((0.3, -0.7), 200, by_hand(0.01, **settings), x, y)
    np.testing.assert_allclose(trace(history), passed, rtol=0, atol=1e-10)
    np.testing.assert_allclose(history.loss, losses, rtol=0, atol=1e-10)


# What the article and the theory say of the neuron for x < 10


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("optimizer", "threshold"), [("sgd", 8.53), ("adam", 9.40)])
def test_the_threshold_after_a_thousand_epochs(optimizer, threshold, seed):
    """The start moves it by less than 0.05."""
    network = Network([1, 1], output="sigmoid", seed=seed)
    train(network, tasks.less_than(), epochs=1000, lr=0.1, optimizer=optimizer)
    w, b = weight_and_bias(network)
    assert -b / w == pytest.approx(threshold, abs=0.05)


def law(time):
    """w and b of σ(b - wx) at the time ηt: the margins at 9 and 10 are ln(ηt / 60α)."""
    nine, ten = (math.log(time / (60 * alpha)) for alpha in (192, 173))
    return nine + ten, 10 * nine + 9 * ten


def test_the_law_s_two_forms_agree():
    w, b = law(5e7)
    assert w == pytest.approx(2 * math.log(5e7 / 60) - math.log(192 * 173), rel=1e-12)
    assert b / w == pytest.approx(9.5 - math.log(192 / 173) / (2 * w), rel=1e-12)
    assert (w, b / w) == (pytest.approx(16.8556, abs=1e-4), pytest.approx(9.496909, abs=1e-6))


def test_descent_follows_the_law():
    """From the law's point at ηt = 10⁷, a bit aside, a fifth of that time farther on."""
    time, lr, epochs = 1e7, 250.0, 8000
    w, b = law(time)
    network = neuron(-w, b + 0.01)
    history = train(network, tasks.less_than(), epochs=epochs, lr=lr, optimizer="sgd")
    later = time + lr * epochs
    assert law(later)[0] - w > 0.36  # what the descent has to catch up with
    w, b = law(later)
    assert -weight_and_bias(network)[0] == pytest.approx(w, abs=2e-3)
    assert -weight_and_bias(network)[1] / weight_and_bias(network)[0] == pytest.approx(
        b / w, abs=1e-5
    )
    assert history.loss[-1] == pytest.approx(365 / later, rel=2e-3)


@pytest.mark.parametrize(
    ("optimizer", "lr", "thresholds"),
    [
        ("sgd", 0.1, {10_000: 9.31, 20_000: 9.38}),
        ("sgd", 0.01, {10_000: 8.55}),  # the transient is long
        ("adam", 0.1, {10_000: 9.495}),
    ],
)
def test_the_threshold_after_many_epochs(optimizer, lr, thresholds):
    history = train(neuron(), tasks.less_than(), epochs=max(thresholds), lr=lr, optimizer=optimizer)
    w, b = trace(history).T
    for epoch, threshold in thresholds.items():
        assert -b[epoch] / w[epoch] == pytest.approx(threshold, abs=0.005)


@given(st.floats(0.01, 1e6))
def test_at_threshold_10_the_loss_never_falls_below_one_undecided_point(sharpness):
    network = circuits.less_than(10, sharpness, dtype=DOUBLE)
    (loss,) = train(network, tasks.less_than(), epochs=0, lr=1).loss.tolist()
    assert loss >= math.log(2) / 60 - 1e-12


def test_the_bounds_on_the_loss_are_reached():
    def loss(threshold, sharpness):
        network = circuits.less_than(threshold, sharpness, dtype=DOUBLE)
        return train(network, tasks.less_than(), epochs=0, lr=1).loss.item()

    assert loss(10, 100) == pytest.approx(math.log(2) / 60, rel=1e-9)
    assert loss(9.5, 40) < 1e-9


# Losses, penalties, batches


@pytest.mark.parametrize("name", ["weight_decay", "l1"])
def test_a_penalty_is_the_gradient_of_the_penalised_loss(name):
    task = tasks.minimum(20, -3, 4)
    network = Network([2, 3, 1], skip=True, seed=2, dtype=DOUBLE)
    parameters = [p.detach().clone().requires_grad_() for p in network.parameters()]
    W, b, V, d = parameters
    x, y = task.x.double(), task.y.double()
    h = (x @ W.T + b).clamp(min=0)
    mse = ((torch.cat([x, h], 1) @ V.T + d - y) ** 2).mean()
    penalty = {
        "weight_decay": sum((p**2).sum() for p in parameters) / 2,
        "l1": sum(p.abs().sum() for p in parameters),
    }[name]
    gradients = torch.autograd.grad(mse + 0.3 * penalty, parameters)

    history = train(network, task, epochs=1, lr=0.05, optimizer="sgd", **{name: 0.3})
    for p, before, g in zip(network.parameters(), parameters, gradients, strict=True):
        torch.testing.assert_close(p, before - 0.05 * g, rtol=0, atol=1e-14)
    assert history.loss[0].item() == pytest.approx(mse.item(), rel=1e-13)  # no penalty in it


def test_the_loss_by_default():
    task = tasks.less_than()
    x, y = task.x.double().numpy(), task.y.double().numpy()
    z = -0.3 * x + 2

    def start(output, **settings):
        network = Network.from_weights([([[-0.3]], [2])], output=output, dtype=DOUBLE)
        return train(network, task, epochs=0, lr=1, **settings).loss.item()

    sigma = 1 / (1 + np.exp(-z))
    for output, settings, expected in [
        ("sigmoid", {}, cross_entropy(z, y)),
        ("sigmoid", {"loss": "cross_entropy"}, cross_entropy(z, y)),
        ("sigmoid", {"loss": "mse"}, (sigma - y) ** 2),
        ("identity", {}, (z - y) ** 2),
        ("relu", {}, (np.maximum(z, 0) - y) ** 2),
    ]:
        assert start(output, **settings) == pytest.approx(expected.mean(), rel=1e-12)


@pytest.mark.parametrize(("batch_size", "batches"), [(1, 7), (3, 3), (7, 1), (100, 1), (None, 1)])
def test_every_epoch_reads_every_example_once(batch_size, batches, monkeypatch):
    read = []
    logits = Network.logits

    def spy(self, x):
        if torch.is_grad_enabled():
            read.append(x.flatten().tolist())
        return logits(self, x)

    monkeypatch.setattr(Network, "logits", spy)
    task = tasks.parity(7)
    train(Network([1, 1]), task, epochs=4, lr=0.01, batch_size=batch_size)
    if batch_size is None:
        read.pop()  # the loss after the last epoch, from which no step follows
    assert len(read) == 4 * batches
    epochs = [list(chain(*read[i : i + batches])) for i in range(0, len(read), batches)]
    assert all(sorted(epoch) == list(range(7)) for epoch in epochs)
    if batch_size is None:
        assert epochs == [list(range(7))] * 4
    else:
        assert len({tuple(epoch) for epoch in epochs}) == 4


def test_a_minibatch_step_is_a_step_on_each_batch_in_turn():
    """With one example a batch and inputs all alike the order cannot matter."""
    x = torch.ones(5, 1)
    alike = Task("alike", x, 3 * x)
    one = train(neuron_identity(), alike, epochs=4, lr=0.1, optimizer="sgd", batch_size=1)
    many = train(neuron_identity(), alike, epochs=20, lr=0.1, optimizer="sgd")
    np.testing.assert_allclose(trace(one), trace(many)[::5], rtol=1e-12)
    # By hand: the error 3 - w - b shrinks by 1 - 4 lr in each step.
    np.testing.assert_allclose(3 - trace(many).sum(1), 3 * 0.6 ** np.arange(21), atol=1e-12)


def neuron_identity():
    return Network.from_weights([([[0]], [0])], dtype=DOUBLE)


def test_numpy_s_numbers_are_numbers():
    plain, other = (
        train(
            Network([i(1), i(2), 1], seed=i(3), dtype=DOUBLE),
            tasks.parity(i(16)),
            epochs=i(3),
            lr=f(0.125),
            l1=f(0.5),
            batch_size=i(5),
            seed=i(2),
        )
        for i, f in ((int, float), (np.int64, np.float32))
    )
    assert same(plain, other)


# The record


def same(first, second):
    return torch.equal(first.loss, second.loss) and all(
        torch.equal(p, second.parameters[name]) for name, p in first.parameters.items()
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("batch_size", [None, 5])
def test_training_repeats_bit_for_bit(optimizer, batch_size, dtype):
    def run(seed=3):
        return train(
            Network([1, 3, 1], skip=True, dtype=dtype),
            tasks.parity(16),
            epochs=20,
            lr=0.001,
            optimizer=optimizer,
            batch_size=batch_size,
            seed=seed,
        )

    state = torch.get_rng_state()
    first = run()
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(0)
    assert same(first, run())
    torch.set_rng_state(state)
    assert same(first, run(seed=4)) == (batch_size is None)


def test_the_history_starts_at_the_start_and_ends_at_the_end():
    network = Network([1, 2, 1], dtype=DOUBLE)
    start = {name: p.detach().clone() for name, p in network.named_parameters()}
    task = tasks.parity(5)
    history = train(network, task, epochs=6, lr=0.1)
    assert history.loss.shape == (7,)
    assert history.loss.dtype == DOUBLE
    assert list(history.parameters) == list(start)
    for name, p in network.named_parameters():
        record = history.parameters[name]
        assert record.shape == (7, *p.shape)
        assert not record.requires_grad
        assert torch.equal(record[0], start[name])
        assert torch.equal(record[-1], p)
        assert not torch.equal(record[0], record[1])
    for epoch, loss in enumerate(history.loss):
        layers = [
            [history.parameters[f"layers.{i}.{part}"][epoch] for part in ("weight", "bias")]
            for i in range(2)
        ]
        y = Network.from_weights(layers, dtype=DOUBLE)(task.x.double())
        assert loss.item() == pytest.approx(((y - task.y) ** 2).mean().item(), rel=1e-12)
    assert repr(history).startswith("History(6 epochs, loss ")


def test_training_twice_goes_on_from_the_present_weights():
    """SGD keeps no memory: two halves are the whole."""
    task = tasks.less_than()
    whole = train(neuron(), task, epochs=10, lr=0.1, optimizer="sgd")
    network = neuron()
    halves = [train(network, task, epochs=5, lr=0.1, optimizer="sgd") for _ in range(2)]
    assert torch.equal(torch.cat([halves[0].loss, halves[1].loss[1:]]), whole.loss)


def test_no_epochs_is_a_measurement():
    network = neuron(1, 2)
    history = train(network, tasks.less_than(), epochs=0, lr=0.1)
    assert weight_and_bias(network) == (1, 2)
    assert trace(history).tolist() == [[1, 2]]


def test_a_log_is_the_history(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    network = Network([2, 2, 1], skip=True, seed=1)
    history = train(network, tasks.xor(), epochs=5, lr=0.1, log_dir=tmp_path / "run")
    events = EventAccumulator(str(tmp_path / "run"), size_guidance={"scalars": 0})
    events.Reload()
    expected = {"loss": history.loss}
    for name, record in history.parameters.items():
        for index in np.ndindex(*record.shape[1:]):
            expected[f"{name}[{','.join(map(str, index))}]"] = record[:, *index]
    assert set(events.Tags()["scalars"]) == set(expected)
    assert len(expected) == 1 + sum(p.numel() for p in network.parameters())
    for tag, values in expected.items():
        scalars = events.Scalars(tag)
        assert [event.step for event in scalars] == list(range(6))
        # TensorBoard keeps float32.
        assert [event.value for event in scalars] == values.to(torch.float32).tolist()


def test_a_log_changes_nothing_about_the_training(tmp_path):
    plain, logged = (
        train(neuron(), tasks.less_than(), epochs=5, lr=0.1, log_dir=folder)
        for folder in (None, tmp_path)
    )
    assert same(plain, logged)


@pytest.mark.parametrize(
    ("progress", "terminal", "shown"),
    [(False, True, False), (True, False, False), (True, True, True)],
)
def test_the_progress_bar_shows_only_in_a_terminal(progress, terminal, shown, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    train(neuron(), tasks.less_than(), epochs=3, lr=0.1, progress=progress)
    written = capsys.readouterr()
    assert written.out == ""
    assert ("3/3" in written.err) == shown
    assert bool(written.err) == shown


# Failure


@pytest.mark.parametrize(("batch_size", "lr"), [(None, 0.1), (10, 0.05)])
def test_training_that_diverges_tells_the_epoch(batch_size, lr):
    def run(epochs):
        network = Network.from_weights([([[1]], [0])])
        settings = {"lr": lr, "optimizer": "sgd", "batch_size": batch_size}
        return train(network, tasks.parity(30), epochs=epochs, **settings)

    with pytest.raises(ValueError, match=rf"loss is (inf|nan) at epoch \d+; .* than {lr}") as error:
        run(500)
    epoch = int(str(error.value).split("epoch ")[1].split(";")[0])
    assert 1 < epoch < 500
    # One epoch fewer goes through: the epoch told is the first that is not finite.
    assert run(epoch - 1).loss.isfinite().all()


def test_a_log_without_tensorboard_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(ImportError, match="log_dir needs tensorboard: pip install tensorboard"):
        train(Network([1, 1]), tasks.parity(2), epochs=1, lr=0.1, log_dir=tmp_path)


def test_most_starts_of_the_parity_shape_say_one_number():
    """40,000 starts gave 77.7, 49.7 and 56.3 %."""
    task = tasks.parity(16)
    counts = {"constant": 0, "output": 0, "layer": 0}
    for seed in range(1000):
        network = Network([1, 2, 2, 2, 2, 2, 1], output="relu", seed=seed)
        *hidden, y = network.activations(task.x)
        counts["constant"] += bool((y == y[0]).all())
        counts["output"] += not y.any()
        counts["layer"] += any(not h.any() for h in hidden)
    # A standard error of a share of 1,000 is about 0.015.
    for name, share in (("constant", 0.76), ("output", 0.48), ("layer", 0.56)):
        assert counts[name] / 1000 == pytest.approx(share, abs=0.04), name


@pytest.mark.parametrize(("signed", "share"), [(False, 13 / 48), (True, 1 / 12)])
def test_share_of_dead_neurons_on_xor(signed, share):
    layer = Network([2, 50_000, 1], seed=1).layers[0]
    dead = (layer(tasks.xor(signed).x) < 0).all(dim=0).double().mean().item()
    # Four standard errors.
    assert abs(dead - share) < 4 * (share * (1 - share) / 50_000) ** 0.5


def test_chance_that_xor_is_lost_at_the_start():
    """One of two independent neurons is enough to be dead."""
    assert 1 - (1 - Fraction(13, 48)) ** 2 == Fraction(1079, 2304)
    assert 1 - (1 - Fraction(1, 12)) ** 2 == Fraction(23, 144)


def test_losses_where_parity_sticks():
    """The best constant, and a dead output."""
    for constant, loss in ((0.5, 0.25), (0, 0.5)):
        network = Network.from_weights([([[0]], [constant])], output="relu")
        assert train(network, tasks.parity(16), epochs=0, lr=1).loss.tolist() == [loss]


def test_min_from_several_starts_is_of_the_family_with_several_thetas():
    task, thetas = tasks.minimum(), []
    for seed in (1, 13, 14):
        network = Network([2, 2, 1], skip=True, seed=seed)
        train(network, task, epochs=300, lr=0.1)
        train(network, task, epochs=300, lr=0.02)
        W, v = (layer.weight.detach().double() for layer in network.layers)
        tilt = W[:, 0] - W[:, 1]
        strengths = v[0, 2:] * tilt.abs() / 2
        assert strengths.sum().item() == pytest.approx(-1, abs=0.02)
        assert v[0, 0].item() == pytest.approx(-strengths[tilt > 0].sum().item(), abs=0.02)
        thetas.append(v[0, 0].item())
    assert max(thetas) - min(thetas) > 0.5
