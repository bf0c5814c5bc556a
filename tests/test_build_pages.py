"""The book's own text: the examples in its pages run, and the reference is complete."""

import importlib
import re
from pathlib import Path

import pytest
from _ext.digests import ROOT
from _ext.doctests import failures, page_tests, pages

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a reader copies from the first pages.
BLOCKS = [
    pytest.param(page, match, id=f"{page.stem}-{match.start()}")
    for page in (ROOT / "README.md", ROOT / "docs" / "index.md")
    for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
]


def test_there_are_examples_to_run():
    assert BLOCKS
    assert pages()


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_a_block_of_the_first_pages_runs_alone(page: Path, block: re.Match[str]):
    # Empty lines before it, so that an error names the line of the page.
    before = block.string.count("\n", 0, block.start(1))
    exec(compile("\n" * before + block[1], page, "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_are_true(page: Path):
    assert failures(page_tests(page)) == []


def public_names() -> set[str]:
    """Return all functions and classes that the package offers, by the names that readers use."""
    names = set()
    modules = ("tinynets", *(f"tinynets.{name}" for name in ("circuits", "plot", "quiz", "tasks")))
    for module in modules:
        home = importlib.import_module(module)
        # A module without a list of its names offers what it defines.
        own = [
            name
            for name, thing in vars(home).items()
            if getattr(thing, "__module__", "") == module and not name.startswith("_")
        ]
        for name in getattr(home, "__all__", own):
            if callable(getattr(home, name)):
                names.add(f"{module}.{name}".removeprefix("tinynets."))
    # A task's class stands at the top.
    return names - {"tasks.Task"}


def test_the_reference_lists_everything_public():
    text = (ROOT / "docs" / "reference" / "index.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^   ([A-Za-z_.]+)$", text, re.MULTILINE))
    assert listed == public_names()
