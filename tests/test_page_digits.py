"""What pages and scripts print of training does not hang on how sums are rounded."""

import doctest
import functools
import os
import re
import subprocess
import sys

import pytest
from _ext.digests import ROOT
from test_studies import STUDIES

import tinynets

# What a page's cells or a script print, with every census as told and numbers as the text has them.
PRELUDE = """
import functools, sys, types, tinynets, torch
torch.set_num_threads({threads})
tinynets.census = functools.partial(tinynets.census, compile={compile})
formats = {formats}
def glue(name, value):
    print(name, *(format(value, how) for how in formats.get(name, ())))
sys.modules["myst_nb"] = types.SimpleNamespace(glue=glue)
"""
CELL = re.compile(
    r"^```\{code-cell\}.*?\n((?::.*\n|---\n(?s:.*?)\n---\n)*)((?s:.*?))^```$", re.MULTILINE
)
GLUED = re.compile(r"\{glue:text\}`([^`:]+):?([^`]*)`")


def code_of(source):
    text = source.read_text(encoding="utf-8")
    return text if source.suffix == ".py" else "".join(m[2] for m in CELL.finditer(text))


def said(source, compile, threads, folder):
    """Return what a page or script prints, glues and leaves behind."""
    formats = {}
    for name, how in GLUED.findall(source.read_text(encoding="utf-8")):
        formats.setdefault(name, []).append(how)
    program = folder / f"{compile}.py"
    prelude = PRELUDE.format(compile=compile, threads=threads, formats=formats)
    program.write_text(prelude + code_of(source), encoding="utf-8")
    told = {"MPLBACKEND": "agg", "OMP_NUM_THREADS": str(threads), "PYTHONPATH": str(ROOT)}
    at_home = source.parent if source.suffix == ".md" else folder
    done = subprocess.run(
        [sys.executable, program],
        cwd=at_home,
        env=os.environ | told,
        check=True,
        capture_output=True,
        text=True,
    )
    left = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))]
    return [done.stdout, *left]


TRAINED = [
    path
    for path in sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / "gallery").rglob("*.py")])
    if path not in STUDIES and ("census(" in code_of(path) or path.stem == "modular_training")
]


@pytest.mark.parametrize("source", TRAINED, ids=lambda path: path.stem)
def test_no_digit_of_a_page_changes_when_the_step_is_compiled_on_two_threads(source, tmp_path):
    usual, changed = (
        said(source, compile, threads, tmp_path) for compile, threads in ((False, 1), (True, 2))
    )
    assert len(usual[0]) > 100
    assert changed == usual


def test_no_digit_of_the_call_that_is_shown_changes_when_compiled(monkeypatch):
    monkeypatch.setattr(tinynets, "census", functools.partial(tinynets.census, compile=True))
    text = (ROOT / "docs" / "census.md").read_text(encoding="utf-8")
    shown_code = re.search(r"^```\{doctest\}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)[1]
    example = doctest.DocTestParser().get_doctest(shown_code, {}, "census.md", None, None)
    result = doctest.DocTestRunner().run(example)
    assert result.attempted >= 4
    assert result.failed == 0
