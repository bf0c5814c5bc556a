"""The judge of mutants: it names those that survive, and the explanations that explain nothing."""

import os
import subprocess
import sys
from pathlib import Path

import mutation
import pytest
from mutation import Mutant

SUMS = '''"""Sums."""


class Sums:
    # A comment above a method is part of it.
    @classmethod
    def upto(cls, n, start=0):
        """Add up."""
        total = start
        while n > 0:
            total += n
            n -= 1
        return total


def _double(n):
    return 2 * n
'''
WEAK = """
from tiny.sums import Sums, _double

def test_sums():
    assert Sums.upto(4) == 10
    assert _double(2) == 4
"""


FRAIL = """
import os
PROCESS = os.getpid()

def test_process():
    assert os.getpid() == PROCESS
"""


@pytest.fixture
def package(tmp_path):
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "__init__.py").touch()
    (tmp_path / "tiny" / "sums.py").write_text(SUMS)
    (tmp_path / "test_sums.py").write_text(WEAK)
    return tmp_path


def test_a_mutant_is_told_by_its_place_and_its_change(package):
    source = package / "tiny" / "sums.py"
    mutants = mutation.make_mutants(source, package / "mutated.py")
    told = {(m.line, m.function, m.change) for m in mutants}
    assert {
        (7, "Sums.upto", "- def (cls, n, start=0):\n+ def (cls, n, start=1):"),
        (10, "Sums.upto", "- while n > 0:\n+ while n >= 0:"),
        (17, "_double", "- return 2 * n\n+ return 2 / n"),
    } <= told
    lines = SUMS.splitlines()
    for mutant in mutants:
        before = mutant.change.splitlines()[0].removeprefix("- ").removeprefix("def ")
        assert before in lines[mutant.line - 1]


def test_what_is_not_explained_and_what_is_explained_in_vain_is_told(tmp_path):
    one, two = (Mutant(f"s{i}", tmp_path / "m.py", i, "f", f"- {i}\n+ 9") for i in (3, 4))
    listed = [("m", "f", one.change), ("other", "f", "- 1\n+ 2")]
    assert mutation.complaints([one], listed, "m") == []
    (told,) = mutation.complaints([one, two], listed, "m")
    assert told == f"{tmp_path / 'm.py'}:4: f survives this change:\n- 4\n+ 9"
    (told,) = mutation.complaints([], listed, "m")
    assert told == "mutants.toml: m.f: this change does not survive:\n- 3\n+ 9"


LIST = """
[[survivors]]
module = "sums"
reason = "It adds 0."
[survivors.changes]
"Sums.upto" = ['''
- while n > 0:
+ while n >= 0:
''']
"""


@pytest.mark.skipif(
    not hasattr(os, "fork"),
    reason="a mutant runs in a fork of its own, which this system does not have",
)
@pytest.mark.parametrize(
    ("listed", "test", "code", "told"),
    [
        # 2 * 2 is 2 + 2, but no mutant; 2 / 2 and 3 * 2 are noticed, and adding 0 is not.
        (
            "",
            WEAK,
            1,
            "sums.py:10: Sums.upto survives this change:\n- while n > 0:\n+ while n >= 0:",
        ),
        (LIST, WEAK, 0, "8 killed, 2 timed out, 1 survived"),
        (LIST.replace("n >= 0", "n >= 1"), WEAK, 1, "does not survive"),
        (LIST, WEAK.replace("10", "11"), 1, "assert 10 == 11"),
        (LIST, WEAK + FRAIL, 1, "in a fork, the tests fail without a mutant"),
    ],
)
def test_the_verdicts_on_a_tiny_package(listed, test, code, told, package):
    (package / "list.toml").write_text(listed)
    (package / "test_sums.py").write_text(test)
    judge = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(mutation.__file__).parent)!r})
import mutation
mutation.SECONDS = 0.2
root = Path({str(package)!r})
options = ["-q", "-p", "no:cacheprovider", f"--rootdir={{root}}", str(root / "test_sums.py")]
sys.exit(mutation.judge(root / "tiny" / "sums.py", options, root / "list.toml", root / "build", 1))
"""
    done = subprocess.run(
        [sys.executable, "-c", judge], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert told in done.stdout
