"""Every bad input is refused at the door, with an error that names the value and the rule."""

import pytest
import torch
from sympy import Symbol, oo, pi, sin, sqrt
from sympy.abc import a, x

from tinynets import (
    Census,
    Network,
    PiecewiseLinear,
    ReLU,
    Share,
    Task,
    census,
    check,
    circuits,
    compile_formula,
    formula,
    minimum_theta,
    pieces,
    plot,
    quiz,
    tasks,
    train,
)

NAN, INF = float("nan"), float("inf")
ONE = torch.ones(1, 1)
GOOD = {
    "format": 1,
    "widths": [1, 1],
    "activation": "relu",
    "output": "identity",
    "skip": False,
    "dtype": "float32",
    "layers": [{"weight": [[1.0]], "bias": [0.0]}],
}


def network(**settings):
    return Network([1, 2, 1], **settings)


def weights(*pairs, **settings):
    return Network.from_weights(pairs, **settings)


def described(**changes):
    return Network.from_dict(GOOD | changes)


def without(key):
    return Network.from_dict({k: v for k, v in GOOD.items() if k != key})


def broken(value):
    broken = Network([1, 2, 1])
    with torch.no_grad():
        broken.layers[1].weight[0, 1] = value
    return broken


LINE = PiecewiseLinear([], [1], [0])
PART = PiecewiseLinear([], [1], [0], low=0, high=1)
MIN = circuits.minimum()


def trained(net=None, task=None, **settings):
    net = Network([1, 1], output="sigmoid") if net is None else net
    return train(net, task or tasks.less_than(), **{"epochs": 1, "lr": 0.1} | settings)


def counted(net=None, task=None, **settings):
    net = Network([2, 2, 1]) if net is None else net
    return census(net, task or tasks.xor(), **{"seeds": 3, "epochs": 1, "lr": 0.1} | settings)


def start(seeds=None, **changes):
    """A start for two seeds of Network([2, 1])."""
    given = {"layers.0.weight": torch.ones(2, 1, 2), "layers.0.bias": torch.ones(2, 1)}
    kept = {k: v for k, v in (given | changes).items() if v is not None}
    return counted(Network([2, 1]), seeds=seeds, start=kept)


