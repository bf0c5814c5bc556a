"""What other programs say of the finished book."""

from _ext import where
from _ext.digests import ROOT
from programs import check_html, check_links, pages_of

SITE = ROOT / "build" / "html"


def test_the_checker_of_the_w3c_finds_no_error():
    check_html(SITE, *pages_of(SITE))


def test_lychee_finds_every_link_and_its_fragment():
    check_links(SITE, where.below(where.site()))
