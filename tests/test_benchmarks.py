"""The recorded measurements say how, when and with what they were made."""

import datetime
import json
import runpy
from pathlib import Path

import pytest
from _ext.digests import ROOT

RESULTS = sorted((ROOT / "benchmarks" / "results").glob("*.json"))


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.name)
def test_a_result_names_its_command_date_and_versions(path: Path):
    result = json.loads(path.read_text(encoding="utf-8"))
    assert (ROOT / result["command"].removeprefix("python ")).is_file()
    datetime.date.fromisoformat(result["date"])
    assert result["versions"]
    assert all(version[0].isdigit() for version in result["versions"].values())
    assert result["cores"] >= 1


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
