import contextlib
import math
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tinynets import Census, Network, Share, Task, _workers, census, circuits, tasks, train

DOUBLE = torch.float64
PARITY = Network([1, 2, 2, 2, 2, 2, 1], output="relu", dtype=DOUBLE)
XOR = Network([2, 2, 1])
SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 2**32 - 1]


def inputs(n_in, n_out=1, count=5):
    """A small task with targets from 0 to 1."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(count, n_in, generator=generator, dtype=DOUBLE)
    return Task("noise", x, torch.rand(count, n_out, generator=generator, dtype=DOUBLE))


# What the book trains (widths, kind of network, task), every activation, output and setting.
RUNS = {
    "less_than": (([1, 1], {"output": "sigmoid"}), tasks.less_than(), {"lr": 0.3}),
    "less_than-sgd": (
        ([1, 1], {"output": "sigmoid"}),
        tasks.less_than(),
        {"lr": 0.01, "optimizer": "sgd"},
    ),
    "minimum": (([2, 2, 1], {"skip": True}), tasks.minimum(100), {"lr": 0.01}),
    "minimum-penalties": (
        ([2, 2, 1], {"skip": True}),
        tasks.minimum(100),
        {"lr": 1e-4, "optimizer": "sgd", "momentum": 0.9, "l1": 0.1, "weight_decay": 0.01},
    ),
    "parity": (([1, 2, 2, 2, 2, 2, 1], {"output": "relu"}), tasks.parity(), {"lr": 0.01}),
    "parity-skip": (([1] * 6, {"skip": True}), tasks.parity(17), {"lr": 0.01, "l1": 1e-3}),
    "parity-layered": (([1, 2, 2, 2, 2, 1], {}), tasks.parity(17), {"lr": 0.01}),
    "parity-8": (([1, 8, 1], {}), tasks.parity(4), {"lr": 0.03}),
    "parity-8-8": (([1, 8, 8, 1], {}), tasks.parity(6), {"lr": 0.03}),
    "parity-8-8-skip": (([1, 8, 8, 1], {"skip": True}), tasks.parity(8), {"lr": 0.03}),
    "parity-8-8-8": (([1, 8, 8, 8, 1], {}), tasks.parity(8), {"lr": 0.03}),
    "parity-16-16": (([1, 16, 16, 1], {}), tasks.parity(), {"lr": 0.01}),
    "parity-digits": (([4, 8, 1], {}), inputs(4, count=16), {"lr": 0.02}),
    "parity-waves": (([8, 8, 1], {}), inputs(8, count=16), {"lr": 0.02}),
    "parity-one-hot": (([16, 8, 1], {}), inputs(16, count=16), {"lr": 0.02}),
    "parity-sine": (([1, 1, 1], {"activation": "sine"}), tasks.parity(), {"lr": 0.02}),
    "xor": (([2, 2, 1], {}), tasks.xor(), {"lr": 0.1, "optimizer": "sgd"}),
    "xor-1": (([2, 1, 1], {}), tasks.xor(), {"lr": 0.2, "optimizer": "sgd"}),
    "xor-3": (([2, 3, 1], {}), tasks.xor(signed=True), {"lr": 0.2, "optimizer": "sgd"}),
    "xor-4": (([2, 4, 1], {}), tasks.xor(), {"lr": 0.05}),
    "xor-8": (([2, 8, 1], {}), tasks.xor(signed=True), {"lr": 0.2, "optimizer": "sgd"}),
    "xor-tanh": (
        ([2, 2, 1], {"activation": "tanh", "output": "sigmoid"}),
        tasks.xor(signed=True),
        {"lr": 0.05, "weight_decay": 1e-3},
    ),
    "xor-sigmoid": (
        ([2, 2, 1], {"activation": "sigmoid", "output": "sigmoid", "skip": True}),
        tasks.xor(),
        {"lr": 0.05, "loss": "mse"},
    ),
    "square": (
        ([6, 8, 3], {"activation": "square"}),
        inputs(6, 3),
        {"lr": 1e-3, "optimizer": "sgd", "momentum": 0.5},
    ),
    "superposition": (
        ([5, 2, 5], {"activation": "identity", "output": "relu"}),
        inputs(5, 5),
        {"lr": 0.01},
    ),
}


# The networks that the book builds by hand, from the random starts of their shapes.
CIRCUITS = [
    circuits.absolute(),
    circuits.binary(),
    circuits.bits_parity(3),
    circuits.clip(0, 1),
    circuits.divisible(3, 4),
    circuits.equal(),
    circuits.gray_code(3),
    circuits.logical_and(),
    circuits.maximum(4),
    circuits.median(),
    circuits.parity(3),
    circuits.xor(skip=True),
    circuits.parity(4, skip=True),
    circuits.sort(),
    circuits.square(3),
    circuits.step(),
]


def trained_alone(architecture, task, settings, seed, epochs):
    widths, kind = architecture
    network = Network(widths, **kind, seed=seed, dtype=DOUBLE)
    return train(network, task, epochs=epochs, **settings)


def assert_follows_train(architecture, task, settings, seeds, compile):
    widths, kind = architecture
    network, epochs = Network(widths, **kind, dtype=DOUBLE), [0, 1, 100, 200]
    how = {"epochs": 200, "record": epochs, "compile": compile, **settings}
    found = census(network, task, seeds=seeds, **how)
    assert found.settings["compiled"] == compile
    for i, seed in enumerate(seeds):
        history = trained_alone(architecture, task, settings, seed, 200)
        torch.testing.assert_close(found.history[i], history.loss[epochs], atol=1e-9, rtol=1e-9)
        assert found.losses[i] == found.history[i, -1]
        for parameter, trace in history.parameters.items():
            torch.testing.assert_close(found.parameters[parameter][i], trace[-1], atol=1e-9, rtol=0)


@pytest.mark.parametrize("name", RUNS)
def test_each_seed_follows_train(name):
    assert_follows_train(*RUNS[name], SEEDS, compile=False)


@pytest.mark.parametrize("name", RUNS)
def test_each_seed_follows_train_when_compiled(name):
    assert_follows_train(*RUNS[name], SEEDS[:4], compile=True)


@pytest.mark.parametrize("circuit", CIRCUITS, ids=lambda network: str(network.widths))
def test_each_seed_follows_train_in_the_shape_of_a_circuit(circuit):
    description = circuit.to_dict()
    kind = {key: description[key] for key in ("activation", "output", "skip")}
    task = inputs(circuit.widths[0], circuit.widths[-1])
    assert_follows_train((circuit.widths, kind), task, {"lr": 0.01}, SEEDS[:4], compile=False)


def test_a_full_run_agrees_with_train():
    # XOR's runs end on plateaus or in solutions, and within float64 both ways reach the same.
    network, settings = Network([2, 2, 1], dtype=DOUBLE), {"epochs": 800, "lr": 0.1}
    found = census(network, tasks.xor(), seeds=20, **settings)
    alone = [Network([2, 2, 1], dtype=DOUBLE, seed=seed) for seed in range(20)]
    losses = torch.stack([train(net, tasks.xor(), **settings).loss[-1] for net in alone])
    assert ((found.losses - losses).abs() < 1e-4).all()
    x, y = tasks.xor().x.double(), tasks.xor().y
    right = [bool(((net(x) - y).abs() < 0.5).all()) for net in alone]
    assert found.solved().tolist() == right
    assert len(set(right)) == 2


def same(one, other):
    assert torch.equal(one.seeds, other.seeds)
    assert torch.equal(one.losses, other.losses)
    assert torch.equal(one.history, other.history)
    assert torch.equal(one.diverged, other.diverged)
    assert list(one.parameters) == list(other.parameters)
    for name, values in one.parameters.items():
        assert torch.equal(values, other.parameters[name])


def small(**changes):
    """A census of 200 seeds in four blocks."""
    settings = {"seeds": 200, "epochs": 30, "lr": 0.05, "record": (0, 7), "block": 64}
    return census(XOR, tasks.xor(), **{"compile": False, **settings, **changes})


@contextlib.contextmanager
def threads(count):
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("name", ["minimum", "parity", "xor-tanh"])
def test_blocks_and_threads_change_no_bit(name, compiled):
    (widths, kind), task, settings = RUNS[name]
    network = Network(widths, **kind)  # float32

    def run(**changes):
        return census(
            network, task, epochs=40, record=(3,), compile=compiled, **settings, **changes
        )

    whole = run(seeds=300, block=320)
    for block in (64, 128):
        for count in (1, 2):
            with threads(count):
                same(run(seeds=300, block=block), whole)
    # Alone, a seed ends where it ends among the others.
    alone = run(seeds=[211])
    assert torch.equal(alone.losses[0], whole.losses[211])
    for parameter, values in alone.parameters.items():
        assert torch.equal(values[0], whole.parameters[parameter][211])


def test_it_leaves_the_threads_and_the_random_state_as_they_were():
    with threads(2):
        before = torch.get_rng_state()
        small()
        assert torch.get_num_threads() == 2
        assert torch.equal(torch.get_rng_state(), before)


def test_censuses_from_several_threads_leave_the_threads_as_they_were():
    with threads(2), ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda _: small(), range(6)))
        with ThreadPoolExecutor(1) as fresh:
            assert fresh.submit(torch.get_num_threads).result() == 2
    for result in results:
        same(result, results[0])


def test_the_seeds_of_one_census_name_those_of_another():
    one = small(seeds=[5, 3, 8])
    same(small(seeds=one.seeds), one)


def test_starts_are_those_of_networks():
    starts = census(PARITY, tasks.parity(), seeds=SEEDS, epochs=0, lr=1.0)
    for i, seed in enumerate(SEEDS):
        wanted = Network(PARITY.widths, output="relu", dtype=DOUBLE, seed=seed).to_dict()
        assert starts.network(i).to_dict() == wanted


def test_a_start_takes_the_place_of_the_random_weights():
    half = census(XOR, tasks.xor(), seeds=10, epochs=15, lr=0.1, optimizer="sgd")
    whole = census(XOR, tasks.xor(), seeds=10, epochs=40, lr=0.1, optimizer="sgd")
    # Plain descent remembers nothing else.
    same(
        census(XOR, tasks.xor(), start=half.parameters, epochs=25, lr=0.1, optimizer="sgd"),
        whole,
    )


def test_activations_are_those_of_the_networks():
    ends = small(seeds=5)
    said = ends.activations(tasks.xor().x)
    for i in range(5):
        for layer, wanted in zip(said, ends.network(i).activations(tasks.xor().x), strict=True):
            torch.testing.assert_close(layer[i], wanted)


def test_solved_asks_for_every_data_point():
    task = tasks.parity(3)
    circuit = dict(circuits.parity(1).named_parameters())
    near = {name: torch.stack([p, p, p]).detach() for name, p in circuit.items()}
    # 0..2 is answered exactly by the first, by 0.5 too high by the second, by 0.4 by the third.
    near["layers.1.bias"] += torch.tensor([[0.0], [0.5], [0.4]])
    ends = census(circuits.parity(1), task, start=near, epochs=0, lr=1.0)
    assert ends.solved().tolist() == [True, False, True]
    assert ends.solved(within=0.3).tolist() == [True, False, False]
    assert ends.solved(within=0.6).tolist() == [True, True, True]


def test_divergence_is_reported_and_disturbs_no_other_seed():
    network, task = Network([1, 4, 1], activation="square"), tasks.parity(4)
    settings = {"epochs": 60, "lr": 0.05, "optimizer": "sgd"}
    ends = census(network, task, seeds=64, compile=False, **settings)
    lost = (ends.diverged >= 0).nonzero().flatten().tolist()
    assert 0 < len(lost) < 64
    assert len(set(ends.diverged[lost].tolist())) > 1
    assert not ends.solved()[lost].any()
    for seed in range(64):
        alone = Network([1, 4, 1], activation="square", seed=seed)
        if seed in lost:
            with pytest.raises(ValueError, match=f"at epoch {ends.diverged[seed]};"):
                train(alone, task, **settings)
            assert not ends.losses[seed].isfinite()
        else:
            loss = train(alone, task, **settings).loss[-1]
            torch.testing.assert_close(ends.losses[seed], loss, rtol=1e-3, atol=1e-3)
    kept = [seed for seed in range(64) if seed not in lost]
    without = census(network, task, seeds=kept, compile=False, **settings)
    assert torch.equal(without.losses, ends.losses[kept])
    assert f"{len(lost)} diverged" in repr(ends)


def held_down(epochs):
    """Follow one neuron from w = 1e-20, b = 0, read with 1, on x = 1e20, y = 0, in float32.

    The loss's gradient is 2e20 for w and 2 for what reads the neuron. So the first step moves w
    beyond the largest float, where the neuron says 0, and the output to -4e18, whose square is a
    float. The second one moves it to 2 * 4e18 * 2e18, whose square is none; its weight follows the
    neuron, which says 0, and stays.
    """
    starts = [[[1e-20]], [0.0], [[1.0]], [0.0]]
    names = [f"layers.{i}.{part}" for i in (0, 1) for part in ("weight", "bias")]
    return census(
        Network([1, 1, 1]),
        Task("far", torch.tensor([[1e20]]), torch.tensor([[0.0]])),
        start={name: torch.tensor([p]) for name, p in zip(names, starts, strict=True)},
        epochs=epochs,
        lr=2e18,
        optimizer="sgd",
    )


@pytest.mark.parametrize(
    ("epochs", "diverged", "end"),
    [(1, -1, "ended with a finite loss"), (2, 2, "diverged at epoch 2")],
)
def test_parameters_beyond_every_float_make_no_network(epochs, diverged, end):
    ends = held_down(epochs)
    assert ends.diverged.tolist() == [diverged]
    assert ends.losses.isfinite().tolist() == [diverged < 0]
    assert ends.parameters["layers.0.weight"].item() == -math.inf
    told = rf"^seed 0 {end}, where layers.0.weight holds -inf; every parameter of a network must"
    with pytest.raises(ValueError, match=told):
        ends.network(0)


def test_a_seed_that_diverges_keeps_the_parameters_of_that_epoch():
    task = Task("far", torch.tensor([[1e25]]), torch.tensor([[0.0]]))
    ends = census(Network([1, 1]), task, seeds=1, epochs=5, lr=1.0)
    assert ends.diverged.tolist() == [0]
    assert ends.network(0).to_dict() == Network([1, 1], seed=0).to_dict()


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE])
def test_saved_and_loaded_it_is_the_same(tmp_path, dtype):
    network = Network([2, 2, 1], skip=True, dtype=dtype)
    ends = census(network, tasks.xor(), seeds=[3, 1, 8], epochs=2, lr=0.1, record=(1,))
    ends.save(tmp_path / "ends")
    read = Census.load(tmp_path / "ends")
    same(read, ends)
    assert read.settings == ends.settings
    assert read.record == (1,)
    assert repr(read) == repr(ends)
    assert read.network(2).to_dict() == ends.network(2).to_dict()
    assert [path.name for path in tmp_path.iterdir()] == ["ends"]


KILLED = """
import os, signal, sys
import torch
from tinynets import Network, _workers, census, tasks

