"""Mutation testing: change the package in many small ways, and ask whether the tests notice.

mutmut makes the mutants and puts all of a module's into one file, each switched on by its name. Here
that file stands before the module in the imports, pytest collects the tests once, and each mutant
gets a fork of that process, which runs the tests that reach its function until one fails. So a
mutant costs its tests' time and no start of Python or PyTorch.

A mutant that no test notices must be explained in `mutants.toml`, by its function and its change: a
number would be another one after the next edit.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import re
import shutil
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import ndiff
from importlib import import_module
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "mutation"
LIST = ROOT / "tests" / "mutants.toml"
# A module's own tests have to notice, not those of what is built on it.
TESTS = {
    "circuits": ["circuits", "errors"],
    "_puzzles": ["puzzles", "errors"],
    "network": ["network", "errors", "files"],
    "piecewise": ["piecewise", "errors"],
}
OPTIONS = [
    *("-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutation"),
    # Nobody reads why a mutant's test fails, and telling it well takes longer than most tests.
    *("--tb=native", "--assert=plain"),
    # These take seconds to be refused by another module, or ask another Python, which has no mutant.
    "--deselect=tests/test_errors.py::test_bad_input_is_refused[12 neurons cut the box",
    "--deselect=tests/test_errors.py::test_bad_input_is_refused[more than 50,000 pieces together",
    "--deselect=tests/test_network.py::test_importing_the_package_imports_nothing_beside_torch",
]
# Seconds of the processor and bytes that a mutant's tests may take: for those that never end, or
# would fill the machine.
SECONDS = 5
TIMES = 5
BYTES = 3 * 2**30


@dataclass(frozen=True)
class Mutant:
    """One change of one function: where it is, and its lines before and after."""

    switch: str
    path: Path
    line: int
    function: str
    change: str


def make_mutants(source: Path, target: Path) -> list[Mutant]:
    """Write a module with all its mutants, of which none is switched on, and list them."""
    code = source.read_text()
    made = mutate_file_contents(str(source), code)
    target.write_text(made.code)
    lines = made.code.splitlines()
    starts = {
        f"{outer}{node.name}": node.lineno
        for outer, body in _bodies(ast.parse(code))
        for node in body
        if isinstance(node, ast.FunctionDef)
    }
    mutants = []
    for name in made.mutant_names:
        mangled = name.partition("__mutmut")[0]
        # x_function, or xǁClassǁmethod
        function = mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        spans = [made.line_span_by_function_name[n] for n in (f"{mangled}__mutmut_orig", name)]
        old, new = (_from_def(lines[span.start - 1 : span.end]) for span in spans)
        first = next(i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
        change = "\n".join(f"{d[0]} {d[2:].strip()}" for d in ndiff(old, new) if d[0] in "+-")
        line = starts[function] + first
        switch = f"{source.parent.name}.{source.stem}.{name}"
        mutants.append(Mutant(switch, source, line, function, change))
    return mutants


def _bodies(tree: ast.Module) -> Iterable[tuple[str, list[ast.stmt]]]:
    yield "", tree.body
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield f"{node.name}.", node.body


def _from_def(lines: list[str]) -> list[str]:
    """Leave out what stands before a function's def, and the name that mutmut gave it."""
    start = next(i for i, line in enumerate(lines) if line.lstrip().startswith("def "))
    head, *rest = lines[start:]
    return [re.sub(r"def \w+\(", "def (", head), *rest]


def explanations(path: Path) -> dict[tuple[str, str, str], str]:
    """Return the reasons that a list gives, by module, function and change."""
    return {
        (entry["module"], function, change.strip()): entry["reason"]
        for entry in tomllib.loads(path.read_text()).get("survivors", [])
        for function, changes in entry["changes"].items()
        for change in changes
    }


def complaints(
    survivors: list[Mutant], explained: Iterable[tuple[str, str, str]], module: str
) -> list[str]:
    """Say which survivors nobody explained, and which explained mutants do not survive."""
    listed = {(function, change) for name, function, change in explained if name == module}
    found = {(mutant.function, mutant.change) for mutant in survivors}
    told = [
        f"{mutant.path}:{mutant.line}: {mutant.function} survives this change:\n{mutant.change}"
        for mutant in survivors
        if (mutant.function, mutant.change) not in listed
    ]
    told += [
        f"{LIST.name}: {module}.{function}: this change does not survive:\n{change}"
        for function, change in sorted(listed - found)
    ]
    return told


