"""What runs in the page computes what the package computes: node runs tests/js on cases made here."""

import json
import subprocess

import pytest
import torch
from _ext.digests import ROOT
from _ext.npm import node_files
from torch.nn import functional

from tinynets import Network, Task, circuits, pieces, tasks, train

DOUBLE = torch.float64
RUNS = [
    {"optimizer": "sgd", "lr": 1e-4},
    {"optimizer": "adam", "lr": 0.01},
    {"optimizer": "adam", "lr": 0.0003},
]


def some(n_in, n_out):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(6, n_in, generator=generator, dtype=DOUBLE)
    return Task("noise", x, torch.rand(6, n_out, generator=generator, dtype=DOUBLE))


def networks():
    """Return every architecture of the book, at a random start or at its circuit, with a task."""
    yield "less-than", Network([1, 1], output="sigmoid", seed=3), tasks.less_than()
    yield "minimum", Network([2, 2, 1], skip=True, seed=1), tasks.minimum(40)
    yield "parity", Network([1, 2, 2, 2, 2, 2, 1], output="relu", seed=7), tasks.parity()
    yield "parity, article", circuits.article_parity(), tasks.parity()
    yield "parity, layered", Network([1, 2, 2, 2, 1], seed=2), tasks.parity(9)
    yield "parity, skip", Network([1, 1, 1, 1, 1], skip=True, seed=2), tasks.parity(9)
    yield "parity, 8", Network([1, 8, 1], seed=4), tasks.parity(4)
    yield "parity, 8, 8, skip", Network([1, 8, 8, 1], skip=True, seed=4), tasks.parity(4)
    yield "parity, 16, 16", Network([1, 16, 16, 1], seed=5), tasks.parity()
    yield "parity, sine", Network([1, 1, 1], activation="sine", seed=6), tasks.parity(8)
    yield "xor", Network([2, 2, 1], seed=8), tasks.xor()
    yield "xor, sigmoid", Network([2, 2, 1], activation="sigmoid", output="sigmoid"), tasks.xor()
    yield "tanh", Network([2, 3, 2], activation="tanh", output="relu", skip=True), some(2, 2)
    yield "square", Network([3, 4, 2], activation="square"), some(3, 2)
    yield "identity", Network([5, 2, 5], activation="identity", output="relu"), some(5, 5)
    for circuit in (circuits.sort(), circuits.median(), circuits.binary(3), circuits.equal()):
        yield str(circuit.widths), circuit, some(circuit.widths[0], circuit.widths[-1])


def flat(tensors):
    return [number for t in tensors for number in t.detach().flatten().tolist()]


def case(name, network, task):
    network = Network.from_dict({**network.to_dict(), "dtype": "float64"})
    task = task.to(DOUBLE)
    description = network.to_dict()
    settings = {key: description[key] for key in ("activation", "output", "skip")}
    loss = "cross_entropy" if network.output == "sigmoid" else "mse"
    if loss == "mse":
        value = functional.mse_loss(network(task.x), task.y)
    else:
        value = functional.binary_cross_entropy_with_logits(network.logits(task.x), task.y)
    slopes = torch.autograd.grad(value, list(network.parameters()))
    runs = []
    for how in RUNS:
        trained = Network.from_dict(description)
        history = train(trained, task, epochs=200, loss=loss, **how)
        runs.append(
            {
                "settings": how,
                "losses": history.loss[:-1].tolist(),
                "parameters": flat(trained.parameters()),
            }
        )
    # A network of one input whose neurons are ReLUs has exact breakpoints.
    bends = {}
    one = network.widths[0] == network.widths[-1] == 1
    if one and network.activation == "relu" and network.output != "sigmoid":
        found = pieces(network, -3, 20).breakpoints
        bends = {"range": [-3, 20], "breakpoints": [float(x) for x in found if -3 < x < 20]}
    return {
        "name": name,
        **bends,
        "network": description,
        "task": {"x": task.x.tolist(), "y": task.y.tolist()},
        "seeds": [
            flat(Network(network.widths, **settings, seed=seed, dtype=DOUBLE).parameters())
            for seed in range(10)
        ],
        "values": torch.cat(network.activations(task.x), dim=1).tolist(),
        "loss": loss,
        "loss_value": value.item(),
        "gradient": flat(slopes),
        "runs": runs,
    }


def test_the_maths_of_the_page_is_that_of_the_package(tmp_path):
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([case(*row) for row in networks()]), encoding="utf-8")
    node, _npm = node_files()
    tests = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    done = subprocess.run(
        [str(node), "--test", *tests],
        env={"TINYNETS_CASES": str(cases), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr)
