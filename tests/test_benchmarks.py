"""The recorded measurements say how, when and with what they were made."""

import datetime
import json
import runpy
from pathlib import Path

import pytest
import torch
from _ext.digests import ROOT

import tinynets as tn

RESULTS = sorted((ROOT / "benchmarks" / "results").glob("*.json"))


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.name)
def test_a_result_names_its_command_date_and_versions(path: Path):
    result = json.loads(path.read_text(encoding="utf-8"))
    assert (ROOT / result["command"].removeprefix("python ")).is_file()
    # What is measured part by part is dated part by part.
    parts = (
        [result]
        if "date" in result
        else [part for part in result.values() if part != result["command"]]
    )
    for part in parts:
        datetime.date.fromisoformat(part["date"])
        assert part["versions"]
        assert all(version[0].isdigit() for version in part["versions"].values())
        assert part["cores"] >= 1


def test_the_build_is_timed_in_five_ways():
    rows = runpy.run_path(str(ROOT / "benchmarks" / "build.py"))["ROWS"]
    assert len(set(rows)) == 5
    path = ROOT / "benchmarks" / "results" / "build.json"
    if path in RESULTS:
        times = json.loads(path.read_text(encoding="utf-8"))["seconds"]
        assert tuple(times) == rows
        assert all(time > 0 for time in times.values())


def test_exact_reading_is_timed_for_every_size():
    script = runpy.run_path(str(ROOT / "benchmarks" / "pieces.py"))
    # Each measurement first asserts that it found all the pieces.
    first = script["measure"](range(1, 5), range(1, 4), range(0))
    assert list(first["pieces"]) == ["1", "2", "3", "4"]
    assert list(first["scan"]) == ["1", "2", "3"]
    path = ROOT / "benchmarks" / "results" / "pieces.json"
    recorded = json.loads(path.read_text(encoding="utf-8"))["seconds"]
    wanted = {"pieces": "SIZES", "scan": "SCANNED", "layered": "ENUMERATED"}
    for method, name in (*wanted.items(), ("affinitree", "ENUMERATED")):
        assert list(recorded[method]) == [str(n) for n in script[name]]
        assert all(time > 0 for time in recorded[method].values())


def test_all_ways_of_training_that_are_timed_train_the_same():
    script = runpy.run_path(str(ROOT / "benchmarks" / "census.py"))
    script["check"](with_jax=False)
    # By hand: layers 1-2, 2-2 four times, 2-1, sixteen points, thirteen operations of Adam each.
    forward = (4 + 2) + 4 * (8 + 2) + (4 + 1)
    backward = (2 + 4 + 2) + 4 * (2 + 8 + 2 + 8) + (1 + 4 + 1 + 4)
    assert script["operations"]() == 16 * (forward + backward) + 13 * 31 + 16 * 4
    path = ROOT / "benchmarks" / "results" / "census.json"
    recorded = json.loads(path.read_text(encoding="utf-8"))
    speed = recorded["speed"]
    assert speed["operations_a_step"] == script["operations"]()
    assert speed["ratios"]["to plain loop"] >= 1500
    assert speed["ratios"]["to jax"] >= 4
    seeds, cases = recorded["agreement"]["seeds"], recorded["agreement"]["cases"]
    assert len(cases) == 3 * 2 * 3 * 2
    for name, row in cases.items():
        assert abs(row["solved"] - row["solved_by_train"]) <= seeds / 100
        losses, everything = (int(row[key].split(" of ")[0]) for key in ("losses", "all"))
        assert losses >= 0.95 * seeds
        # The wide network's runs agree in their losses only: the text says so.
        assert everything >= 0.95 * seeds or name.startswith("wide")
    assert recorded["memory"]["compiled"]["after"] < 2000
    assert recorded["memory"]["eager"]["after"] < 2000


def test_late_sums_are_counted_for_every_setting_and_counted_again_the_same():
    script = runpy.run_path(str(ROOT / "benchmarks" / "modular_runs.py"))
    path = ROOT / "benchmarks" / "results" / "modular_runs.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    kinds = ("free", "penalty")
    wanted = [
        f"p{p}_{s}_{kind}" for p, *_, shares in script["SETTINGS"] for s in shares for kind in kinds
    ]
    assert list(record["runs"]) == wanted
    again = script["measure"](11, 32, 3000, 80, script["PENALTIES"][1], 0)
    first = record["runs"]["p11_80_penalty"]["first"]
    # Not to the last digit: long training magnifies how sums are rounded.
    assert again["fits"] == first["fits"]
    assert again["adds"] == pytest.approx(first["adds"], abs=30)
    assert again["power"] == pytest.approx(first["power"], abs=0.01)
    assert again["fours"] == first["fours"]


def test_the_reading_of_trained_sums_knows_the_circuits():
    script = runpy.run_path(str(ROOT / "benchmarks" / "modular_runs.py"))
    p = 11
    four = [tn.circuits.modular_addition(p, k, 4).layers[0].weight for k in range(1, 6)]
    eight = tn.circuits.modular_addition(p, 2, 8).layers[0].weight
    W = torch.cat(four).detach()
    assert script["power_in_main_frequencies"](W) == pytest.approx(1)
    assert script["fours"](W) == 5
    assert script["fours"](eight.detach()) == 0
    # One neuron turned by a tenth of a turn in b; or two frequencies in every neuron.
    turned = W.clone()
    angles = 2 * torch.pi * (torch.arange(p) / p + 0.1)
    turned[0, p:] = torch.cos(angles)
    assert script["fours"](turned) == 4
    mixed = (four[0] + four[1]).detach()
    assert script["power_in_main_frequencies"](mixed) == pytest.approx(0.5)
    learnt, held_out = script["split"](p, 70, seed=3)
    pairs = torch.cat([learnt.x, held_out.x])
    assert (len(learnt), len(held_out)) == (85, 36)
    assert len(pairs.unique(dim=0)) == p * p
