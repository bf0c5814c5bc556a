import copy
import itertools
import json
import struct
import subprocess
import sys

import numpy as np
import oracle
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file

from tinynets import Network
from tinynets._checks import DTYPES
from tinynets.network import HIDDEN, MAX_PARAMETERS, OUTPUT, neuron_names

SHAPES = [([1, 1], False), ([2, 3, 1], False), ([2, 3, 2, 1], True), ([1, 2, 1, 2], True)]
WIDTHS = st.lists(st.integers(1, 4), min_size=2, max_size=5)


def inputs(network, rows=7):
    """Quarters: exact in every dtype."""
    generator = torch.Generator().manual_seed(1)
    x = torch.randint(-8, 9, (rows, network.widths[0]), generator=generator) / 4
    return x.to(network.dtype)


def bits(network):
    return {name: (p.dtype, p.shape, p.tolist()) for name, p in network.state_dict().items()}


# The seed rule


@pytest.mark.parametrize("seed", [0, 1, 12345, 2**32 - 1])
@pytest.mark.parametrize(("widths", "skip"), SHAPES)
def test_the_start_is_the_seed_rule(widths, skip, seed):
    layers = Network(widths, skip=skip, seed=seed, dtype=torch.float64).to_dict()["layers"]
    expected = oracle.start(widths, skip, seed)
    assert [(layer["weight"], layer["bias"]) for layer in layers] == expected


def test_the_mersenne_twister_goes_beyond_its_first_block():
    drawn = torch.rand(1000, generator=torch.Generator().manual_seed(7), dtype=torch.float64)
    assert drawn.tolist() == oracle.uniforms(7, 1000)
    network = Network([1, 400, 1], seed=7, dtype=torch.float64)
    ((_, _), (W, _)) = oracle.start([1, 400, 1], False, 7)
    assert network.to_dict()["layers"][1]["weight"] == W


@pytest.mark.parametrize("dtype", DTYPES.values(), ids=list(DTYPES))
def test_every_dtype_has_the_same_start(dtype):
    double = Network([2, 3, 1], skip=True, seed=4, dtype=torch.float64)
    other = Network([2, 3, 1], skip=True, seed=4, dtype=dtype)
    assert other.dtype == dtype
    for p, q in zip(double.parameters(), other.parameters(), strict=True):
        assert torch.equal(p.to(dtype), q)


def test_what_is_not_said_is_as_the_signature_shows():
    settings = {"activation": "relu", "output": "identity", "skip": False}
    network = Network([1, 2, 2, 1])
    assert network.to_dict() == Network([1, 2, 2, 1], **settings, seed=0).to_dict()
    assert network.ablate(0, 0).to_dict() == network.ablate(0, 0, 0.0).to_dict()
    weights = [(layer.weight, layer.bias) for layer in network.layers]
    assert Network.from_weights(weights).to_dict() == network.to_dict()


def test_different_seeds_have_different_starts():
    starts = {str(Network([1, 2, 1], seed=seed).to_dict()) for seed in range(50)}
    assert len(starts) == 50


@given(WIDTHS, st.booleans(), st.integers(0, 2**32 - 1))
def test_the_start_is_within_its_bound(widths, skip, seed):
    for layer in Network(widths, skip=skip, seed=seed, dtype=torch.float64).layers:
        bound = layer.in_features**-0.5
        for p in layer.parameters():
            assert ((-bound <= p) & (p < bound)).all()


def test_construction_leaves_global_random_state_and_defaults_alone():
    state = torch.get_rng_state()
    network = Network([2, 3, 1], skip=True, seed=9)
    network.ablate(0, 0)
    Network.from_dict(network.to_dict())
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_default_dtype() == torch.float32


def test_the_global_seed_does_not_matter():
    state = torch.get_rng_state()
    torch.manual_seed(1)
    first = bits(Network([2, 3, 1]))
    torch.manual_seed(2)
    second = bits(Network([2, 3, 1]))
    torch.set_rng_state(state)
    assert first == second


# The forward pass


