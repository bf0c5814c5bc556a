"""The book's own text: the examples in its pages run, and the reference is complete."""

import doctest
import importlib
import re
from pathlib import Path

import pytest
from _ext.digests import ROOT, source_files

PAGES = [path for path in source_files() if path.suffix == ".md" and "_ext" not in path.parts]
# The fences go, the lines stay: errors name the line of the page.
FENCE = re.compile(r"^[`:]{3,}.*$", re.MULTILINE)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a reader copies from the first pages.
BLOCKS = [
    pytest.param(page, match, id=f"{page.stem}-{match.start()}")
    for page in (ROOT / "README.md", ROOT / "docs" / "index.md")
    for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
]


def test_there_are_examples_to_run():
    assert BLOCKS
    assert any("\n>>> " in page.read_text(encoding="utf-8") for page in PAGES)


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_a_block_of_the_first_pages_runs_alone(page: Path, block: re.Match[str]):
    # Empty lines before it, so that an error names the line of the page.
    before = block.string.count("\n", 0, block.start(1))
    exec(compile("\n" * before + block[1], page, "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_are_true(page: Path):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(test, out=report.append).failed == 0, "".join(report)


def public_names() -> set[str]:
    """Return all that the package offers, by the names that readers use."""
    names = set()
    for module, names_of in (
        ("tinynets", None),
        ("tinynets.tasks", None),
        ("tinynets.circuits", "__all__"),
        ("tinynets.plot", "__all__"),
    ):
        home = importlib.import_module(module)
        listed = getattr(home, names_of) if names_of else vars(home)
        for name in listed:
            thing = getattr(home, name)
            # What a module defines itself, or what the package re-exports.
            origin = getattr(thing, "__module__", "") or ""
            public = origin.startswith("tinynets") if home.__name__ in ROOTS else origin == module
            if not name.startswith("_") and callable(thing) and public:
                names.add(f"{module}.{name}".removeprefix("tinynets."))
    return names - {f"tasks.{name}" for name in ("Task",)}


ROOTS = {"tinynets", "tinynets.circuits", "tinynets.plot"}


def test_the_reference_lists_everything_public():
    text = (ROOT / "docs" / "reference" / "index.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^   ([A-Za-z_.]+)$", text, re.MULTILINE))
    assert listed == public_names()
