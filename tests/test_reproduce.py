"""Comparing two books, and ending what runs in a copy."""

from __future__ import annotations

import io
import signal
import subprocess
import zipfile

import psutil
import pytest
from _ext import build, reproduce
from _ext.copies import Copy


def archive(*members: tuple[str, str], date=(2026, 1, 1, 0, 0, 0), mode=0o644) -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name, text in members:
            member = zipfile.ZipInfo(name, date_time=date)
            member.external_attr = mode << 16
            opened.writestr(member, text)
    return file.getvalue()


ONE = archive(("a.py", "1"), ("b.py", "x\ny"))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (ONE, None),
        (archive(("a.py", "1"), ("b.py", "x\nz")), "s.zip: b.py: byte 2, line 2:\n    b'x\\ny'"),
        (archive(("a.py", "1")), "s.zip: b.py: only in the first"),
        (archive(("a.py", "1"), ("b.py", "x\ny"), ("c.py", "")), "s.zip: c.py: only in the second"),
        # The same members: how they are packed differs.
        (archive(("b.py", "x\ny"), ("a.py", "1")), "s.zip: byte "),
        (archive(("a.py", "1"), ("b.py", "x\ny"), date=(2026, 1, 2, 0, 0, 0)), "s.zip: byte "),
        (archive(("a.py", "1"), ("b.py", "x\ny"), mode=0o600), "s.zip: byte "),
        (b"no archive", "s.zip: byte 0, line 1:\n    b'PK"),
    ],
)
def test_archives_that_differ_name_the_member(other, told):
    found = reproduce.differences({"s.zip": ONE}, {"s.zip": other})
    if told is None:
        assert found == []
    else:
        (text,) = found
        assert text.startswith(told)


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        (b"", b"a", "byte 0, line 1"),
        (b"a\nb", b"a\nb\n", "byte 3, line 2"),
        (b"a" * 1000 + b"b", b"a" * 1000 + b"c", "byte 1000, line 1"),
    ],
)
def test_two_files_are_shown_where_they_part(one, other, place):
    first, *shown = reproduce.parting(one, other).split("\n")
    assert first == f"{place}:"
    assert len(shown) == 2
    assert shown[0] != shown[1]
    assert max(map(len, shown)) < 200


class Builds:
    """Builds that take a given time each."""

    def __init__(self, root, lengths):
        self.root, self.lengths, self.moments = root, iter(lengths), []
        self.stamp = root / "build" / "html" / build.STAMP
        self.stamp.parent.mkdir(parents=True)

    def build(self, seconds=None):
        assert not self.stamp.exists(), "there is nothing to do"
        self.moments.append(seconds)
        code = next(self.lengths)
        if code == 0:
            self.stamp.touch()
        return subprocess.CompletedProcess([], code, "", "")


KILLED = -signal.SIGKILL


def test_as_many_builds_die_as_were_asked_for_and_one_lives(tmp_path):
    builds = Builds(tmp_path, [KILLED, 0, KILLED, KILLED, 0])
    reproduce.die(builds, 3, 100.0, seed=1, tell=lambda _: None)
    *moments, last = builds.moments
    assert len(moments) == 4
    assert last is None
    # After the one that ended at once, moments are drawn from the time it took.
    assert 0 < moments[2] < 1 < moments[0] < 100
    assert builds.stamp.exists()


def test_the_moments_come_from_the_seed(tmp_path):
    drawn = []
    for seed, folder in ((1, "a"), (1, "b"), (2, "c")):
        builds = Builds(tmp_path / folder, [KILLED, KILLED, 0])
        reproduce.die(builds, 2, 100.0, seed=seed, tell=lambda _: None)
        drawn.append(builds.moments)
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_build_that_fails_is_no_death(tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        reproduce.die(Builds(tmp_path, [1]), 1, 100.0, seed=1, tell=lambda _: None)


# Starts a process in a session of its own, as kernels are, and says which.
PARENT = """
import subprocess, sys
program = [sys.executable, "-c", "import signal; signal.pause()"]
print(subprocess.Popen(program, start_new_session=True).pid)
"""


def test_nothing_that_a_command_starts_outlives_it(tmp_path):
    done = Copy(tmp_path / "copy", ["LICENSE"]).run("-c", PARENT)
    assert done.returncode == 0, done.stderr
    child = int(done.stdout)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_a_command_is_killed_at_its_moment(tmp_path):
    done = Copy(tmp_path / "copy", []).run("-c", "import signal; signal.pause()", seconds=0.1)
    assert done.returncode == KILLED


def test_a_copy_has_its_own_package_and_settings(tmp_path):
    copy = Copy(
        tmp_path / "copy", ["tinynets/__init__.py", "LICENSE"], umask=0o077, TZ="Asia/Tokyo"
    )
    program = "import os, importlib.util; open('new', 'w'); print(os.environ['TZ'])"
    program += "; print(importlib.util.find_spec('tinynets').origin)"
    done = copy.run("-c", program)
    assert done.stdout == f"Asia/Tokyo\n{copy.root / 'tinynets' / '__init__.py'}\n", done.stderr
    assert (copy.root / "new").stat().st_mode & 0o777 == 0o600
    assert (copy.root / "LICENSE").read_bytes() == (reproduce.ROOT / "LICENSE").read_bytes()


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("C\nC.utf8\nPOSIX\n", "POSIX"),
        ("C\nC.utf8\nPOSIX\nen_US.utf8\n", "en_US.utf8"),
        ("C\nde_DE.utf8\nen_US.utf8\ntr_TR.utf8\n", "tr_TR.utf8"),
    ],
)
def test_the_most_unusual_locale_is_taken_and_ci_needs_one(monkeypatch, listed, found):
    done = subprocess.CompletedProcess([], 0, listed, "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    monkeypatch.delenv("CI", raising=False)
    assert reproduce.other_locale() == found
    monkeypatch.setenv("CI", "true")
    if found == "POSIX":
        with pytest.raises(LookupError, match=r"tr_TR\.utf8, .* is here: run \.ci/programs"):
            reproduce.other_locale()
    else:
        assert reproduce.other_locale() == found


def test_books_that_differ_stop_the_session(capsys):
    reproduce.report("Built", {"a": b"1"}, {"a": b"1"})
    assert capsys.readouterr().out == "Built: 1 files, all the same byte for byte.\n"
    with pytest.raises(SystemExit, match=r"^Built: what differs \(1\):\nb: only in the second$"):
        reproduce.report("Built", {"a": b"1"}, {"a": b"1", "b": b"2"})