@pytest.mark.parametrize("output", OUTPUT)
@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("skip", [False, True])
def test_forward_is_the_formula(activation, output, skip):
    settings = {"activation": activation, "output": output, "skip": skip}
    network = Network([2, 3, 2, 2], seed=3, dtype=torch.float64, **settings)
    x = inputs(network)
    expected = [oracle.forward(network, row) for row in x.tolist()]
    np.testing.assert_allclose(network(x).detach(), expected, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("output", OUTPUT)
@pytest.mark.parametrize("skip", [False, True])
def test_activations_and_logits_agree_with_forward(output, skip):
    network = Network(
        [2, 3, 2, 1], activation="tanh", output=output, skip=skip, dtype=torch.float64
    )
    x = inputs(network)
    *hidden, last = network.activations(x)
    assert [tuple(h.shape) for h in hidden] == [(7, 3), (7, 2)]
    assert torch.equal(last, network(x))
    assert torch.equal(OUTPUT[output](network.logits(x)), network(x))
    for row, *said in zip(x.tolist(), *(h.tolist() for h in hidden), strict=True):
        expected = oracle.layer_outputs(network.to_dict(), row)[:-1]
        for a, b in zip(said, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-13)


def test_skip_columns_stand_in_the_order_x_h1_h2():
    # Every column has its own power of ten, so that the output spells which number was read where.
    network = Network.from_weights(
        [
            ([[1, 0]], [0]),
            ([[0, 0, 1], [0, 1, 0]], [0, 0]),
            ([[1, 10, 100, 1000, 10000]], [0]),
        ],
        skip=True,
    )
    # x = (2, 3), h1 = a = 2, second layer: h2 = h1 = 2, h3 = b = 3.
    assert network(torch.tensor([[2.0, 3.0]])).item() == 2 + 30 + 200 + 2000 + 30000


@given(WIDTHS, st.booleans(), st.integers(0, 1000))
def test_shapes(widths, skip, seed):
    network = Network(widths, skip=skip, seed=seed)
    assert network(torch.zeros(5, widths[0])).shape == (5, widths[-1])
    assert network(torch.zeros(0, widths[0])).shape == (0, widths[-1])
    assert network.n_hidden == sum(widths) - widths[0] - widths[-1]
    names = [name for name, _ in network.named_parameters()]
    assert names == [f"layers.{i}.{p}" for i in range(len(widths) - 1) for p in ("weight", "bias")]


@given(st.data())
def test_relu_networks_in_exact_arithmetic(data):
    """On small integers float64 makes no rounding error: it equals the exact rational result."""
    widths = data.draw(WIDTHS)
    skip = data.draw(st.booleans())
    reads = [sum(widths[: i + 1]) if skip else w for i, w in enumerate(widths[:-1])]
    row = st.integers(-4, 4).map(float)
    weights = [
        (
            [[data.draw(row) for _ in range(n_in)] for _ in range(n_out)],
            [data.draw(row) for _ in range(n_out)],
        )
        for n_in, n_out in zip(reads, widths[1:], strict=True)
    ]
    network = Network.from_weights(weights, skip=skip, dtype=torch.float64)
    x = [data.draw(row) for _ in range(widths[0])]
    said = network(torch.tensor([x], dtype=torch.float64))[0].tolist()
    expected = oracle.layer_outputs(
        {"layers": [{"weight": W, "bias": b} for W, b in oracle.exact_layers(network)]}
        | {"skip": skip, "activation": "relu", "output": "identity"},
        [int(v) for v in x],
    )[-1]
    assert said == expected


# Weights by hand


def test_from_weights_chooses_float32_only_where_it_is_exact():
    assert Network.from_weights([([[0.5]], [-3])]).dtype == torch.float32
    assert Network.from_weights([([[0.1]], [0])]).dtype == torch.float64
    assert Network.from_weights([([[2**24 + 1]], [0])]).dtype == torch.float64
    assert Network.from_weights([([[0.1]], [0])], dtype=torch.float16).dtype == torch.float16


def test_from_weights_copies():
    W = torch.ones(1, 1)
    network = Network.from_weights([(W, torch.zeros(1))])
    W.fill_(5)
    assert network.layers[0].weight.item() == 1


def test_from_weights_reads_arrays_tensors_and_lists_alike():
    W, b = [[1.0, 2.0]], [3.0]
    made = [
        Network.from_weights([(kind(W), kind(b))]) for kind in (list, np.array, torch.tensor, tuple)
    ]
    assert all(bits(network) == bits(made[0]) for network in made)


# Ablation


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "square"])
@pytest.mark.parametrize("value", [0.0, -1.5, 3.0])
@pytest.mark.parametrize(("widths", "skip"), [([2, 3, 2, 1], False), ([2, 3, 2, 1], True)])
def test_ablation_replaces_what_the_neuron_says(widths, skip, value, activation):
    network = Network(widths, skip=skip, activation=activation, seed=5, dtype=torch.float64)
    before = bits(network)
    x = inputs(network)
    for layer, width in enumerate(widths[1:-1]):
        for unit in range(width):
            cut = network.ablate(layer, unit, value)
            expected = [oracle.forward(network, r, (layer, unit, value)) for r in x.tolist()]
            np.testing.assert_allclose(cut(x).detach(), expected, rtol=1e-12, atol=1e-13)
            assert not cut.layers[layer].weight[unit].any()
            assert not cut.layers[layer].bias[unit].any()
    assert bits(network) == before