torch.set_num_threads(1)
train_block, calls = _workers.train_block, []

def killed(*args, **settings):
    calls.append(1)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return train_block(*args, **settings)

_workers.train_block = killed
census(Network([2, 2, 1]), tasks.xor(), seeds=200, epochs=30, lr=0.05, record=(0, 7), block=64,
       compile=False, path=sys.argv[1])
"""


def finished_in(path):
    """Ask the file how many of its 200 seeds are trained."""
    with pytest.raises(ValueError, match="is not finished") as error:
        Census.load(path)
    return int(re.search(r"(\d+) of 200 seeds", str(error.value))[1])


def test_an_interrupted_census_does_not_wait_for_its_blocks(tmp_path, monkeypatch):
    path, train_block, ended = tmp_path / "census", _workers.train_block, []

    def held(recipe, data, stopped, **how):
        # The second block is under way when the interrupt comes, which follows the first.
        while ended and not stopped():
            pass
        try:
            result = train_block(recipe, data, stopped=stopped, **how)
        except InterruptedError:
            ended.append("stopped")
            raise
        ended.append("whole")
        return result

    def interrupted(*_):
        raise KeyboardInterrupt

    with threads(1), monkeypatch.context() as patch:
        patch.setattr(_workers, "train_block", held)
        patch.setattr("tqdm.tqdm.update", interrupted)
        with pytest.raises(KeyboardInterrupt):
            small(path=path)
    assert ended == ["whole", "stopped"]  # the third and the fourth were not begun
    assert finished_in(path) == 64
    same(small(path=path), small())


def test_a_killed_census_goes_on_where_it_was(tmp_path, monkeypatch):
    path = tmp_path / "census"
    done = subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert done.returncode == -signal.SIGKILL
    # The third block was being trained; whether the second was already written, the file tells.
    finished = finished_in(path)
    assert finished in (64, 128)
    train_block, trained = _workers.train_block, []

    def counted(recipe, data, **how):
        trained.extend(data["seeds"].tolist())
        return train_block(recipe, data, **how)

    monkeypatch.setattr(_workers, "train_block", counted)
    resumed = small(path=path, block=128)
    assert sorted(trained) == list(range(finished, 200))
    same(resumed, small())
    same(Census.load(path), resumed)
    # What is finished is read and not trained again.
    trained.clear()
    same(small(path=path), resumed)
    assert trained == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lr": 0.06}, "with lr 0.05, not 0.06"),
        ({"epochs": 31}, "with epochs 30, not 31"),
        ({"seeds": 100}, "with other seeds"),
        ({"compile": True}, "with compiled False, not True"),
    ],
)
def test_a_file_of_another_census_is_left_alone(tmp_path, changes, message):
    path = tmp_path / "census"
    small(path=path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=message):
        small(path=path, **changes)
    assert path.read_bytes() == before


def test_a_file_of_another_task_is_left_alone(tmp_path):
    path = tmp_path / "census"
    small(path=path)
    with pytest.raises(ValueError, match="with other x; give it another path"):
        census(
            XOR,
            tasks.xor(signed=True),
            seeds=200,
            epochs=30,
            lr=0.05,
            record=(0, 7),
            compile=False,
            path=path,
        )


@pytest.mark.parametrize("size", [0, 5, 200, -1])
def test_a_file_cut_short_is_refused(tmp_path, size):
    path = tmp_path / "census"
    small(path=path)
    path.write_bytes(path.read_bytes()[:size])
    for read in (Census.load, lambda path: small(path=path)):
        with pytest.raises(ValueError, match="is not a census, or is damaged or cut short"):
            read(path)


class AtOnce(Executor):
    """Does its work where it is handed in, and keeps what the file says then to be finished."""

    def __init__(self, path):
        self.path, self.finished = path, []

    def submit(self, function, *args):
        self.finished.append(finished_in(self.path))
        future = Future()
        future.set_result(function(*args))
        return future


def test_what_is_handed_out_and_not_yet_written_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(_workers, "WAITING", 3)
    path = tmp_path / "census"
    executor = AtOnce(path)
    same(small(path=path, executor=executor), small())
    assert executor.finished == [0, 0, 0, 192]


class Broken(ProcessPoolExecutor):
    """Hands back two blocks, and then its workers are gone."""

    def __init__(self):
        self.count = 0

    def submit(self, function, *args):
        self.count += 1
        future = Future()
        if self.count <= 2:
            future.set_result(function(*args))
        else:
            future.set_exception(ChildProcessError("no worker left"))
        return future


def test_a_worker_that_dies_for_good_loses_nothing_that_was_finished(tmp_path):
    path = tmp_path / "census"
    with pytest.raises(RuntimeError, match=r"no worker left.*128 of 200 seeds.*kept in"):
        small(path=path, executor=Broken())
    same(small(path=path), small())
    with pytest.raises(RuntimeError, match="not kept, for want of a path"):
        small(executor=Broken())


def test_a_closed_executor_is_refused():
    pool = ProcessPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(RuntimeError, match="takes no more work"):
        small(executor=pool)


def test_processes_give_the_same_result():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        same(small(executor=pool, seeds=600), small(seeds=600))


@pytest.mark.parametrize(
    ("progress", "terminal", "shown"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_the_progress_bar_shows_only_in_a_terminal(progress, terminal, shown, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    # Wide enough: older tqdms cut what a terminal has no room for.
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LINES", "50")
    small(progress=progress)
    said = capsys.readouterr().err
    assert bool(said) == shown
    if shown:
        assert "6.00k/6.00k" in said
        assert "step/s" in said
        assert f"solved {Share.of(small().solved())}" in said


class Fragile(Executor):
    """Hands its work to another executor, and kills the worker that gets the third block first."""

    def __init__(self, executor, flag):
        self.executor, self.flag, self.count = executor, flag, 0

    def submit(self, function, *args):
        self.count += 1
        if self.count != 3:
            return self.executor.submit(function, *args)
        return self.executor.submit(die_once, self.flag, function, *args)


def die_once(flag, function, *args):
    if not os.path.exists(flag):
        open(flag, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return function(*args)


def test_a_pool_whose_worker_is_killed_loses_nothing_that_was_finished(tmp_path):
    path, flag = tmp_path / "census", str(tmp_path / "flag")
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(RuntimeError, match=r"BrokenProcessPool.*kept in"),
    ):
        small(path=path, executor=Fragile(pool, flag))
    assert os.path.exists(flag)
    same(small(path=path), small())


@pytest.mark.filterwarnings("ignore")  # Dask's own, about ports and workers that leave
def test_a_cluster_that_loses_a_worker_gives_the_same_result(tmp_path):
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        executor = Fragile(client.get_executor(), str(tmp_path / "flag"))
        result = small(seeds=1000, executor=executor)
        assert (tmp_path / "flag").exists()
    same(result, small(seeds=1000))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_interval_holds_the_probabilities_that_the_count_does_not_refute(counts):
    count, total = counts
    low, high = Share(count, total).interval()
    assert 0 <= low <= count / total <= high <= 1
    # Its ends are where the count is 1.96 standard deviations off.
    for end in (low, high):
        if 0 < end < 1:
            deviation = math.sqrt(end * (1 - end) / total)
            assert math.isclose(abs(count / total - end) / deviation, 1.959964, rel_tol=1e-6)


def test_wilsons_interval_as_published():
    # Wald's would be empty for 0 of 10; Wilson's ends at z² / (n + z²).
    assert Share(0, 10).interval() == (0.0, pytest.approx(1.959964**2 / (10 + 1.959964**2)))
    assert str(Share(1234, 5000)) == "1,234 of 5,000, 24.7 % (23.5 to 25.9 %)"


@pytest.mark.parametrize(("signed", "probability"), [(False, 13 / 48), (True, 1 / 12)])
def test_dead_xor_units_are_as_many_as_computed(signed, probability):
    task = tasks.xor(signed)
    starts = census(Network([2, 1, 1]), task, seeds=5000, epochs=0, lr=1.0)
    hidden = starts.activations(task.x)[0]
    low, high = Share.of((hidden == 0).all(1)).interval(0.999)
    assert low < probability < high
