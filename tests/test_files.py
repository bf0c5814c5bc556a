"""Files that are cut short, altered or hostile raise a clear error, and nothing in them runs."""

import ast
import json
import pickle
import re
import struct
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load, save, save_file

import tinynets as tn
from tinynets import Census, Network, census, tasks

PACKAGE = Path(tn.__file__).parent
NAN = float("nan")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    Network([2, 2, 1], seed=1).save(folder / "Network")
    begun(path=folder / "Census")
    return folder


def begun(**changes):
    settings = {"seeds": 3, "epochs": 2, "lr": 0.1, "record": [1], "compile": False}
    return census(Network([2, 2, 1]), tasks.xor(), **settings | changes)


KINDS = {"Network": Network.load, "Census": Census.load}


def refused(read, path, content):
    """Assert that a file is refused by name and left as it was."""
    path.write_bytes(content)
    with pytest.raises(ValueError, match=re.escape(repr(str(path)))):
        read(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("kind", KINDS)
def test_no_truncation_is_taken_for_the_whole(kind, folder):
    content = (folder / kind).read_bytes()
    for length in range(0, len(content), 7):
        refused(KINDS[kind], folder / "cut", content[:length])


def numbers(found):
    parameters = found.parameters
    return dict(found.named_parameters()) if callable(parameters) else parameters


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_flipped_bit_is_refused_or_gives_numbers(kind, folder, data):
    content = bytearray((folder / kind).read_bytes())
    place = data.draw(st.integers(0, 8 * len(content) - 1))
    content[place // 8] ^= 1 << place % 8
    path = folder / "flipped"
    path.write_bytes(content)
    try:
        found = KINDS[kind](path)
    except ValueError as error:
        assert repr(str(path)) in str(error)  # noqa: PT017
    else:
        if kind == "Network":
            assert all(bool(p.isfinite().all()) for p in numbers(found).values())
        else:  # what it says of itself can be asked for
            assert len(found.solved()) == len(found) == 3
            assert found.activations(tasks.xor().x)[-1].shape == (3, 4, 1)
            assert repr(found).startswith("Census(")
    assert path.read_bytes() == content


class Runs:
    """A pickle that writes a file when it is read."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return Path.touch, (Path(self.path),)


def header(text):
    return struct.pack("<Q", len(text)) + text


HEADERS = {
    "empty": b"",
    "too long": struct.pack("<Q", 2**63) + b"{}",
    "no JSON": header(b"\xff\xfe"),
    "nested": header(b"[" * 100_000),
    "huge": header(
        b'{"x":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}'
    ),
    "negative": header(b'{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}') + bytes(4),
    "backwards": header(b'{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}') + bytes(4),
    "overlapping": header(
        b'{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},'
        b'"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    )
    + bytes(4),
    "a dtype unknown": header(b'{"x":{"dtype":"O","shape":[1],"data_offsets":[0,8]}}') + bytes(8),
    "another's": save({"x": torch.ones(1)}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", HEADERS.values(), ids=list(HEADERS))
def test_a_hostile_header_is_refused(kind, content, folder):
    refused(KINDS[kind], folder / "hostile", content)


@pytest.mark.parametrize("kind", KINDS)
def test_a_pickle_does_not_run(kind, folder):
    ran = folder / "ran"
    torch.save(Runs(ran), folder / "saved")
    for content in (pickle.dumps(Runs(ran)), (folder / "saved").read_bytes()):
        refused(KINDS[kind], folder / "pickle", content)
    assert not ran.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_is_no_file(kind, folder):
    with pytest.raises(FileNotFoundError, match="no file"):
        KINDS[kind](folder)
    with pytest.raises(FileNotFoundError, match="no file"):
        KINDS[kind](folder / "Network" / "inside")


def altered(folder, settings=(), tensors=()):
    """Write the census again with other settings and tensors; None takes one away."""
    content = (folder / "Census").read_bytes()
    length = int.from_bytes(content[:8], "little")
    old = json.loads(json.loads(content[8 : 8 + length])["__metadata__"]["tinynets.census"])
    new = {k: v for k, v in (old | dict(settings)).items() if v is not None}
    held = {k: v for k, v in (load(content) | dict(tensors)).items() if v is not None}
    save_file(held, folder / "altered", metadata={"tinynets.census": json.dumps(new)})
    return folder / "altered"


def test_a_census_written_again_is_the_same(folder):
    assert repr(Census.load(altered(folder))) == repr(Census.load(folder / "Census"))


def test_a_census_begun_compiled_goes_on_only_with_a_compiler(folder, monkeypatch):
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(ValueError, match=r"compile is True; that needs .* a C\+\+ compiler"):
        begun(compile=True)
    path = altered(folder, {"compiled": True})
    with pytest.raises(ValueError, match=r"altered' was begun compiled; that needs .* compiler"):
        begun(path=path, compile=None)
    assert begun(path=folder / "Census", compile=None).settings["compiled"] is False


@pytest.mark.parametrize(
    ("settings", "tensors", "match"),
    [
        ({"format": 2}, {}, "another format"),
        ({"format": None}, {}, "format"),
        ({"widths": None}, {}, "it lacks 'widths'"),
        ({"widths": [2, 10**5, 10**5, 1]}, {}, "at most 10,000,000 are allowed"),
        ({"widths": [2, -2, 1]}, {}, r"widths\[1\] is -2"),
        ({"widths": [2, 3, 1]}, {}, r"weight is torch.float32 of shape \(3, 2, 2\); it must be"),
        ({"widths": "221"}, {}, "widths is '221'"),
        ({"activation": "exec"}, {}, "activation is 'exec'"),
        ({"skip": "no"}, {}, "skip is 'no'"),
        ({"dtype": "float16"}, {}, "dtype is 'float16'"),
        ({"dtype": ["float32"]}, {}, r"dtype is \['float32'\]"),
        ({"dtype": "float64"}, {}, "x is torch.float32 of shape|weight is torch.float32"),
        ({"optimizer": "lion"}, {}, "optimizer is 'lion'"),
        ({"lr": NAN}, {}, "lr is nan"),
        ({"epochs": 10**30}, {}, "epochs is 10{30}"),
        ({"record": [7]}, {}, "record"),
        ({"record": 7}, {}, "record is 7"),
        ({"loss": "cross_entropy"}, {}, "needs a sigmoid output"),
        ({"task": 5}, {}, "name is 5"),
        ({}, {"done": None}, "it lacks 'done'"),
        ({}, {"x": torch.full((4, 2), NAN)}, "x holds nan"),
        ({}, {"x": torch.ones(4, 3)}, "has 3 inputs"),
        ({}, {"seeds": torch.ones(())}, "0-d|shape"),
        ({}, {"seeds": torch.ones(3)}, "seeds is torch.float32"),
        ({}, {"losses": torch.full((3,), NAN, dtype=torch.float64)}, "3 losses are not finite"),
        ({}, {"parameters.layers.0.bias": torch.ones(2, 2)}, r"bias is .* \(2, 2\)"),
    ],
)
def test_a_census_with_other_contents_is_refused(settings, tensors, match, folder):
    path = altered(folder, settings, tensors)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=rf"altered' is not a census, or is damaged.*{match}"):
        Census.load(path)
    with pytest.raises(ValueError, match=r"altered' (is not|holds) a census"):
        begun(path=path)
    assert path.read_bytes() == before


def test_the_package_has_no_call_that_runs_what_a_file_says():
    calls = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                calls |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                calls |= {f"{node.module}", *(f"{node.module}.{a.name}" for a in node.names)}
            elif isinstance(node, ast.Call):
                calls.add(ast.unparse(node.func))
    running = {
        *("pickle", "marshal", "shelve", "dill", "joblib", "subprocess", "yaml"),
        *("eval", "exec", "compile", "__import__", "torch.load", "np.load", "os.system"),
        *("numpy.load", "torch.jit.load", "runpy", "ctypes"),
        *("sympy.sympify", "sympy.parse_expr", "sympify"),
    }
    assert calls & running == set()
