"""What the studies say of training does not hang on how sums are rounded, or on their number."""

import json
import os
import runpy

import pytest
from _ext.digests import ROOT
from _ext.results import NoResultError, results_file, shown

BENCHMARK = runpy.run_path(str(ROOT / "benchmarks" / "studies.py"))
STUDIES = BENCHMARK["STUDIES"]
RECORDED = ROOT / "benchmarks" / "results" / "studies.json"
of_every_study = pytest.mark.parametrize("script", STUDIES, ids=lambda script: script.stem)


@of_every_study
def test_no_stated_digit_changes_when_the_step_is_compiled_on_two_threads(script):
    built = script.with_suffix(".json")
    assert built.is_file(), f"{built} is not there: build the book first"
    found = BENCHMARK["run"](script, seeds=None, compile=True, threads=2)
    assert found == json.loads(built.read_text(encoding="utf-8"))


@of_every_study
def test_the_large_run_states_what_the_small_one_does(script):
    built = json.loads(script.with_suffix(".json").read_text(encoding="utf-8"))
    record = json.loads(RECORDED.read_text(encoding="utf-8"))
    large = record["studies"][script.stem]
    assert list(large) == list(built)
    seeds = BENCHMARK["seeds_of"](script)
    if seeds is not None:
        assert large["seeds"] == record["times"] * built["seeds"] == record["times"] * seeds


def test_results_are_found_by_the_name_of_their_script(tmp_path):
    for name in ("gallery/parity/fates.json", "benchmarks/results/speed.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(json.dumps(os.path.dirname(name)))
        found = results_file(os.path.basename(name).removesuffix(".json"), tmp_path)
        assert found == tmp_path / name
    with pytest.raises(NoResultError, match="under the name 'absent'"):
        results_file("absent", tmp_path)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("best", "'best' is not one number"),
        ("best.loss.x", "no result 'x'$"),
        ("worst", "no result 'worst'; there are best"),
        ("best.loss:d", "0.25 cannot be shown as 'd'"),
    ],
)
def test_a_result_that_is_not_there_is_told(key, message):
    with pytest.raises(NoResultError, match=message):
        shown({"best": {"loss": 0.25}}, key)
