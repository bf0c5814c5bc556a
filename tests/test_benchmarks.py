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
