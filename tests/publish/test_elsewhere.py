"""The files to take away are the same bytes wherever, whenever and by whom they are made."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from _ext import reproduce
from _ext.copies import Copy, contents, working_files
from shown import BUILT, SITE

MAKE = """
import sys
from pathlib import Path
from _ext import publish
publish.take_away(Path("build", "html"), Path("made"), sys.argv[1:])
"""


def test_the_same_book_gives_the_same_files_elsewhere(pytestconfig):
    # Printing takes as long as all other tests of the published files.
    kinds = ["zip", "epub", "pdf"] if pytestconfig.getoption("at_length") else ["zip", "epub"]
    # No deep path: those of Chromium's sockets are short.
    with TemporaryDirectory(prefix="tinynets-") as name:
        folder = Path(name, "a place")
        copy = Copy(folder, working_files(), umask=reproduce.UMASK, **reproduce.elsewhere(folder))
        shutil.copytree(BUILT, folder / "build" / "html")
        done = copy.run("-c", MAKE, *kinds, PYTHONPATH=f"{folder}:{folder / 'docs'}")
        assert done.returncode == 0, done.stderr
        here = contents(SITE / "downloads")
        wanted = {one: here[one] for one in here if one.rpartition(".")[2] in kinds}
        assert len(wanted) == len(kinds)
        assert reproduce.differences(wanted, contents(folder / "made")) == []
