"""A build with old caches, or after one that was killed, gives the bytes of a clean one elsewhere.

Every build here is one of a small book in a temporary copy of the repository. With `--at-length`
each change is made alone, and more builds are killed.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from typing import NamedTuple

import pytest
from _ext.reproduce import DEATHS, SEED, UMASK, die, differences, elsewhere
from small_book import (
    CIRCUITS,
    OTHER_PACKAGE,
    PAGE,
    RESULT,
    SCRIPT,
    SCRIPT_NAME,
    Outcome,
    SmallBook,
    outcome,
    started,
)

FEW_DEATHS = 3
FOUND = "benchmarks/results/found.json"


def rename_script(book: SmallBook) -> None:
    """Give the script and its results another name."""
    book.replace(SCRIPT_NAME, "one_neuron.json", "first_name.json")
    book.replace(PAGE, "one_neuron.json", "first_name.json")
    book.replace(PAGE, "{result}`one_neuron ", "{result}`first_name ")
    book.rename(SCRIPT_NAME, "gallery/less_than/first_name.py")


def add_script(book: SmallBook) -> None:
    """Add one more script."""
    text = SCRIPT.replace("one_neuron.json", "another.json")
    text = text.replace("One neuron decides", "Another decides")
    book.write("gallery/less_than/another.py", text)


def other_result(book: SmallBook) -> None:
    """Let the benchmark have found something else."""
    book.write(FOUND, RESULT.replace("7", "8"))


def rename_chapter(book: SmallBook) -> None:
    """Give the chapter another name, and another result to read."""
    other_result(book)
    book.rename(PAGE, "docs/earlier.md")
    book.replace("docs/index.md", "{doc}`page`", "{doc}`earlier`")
    book.replace("docs/index.md", "\npage\n", "\nearlier\n")


class Change(NamedTuple):
    """What is done to the small book before it is built and taken back, and what then shows."""

    make: Callable[[SmallBook], None]
    name: str
    text: str


def edit(name: str, old: str, new: str) -> Callable[[SmallBook], None]:
    """Return a change of one place of a file."""
    return lambda book: book.replace(name, old, new)


EXAMPLE = "gallery/less_than/one_neuron.html"
CHANGES = {
    "package": Change(edit(CIRCUITS, *OTHER_PACKAGE), "page.html", "sigmoid(-x + 14)"),
    "script": Change(
        edit(SCRIPT_NAME, "threshold = 13", "threshold = 12"), EXAMPLE, "sigmoid(-x + 12)"
    ),
    "script renamed": Change(
        rename_script, "gallery/less_than/first_name.html", "One neuron decides"
    ),
    "script deleted": Change(add_script, "gallery/less_than/another.html", "Another decides"),
    "chapter": Change(
        edit(PAGE, "less_than(13)\n```\n\nThe", "less_than(11)\n```\n\nThe"),
        "page.html",
        "sigmoid(-x + 11)",
    ),
    "chapter renamed": Change(rename_chapter, "earlier.html", ", that is\n8."),
    "result": Change(other_result, "page.html", ", that is\n8."),
    "bibliography": Change(
        edit("docs/references.bib", "Taubenfeld, Amir", "Somebody, Else"), "page.html", "Somebody"
    ),
    "template": Change(
        edit("docs/_templates/page.html", '"closing"', '"closing another"'),
        "page.html",
        'class="closing another"',
    ),
    "stylesheet": Change(
        edit("docs/_static/book.css", "body {", ".another {}\nbody {"),
        "_static/book.css",
        ".another {}",
    ),
    "settings": Change(
        edit("conf.py", '"Tiny networks"', '"Other networks"'), "index.html", "Other networks"
    ),
    "helper": Change(
        edit("docs/_ext/figures.py", "   :alt: {alt}\n", "   :alt: {alt}\n   :class: another\n"),
        EXAMPLE,
        "another",
    ),
}
# Made together where the one does not make a build forget what the other should.
TOGETHER = (
    ("package",),
    ("script renamed", "script deleted", "chapter", "bibliography", "template", "stylesheet"),
    ("script", "result"),
    ("chapter renamed", "settings", "helper"),
)


class Return(NamedTuple):
    """A clean build with changes, one after they were taken back, and one with them again."""

    builds: list[Outcome]
    files: list[dict[str, bytes]]


def changed(book: SmallBook, groups: tuple[tuple[str, ...], ...]) -> list[Return]:
    """Make changes, take them back, make them again: each time all caches are of the other state."""
    sources = book.sources()
    returns = []
    for group in groups:
        book.forget()
        builds, files = [], []
        for with_changes in (True, False, True):
            for name in group if with_changes else ():
                CHANGES[name].make(book)
            builds.append(outcome(book, book.build()))
            files.append(book.bytes())
            book.restore(sources)
        returns.append(Return(builds, files))
    return returns


# Where a killed build can do harm: after the scripts ran and before their runs are kept; after the
# pages ran; in the midst of writing; when the runs of the pages have just been moved into place.
PLACES = (
    "builder-inited 550",
    "env-updated 900",
    "html-page-context 999",
    "build-finished 950",
)


def killed(book: SmallBook) -> list[Outcome]:
    """Kill one build after the other, each at a later point, and then let one finish."""
    outcomes = [outcome(book, book.build(SMALL_BOOK_DIES=place)) for place in PLACES]
    return [*outcomes, outcome(book, book.build())]


def clean(book: SmallBook, deaths: int) -> tuple[dict[str, bytes], dict[str, bytes], list[str]]:
    """Build a book, then forget it, kill builds at random moments and let one finish."""
    began = time.monotonic()
    book.build().check_returncode()
    seconds = time.monotonic() - began
    first, told = book.bytes(), []
    book.forget()
    die(book, deaths, seconds, SEED, told.append)
    return first, book.bytes(), told


def groups(config: pytest.Config) -> tuple[tuple[str, ...], ...]:
    """List which changes are made together."""
    return tuple((name,) for name in CHANGES) if config.getoption("--at-length") else TOGETHER


@pytest.fixture(scope="module")
def jobs(request, tmp_path_factory) -> Iterator[dict[str, Future]]:
    """Start all jobs, each in a book of its own; give them by name."""
    far = tmp_path_factory.mktemp("clean") / "in" / "a" / "longer" / "path"
    near = SmallBook(tmp_path_factory.mktemp("changed"))
    deaths = DEATHS if request.config.getoption("--at-length") else FEW_DEATHS
    jobs = {
        "changed": partial(changed, near, groups(request.config)),
        "clean": partial(clean, SmallBook(far, umask=UMASK, **elsewhere(far)), deaths),
        "killed": partial(killed, SmallBook(tmp_path_factory.mktemp("killed"))),
    }
    with started(jobs) as futures:
        yield futures


def pytest_generate_tests(metafunc):
    """Ask about every change that is made."""
    if "place" in metafunc.fixturenames:
        made = enumerate(groups(metafunc.config))
        places = {name: (number, name) for number, group in made for name in group}
        metafunc.parametrize("place", places.values(), ids=places)


def test_a_change_shows_and_leaves_no_trace_when_taken_back(jobs, place):
    number, name = place
    done = jobs["changed"].result()[number]
    for built in done.builds:
        assert built.code == 0, built.text
    there, back, again = done.files
    change = CHANGES[name]
    assert change.text in there[change.name].decode()
    assert change.text not in back.get(change.name, b"").decode()
    assert differences(jobs["clean"].result()[0], back) == []
    assert differences(there, again) == []


def test_builds_killed_at_harmful_places_leave_no_trace(jobs):
    *dead, alive = jobs["killed"].result()
    assert [done.code for done in dead] == [-signal.SIGKILL] * len(PLACES)
    assert alive.code == 0, alive.text
    assert differences(jobs["clean"].result()[0], alive.book.bytes()) == []


def test_builds_killed_at_random_moments_leave_no_trace(jobs):
    first, last, told = jobs["clean"].result()
    assert differences(first, last) == [], told