CASES = [
    # Network
    (lambda: Network([]), ValueError, r"widths is \[\]; an input and an output"),
    (lambda: Network([3]), ValueError, r"widths is \[3\]; an input and an output"),
    (lambda: Network([1, 0, 1]), ValueError, r"widths\[1\] is 0; .* at least 1"),
    (lambda: Network([1, -2]), ValueError, r"widths\[1\] is -2; .* at least 1"),
    (lambda: Network([1, 2.0]), TypeError, r"widths\[1\] is 2.0; .* integer"),
    (lambda: Network([True, 1]), TypeError, r"widths\[0\] is True; .* integer"),
    (lambda: Network(3), TypeError, r"widths is 3; .* list of integers"),
    (lambda: Network("11"), TypeError, r"widths is '11'; .* list of integers"),
    (lambda: Network([10**4, 10**4]), ValueError, r"100,010,000 parameters; at most 10,000,000"),
    (lambda: network(activation="gelu"), ValueError, r"activation is 'gelu'; .* relu, sigmoid"),
    (lambda: network(activation=None), ValueError, r"activation is None; .* one of relu"),
    (lambda: network(activation=["relu"]), ValueError, r"activation is \['relu'\]; .* one of"),
    (lambda: network(output="tanh"), ValueError, r"output is 'tanh'; .* identity, relu, sigmoid"),
    (lambda: network(skip=1), TypeError, r"skip is 1; .* True or False"),
    (lambda: network(seed=-1), ValueError, r"seed is -1; .* at least 0"),
    (lambda: network(seed=2**32), ValueError, r"seed is 4294967296; .* below 4294967296"),
    (lambda: network(seed=0.5), TypeError, r"seed is 0.5; .* integer"),
    (lambda: network(seed=None), TypeError, r"seed is None; .* integer"),
    (lambda: network(dtype=torch.int64), TypeError, r"dtype is torch.int64; .* float16, bfloat16"),
    (lambda: network(dtype="float32"), TypeError, r"dtype is 'float32'; .* one of"),
    # Reading a network
    *[
        (lambda read=read, x=x: getattr(network(), read)(x), error, match)
        for read in ("forward", "logits", "activations", "__call__")
        for x, error, match in [
            ([[1.0]], TypeError, r"x is a list; .* tensor"),
            (ONE.double(), TypeError, r"x is torch.float64, the network torch.float32"),
            (ONE.int(), TypeError, r"x is torch.int32, the network torch.float32"),
            (ONE.to_sparse(), TypeError, r"x is torch.sparse_coo; .* dense tensor"),
            (torch.ones(3), ValueError, r"x has shape \(3,\); .* \(batch, 1\)"),
            (torch.ones(3, 2), ValueError, r"x has shape \(3, 2\); .* \(batch, 1\)"),
            (torch.ones(1, 1, 1), ValueError, r"x has shape \(1, 1, 1\); .* \(batch, 1\)"),
        ]
    ],
    # from_weights
    (lambda: weights(), ValueError, r"^weights is empty; a network has at least one layer$"),
    (
        lambda: Network.from_weights(5),
        TypeError,
        r"^weights is 5; it must be a list of pairs \(W, b\)$",
    ),
    (lambda: weights(5), ValueError, r"layer 0 is not a pair"),
    (lambda: weights(([[1]],)), ValueError, r"layer 0 is not a pair"),
    (lambda: weights(([[1, 2], [3]], [0, 0])), ValueError, r"layer 0 is not .* rectangular"),
    (lambda: weights(([["a"]], [0])), ValueError, r"layer 0 is not .* numbers"),
    (lambda: weights(([[None]], [0])), ValueError, r"layer 0 is not .* numbers"),
    (lambda: weights(([[1j]], [0])), ValueError, r"layer 0 is not .* numbers"),
    (lambda: weights(([[10**400]], [0])), ValueError, r"layer 0 is not .* numbers"),
    (lambda: weights(([1], [0])), ValueError, r"W of shape \(1,\) .* \(out, in\) and \(out,\)"),
    (lambda: weights(([[1]], [0, 0])), ValueError, r"W of shape \(1, 1\) and b of shape \(2,\)"),
    (
        lambda: weights(([[]], [0])),
        ValueError,
        r"W of shape \(1, 0\) .*; they must .* neither empty$",
    ),
    (
        lambda: weights(([[1]], [0]), ([[1, 1]], [0])),
        ValueError,
        r"layer 1 has shape \(1, 2\); with skip=False .* \(1, 1\)",
    ),
    (
        lambda: weights(([[1]], [0]), ([[1]], [0]), skip=True),
        ValueError,
        r"layer 1 has shape \(1, 1\); with skip=True .* \(1, 2\)",
    ),
    (lambda: weights(([[NAN]], [0])), ValueError, r"hold nan, .* not finite"),
    (lambda: weights(([[1]], [INF])), ValueError, r"hold inf, .* not finite"),
    (
        lambda: weights(([[1e5]], [0]), dtype=torch.float16),
        ValueError,
        r"100000.0, .* torch.float16",
    ),
    (lambda: weights(([[1]], [0]), dtype=torch.int8), TypeError, r"dtype is torch.int8"),
    (lambda: weights(([[1]], [0]), output="sine"), ValueError, r"output is 'sine'; .* one of"),
    # ablate
    (lambda: network().ablate(1, 0), ValueError, r"layer is 1; .* widths are \[2\]"),
    (lambda: network().ablate(-1, 0), ValueError, r"layer is -1; .* widths are \[2\]"),
    (lambda: Network([1, 1]).ablate(0, 0), ValueError, r"layer is 0; .* widths are \[\]"),
    (lambda: network().ablate(0, 2), ValueError, r"unit is 2; layer 0 has 2"),
    (lambda: network().ablate(0, -1), ValueError, r"unit is -1; layer 0 has 2"),
    (lambda: network().ablate(0.0, 0), TypeError, r"layer is 0.0; .* integer"),
    (lambda: network().ablate(0, True), TypeError, r"unit is True; .* integer"),
    (lambda: network().ablate(0, 0, NAN), ValueError, r"value is nan; .* finite"),
    (lambda: network().ablate(0, 0, "1"), TypeError, r"value is '1'; .* number"),
    # from_dict; files are in test_network.py
    (lambda: Network.from_dict([]), TypeError, r"a mapping, not a list"),
    (lambda: Network.from_dict({}), ValueError, r"format is None; only format 1"),
    (lambda: described(format=2), ValueError, r"format is 2; only format 1"),
    (
        lambda: Network.from_dict({"format": 1}),
        ValueError,
        r"lacks widths, activation, output, skip, dtype$",
    ),
    *[
        (lambda key=key: without(key), ValueError, rf"lacks {key}")
        for key in ("widths", "activation", "output", "skip", "dtype")
    ],
    (
        lambda: without("layers"),
        ValueError,
        r"^layers must be a list of \{'weight': …, 'bias': …\}$",
    ),
    (lambda: described(layers=5), ValueError, r"layers must be a list"),
    (lambda: described(layers=[[]]), ValueError, r"layers must be a list"),
    (lambda: described(layers=[{"weight": [[1]]}]), ValueError, r"layers must be a list"),
    (lambda: described(layers=[]), ValueError, r"weights is empty"),
    (lambda: described(widths=[1, 2]), ValueError, r"widths are \[1, 2\], but .* \[1, 1\]"),
    (lambda: described(widths=[1, 0.5]), ValueError, r"widths\[1\] is 0.5; .* integer"),
    (lambda: described(widths=None), ValueError, r"widths is None; .* list"),
    (lambda: described(activation="exec"), ValueError, r"activation is 'exec'; .* one of"),
    (lambda: described(output=7), ValueError, r"output is 7; .* one of"),
    (lambda: described(skip="no"), ValueError, r"skip is 'no'; .* true or false"),
    (lambda: described(dtype="int8"), ValueError, r"dtype is 'int8'; .* one of"),
    (lambda: described(dtype=[]), ValueError, r"dtype is \[\]; .* one of"),
    # Task
    (lambda: Task("t", [[1.0]], ONE), TypeError, r"x is list; .* floating-point tensor"),
    (lambda: Task("t", ONE, ONE.int()), TypeError, r"y is torch.int32; .* floating-point"),
    (lambda: Task("t", ONE, ONE.double()), TypeError, r"x is torch.float32, y is torch.float64"),
    (lambda: Task("t", torch.ones(3), ONE), ValueError, r"x has shape \(3,\); .* \(examples, num"),
    (lambda: Task("t", ONE, torch.ones(0, 1)), ValueError, r"y has shape \(0, 1\); .* not empty"),
    (lambda: Task("t", ONE * NAN, ONE), ValueError, r"x holds nan; .* finite"),
    (lambda: Task("t", ONE, ONE * INF), ValueError, r"y holds inf; .* finite"),
    (lambda: Task("t", ONE, torch.ones(2, 1)), ValueError, r"x has 1 examples, y has 2"),
    (lambda: tasks.parity(2050).to(torch.float16), ValueError, r"2049.0, which torch.float16"),
    # tasks
    (lambda: tasks.less_than(low=5, high=5), ValueError, r"low is 5, high is 5; low must be"),
    (lambda: tasks.less_than(low=6, high=5), ValueError, r"low is 6, high is 5; low must be"),
    (lambda: tasks.less_than(low=0.5), TypeError, r"low is 0.5; .* integer"),
    (lambda: tasks.less_than(high=2**24 + 2), ValueError, r"beyond 16777216, where float32"),
    (lambda: tasks.less_than(low=-(2**24) - 1), ValueError, r"beyond 16777216, where float32"),
    (lambda: tasks.less_than(NAN), ValueError, r"threshold is nan; .* finite"),
    (lambda: tasks.less_than("10"), TypeError, r"threshold is '10'; .* number"),
    (lambda: tasks.minimum(0), ValueError, r"n is 0; .* at least 1"),
    (lambda: tasks.minimum(2.5), TypeError, r"n is 2.5; .* integer"),
    (lambda: tasks.minimum(low=3, high=3), ValueError, r"low is 3, high is 3; low must be"),
    (lambda: tasks.minimum(high=10**9), ValueError, r"beyond 16777216, where float32"),
    (lambda: tasks.minimum(seed="a"), TypeError, r"seed is 'a'; .* integer"),
    (lambda: tasks.minimum(seed=-1), ValueError, r"seed is -1; .* at least 0"),
    (lambda: tasks.parity(0), ValueError, r"count is 0; .* at least 1"),
    (lambda: tasks.parity(2.5), TypeError, r"count is 2.5; .* integer"),
    (lambda: tasks.parity(2**24 + 2), ValueError, r"beyond 16777216, where float32"),
    (lambda: tasks.sparse_features(0), ValueError, r"features is 0; .* at least 1"),
    (lambda: tasks.sparse_features(n=0), ValueError, r"n is 0; .* at least 1"),
    (lambda: tasks.sparse_features(n=0.5), TypeError, r"n is 0.5; .* integer"),
    (lambda: tasks.sparse_features(10**4, n=10**4), ValueError, r"10000; at most 10,000,000 numb"),
    (lambda: tasks.sparse_features(probability=0), ValueError, r"probability is 0; .* above 0"),
    (lambda: tasks.sparse_features(probability=1.5), ValueError, r"is 1.5; .* at most 1"),
    (lambda: tasks.sparse_features(probability=NAN), ValueError, r"probability is nan; .* finite"),
    (lambda: tasks.sparse_features(probability="1"), TypeError, r"probability is '1'; .* number"),
    (lambda: tasks.sparse_features(seed=-1), ValueError, r"seed is -1; .* at least 0"),
    # circuits
    (lambda: circuits.less_than(NAN), ValueError, r"threshold is nan; .* finite"),
    (lambda: circuits.less_than(10**400), ValueError, r"threshold is .*finite"),
    (lambda: circuits.less_than("10"), TypeError, r"threshold is '10'; .* number"),
    (lambda: circuits.less_than(10, 0), ValueError, r"sharpness is 0.0; .* positive"),
    (lambda: circuits.less_than(10, -1), ValueError, r"sharpness is -1.0; .* positive"),
    (lambda: circuits.less_than(10, INF), ValueError, r"sharpness is inf; .* finite"),
    (lambda: circuits.less_than(10, 1e308), ValueError, r"hold inf, .* not finite"),
    (
        lambda: circuits.less_than(2**53 + 1),
        ValueError,
        r"threshold is 9007199254740993: .* 2\*\*54",
    ),
    (
        lambda: circuits.less_than(-(2**60)),
        ValueError,
        r"up to 2\*\*60; torch.float64 goes farthest",
    ),
    (
        lambda: circuits.less_than(2**24 + 1, dtype=torch.float32),
        ValueError,
        r"threshold is 16777217: dtype torch.float32 .* 2\*\*25; torch.float64 does",
    ),
    *[
        (
            lambda t=t, s=s, dtype=dtype: circuits.less_than(t, s, dtype=dtype),
            ValueError,
            rf"threshold is {t}, sharpness is {s}.*: in {dtype or torch.float64} they make y = {made}, .*; {advice}",
        )
        for t, s, dtype, made, advice in [
            (10, 1e-50, torch.float32, r"sigmoid\(0\)", "torch.float64 will do"),
            (0, 1e-50, torch.float32, r"sigmoid\(0\)", "torch.float64 will do"),
            (255, 3, torch.bfloat16, r"sigmoid\(-3 x \+ 764\)", "torch.float32 will do"),
            (2047, 3, torch.float16, r"sigmoid\(-3 x \+ 6140\)", "torch.float32 will do"),
            (10, 0.1, torch.float32, r"sigmoid\(-0.1 x \+ 1\)", "torch.float64 will do"),
            (1e-200, 1e-200, None, r"sigmoid\(-1e-200 x\)", "no dtype does, change the sharp"),
        ]
    ],
    (lambda: circuits.minimum(dtype=torch.int8), TypeError, r"dtype is torch.int8; .* one of"),
    (lambda: circuits.less_than(10, dtype=torch.int8), TypeError, r"dtype is torch.int8"),
    (lambda: circuits.step(9.5), TypeError, r"threshold is 9.5; .* integer"),
    (lambda: circuits.step(NAN), TypeError, r"threshold is nan; .* integer"),
    (lambda: circuits.minimum(INF), ValueError, r"theta is inf; .* finite"),
    (lambda: circuits.minimum(None), TypeError, r"theta is None; .* number"),
    (lambda: circuits.step(2**53 + 2), ValueError, r"threshold is 9007199254740994: .* 2\*\*54"),
    (lambda: circuits.step(2050, dtype=torch.float16), ValueError, r"2\*\*12; torch.float32 does"),
    (lambda: circuits.step(10**400), ValueError, r"threshold is 10+: dtype None does not hold"),
    (lambda: circuits.step(-(2**53)), ValueError, r"threshold is -9007199254740992: .* 2\*\*54"),
    (lambda: circuits.step(2**54), ValueError, r"up to 2\*\*54; torch.float64 goes farthest"),
    (lambda: circuits.step(dtype=torch.int8), TypeError, r"dtype is torch.int8; .* one of"),
    (lambda: circuits.parity(skip="no"), TypeError, r"skip is 'no'; .* True or False"),
    (lambda: circuits.xor(dtype=torch.int8), TypeError, r"dtype is torch.int8; .* one of"),
    (lambda: circuits.absolute(skip=1), TypeError, r"skip is 1; .* True or False"),
    (lambda: circuits.xor(skip="no"), TypeError, r"skip is 'no'; .* True or False"),
    (lambda: circuits.absolute(dtype=torch.int32), TypeError, r"dtype is torch.int32; .* one of"),
    (lambda: circuits.article_parity(dtype="half"), TypeError, r"dtype is 'half'; .* one of"),
    (lambda: tasks.parity().to("float64"), TypeError, r"dtype is 'float64'; .* floating dtype"),
    (lambda: tasks.parity().to(torch.int64), TypeError, r"dtype is torch.int64; .* floating"),
    (lambda: tasks.minimum(10**12), ValueError, r"n is 1000000000000; at most 10,000,000"),
    (lambda: tasks.xor(signed="no"), TypeError, r"signed is 'no'; .* True or False"),
    (lambda: Task(3, ONE, ONE), TypeError, r"name is 3; .* a string"),
    (
        lambda: trained(epochs=10**13),
        ValueError,
        r"epochs is 10000000000000; .* 100,000,000 numbers",
    ),
    (lambda: trained(progress="x"), TypeError, r"progress is 'x'; .* True or False"),
    (lambda: trained(log_dir=5), TypeError, r"log_dir is 5; .* path"),
    (lambda: circuits.parity(-1), ValueError, r"folds is -1; .* at least 0"),
    (lambda: circuits.parity(2.0), TypeError, r"folds is 2.0; .* integer"),
    (lambda: circuits.parity(True), TypeError, r"folds is True; .* integer"),
    (lambda: circuits.parity(3, dtype=torch.int32), TypeError, r"dtype is torch.int32"),
    *[
        (
            lambda folds=folds, dtype=dtype, skip=skip: circuits.parity(folds, skip, dtype=dtype),
            ValueError,
            rf"folds is {folds}: dtype {dtype} .* every integer up to 2\*\*{folds}; {advice}",
        )
        for skip in (False, True)
        for folds, dtype, advice in [
            (9, torch.bfloat16, "torch.float32 does"),
            (12, torch.float16, "torch.float32 does"),
            (25, torch.float16, "torch.float64 does"),
            (25, torch.float32, "torch.float64 does"),
            (54, torch.float32, r"torch.float64 goes farthest, to 2\*\*53"),
            (54, torch.float64, r"torch.float64 goes farthest, to 2\*\*53"),
            (54, None, r"torch.float64 goes farthest, to 2\*\*53"),
            (10**9, None, r"torch.float64 goes farthest, to 2\*\*53"),
        ]
    ],
    *[
        (
            lambda p=p: circuits.modular_addition(p),
            ValueError,
            rf"p is {p}; it must be an odd number of at least 3, below 10,000",
        )
        for p in (-7, 0, 1, 2, 8, 96, 10_001, 10**30)
    ],
    (lambda: circuits.modular_addition(7.0), TypeError, r"p is 7.0; .* integer"),
    (lambda: circuits.modular_addition("7"), TypeError, r"p is '7'; .* integer"),
    (lambda: circuits.modular_addition(7, 0), ValueError, r"frequency is 0; .* at least 1"),
    (lambda: circuits.modular_addition(7, 7), ValueError, r"frequency is 7; .* below 7"),
    (lambda: circuits.modular_addition(7, 0.5), TypeError, r"frequency is 0.5; .* integer"),
    (
        lambda: circuits.modular_addition(15, 6),
        ValueError,
        r"frequency is 6; .* no common factor with p = 15, they share 3",
    ),
    (lambda: circuits.modular_addition(7, 1, 5), ValueError, r"neurons is 5; it must be 8, 4 or 3"),
    (lambda: circuits.modular_addition(7, 1, 8.0), TypeError, r"neurons is 8.0; .* integer"),
    (lambda: circuits.modular_addition(7, dtype=torch.int8), TypeError, r"dtype is torch.int8"),
    (
        lambda: circuits.modular_addition(97, dtype=torch.float16),
        ValueError,
        r"p is 97: the answer leads by 2.1e-03, too little for torch.float16",
    ),
    (lambda: tasks.modular_addition(1), ValueError, r"p is 1; .* at least 2"),
    (lambda: tasks.modular_addition(150), ValueError, r"p is 150; .* below 150"),
    (lambda: tasks.modular_addition(7.0), TypeError, r"p is 7.0; .* integer"),
    # circuits of the puzzles
    (lambda: circuits.clip(1, 1), ValueError, r"low is 1, high is 1; low must be smaller"),
    (lambda: circuits.clip(2, -1), ValueError, r"low is 2, high is -1; low must be smaller"),
    (lambda: circuits.clip("0"), TypeError, r"low is '0'; .* number"),
    (lambda: circuits.clip(0, None), TypeError, r"high is None; .* number"),
    (lambda: circuits.clip(NAN), ValueError, r"low is nan; .* finite"),
    (lambda: circuits.clip(0, INF), ValueError, r"high is inf; .* finite"),
    (
        lambda: circuits.clip(-(2**53), 2**53),
        ValueError,
        r"high - low is 18014398509481984: dtype None .* 2\*\*54; torch.float64 goes farthest",
    ),
    (
        lambda: circuits.clip(-2049, -2048, dtype=torch.float16),
        ValueError,
        r"is 2049: dtype torch\.float16 does not hold every integer up to 2\*\*12",
    ),
    (
        lambda: circuits.clip(2048, 2049, dtype=torch.float16),
        ValueError,
        r"is 2049: dtype torch\.float16 does not hold every integer up to 2\*\*12",
    ),
    (
        lambda: circuits.clip(0, 4096, dtype=torch.float16),
        ValueError,
        r"high - low is 4096: dtype torch.float16 .* 2\*\*12; torch.float32 does",
    ),
    (lambda: circuits.maximum(0), ValueError, r"count is 0; .* at least 1"),
    (lambda: circuits.maximum(1001), ValueError, r"count is 1001; .* below 1001"),
    (lambda: circuits.maximum(10**400), ValueError, r"count is 10+; .* below 1001"),
    (lambda: circuits.maximum(2.0), TypeError, r"count is 2.0; .* integer"),
    (lambda: circuits.sort(1), ValueError, r"count is 1; .* at least 2"),
    (lambda: circuits.sort(6), ValueError, r"count is 6; .* below 6"),
    (lambda: circuits.sort(True), TypeError, r"count is True; .* integer"),
    (lambda: circuits.square(-1), ValueError, r"neurons is -1; .* at least 0"),
    (lambda: circuits.square(0.5), TypeError, r"neurons is 0.5; .* integer"),
    (lambda: circuits.square(26), ValueError, r"neurons is 26: dtype None .* goes farthest"),
    (lambda: circuits.square(10**9), ValueError, r"neurons is 1000000000: dtype None"),
    (
        lambda: circuits.square(11, dtype=torch.float32),
        ValueError,
        r"neurons is 11: dtype torch.float32 .* 2\*\*25; torch.float64 does",
    ),
    (
        lambda: circuits.square(5, dtype=torch.float16),
        ValueError,
        r"neurons is 5: dtype torch.float16 .* 2\*\*13; torch.float32 does",
    ),
    (lambda: circuits.divisible(1), ValueError, r"divisor is 1; .* at least 2"),
    (lambda: circuits.divisible(3, -1), ValueError, r"folds is -1; .* at least 0"),
    (lambda: circuits.divisible(3.0), TypeError, r"divisor is 3.0; .* integer"),
    (lambda: circuits.divisible(3, "2"), TypeError, r"folds is '2'; .* integer"),
    (
        lambda: circuits.divisible(3, 51),
        ValueError,
        r"divisor \* 2\*\*folds is 3 \* 2\*\*51: dtype None .* goes farthest",
    ),
    (lambda: circuits.divisible(2**53), ValueError, r"is 9007199254740992 \* 2\*\*3: dtype None"),
    (
        lambda: circuits.divisible(3, 22, dtype=torch.float32),
        ValueError,
        r"is 3 \* 2\*\*22: dtype torch.float32 .* torch.float64 does",
    ),
    (lambda: circuits.gray_code(0), ValueError, r"bits is 0; .* at least 1"),
    (lambda: circuits.gray_code(4.0), TypeError, r"bits is 4.0; .* integer"),
    (lambda: circuits.gray_code(53), ValueError, r"bits is 53: dtype None .* goes farthest"),
    (
        lambda: circuits.gray_code(11, dtype=torch.float16),
        ValueError,
        r"bits is 11: dtype torch.float16 .* torch.float32 does",
    ),
    (lambda: circuits.binary(0), ValueError, r"bits is 0; .* at least 1"),
    (lambda: circuits.binary(None), TypeError, r"bits is None; .* integer"),
    (lambda: circuits.binary(54), ValueError, r"bits is 54: dtype None .* goes farthest"),
    (
        lambda: circuits.binary(25, dtype=torch.float32),
        ValueError,
        r"bits is 25: dtype torch.float32 .* torch.float64 does",
    ),
    (lambda: circuits.bits_parity(0), ValueError, r"bits is 0; .* at least 1"),
    (lambda: circuits.bits_parity(1001), ValueError, r"bits is 1001; .* below 1001"),
    (lambda: circuits.bits_parity(8.0), TypeError, r"bits is 8.0; .* integer"),
    (
        lambda: circuits.bits_parity(257, dtype=torch.bfloat16),
        ValueError,
        r"bits is 257: dtype torch.bfloat16 .* 2\*\*9; torch.float32 does",
    ),
    (lambda: circuits.equal("yes"), TypeError, r"exact is 'yes'; .* True or False"),
    *[
        (lambda circuit=circuit: circuit(dtype=torch.int8), TypeError, r"dtype is torch.int8")
        for circuit in (
            circuits.clip,
            circuits.maximum,
            circuits.median,
            circuits.sort,
            circuits.square,
            circuits.divisible,
            circuits.gray_code,
            circuits.binary,
            circuits.bits_parity,
            circuits.equal,
            circuits.logical_and,
        )
    ],
    # train
    (lambda: trained("net"), TypeError, r"network is 'net'; .* tinynets.Network"),
    (lambda: trained(task="parity"), TypeError, r"task is 'parity'; .* tinynets.Task"),
    (lambda: trained(epochs=-1), ValueError, r"epochs is -1; .* at least 0"),
    (lambda: trained(epochs=1.0), TypeError, r"epochs is 1.0; .* integer"),
    (lambda: trained(epochs=True), TypeError, r"epochs is True; .* integer"),
    (lambda: trained(lr=0), ValueError, r"lr is 0; .* positive"),
    (lambda: trained(lr=-0.1), ValueError, r"lr is -0.1; .* positive"),
    (lambda: trained(lr=NAN), ValueError, r"lr is nan; .* finite"),
    (lambda: trained(lr="fast"), TypeError, r"lr is 'fast'; .* number"),
    (lambda: trained(optimizer="lion"), ValueError, r"optimizer is 'lion'; .* adam, sgd"),
    (lambda: trained(momentum=0.9), ValueError, r"momentum is 0.9, which only sgd has, not adam"),
    (lambda: trained(optimizer="sgd", momentum=1), ValueError, r"momentum is 1; .* below 1"),
    (lambda: trained(optimizer="sgd", momentum=-0.1), ValueError, r"momentum is -0.1; .* at least"),
    (lambda: trained(weight_decay=-1), ValueError, r"weight_decay is -1; .* at least 0"),
    (lambda: trained(weight_decay=INF), ValueError, r"weight_decay is inf; .* finite"),
    (lambda: trained(l1=-1), ValueError, r"l1 is -1; .* at least 0"),
    (lambda: trained(l1=None), TypeError, r"l1 is None; .* number"),
    (lambda: trained(loss="hinge"), ValueError, r"loss is 'hinge'; .* mse, cross_entropy"),
    (
        lambda: trained(Network([1, 1]), loss="cross_entropy"),
        ValueError,
        r"loss is 'cross_entropy', which needs a sigmoid output, not 'identity'",
    ),
    (
        lambda: trained(task=Task("big", ONE, 5 * ONE)),
        ValueError,
        r"task 'big' has the target 5.0; cross_entropy needs 0 to 1",
    ),
    (lambda: trained(batch_size=0), ValueError, r"batch_size is 0; .* at least 1"),
    (lambda: trained(batch_size=2.0), TypeError, r"batch_size is 2.0; .* integer"),
    (lambda: trained(seed=-1), ValueError, r"seed is -1; .* at least 0"),
    (lambda: trained(seed="a"), TypeError, r"seed is 'a'; .* integer"),
    (
        lambda: trained(Network([2, 1])),
        ValueError,
        r"task 'x < 10' has 1 inputs and 1 targets; .* widths \[2, 1\]",
    ),
    (
        lambda: trained(Network([1, 2])),
        ValueError,
        r"task 'x < 10' has 1 inputs and 1 targets; .* widths \[1, 2\]",
    ),
    (
        lambda: trained(Network([1, 1], dtype=torch.bfloat16), tasks.parity(300)),
        ValueError,
        r"task 'parity of 0..299' holds 257.0, which torch.bfloat16 cannot hold exactly",
    ),
    (
        lambda: trained(Network([1, 1]), epochs=50, lr=1e3, optimizer="sgd"),
        ValueError,
        r"the loss is (inf|nan) at epoch [1-9]\d*; try a smaller lr than 1000.0",
    ),
    (lambda: trained(broken(NAN)), ValueError, r"layers.1.weight holds nan; .* finite"),
    (lambda: trained(broken(INF)), ValueError, r"layers.1.weight holds inf; .* finite"),
    (
        lambda: trained(broken(3e38)),
        ValueError,
        r"the loss is (inf|nan) at epoch 0; start from smaller weights",
    ),
    (lambda: trained(network().requires_grad_(False)), ValueError, r"frozen: .* requires_grad"),
    (
        # The step of the first weight is beyond float32, and then the neuron rests.
        lambda: trained(
            weights(([[1e-30]], [0]), ([[1e30]], [0]), dtype=torch.float32),
            Task("t", ONE, ONE * 0),
            lr=1e12,
            optimizer="sgd",
        ),
        ValueError,
        r"layers.0.weight holds -inf; .* finite",
    ),
    # Found by test_fuzz.py
    (lambda: network(activation=ONE), ValueError, r"activation is tensor.*; .* one of relu"),
    (lambda: Network.from_weights(torch.ones(())), TypeError, r"weights is tensor.*; .* pairs"),
    (lambda: network()(ONE.to("meta")), ValueError, r"x is on the device meta, the network on cpu"),
    (lambda: described(format=torch.ones(2)), ValueError, r"format is tensor.*; only format 1"),
    (lambda: Task("t", ONE.to_sparse(), ONE), TypeError, r"x is torch.sparse_coo on cpu; .* dense"),
    (lambda: Task("t", ONE, ONE.to("meta")), TypeError, r"y is torch.strided on meta; .* memory"),
    (lambda: counted(epochs=10**30), ValueError, r"epochs is 10{30}; .* below 100000001"),
    (lambda: Share(1, 2**63), ValueError, r"total is 9223372036854775808; .* below 9223372036854"),
    (lambda: network().save("a\0"), ValueError, r"path is 'a.x00'; no file can have this name: .*"),
    (lambda: Network.load("x" * 999), ValueError, r"path is 'x+'; no file can have this name: .*"),
    (lambda: PiecewiseLinear(torch.ones(()), [1, 1], [0, 0]), TypeError, r"breakpoints is tensor"),
    (lambda: ReLU("x"), TypeError, r"z is 'x'; .* a sympy expression or a number"),
    (lambda: ReLU(True), TypeError, r"z is True; .* a sympy expression or a number"),
    (lambda: quiz.draw([], 0), ValueError, r"kind is \[\]; .* one of "),
    (lambda: quiz.puzzle([], 3), ValueError, r"name is \[\]; .* one of largest"),
    (lambda: quiz.fewest(17).accepts(4), TypeError, r"text is 4; .* string"),
    (lambda: quiz.limit(3, [4]), TypeError, r"ones is 3; .* list of numbers"),
    (lambda: quiz.comparators([1, 2], [(1, 2, 1)], 1), ValueError, r"is \[1, 2, 1\]; it joins two"),
    (lambda: quiz.comparators([1, 2], [3], 1), TypeError, r"a comparator is 3; .* two places"),
    (lambda: quiz.named(network(), ["a"]), TypeError, r"choices is \['a'\]; .* dict of networks"),
    (lambda: quiz.superposed([1], [1], [1]), TypeError, r"a direction is 1; .* list of numbers"),
    (lambda: plot.folds([1, 65]), ValueError, r"heights holds 65; at most 64"),
    (lambda: plot.Animation("").save("/"), ValueError, r"path is '/'; .* a file in a folder"),
    (
        lambda: plot.pieces(PiecewiseLinear([10**400], [0, 1], [0, -(10**400)])),
        ValueError,
        r"low is beyond the largest float; it must be finite",
    ),
    # Paths
    (lambda: trained(log_dir=__file__), ValueError, r"log_dir is '.*test_errors.py', a file; .* f"),
    (lambda: network().save(5), TypeError, r"path is 5; .* a path"),
    (
        lambda: network().save("/no/such/folder"),
        ValueError,
        r"path is '/no/such/folder'; .* exists",
    ),
    (lambda: network().save("/"), ValueError, r"path is '/'; it must be a file in a folder"),
    (lambda: Network.load(5), TypeError, r"path is 5; .* a path"),
    # Reading exactly: pieces, formula and check share a door
    *[
        (lambda read=read, net=net: read(net), error, match)
        for read in (pieces, formula, lambda net: check(net, x))
        for net, error, match in [
            ("net", TypeError, r"network is a str; .* tinynets.Network"),
            (Network([1, 2]), ValueError, r"widths \[1, 2\]; only one output can be read"),
            (broken(NAN), ValueError, r"layers.1.weight holds nan; .* finite"),
            (broken(-INF), ValueError, r"layers.1.weight holds -inf; .* finite"),
            *[
                (network(activation=name), ValueError, rf"activation is '{name}'; only relu")
                for name in ("sigmoid", "tanh", "sine", "square", "identity")
            ],
        ]
    ],
    *[
        (lambda read=read, low=low, high=high: read(network(), low=low, high=high), error, match)
        for read in (pieces, formula, lambda net, **box: check(net, x, **box))
        for low, high, error, match in [
            (1, 1, ValueError, r"low is 1, high is 1; low must be smaller"),
            (3, -2.5, ValueError, r"low is 3, high is -5/2; low must be smaller"),
            (NAN, 1, ValueError, r"low is nan; .* finite"),
            (0, INF, ValueError, r"high is inf; .* finite"),
            ("a", None, TypeError, r"^low is 'a'; .* number"),
            (0, "b", TypeError, r"^high is 'b'; .* number"),
        ]
    ],
    (lambda: pieces(MIN), ValueError, r"widths \[2, 2, 1\]; pieces reads one input"),
    (lambda: pieces(network(), limit=0), ValueError, r"limit is 0; .* at least 1"),
    (lambda: pieces(network(), limit=2.5), TypeError, r"limit is 2.5; .* integer"),
    (
        lambda: pieces(circuits.parity(8, skip=True), limit=100),
        ValueError,
        r"more than 100 intervals; read a shorter one with low and high, or raise limit$",
    ),
    # PiecewiseLinear
    *[
        (lambda numbers=numbers: PiecewiseLinear(*numbers), TypeError, match)
        for numbers, match in [
            ((3, [1], [0]), r"^breakpoints is 3; it must be a list of numbers$"),
            (([], 1, [0]), r"^slopes is 1; it must be a list of numbers$"),
            (([], [1], "0"), r"^intercepts is '0'; it must be a list of numbers$"),
        ]
    ],
    (lambda: PiecewiseLinear([0], [1], [0]), ValueError, r"1 breakpoints make 2 pieces, not 1"),
    (lambda: PiecewiseLinear([], [1], []), ValueError, r"not 1 slopes and 0 intercepts"),
    (lambda: PiecewiseLinear([], [NAN], [0]), ValueError, r"a slope is nan; .* finite"),
    (lambda: PiecewiseLinear([], [1], ["b"]), TypeError, r"an intercept is 'b'; .* number"),
    (lambda: PiecewiseLinear([True], [1, 1], [0, 0]), TypeError, r"a breakpoint is True"),
    (lambda: PiecewiseLinear([0], [1, 1], [0, 1]), ValueError, r"at 0 the pieces are 0 and 1; "),
    (
        lambda: PiecewiseLinear([1, 0], [1, 1, 1], [0, 0, 0]),
        ValueError,
        r"breakpoint 1 is followed by 0; they must rise",
    ),
    (lambda: PiecewiseLinear([0], [1, 1], [0, 0], low=0), ValueError, r"followed by 0; .* rise"),
    (lambda: PiecewiseLinear([], [1], [0], 2, 1), ValueError, r"low is 2, high is 1"),
    (lambda: LINE(NAN), ValueError, r"x is nan; .* finite"),
    (lambda: LINE(ONE), TypeError, r"x is tensor.*; .* number"),
    (lambda: PART(2), ValueError, r"x is 2; the function is defined from 0 to 1"),
    (
        lambda: PiecewiseLinear([], [1], [0], low=0)(-1),
        ValueError,
        r"x is -1; the function is defined from 0 on",
    ),
    (
        lambda: PiecewiseLinear([], [1], [0], high=0)(1),
        ValueError,
        r"x is 1; the function is defined up to 0",
    ),
    (lambda: PART.compose(LINE), ValueError, r"values from -inf to inf; .* from 0 to 1"),
    (lambda: PART.compose(2 * PART), ValueError, r"inner takes values from 0 to 2; .* 0 to 1"),
    (lambda: LINE.compose(network()), TypeError, r"inner is a Network; .* PiecewiseLinear"),
    (lambda: PART + PiecewiseLinear([], [1], [0], 5, 6), ValueError, r"low is 5, high is 1"),
    (lambda: LINE + "a", TypeError, r"^unsupported operand type\(s\) for \+"),
    (lambda: LINE * LINE, TypeError, r"^unsupported operand type\(s\) for \*"),
    (lambda: "a" - LINE, TypeError, r"^unsupported operand type\(s\) for -"),
    (lambda: LINE - None, TypeError, r"^unsupported operand type\(s\) for -"),
    (lambda: LINE + INF, ValueError, r"the summand is inf; .* finite"),
    (lambda: NAN * LINE, ValueError, r"the factor is nan; .* finite"),
    (lambda: LINE.changes(NAN), ValueError, r"threshold is nan; .* finite"),
    (lambda: LINE.changes("t"), TypeError, r"threshold is 't'; .* number"),
    (lambda: LINE.classifies("task"), TypeError, r"task is a str; .* tinynets.Task"),
    (lambda: LINE.classifies(tasks.parity(), "t"), TypeError, r"^threshold is 't'; .* number"),
    (lambda: PART.classifies(tasks.parity(3)), ValueError, r"x is 2; .* from 0 to 1"),
    # formula
    (lambda: formula(network(), tolerance=0), ValueError, r"tolerance is 0; .* positive"),
    (lambda: formula(network(), tolerance=-0.1), ValueError, r"tolerance is -0.1; .* positive"),
    (lambda: formula(network(), tolerance="a"), TypeError, r"tolerance is 'a'; .* number"),
    (lambda: formula(MIN, low=[0]), ValueError, r"low is \[0\]; the network has 2 inputs"),
    (lambda: formula(MIN, high=(1, 2, 3)), ValueError, r"high is \(1, 2, 3\); .* 2 inputs"),
    (lambda: formula(MIN, names="ab"), TypeError, r"names is 'ab'; .* list of strings"),
    (lambda: formula(MIN, names=[1, 2]), TypeError, r"names is \[1, 2\]; .* list of strings"),
    (lambda: formula(MIN, names=["u"]), ValueError, r"names is \['u'\]; 2 different names"),
    (lambda: formula(MIN, names=["u", "u"]), ValueError, r"2 different names are needed"),
    (
        lambda: formula(Network([1, 13, 1]), low=-9, high=9),
        ValueError,
        r"1\d hidden neurons are at work here; at most 12",
    ),
    (
        lambda: formula(Network([7, 2, 1]), low=-9, high=9),
        ValueError,
        r"there are 7 inputs; at most 6 can be read exactly",
    ),
    # compile_formula
    *[
        (lambda part=part: compile_formula(x + 2 * part), ValueError, match)
        for part, match in [
            (x**2, r"x\*\*2 is not allowed here: a formula is built of variables"),
            (sin(x), r"sin\(x\) is not allowed"),
            (x * a, r"a\*x is not allowed"),
            (1 / x, r"1/x is not allowed"),
            (sqrt(2) * x, r"sqrt\(2\)\*x is not allowed"),
            (pi, r"pi is not allowed"),
            (x * float("inf"), r"oo is not allowed"),
        ]
    ],
    (lambda: compile_formula("x + 1"), TypeError, r"expression is 'x \+ 1'; .* sympy expression"),
    (lambda: compile_formula(x > 1), TypeError, r"expression is x > 1; .* sympy expression"),
    (lambda: compile_formula(True), TypeError, r"expression is True; .* sympy expression"),
    (lambda: compile_formula(3), ValueError, r"3 has no variable; name the inputs"),
    (lambda: compile_formula(oo), ValueError, r"oo is not allowed here"),
    (lambda: compile_formula(x, names=3), TypeError, r"names is 3; .* list of strings"),
    (lambda: compile_formula(x, names=[""]), TypeError, r"names is \[''\]; .* none empty"),
    (
        lambda: check(Network([6, 12, 1], seed=1), a, low=-1, high=1),
        ValueError,
        r"12 neurons cut the box of 6 inputs into too many regions",
    ),
    (
        lambda: check(circuits.parity(16, skip=True), x),
        ValueError,
        r"more than 50,000 pieces together; read a shorter interval",
    ),
    (lambda: compile_formula(x + a, names=["a"]), ValueError, r"x is not among the inputs a"),
    (lambda: compile_formula(x / 3), ValueError, r"torch.float64 does not hold the number 1/3"),
    (lambda: compile_formula(x, rounding=1), TypeError, r"rounding is 1; .* True or False"),
    (lambda: compile_formula(x, dtype=torch.int8), TypeError, r"dtype is torch.int8"),
    (lambda: compile_formula(x, names=["x", "x"]), ValueError, r"2 different names are needed"),
    # check
    (lambda: check(network(), "x"), TypeError, r"expression is 'x'; .* sympy expression"),
    (lambda: check(network(), Symbol("z")), ValueError, r"z is not among the inputs x"),
    (lambda: check(network(), x, tolerance=-1), ValueError, r"tolerance is -1; .* at least 0"),
    (lambda: check(MIN, a), ValueError, r"2 inputs; give the box to compare on, low and high"),
    (lambda: check(MIN, a, low=0), ValueError, r"2 inputs; give the box to compare on"),
    # census
    (lambda: counted("net"), TypeError, r"network is 'net'; .* tinynets.Network"),
    (lambda: counted(task="xor"), TypeError, r"task is 'xor'; .* tinynets.Task"),
    (
        lambda: counted(task=tasks.parity()),
        ValueError,
        r"has 1 inputs and 1 targets; .* \[2, 2, 1\]",
    ),
    (lambda: counted(seeds=0), ValueError, r"seeds is 0; .* at least 1"),
    (lambda: counted(seeds=[]), ValueError, r"seeds is empty; at least one"),
    (lambda: counted(seeds=[1, -1]), ValueError, r"seeds is -1; .* at least 0"),
    (lambda: counted(seeds=[2**32]), ValueError, r"seeds is 4294967296; .* below"),
    (lambda: counted(seeds=range(10**12)), ValueError, r"seeds names 1,000,000,000,000; with 9 p"),
    (lambda: counted(seeds=2.0), TypeError, r"seeds is 2.0; .* integer"),
    (lambda: counted(seeds="12"), TypeError, r"seeds is '12'; .* integer"),
    (lambda: counted(seeds=10**12), ValueError, r"seeds names 1,000,000,000,000; with 9 p"),
    (lambda: counted(seeds=2 * 10**8), ValueError, r"seeds names 200,000,000; with 9 param"),
    (lambda: counted(epochs=-1), ValueError, r"epochs is -1; .* at least 0"),
    (lambda: counted(lr=0), ValueError, r"lr is 0; .* positive"),
    (lambda: counted(lr=NAN), ValueError, r"lr is nan; .* finite"),
    (lambda: counted(optimizer="adamw"), ValueError, r"optimizer is 'adamw'; .* adam, sgd"),
    (lambda: counted(momentum=0.9), ValueError, r"momentum is 0.9, which only sgd has"),
    (lambda: counted(loss="hinge"), ValueError, r"loss is 'hinge'; .* mse, cross_entropy"),
    (lambda: counted(loss="cross_entropy"), ValueError, r"needs a sigmoid output"),
    (lambda: counted(record=[2]), ValueError, r"record is 2; .* below 2"),
    (lambda: counted(record=[0.5]), TypeError, r"record is 0.5; .* integer"),
    (lambda: counted(record=3), TypeError, r"record is 3; .* epochs"),
    (lambda: counted(block=0), ValueError, r"block is 0; .* at least 1"),
    (lambda: counted(compile=1), TypeError, r"compile is 1; .* True or False"),
    (lambda: counted(executor="dask"), TypeError, r"executor is 'dask'; .*futures.Executor"),
    (lambda: counted(progress=1), TypeError, r"progress is 1; .* True or False"),
    (lambda: counted(path=5), TypeError, r"path is 5; .* a path"),
    (lambda: counted(path="no/such/folder"), ValueError, r"path is 'no/such/folder'; .* exists"),
    (lambda: counted(path="tests"), ValueError, r"path is 'tests'; it must be a file"),
    (lambda: counted(path="README.md"), ValueError, r"'README.md' is not a census, or is damaged"),
    (
        lambda: counted(Network([2, 1], dtype=torch.bfloat16)),
        ValueError,
        r"network is torch.bfloat16; a census trains in float32 or float64",
    ),
    (
        lambda: counted(task=Task("third", ONE.double().expand(1, 2) / 3, ONE.double())),
        ValueError,
        r"which torch.float32 cannot",
    ),
    (lambda: counted(start=3), TypeError, r"start is 3; .* dict"),
    (lambda: start(extra=ONE), ValueError, r"start has .* extra; it must have layers.0.weight"),
    (lambda: start(**{"layers.0.bias": None}), ValueError, r"start has layers.0.weight; it must"),
    (
        lambda: start(**{"layers.0.bias": torch.ones(2)}),
        ValueError,
        r"start\['layers.0.bias'\] has shape \(2,\); it must be \(seeds, 1\)",
    ),
    (
        lambda: start(**{"layers.0.bias": torch.ones(3, 1)}),
        ValueError,
        r"start\['layers.0.bias'\] has 3 seeds, the parameters before it 2",
    ),
    (lambda: start(3), ValueError, r"start has 2 seeds, seeds names 3"),
    (lambda: start(**{"layers.0.bias": [1]}), TypeError, r"bias'\] is list; .* torch.float32"),
    (
        lambda: start(**{"layers.0.bias": torch.ones(2, 1).double()}),
        TypeError,
        r"bias'\] is torch.float64; .* torch.float32",
    ),
    (
        lambda: start(**{"layers.0.bias": torch.tensor([[1.0], [NAN]])}),
        ValueError,
        r"bias'\] holds nan; every number must be finite",
    ),
    (
        lambda: counted(start={f"layers.{i}.{part}": ONE for i in (0, 1) for part in "ab"}),
        ValueError,
        r"start has .* it must have layers.0.weight, layers.0.bias, layers.1.weight",
    ),
    (lambda: counted().network(3), ValueError, r"i is 3; this census has 3 seeds"),
    (lambda: counted().network(-1), ValueError, r"i is -1; this census has 3 seeds"),
    (lambda: counted().network(0.0), TypeError, r"i is 0.0; .* integer"),
    (lambda: counted().solved(within=0), ValueError, r"within is 0; .* positive"),
    (lambda: counted().activations(ONE), ValueError, r"x has shape \(1, 1\); .* \(batch, 2\)"),
    (lambda: counted().activations(tasks.xor().x.double()), TypeError, r"x is torch.float64, the"),
    (lambda: counted().activations([[1.0]]), TypeError, r"x is list; .* floating-point tensor"),
    (lambda: counted().save("tests"), ValueError, r"path is 'tests'; it must be a file"),
    (lambda: Share(3, 2), ValueError, r"count is 3; .* below 3"),
    (lambda: Share(0, 0), ValueError, r"total is 0; .* at least 1"),
    (lambda: Share(0.5, 1), TypeError, r"count is 0.5; .* integer"),
    (lambda: Share(1, 2).interval(1), ValueError, r"confidence is 1; .* between 0 and 1"),
    (lambda: Share.of([True]), TypeError, r"flags is list; .* bools"),
    (lambda: Share.of(ONE), TypeError, r"flags is torch.float32; .* bools"),
    # minimum_theta
    (lambda: minimum_theta("net"), TypeError, r"network is a str; .* tinynets.Network"),
    (lambda: minimum_theta(network()), ValueError, r"theta is read from widths \[2, 2, 1\]"),
    (lambda: minimum_theta(Network([2, 2, 1])), ValueError, r"Network\(\[2, 2, 1\]\); theta is"),
    (
        lambda: minimum_theta(
            Network.from_weights(
                [([[1e308, -1e308], [1, 1]], [0, 0]), ([[0, 0, 9, 0]], [0])], skip=True
            )
        ),
        ValueError,
        r"weights are \[\[1e\+308, -1e\+308\], .* beyond the largest float",
    ),
]


@pytest.mark.parametrize(("call", "error", "match"), CASES, ids=[match for *_, match in CASES])
def test_bad_input_is_refused(call, error, match):
    with pytest.raises(error, match=match):
        call()


def test_a_refused_training_leaves_the_network_as_it_was():
    network = Network([1, 1])
    before = network.to_dict()
    for bad in ({"epochs": -1}, {"lr": 0}, {"loss": "hinge"}, {"seed": "a"}):
        with pytest.raises((ValueError, TypeError)):
            trained(network, **bad)
    assert network.to_dict() == before


def test_a_missing_file_is_told_by_name(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(FileNotFoundError, match=f"no file '{path}'"):
            Network.load(path)
        with pytest.raises(FileNotFoundError, match=f"no file '{path}'"):
            Census.load(path)
