"""Make the tree that is published: the site, and with it the whole book to take away.

What is to take away is made from the finished site, so it stands beside it and not in it: a build
alone stays fast, and needs no browser.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

if __package__ in (None, ""):
    # Started by path, as build.py is.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from _ext import articles, build, epub, licences, pdf
from _ext.archives import write_zip
from _ext.browser import chromium
from _ext.digests import ROOT

TITLE = "Tiny networks"
STEM = "tinynets-book"
# What the links, and their line in the contents, are put before in the welcome page.
PLACE = '<section id="where-it-comes-from">'
LINE = '<li><a class="reference internal" href="#where-it-comes-from">'
# What is told of each file.
FILES = (
    ("zip", "the whole site, to unpack and open without a connection; its search works too"),
    ("pdf", "all its pages, to print: chapters, proofs, gallery and reference"),
    ("epub", "the same for a reader of books"),
)


def welcome(text: str, sizes: dict[str, int]) -> str:
    """Return the welcome page with a section that links what is to take away.

    Raises
    ------
    ValueError
        If the page has no place for the links, or none for their line in its contents.

    Examples
    --------
    >>> sizes = {"zip": 1_000, "pdf": 2_000, "epub": 3_000}
    >>> "tinynets-book.pdf" in welcome(PLACE + LINE, sizes)
    True
    >>> welcome(LINE, sizes)
    Traceback (most recent call last):
    ValueError: the welcome page has <section id="where-it-comes-from"> 0 times, not once
    """
    items = "".join(
        f'<li><p><a class="reference external" href="downloads/{STEM}.{kind}">{kind.upper()}</a>, '
        f"{sizes[kind] / 1e6:.1f} MB: {told}</p></li>\n"
        for kind, told in FILES
    )
    title = "Take it with you"
    anchor = "take-it-with-you"
    link = f'<a class="headerlink" href="#{anchor}" title="Link to this heading">¶</a>'
    section = f'<section id="{anchor}">\n<h2>{title}{link}</h2>\n<ul>\n{items}</ul>\n</section>\n'
    line = f'<li><a class="reference internal" href="#{anchor}">{title}</a></li>\n'
    for place, new in ((PLACE, section), (LINE, line)):
        if text.count(place) != 1:
            raise ValueError(f"the welcome page has {place} {text.count(place)} times, not once")
        text = text.replace(place, new + place)
    return text


def take_away(site: Path, folder: Path, kinds: Iterable[str]) -> None:
    """Write the whole book into files.

    Parameters
    ----------
    site
        The folder of the finished book.
    folder
        Where the files go: outside the book.
    kinds
        Some of `zip`, `pdf` and `epub`.

    Raises
    ------
    FileNotFoundError
        If the machine has no Chromium.
    ValueError
        If the PDF embeds a font whose licence is not known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if "zip" in kinds:
        files = {
            f"{STEM}/{path.relative_to(site).as_posix()}": path.read_bytes()
            for path in site.rglob("*")
            if path.is_file() and path.name != build.STAMP
        }
        write_zip(folder / f"{STEM}.zip", files)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    author = project["authors"][0]["name"]
    pages = articles.read(site)
    with chromium() as browser:
        for kind, write in (("pdf", pdf.write), ("epub", epub.write)):
            if kind in kinds:
                write(folder / f"{STEM}.{kind}", site, pages, TITLE, author, browser)
    if "pdf" in kinds:
        fonts = pdf.embedded(folder / f"{STEM}.pdf")
        if lost := licences.unclaimed_fonts(fonts):
            raise ValueError(f"The PDF embeds {lost[0]}, but {licences.UNCLAIMED}")


def publish(root: Path = ROOT) -> Path:
    """Make the published tree from the finished book.

    Parameters
    ----------
    root
        The repository, whose book is built.

    Returns
    -------
    Path
        The folder `build/site`: the site, and in `downloads/` the book to take away.

    Raises
    ------
    FileNotFoundError
        If the machine has no Chromium.
    ValueError
        If the welcome page has no place for the links, or the PDF a font of the machine.
    """
    built, site = root / "build" / "html", root / "build" / "site"
    if _stamp(site) == _stamp(built) != "":
        return site
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(built, site, ignore=shutil.ignore_patterns(build.STAMP))
    downloads = site / "downloads"
    take_away(built, downloads, [kind for kind, _ in FILES])
    sizes = {kind: (downloads / f"{STEM}.{kind}").stat().st_size for kind, _ in FILES}
    page = site / "index.html"
    page.write_text(welcome(page.read_text(encoding="utf-8"), sizes), encoding="utf-8")
    # Last, so that a tree that is half made does not pass for made.
    (site / build.STAMP).write_text(_stamp(built))
    return site


def _stamp(tree: Path) -> str:
    stamp = tree / build.STAMP
    return stamp.read_text() if stamp.is_file() else ""


if __name__ == "__main__":
    try:
        build.build()
    except subprocess.CalledProcessError as error:
        sys.exit(f"The book was not built: {error}")
    try:
        print(f"The book to publish is in {publish()}")
    except (FileNotFoundError, ValueError) as error:
        sys.exit(f"The book to take away was not made. {error}")
