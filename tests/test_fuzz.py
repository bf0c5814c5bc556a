"""Every public door, given anything at all, answers with numbers or says what is wrong."""

import contextlib
import copy
import dataclasses
import inspect
import math
import re
import signal
import tempfile
import traceback
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy
import torch
from hypothesis import given
from hypothesis import strategies as st

import tinynets as tn
from tinynets import (
    Network,
    PiecewiseLinear,
    Share,
    Task,
    census,
    circuits,
    plot,
    quiz,
    tasks,
    train,
)

matplotlib.use("Agg")
ROOT = Path(__file__).parent.parent
PACKAGE = Path(tn.__file__).parent
NAN, INF = float("nan"), float("inf")
ONE = torch.ones(1, 1)


@pytest.fixture(autouse=True, scope="module")
def _somewhere_else():
    """What takes a path may be given any string: no file lands in the repository."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


# What is given: anything, and what fits.

SCALARS = [
    *(NAN, INF, -INF, 0, 0.0, -0.0, -1, 1, 2, 3, 0.5, 1e-300, 5e-324, 1e308, -1e308, 1e39),
    *(2**31, 2**32, 2**53 + 1, 2**63, 2**64, 10**30, -(10**30), 10**400, -(10**400)),
    *(True, False, None, "", " ", "x", "y", "relu", "1", "\0", "é" * 300, b"1", 1j),
    *(Fraction(1, 3), Fraction(10**400, 3), np.float64(NAN), np.float32(0.5), np.int64(3)),
    *(torch.float16, torch.bfloat16, torch.float64, torch.int8, torch.complex64, int, len),
    *(object(), sympy.Symbol("x"), sympy.nan, sympy.oo, sympy.Rational(1, 3), sympy.pi),
]
TENSORS = [
    *(torch.ones(()), torch.ones(0), torch.ones(3), torch.ones(0, 1), torch.ones(1, 0)),
    *(
        ONE,
        torch.ones(2, 2),
        torch.ones(3, 2),
        torch.ones(1, 1, 1),
        ONE * NAN,
        ONE * INF,
        ONE * 3e38,
    ),
    *(ONE.half(), ONE.double(), ONE.int(), ONE.long(), ONE.bool(), ONE * 1j, ONE.double() * 1e300),
    *(ONE.to_sparse(), torch.ones(2, 2, device="meta"), ONE.clone().requires_grad_()),
    *(np.ones(2), np.ones((2, 2)), np.array(["a"]), np.array([], dtype=object)),
]
LISTS = [
    *([], (), {}, set(), [[]], [None], [NAN], [0], [1], [1, 1], [2, 1], [0, 0], [-1, 2.5], ["a"]),
    *([10**30], [10**400, 1], [1, 10**9], [True, 1], [[1], [1]], [[1, 2], [3]], [(0, 1)], [(1, 0)]),
    *([([[1]], [0])], [([[NAN]], [0])], [None, None], {"a": 1}, {1: [1]}, {"format": 1}, range(3)),
]
ANYTHING = st.one_of(
    st.sampled_from(SCALARS),
    st.sampled_from(TENSORS),
    st.sampled_from(LISTS),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.sampled_from(SCALARS), max_size=3),
)


def one(*values):
    """One of a few values, as a copy: what is given may be changed in place."""
    return st.sampled_from(values).map(copy.deepcopy)


def whole(low, high):
    return st.integers(low, high)


NETWORKS = [
    *(circuits.minimum(), circuits.parity(3), circuits.parity(3, skip=True), circuits.less_than()),
    *(circuits.absolute(), circuits.xor(), circuits.sort(3), circuits.square(2), circuits.equal()),
    *(Network([1, 3, 1], seed=s, skip=bool(s)) for s in range(2)),
    *(Network([2, 2, 1], activation=a) for a in ("sigmoid", "sine", "square", "tanh")),
    *(Network([1, 1], dtype=d) for d in (torch.float16, torch.bfloat16, torch.float64)),
    *(Network([2, 2, 1], skip=True, output="relu"), Network([3, 2, 2]), Network([7, 2, 1])),
    Network([1, 40, 1]),
    # Numbers whose products are beyond the largest float.
    Network.from_weights([([[3e38]], [0]), ([[3e38]], [-3e38])]),
    Network.from_weights([([[1e308, -1e308]], [1e-300]), ([[1e308]], [1])]),
    Network.from_weights([([[1e-45]], [1e38]), ([[1e-45]], [0])]),
]
BROKEN = copy.deepcopy(NETWORKS[0])
with torch.no_grad():
    BROKEN.layers[0].weight[0, 0] = NAN
TASKS = [
    *(tasks.xor(), tasks.less_than(), tasks.minimum(5), tasks.parity(4), tasks.sparse_features(2)),
    *(Task("huge", ONE * 3e38, ONE), Task("far", ONE.double(), ONE.double() * 1e308)),
    *(Task("one", ONE, ONE), tasks.modular_addition(3)),
]
CENSUS = census(Network([2, 2, 1]), tasks.xor(), seeds=3, epochs=2, lr=0.1, record=[1])
HISTORY = train(Network([1, 2, 1]), tasks.parity(4), epochs=3, lr=0.1)
LINES = [
    *(PiecewiseLinear([0], [-1, 1], [0, 0]), PiecewiseLinear([], [2], [1], low=0, high=1)),
    PiecewiseLinear([Fraction(10**400)], [0, 1], [0, -(10**400)]),
]
FORMULAS = [tn.formula(circuits.minimum()), tn.formula(circuits.parity(3), low=0, high=8)]
COMPARISONS = [
    tn.check(circuits.minimum(), wanted, low=0, high=9) for wanted in (0, FORMULAS[0].expression)
]
SHARES = [Share(0, 9), Share(3, 9), Share(2**62, 2**63 - 1)]
ITEMS = [quiz.fewest(17), quiz.folding([3, 2, 1], 9), quiz.draw("graph", seed=0)]
EXPRESSIONS = [
    *(sympy.Symbol("x"), abs(sympy.Symbol("x")), sympy.Min(*sympy.symbols("a b")), sympy.pi),
    *(tn.ReLU(sympy.Symbol("x") / 3), sympy.Symbol("x") ** 2, sympy.Float("1e400"), sympy.I),
]

NETWORK = st.one_of(one(*NETWORKS), one(BROKEN))
DTYPE = one(None, torch.float16, torch.bfloat16, torch.float32, torch.float64)
FLAG = st.booleans()
NUMBER = st.one_of(st.floats(-10, 10), whole(-10, 10))
SMALL = whole(-2, 12)
RATIO = st.one_of(SMALL, st.fractions(-3, 3, max_denominator=7))
NUMBERS = st.lists(SMALL, min_size=1, max_size=4)
X = st.one_of(one(*TENSORS), one(torch.ones(2, 1), torch.ones(2, 2), torch.ones(2, 3)))
ACTIVATION = one("relu", "sigmoid", "tanh", "sine", "square", "identity")
OUTPUT = one("identity", "relu", "sigmoid")
NONE = st.none()
TRAINING = {
    "network": NETWORK,
    "task": one(*TASKS),
    "epochs": whole(0, 4),
    "lr": one(0.1, 1e-300, 1e38, 1e300),
    "optimizer": one("adam", "sgd"),
    "momentum": one(0.0, 0.9),
    "weight_decay": one(0.0, 0.1, 1e300),
    "l1": one(0.0, 0.1, 1e300),
    "loss": one(None, "mse", "cross_entropy"),
    "progress": st.just(False),
}
BOX = {
    "low": st.one_of(NONE, NUMBER, st.lists(NUMBER, max_size=2)),
    "high": st.one_of(NONE, NUMBER, st.lists(NUMBER, max_size=2)),
    "names": st.one_of(NONE, one(["x"], ["a", "b"], ["b", "a"])),
}
INTERVAL = {"low": st.one_of(NONE, NUMBER), "high": st.one_of(NONE, NUMBER)}
# Axes are made where they are given: a figure that is shown twice holds what was drawn before.
FLAT, SOLID = object(), object()
AX = st.one_of(NONE, st.sampled_from([FLAT, SOLID]))
HEIGHTS = st.lists(whole(1, 9), min_size=1, max_size=4)

# Each public callable, and for each of its parameters values of which many fit together.
DOORS = {
    "Network": {
        "widths": st.lists(whole(1, 4), min_size=2, max_size=4),
        "activation": ACTIVATION,
        "output": OUTPUT,
        "skip": FLAG,
        "seed": whole(0, 9),
        "dtype": DTYPE,
    },
    "Network.from_weights": {
        "weights": st.one_of(
            one([([[1]], [0])], [([[1e30]], [1e-30]), ([[2]], [1])]),
            st.lists(st.tuples(X, X), max_size=2),
        ),
        "activation": ACTIVATION,
        "output": OUTPUT,
        "skip": FLAG,
        "dtype": DTYPE,
    },
    "Network.logits": {"self": NETWORK, "x": X},
    "Network.forward": {"self": NETWORK, "x": X},
    "Network.activations": {"self": NETWORK, "x": X},
    "Network.ablate": {"self": NETWORK, "layer": whole(0, 2), "unit": whole(0, 2), "value": NUMBER},
    "Network.to_dict": {"self": one(*NETWORKS)},
    "Network.from_dict": {
        "data": st.builds(
            lambda network, key, value: network.to_dict() | ({key: value} if key else {}),
            one(*NETWORKS[:6]),
            one("", "format", "widths", "activation", "output", "skip", "dtype", "layers"),
            ANYTHING,
        )
    },
    "Network.save": {"self": one(*NETWORKS), "path": one("network", "no/such/folder")},
    "Network.load": {"path": one("network", "no such file")},
    "Task": {"name": st.text(max_size=3), "x": X, "y": X},
    "Task.to": {"self": one(*TASKS), "dtype": DTYPE},
    "train": TRAINING
    | {
        "batch_size": st.one_of(NONE, whole(1, 9)),
        "seed": whole(0, 9),
        "log_dir": NONE,
    },
    "census": TRAINING
    | {
        "seeds": one(None, 3, [0, 5], torch.tensor([1, 2])),
        "start": st.one_of(
            NONE, one(CENSUS.parameters, {"layers.0.weight": ONE, "layers.0.bias": ONE})
        ),
        "record": st.lists(whole(0, 4), max_size=2),
        "path": NONE,
        "block": one(None, 1, 64),
        "compile": one(None, False),
        "executor": NONE,
    },
    "Census.network": {"self": st.just(CENSUS), "i": whole(0, 3)},
    "Census.activations": {"self": st.just(CENSUS), "x": X},
    "Census.solved": {"self": st.just(CENSUS), "within": NUMBER},
    "Census.save": {"self": st.just(CENSUS), "path": one("census", "no/such/folder")},
    "Census.load": {"path": one("census", "network", "no such file")},
    "Share": {"count": whole(0, 9), "total": whole(0, 9)},
    "Share.of": {"flags": one(torch.tensor([True, False]), torch.ones(0, dtype=torch.bool))},
    "Share.interval": {
        "self": one(*SHARES),
        "confidence": st.floats(0, 1),
    },
    "quiz.draw": {"kind": one(*quiz._draws._DRAWS), "seed": whole(0, 20)},
    "quiz.Item.accepts": {
        "self": one(*ITEMS),
        "text": one("1", "3/4", "-2, 0.5", "A", "1/0", "1e9"),
    },
    "quiz.ablation": {"network": NETWORK, "low": SMALL, "high": SMALL},
    "quiz.bends": {"network": NETWORK},
    "quiz.between": {"first": RATIO, "second": RATIO},
    "quiz.born_dead": {"weights": NUMBERS, "biases": NUMBERS, "low": SMALL, "high": SMALL},
    "quiz.chance_dead": {"low": SMALL, "high": SMALL},
    "quiz.changes": {"network": NETWORK},
    "quiz.clock": {"p": whole(2, 15), "frequency": SMALL, "a": SMALL, "b": SMALL},
    "quiz.comparators": {
        "numbers": NUMBERS,
        "places": st.lists(st.tuples(whole(0, 3), whole(0, 3)), max_size=3),
        "asked": whole(0, 4),
    },
    "quiz.fewest": {"count": whole(0, 99)},
    "quiz.folding": {"folds": HEIGHTS, "count": whole(1, 20)},
    "quiz.graph": {
        "network": NETWORK,
        "others": st.lists(NETWORK, max_size=3),
        "place": whole(0, 3),
        "low": SMALL,
        "high": SMALL,
    },
    "quiz.limit": {"ones": NUMBERS, "zeros": NUMBERS},
    "quiz.lost": {"dead": RATIO, "neurons": SMALL, "needed": SMALL},
    "quiz.mean_needs": {"bits": whole(0, 300)},
    "quiz.mean_says": {"bits": whole(0, 99), "ones": whole(0, 99), "folds": SMALL},
    "quiz.missed": {"bits": whole(1, 60), "folds": whole(1, 60), "absolute": FLAG},
    "quiz.most": {"neurons": SMALL},
    "quiz.named": {
        "network": NETWORK,
        "choices": st.dictionaries(st.text(max_size=2), NETWORK, max_size=3),
        **INTERVAL,
    },
    "quiz.puzzle": {"name": one(*quiz._puzzles._PUZZLES), "sizes": NUMBERS},
    "quiz.resting_loss": {"ones": SMALL, "count": SMALL, "right_ones": SMALL, "right_zeros": SMALL},
    "quiz.room": {"features": SMALL, "neurons": SMALL, "together": FLAG},
    "quiz.rounded": {"number": whole(0, 10**6), "bits": whole(1, 60)},
    "quiz.second": {"p": whole(2, 15), "frequency": SMALL, "a": SMALL, "b": SMALL},
    "quiz.shrunk": {"value": RATIO, "penalty": RATIO},
    "quiz.slope": {"network": NETWORK, "x": RATIO, "without": one(None, "h1", "h9", "y")},
    "quiz.strength": {"first": RATIO, "second": RATIO, "weight": RATIO},
    "quiz.superposed": {
        "writes": st.lists(st.lists(RATIO, min_size=2, max_size=2), min_size=2, max_size=2),
        "reads": st.lists(st.lists(RATIO, min_size=2, max_size=2), min_size=2, max_size=2),
        "x": st.lists(RATIO, min_size=2, max_size=2),
    },
    "quiz.theta": {"first": RATIO, "second": RATIO, "share": RATIO},
    "quiz.threshold": {"weight": SMALL, "bias": SMALL},
    "quiz.ties": {"p": whole(2, 40)},
    "quiz.units": {"network": NETWORK, "x": RATIO},
    "quiz.value": {"network": NETWORK, "x": st.lists(RATIO, min_size=1, max_size=2)},
    "tasks.less_than": {"threshold": NUMBER, "low": SMALL, "high": SMALL},
    "tasks.minimum": {"n": SMALL, "low": SMALL, "high": SMALL, "seed": SMALL},
    "tasks.parity": {"count": SMALL},
    "tasks.xor": {"signed": FLAG},
    "tasks.modular_addition": {"p": SMALL},
    "tasks.sparse_features": {
        "features": SMALL,
        "probability": st.floats(0, 1),
        "n": SMALL,
        "seed": SMALL,
    },
    "circuits.less_than": {"threshold": NUMBER, "sharpness": NUMBER, "dtype": DTYPE},
    "circuits.step": {"threshold": SMALL, "dtype": DTYPE},
    "circuits.minimum": {"theta": NUMBER, "dtype": DTYPE},
    "circuits.parity": {"folds": whole(0, 55), "skip": FLAG, "dtype": DTYPE},
    "circuits.article_parity": {"dtype": DTYPE},
    "circuits.absolute": {"skip": FLAG, "dtype": DTYPE},
    "circuits.xor": {"skip": FLAG, "dtype": DTYPE},
    "circuits.logical_and": {"dtype": DTYPE},
    "circuits.clip": {"low": NUMBER, "high": NUMBER, "dtype": DTYPE},
    "circuits.maximum": {"count": SMALL, "dtype": DTYPE},
    "circuits.median": {"dtype": DTYPE},
    "circuits.sort": {"count": SMALL, "dtype": DTYPE},
    "circuits.square": {"neurons": whole(0, 30), "dtype": DTYPE},
    "circuits.divisible": {"divisor": SMALL, "folds": whole(0, 55), "dtype": DTYPE},
    "circuits.gray_code": {"bits": whole(0, 55), "dtype": DTYPE},
    "circuits.binary": {"bits": whole(0, 55), "dtype": DTYPE},
    "circuits.bits_parity": {"bits": whole(0, 55), "dtype": DTYPE},
    "circuits.equal": {"exact": FLAG, "dtype": DTYPE},
    "circuits.modular_addition": {
        "p": whole(1, 15),
        "frequency": SMALL,
        "neurons": one(8, 4, 3),
        "dtype": DTYPE,
    },
    "pieces": {"network": NETWORK, **INTERVAL, "limit": whole(1, 99)},
    "PiecewiseLinear": {
        "breakpoints": st.one_of(st.just([]), st.lists(RATIO, max_size=2)),
        "slopes": st.lists(RATIO, max_size=2),
        "intercepts": st.lists(RATIO, max_size=2),
        **INTERVAL,
    },
    "PiecewiseLinear.__call__": {"self": one(*LINES), "x": RATIO},
    "PiecewiseLinear.changes": {"self": one(*LINES), "threshold": RATIO},
    "PiecewiseLinear.classifies": {"self": one(*LINES), "task": one(*TASKS), "threshold": RATIO},
    "PiecewiseLinear.compose": {"self": one(*LINES), "inner": one(*LINES)},
    "PiecewiseLinear.bounds": {"self": one(*LINES)},
    "formula": {"network": NETWORK, **BOX, "tolerance": one(1e-3, 1, 1e-300)},
    "compile_formula": {
        "expression": st.one_of(one(*EXPRESSIONS), RATIO),
        "names": BOX["names"],
        "rounding": FLAG,
        "dtype": DTYPE,
    },
    "ReLU": {"z": st.one_of(one(*EXPRESSIONS), RATIO)},
    "check": {
        "network": NETWORK,
        "expression": st.one_of(one(*EXPRESSIONS), RATIO),
        **BOX,
        "tolerance": one(0, 1e-3, 1),
    },
    "minimum_theta": {"network": NETWORK},
    "mystery": {"number": whole(0, 7)},
    "plot.data": {"task": one(*TASKS), "ax": AX},
    "plot.function": {
        "network": NETWORK,
        "task": st.one_of(NONE, one(*TASKS)),
        "target": one(None, abs),
        **INTERVAL,
        "ax": AX,
    },
    "plot.pieces": {"function": one(*LINES), **INTERVAL, "ax": AX},
    "plot.neurons": {"network": NETWORK, "low": NUMBER, "high": NUMBER, "ax": NONE},
    "plot.traces": {
        "history": st.just(HISTORY),
        "names": one(None, {"loss": "loss"}, {"layers.0.bias[0]": "b"}),
        "ax": AX,
    },
    "plot.graph": {"network": NETWORK, "ax": AX},
    "plot.surface": {
        "network": st.one_of(NETWORK, one(torch.relu, lambda x: x[:, :1])),
        "task": st.one_of(NONE, one(*TASKS)),
        "low": NUMBER,
        "high": NUMBER,
        "ax": AX,
    },
    "plot.plane": {
        "network": NETWORK,
        "layer": whole(0, 2),
        "low": NUMBER,
        "high": NUMBER,
        "ax": NONE,
    },
    "plot.shares": {
        "shares": st.lists(one(Share(0, 8), Share(6, 8)), max_size=2),
        "places": st.one_of(NONE, st.lists(NUMBER, max_size=2)),
        "color": one(*plot.COLORS.values()),
        "horizontal": FLAG,
        "ax": AX,
    },
    "plot.folds": {"heights": HEIGHTS, "high": st.one_of(NONE, whole(1, 20)), "ax": AX},
    "plot.fold_animation": {
        "heights": HEIGHTS,
        "high": st.one_of(NONE, whole(1, 20)),
        "seconds": one(2.4, 1e-300, 1e300),
    },
    "plot.Animation.save": {
        "self": st.just(plot.Animation("<svg ></svg>")),
        "path": one("animation", "no/such/folder"),
    },
    "plot.describe": {
        "picture": st.one_of(AX, st.just(plot.Animation("<svg ></svg>"))),
        "alt": st.text(max_size=3),
        "caption": st.text(max_size=3),
    },
    "plot.description": {"picture": AX},
    "plot.to_dark": {"svg": st.text()},
    # What stands behind signs and Python's own functions.
    **{
        f"{name}.__{operator}__": {"self": values}
        for name, values, operators in (
            ("Census", st.just(CENSUS), ("len", "repr")),
            ("Comparison", one(*COMPARISONS), ("bool", "repr")),
            ("Formula", one(*FORMULAS), ("repr",)),
            ("History", st.just(HISTORY), ("repr",)),
            ("Network", NETWORK, ("repr",)),
            ("PiecewiseLinear", one(*LINES), ("len", "neg", "repr")),
            ("Share", one(*SHARES), ("float", "str")),
            ("Task", one(*TASKS), ("len", "repr")),
        )
        for operator in operators
    },
    **{
        f"PiecewiseLinear.__{operator}__": {
            "self": one(*LINES),
            "other": st.one_of(RATIO, one(*LINES)),
        }
        for operator in ("add", "mul", "radd", "rmul", "rsub", "sub")
    },
}
# What the package fills in and hands out: nobody needs to make them, and they check nothing.
RECORDS = {
    *("Census", "Comparison", "Formula", "History", "MinimumReading"),
    *("plot.Animation", "plot.Description", "quiz.Item"),
}
# What Python calls for signs and built-in functions; a class's own name is the door of its makers.
OPERATORS = {
    f"__{name}__"
    for name in (
        *("add", "bool", "call", "float", "len", "mul", "neg", "radd", "repr", "rmul", "rsub"),
        *("str", "sub"),
    )
}
MAKERS = {f"__{name}__" for name in ("init", "new", "post_init")}
# sympy calls it.
HOOKS = {"ReLU.eval"}


def fits(network, x):
    """Tell whether no sum in a network can leave its dtype: by sums of sizes, in more digits."""

    def sizes(tensor):
        return tensor.detach().abs().double().numpy().astype(np.longdouble)

    largest = torch.finfo(network.dtype).max / 8
    read = sizes(x)
    for layer in network.layers:
        z = read @ sizes(layer.weight).T + sizes(layer.bias)
        h = z**2 if network.activation == "square" else np.maximum(z, 1)
        if not (np.maximum(z, h) < largest).all():
            return False
        read = np.concatenate([read, h], axis=1) if network.skip else h
    return True


def survivors_are_numbers(census):
    """Tell whether seeds that are not said to have diverged have finite losses, and parameters."""
    alive = census.diverged < 0
    finite = [census.losses, census.history]
    return all(part[alive].isfinite().all() for part in finite) and not any(
        part[alive].isnan().any() for part in census.parameters.values()
    )


# Where a result that is not finite is right, as the docstrings say: told by its values, the result
# and what was given.
NOT_FINITE = {
    **dict.fromkeys(
        ("Network.logits", "Network.forward", "Network.activations"),
        lambda values, result, network, x: not fits(network, x),
    ),
    "PiecewiseLinear.bounds": lambda values, result, self: (
        (self.low is None or self.high is None) and values <= {INF, -INF}
    ),
    "check": lambda values, result, *_, **__: values == {INF} == {result.error},
    "minimum_theta": lambda values, result, *_: values == {INF} <= {*result.offsets},
    "census": lambda values, result, *_, **__: survivors_are_numbers(result),
    "ReLU": lambda values, result, z: sympy.sympify(z).is_finite is not True,
    "plot.plane": lambda values, *_, **__: all(map(math.isnan, values)),  # it parts its lines
}


def found(name):
    thing = tn
    for part in name.split("."):
        thing = getattr(thing, part)
    return thing


def is_ours(value):
    """Tell whether a method is written in the package, and made by no decorator of a class."""
    code = getattr(value, "__code__", None)
    return code is not None and Path(code.co_filename).is_relative_to(PACKAGE)


def public_names():
    listed = (ROOT / "docs" / "reference" / "index.md").read_text(encoding="utf-8")
    names = {
        *re.findall(r"^   ([A-Za-z_.]+)$", listed, re.MULTILINE),
        *(f"circuits.{name}" for name in circuits.__all__),
        *(f"quiz.{name}" for name in quiz.__all__),
        *(f"plot.{name}" for name in plot.__all__),
        *tn.__all__,
    }
    for name in [n for n in names if inspect.isclass(found(n))]:
        methods = vars(found(name)).items()
        names |= {
            f"{name}.{key}"
            for key, value in methods
            if (not key.startswith("_") or (key in OPERATORS and is_ours(value)))
            and (inspect.isfunction(value) or isinstance(value, classmethod))
        }
    return {name for name in names if callable(found(name))}


def test_every_public_door_is_in_the_table():
    assert {*DOORS} == public_names() - RECORDS - HOOKS
    # Those that are imported only when they are asked for are listed too.
    assert {*tn.__all__} <= {*dir(tn)}


def test_every_operator_is_known():
    written = {
        key
        for name in public_names()
        if inspect.isclass(found(name))
        for key, value in vars(found(name)).items()
        if key.startswith("__") and is_ours(value)
    }
    assert written <= OPERATORS | MAKERS


@pytest.mark.parametrize("name", DOORS)
def test_every_parameter_is_in_the_table(name):
    if name == "ReLU":  # sympy's own signature
        return
    assert {*inspect.signature(found(name)).parameters} == {*DOORS[name]}


def not_finite(value):
    """Yield the numbers in a result that are not finite."""
    if isinstance(value, torch.Tensor):
        if value.is_floating_point():
            yield from value[~value.isfinite()].tolist()
    elif isinstance(value, torch.nn.Module):
        yield from not_finite(list(value.parameters()))
    elif isinstance(value, float):
        yield from [value] * (not math.isfinite(value))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from not_finite([getattr(value, field.name) for field in dataclasses.fields(value)])
    elif isinstance(value, Mapping):
        yield from not_finite(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from not_finite(part)
    elif isinstance(value, sympy.Expr):
        yield from [value] * value.has(sympy.nan, sympy.oo, sympy.zoo)
    elif isinstance(value, np.ndarray) and value.dtype == object:
        yield from not_finite(value.tolist())
    elif isinstance(value, matplotlib.axes.Axes) and value.name != "3d":
        for line in value.lines:
            x, y = (np.asarray(v, dtype=float) for v in line.get_data())
            yield from [*x[~np.isfinite(x)], *y[~np.isfinite(y)]]


@st.composite
def arguments(draw, name):
    """Draw a door's positional and named arguments, some of them anything at all."""
    table = DOORS[name]
    wild = draw(st.sets(st.sampled_from([n for n in table if n != "self"] or ["none"])))
    values = {n: draw(ANYTHING if n in wild else fitting) for n, fitting in table.items()}
    for n in {"ax", "picture"} & {*values}:
        if values[n] is FLAT or values[n] is SOLID:
            projection = "3d" if values[n] is SOLID else None
            values[n] = plt.figure().add_subplot(projection=projection)
    first = [values.pop("self")] if "self" in values else []
    if name == "quiz.puzzle":
        sizes = values.pop("sizes")
        return [values.pop("name"), *(sizes if isinstance(sizes, list | tuple) else [sizes])], {}
    return ([values.pop("z")], {}) if name == "ReLU" else (first, values)


@contextlib.contextmanager
def no_longer_than(seconds):
    """End what hangs: answers take milliseconds."""

    def too_long(*_):
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def answers_or_says_what_is_wrong(name, given, named):
    allowed = (ValueError, TypeError, *[FileNotFoundError] * name.endswith(".load"))
    try:
        with no_longer_than(60):
            result, refusal = found(name)(*given, **named), None
    except allowed as error:
        result, refusal = None, error
    finally:
        plt.close("all")
    if refusal is None:
        values = {*not_finite(result)}
        excused = NOT_FINITE.get(name, lambda *_, **__: False)
        assert not values or excused(values, result, *given, **named), values
        return
    where = traceback.extract_tb(refusal.__traceback__)[-1]
    assert PACKAGE in Path(where.filename).parents, where
    assert len(str(refusal).split()) >= 3, refusal


@pytest.mark.filterwarnings("ignore:.*numbers were rounded to")
@pytest.mark.parametrize("name", DOORS)
@given(data=st.data())
def test_a_door_answers_or_says_what_is_wrong(name, data):
    answers_or_says_what_is_wrong(name, *data.draw(arguments(name)))