@pytest.mark.parametrize("dtype", DTYPES.values(), ids=list(DTYPES))
def test_ablation_keeps_the_settings(dtype):
    settings = {"activation": "tanh", "output": "sigmoid", "skip": True}
    cut = Network([2, 3, 1], **settings, dtype=dtype).ablate(0, 2)
    kept = {"widths": [2, 3, 1], **settings, "dtype": str(dtype).removeprefix("torch.")}
    assert {key: value for key, value in cut.to_dict().items() if key in kept} == kept


@pytest.mark.parametrize("skip", [False, True])
def test_an_ablated_neuron_is_cut_on_both_sides(skip):
    network = Network([2, 2, 2, 1], skip=skip)
    cut = network.ablate(0, 1)
    column = 3 if skip else 1
    assert not cut.layers[1].weight[:, column].any()
    if skip:
        assert not cut.layers[2].weight[:, column].any()
    assert sum(p.count_nonzero() for p in network.parameters()) > sum(
        p.count_nonzero() for p in cut.parameters()
    )


# Files and dictionaries


@pytest.mark.parametrize("dtype", DTYPES.values(), ids=list(DTYPES))
@pytest.mark.parametrize(("widths", "skip"), SHAPES)
def test_round_trips_keep_every_bit(widths, skip, dtype, tmp_path):
    network = Network(widths, skip=skip, activation="sine", output="sigmoid", dtype=dtype, seed=2)
    with torch.no_grad():
        network.layers[0].bias[0] = -0.0
        network.layers[0].weight[0, 0] = torch.finfo(dtype).tiny
    path = tmp_path / "network.safetensors"
    network.save(path)
    copies = [
        Network.load(path),
        Network.load(str(path)),
        Network.from_dict(network.to_dict()),
        Network.from_dict(json.loads(json.dumps(network.to_dict()))),
        copy.deepcopy(network),
    ]
    for other in copies:
        assert bits(other) == bits(network)
        assert other.layers[0].bias[0].signbit()
        assert other.to_dict() == network.to_dict()
        assert repr(other) == repr(network)
        assert torch.equal(other(inputs(network)), network(inputs(network)))


def test_the_dictionary_has_the_promised_keys():
    network = Network.from_weights([([[1, 2]], [3])], output="sigmoid", skip=True)
    assert network.to_dict() == {
        "format": 1,
        "widths": [2, 1],
        "activation": "relu",
        "output": "sigmoid",
        "skip": True,
        "dtype": "float32",
        "layers": [{"weight": [[1.0, 2.0]], "bias": [3.0]}],
    }


def test_a_deep_copy_is_independent_and_state_dicts_load():
    network = Network([2, 3, 1], skip=True, seed=1)
    before = bits(network)
    other = copy.deepcopy(network)
    with torch.no_grad():
        other.layers[0].weight.zero_()
    assert bits(network) == before
    other.load_state_dict(network.state_dict())
    assert bits(other) == before


def test_a_changed_network_saves_what_it_has_become(tmp_path):
    network = Network([1, 2, 1]).double()
    assert network.dtype == torch.float64
    assert network(torch.zeros(1, 1, dtype=torch.float64)).dtype == torch.float64
    network.save(tmp_path / "n")
    assert bits(Network.load(tmp_path / "n")) == bits(network)


GOOD = {
    "format": 1,
    "widths": [1, 1],
    "activation": "relu",
    "output": "identity",
    "skip": False,
    "dtype": "float32",
}


def write(path, settings, **tensors):
    text = settings if isinstance(settings, str) else json.dumps(GOOD | settings)
    held = {"layers.0.weight": torch.ones(1, 1), "layers.0.bias": torch.ones(1)} | tensors
    save_file(held, path, metadata={"tinynets": text})


HOSTILE = {
    "empty": b"",
    "noise": bytes(range(256)),
    "a header longer than the file": struct.pack("<Q", 2**40) + b"{}",
    "a pickle that would run": b"\x80\x04cos\nsystem\n(S'exit 1'\ntR.",
    "json": b'{"format": 1}',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_files_are_refused(content, tmp_path):
    path = tmp_path / "hostile"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="hostile' does not hold a tinynets network"):
        Network.load(path)


