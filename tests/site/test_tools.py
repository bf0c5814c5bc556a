"""What other programs say of the finished book."""

import shutil

from _ext import npm, where
from _ext.digests import ROOT
from programs import check_links, run

SITE = ROOT / "build" / "html"
VNU = npm.Package(
    "vnu-jar",
    "26.9.27",
    "build/dist",
    "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
)


def test_the_checker_of_the_w3c_finds_no_error():
    assert shutil.which("java"), (
        "this test needs Java; on Debian: apt-get install default-jre-headless"
    )
    options = ("--errors-only", "--skip-non-html")
    run("java", "-jar", npm.fetch(VNU) / "vnu.jar", *options, SITE)


def test_lychee_finds_every_link_and_its_fragment():
    check_links(SITE, where.below(where.site()))
