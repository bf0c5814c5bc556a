"""The menu that is drawn once for a folder is the one that the theme draws for every page."""

import subprocess
import sys

import pytest
from _ext.copies import contents
from _ext.digests import ROOT

PAGES = {
    "index": ("Welcome", ["self", "one", "part/index", "https://example.org"]),
    "one": ("One & only", []),
    "part/index": ("A part", ["first", "deep/index", "/far"]),
    "part/first": ("First", []),
    "part/deep/index": ("Deep", ["leaf"]),
    "part/deep/leaf": ("A *leaf* with :math:`x < 2`", []),
    "far": ("Far, and listed in a part", []),
    "lost": (":orphan:\n\nLost", []),
}
SETTINGS = """\
extensions = [{}]
html_theme = "furo"
suppress_warnings = ["toc"]
"""


def site(folder, *extensions):
    """Build a small site; return its files."""
    for name, (title, entries) in PAGES.items():
        path = folder / "source" / f"{name}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = title.splitlines()[-1]
        tree = "\n".join(
            [".. toctree::", "   :hidden:", "   :caption: Read", "", *(f"   {e}" for e in entries)]
        )
        path.write_text(f"{title}\n{'=' * len(head)}\n\nWords.\n\n{tree if entries else ''}\n")
    (folder / "source" / "conf.py").write_text(SETTINGS.format(", ".join(map(repr, extensions))))
    command = ["-m", "sphinx", "-q", "-W", "source", "built"]
    subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={"PYTHONPATH": f"{ROOT / 'docs'}:{ROOT}"},
        check=True,
    )
    return contents(folder / "built")


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    return site(tmp_path_factory.mktemp("theme")), site(
        tmp_path_factory.mktemp("ours"), "_ext.navigation"
    )


@pytest.mark.parametrize("page", [*PAGES, "search", "genindex"])
def test_every_page_has_the_menu_that_the_theme_draws(sites, page):
    theirs, ours = (files[f"{page}.html"].decode() for files in sites)
    assert "toctree-checkbox-2" in ours
    assert ('current-page"' in ours) == (page not in ("lost", "search", "genindex"))
    assert ours == theirs