@pytest.mark.parametrize(
    ("settings", "tensors", "match"),
    [
        ("[" * 100_000, {}, "recursion"),
        ("[]", {}, "not a list"),
        ("9" * 5000, {}, "digits"),
        ("{", {}, "property name"),
        ({"format": 2}, {}, "format is 2"),
        ({"widths": [1, 10**30]}, {}, r"widths are \[1, 10{30}\], but the layers make \[1, 1\]"),
        ({"widths": [1, 1, 1]}, {}, "layers.1.weight"),
        ({"widths": "11"}, {}, "widths is '11'"),
        ({"activation": ["relu"]}, {}, "activation is"),
        ({"dtype": "object"}, {}, "dtype is 'object'"),
        ({"skip": 1}, {}, "skip is 1"),
        ({}, {"layers.0.bias": torch.ones(2)}, r"b of shape \(2,\)"),
        ({}, {"layers.0.weight": torch.full((1, 1), torch.nan)}, "not finite"),
    ],
)
def test_files_with_wrong_contents_are_refused(settings, tensors, match, tmp_path):
    write(tmp_path / "good", {})
    assert Network.load(tmp_path / "good").widths == [1, 1]
    write(tmp_path / "bad", settings, **tensors)
    with pytest.raises(ValueError, match=rf"(?s)bad' does not hold a tinynets network.*{match}"):
        Network.load(tmp_path / "bad")


@pytest.mark.parametrize("metadata", [None, {"format": "pt"}])
def test_a_file_without_our_metadata_is_refused(metadata, tmp_path):
    save_file({"layers.0.weight": torch.ones(1, 1)}, tmp_path / "other", metadata=metadata)
    with pytest.raises(
        ValueError, match=r"other' does not hold a .*: format is None; only format 1"
    ):
        Network.load(tmp_path / "other")


def test_every_truncation_of_a_file_is_refused(tmp_path):
    Network([1, 1]).save(tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    for length in range(len(content)):
        (tmp_path / "cut").write_bytes(content[:length])
        with pytest.raises(ValueError, match="cut' does not hold a tinynets network"):
            Network.load(tmp_path / "cut")


# Size and text


def test_too_large_networks_are_refused_before_anything_is_made():
    # 10**24 parameters could not be allocated: a refusal that names the count comes before.
    for widths, skip in [
        ([10**12, 10**12], False),
        ([1, 10**9, 1], True),
        ([1, *[3000] * 3], True),
    ]:
        with pytest.raises(ValueError, match="at most 10,000,000"):
            Network(widths, skip=skip)


def test_the_limit_itself_is_allowed():
    assert MAX_PARAMETERS == 10**7
    assert Network([1, 5 * 10**6], dtype=torch.float16).n_hidden == 0
    with pytest.raises(ValueError, match="10,000,002 parameters"):
        Network([1, 5 * 10**6 + 1])


@pytest.mark.parametrize(
    ("weights", "settings", "text"),
    [
        (
            [([[-1]], [10])],
            {"output": "sigmoid"},
            "Network([1, 1], output='sigmoid')\n  y = sigmoid(-x + 10)",
        ),
        ([([[0]], [0])], {}, "Network([1, 1])\n  y = 0"),
        ([([[0.5, -2]], [-1])], {}, "Network([2, 1])\n  y = 0.5 a - 2 b - 1"),
        ([([[0]], [-3])], {"output": "relu"}, "Network([1, 1], output='relu')\n  y = relu(-3)"),
        (
            [([[1], [-1]], [0, 2]), ([[1, 0, 3], [0, -1, 0]], [0, 0])],
            {"activation": "sine", "skip": True},
            "Network([1, 2, 2], activation='sine', skip=True)\n  h1 = sine(x)\n  h2 = sine(-x + 2)\n"
            "  y1 = x + 3 h2\n  y2 = -h1",
        ),
    ],
)
def test_repr_is_the_formula(weights, settings, text):
    assert repr(Network.from_weights(weights, **settings)) == text


def test_repr_of_a_large_network_is_one_line():
    assert repr(Network([5, 10, 1])) == "Network([5, 10, 1])"
    assert repr(Network([19, 2])).startswith("Network([19, 2])\n  y1 = ")  # 40 parameters
    assert repr(Network([40, 1])) == "Network([40, 1])"  # 41


@given(WIDTHS)
def test_names_are_distinct_and_one_a_neuron(widths):
    names = neuron_names(Network(widths))
    assert [len(layer) for layer in names] == widths
    assert len(set(itertools.chain(*names))) == sum(widths)


def test_names_are_counted_from_1_through_all_layers():
    names = [["x"], ["h1", "h2"], ["h3"], ["h4", "h5"], ["y1", "y2", "y3"]]
    assert neuron_names(Network([1, 2, 1, 2, 3])) == names
    assert neuron_names(Network([3, 1])) == [["a", "b", "c"], ["y"]]


def test_names_of_many_inputs():
    assert neuron_names(Network([26, 1]))[0][-1] == "z"
    assert neuron_names(Network([27, 1]))[0][::26] == ["x1", "x27"]


def test_importing_the_package_imports_nothing_beside_torch():
    code = """
import sys, torch
before = set(sys.modules)
import tinynets
new = {name.split(".")[0] for name in set(sys.modules) - before}
print(sorted(new - sys.stdlib_module_names))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['tinynets']"
