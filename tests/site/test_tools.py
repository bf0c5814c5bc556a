"""What other programs say of the finished book."""

import shutil
import subprocess
import sys
from pathlib import Path

from _ext import npm
from _ext.digests import ROOT

SITE = ROOT / "build" / "html"
VNU = npm.Package(
    "vnu-jar",
    "26.9.27",
    "build/dist",
    "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
)


def run(*command):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_checker_of_the_w3c_finds_no_error():
    assert shutil.which("java"), (
        "this test needs Java; on Debian: apt-get install default-jre-headless"
    )
    options = ("--errors-only", "--skip-non-html")
    run("java", "-jar", npm.fetch(VNU) / "vnu.jar", *options, SITE)


def test_lychee_finds_every_link_and_its_fragment():
    lychee = Path(sys.executable).with_name("lychee")
    told = run(lychee, "--offline", "--include-fragments", "--root-dir", SITE, SITE)
    assert "0 Errors" in told