class Judge:
    """A pytest plugin: runs the tests once to see what they reach, then for every mutant."""

    def __init__(self, mutants: list[Mutant], processes: int) -> None:
        self.mutants = mutants
        self.processes = processes
        self.verdicts: dict[Mutant, str] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's loop over the tests."""
        reached: dict[str, list[pytest.Item]] = defaultdict(list)
        seconds: dict[pytest.Item, float] = {}
        set_mutant_under_test("stats")
        for item in session.items:
            before = time.process_time()
            runtestprotocol(item)
            seconds[item] = time.process_time() - before
            for function in state()._stats:
                reached[function].append(item)
            state()._stats.clear()
        if session.testsfailed or session.shouldfail:
            return True
        set_mutant_under_test("")
        gc.freeze()  # a fork that collects garbage would copy what it shares
        for items in reached.values():
            items.sort(key=seconds.__getitem__)
        control = _fork("", session.items, sum(seconds.values()))
        if os.waitpid(control, 0)[1]:
            session.shouldfail = "in a fork, the tests fail without a mutant"
            session.testsfailed = 1
            return True
        running: dict[int, Mutant] = {}
        for mutant in self.mutants:
            items = reached[mutant.switch.partition("__mutmut")[0]]
            if len(running) == self.processes:
                self._wait(running)
            child = _fork(mutant.switch, items, sum(map(seconds.__getitem__, items)))
            running[child] = mutant
        while running:
            self._wait(running)
        return True

    def _wait(self, running: dict[int, Mutant]) -> None:
        pid, status = os.wait()
        mutant = running.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        kinds = {0: "survived", -signal.SIGPROF: "timed out"}
        self.verdicts[mutant] = kinds.get(code, "killed")
        if len(self.verdicts) % 100 == 0:
            print(f"{len(self.verdicts)} of {len(self.mutants)} mutants", flush=True)


def _passes(item: pytest.Item) -> bool:
    """Run a test again, and keep its outcome from pytest's count."""
    return not any(report.failed for report in runtestprotocol(item, log=False))


def _fork(switch: str, items: list[pytest.Item], seconds: float) -> int:
    """Run tests in a process of their own until one fails: then it ends with 1, else with 0."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            import resource  # Windows has neither this nor fork

            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
            signal.setitimer(signal.ITIMER_PROF, SECONDS + TIMES * seconds)
            set_mutant_under_test(switch)
            code = 0 if all(map(_passes, items)) else 1
        finally:
            os._exit(code)
    return pid


def judge(source: Path, options: list[str], listed: Path, build: Path, processes: int) -> int:
    """Try the mutants of a module of a package; print the outcome; return 0 if all is well."""
    package = source.parent
    shutil.rmtree(build, ignore_errors=True)
    shutil.copytree(package, build / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    mutants = make_mutants(source, build / package.name / source.name)
    os.environ["OMP_NUM_THREADS"] = "1"  # a fork would not have PyTorch's threads
    # Imported before pytest puts folders in front.
    sys.path.insert(0, str(build))
    import_module(f"{package.name}.{source.stem}")
    judged = Judge(mutants, processes)
    code = pytest.main(options, plugins=[judged])
    if code:
        return int(code)
    count = Counter(judged.verdicts.values())
    said = ", ".join(f"{count[kind]} {kind}" for kind in ("killed", "timed out", "survived"))
    print(f"{source.stem}: {count.total()} mutants, {said}")
    survivors = [m for m, verdict in judged.verdicts.items() if verdict == "survived"]
    told = complaints(survivors, explanations(listed), source.stem)
    print(*told, sep="\n\n")
    return 1 if told else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", choices=TESTS)
    asked = parser.parse_args()
    os.chdir(ROOT)
    options = [*OPTIONS, *(f"tests/test_{name}.py" for name in TESTS[asked.module])]
    source = ROOT / "tinynets" / f"{asked.module}.py"
    sys.exit(judge(source, options, LIST, BUILD / asked.module, os.cpu_count() or 1))
