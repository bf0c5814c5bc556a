"""What others made and the book carries: a table on a page, and the licences' texts in a file.

A file of the site that nobody claims stops the build, and a font of a PDF stops its publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

import tinynets
from _ext import fonts, npm
from _ext.digests import ROOT
from _ext.katex import KATEX

TEXTS = "licences.txt"
UNCLAIMED = "COMPONENTS in docs/_ext/licences.py does not say under which licence"


class Component(NamedTuple):
    """A part of the book: its licence, what it is for, its files below `_static`, and their text.

    The text is the name of a file of the distribution (or of the npm package) of this name. The
    fonts are those that PDFs embed, by the names that these have for them.
    """

    name: str
    licence: str
    purpose: str
    files: tuple[str, ...]
    text: str = "LICENSE"
    fonts: tuple[str, ...] = ()


OURS = Component(
    "tinynets",
    "MIT; texts and figures CC BY 4.0",
    "the book itself",
    (
        *("book.css", "live.*", "quiz.*", "playground.js", "palette.css", "scrolling.js"),
        *("search.js", "theme.js", "favicon.svg", "card.png"),
    ),
)
COMPONENTS = (
    OURS,
    Component(
        "Sphinx",
        "BSD-2-Clause",
        "the search and the pages' base",
        (
            *("basic.css", "doctools.js", "documentation_options.js", "file.png", "plus.png"),
            *("language_data.js", "minus.png", "searchtools.js", "sphinx_highlight.js"),
        ),
        "LICENSE.rst",
    ),
    Component(
        *("snowballstemmer", "BSD-3-Clause", "the search's word stems"),
        ("base-stemmer.js", "english-stemmer.js"),
        "COPYING",
    ),
    Component("furo", "MIT", "the theme", ("scripts/furo*", "styles/furo*")),
    # Within the theme's script.
    Component("gumshoejs", "MIT", "marks the section that is read", (), "LICENSE.md"),
    Component("sphinx-basic-ng", "MIT", "the theme's templates", ("skeleton.css", "debug.css")),
    Component("Pygments", "BSD-2-Clause", "colours of code", ("pygments.css",)),
    Component(
        *("sphinx-copybutton", "MIT", "the buttons that copy code"),
        ("copybutton*", "copy-button.svg", "check-solid.svg"),
    ),
    Component("clipboard", "MIT", "the same buttons", ("clipboard.min.js",)),
    Component(
        "sphinx-design", "MIT", "cards and tabs", ("sphinx-design.min.css", "design-tabs.js")
    ),
    Component(
        *("sphinx-gallery", "BSD-3-Clause", "the gallery's pages"),
        ("sg_gallery*", "sg-tags.js", "*_badge_logo.svg", "broken_example.png", "no_image.png"),
    ),
    Component("myst-nb", "BSD-3-Clause", "the cells' look", ("mystnb.*.css",)),
    Component("sphinx-proof", "BSD-3-Clause", "the theorems' look", ("proof.css",)),
    Component(
        *("katex", "MIT", "formulas: their fonts and look", ("katex/*",)), fonts=("KaTeX_*",)
    ),
    Component(
        "matplotlib",
        "Bitstream Vera (DejaVu)",
        "DejaVu, the fonts of figures, of worksheets, and of code in the PDF of the whole book",
        (),
        "LICENSE_DEJAVU",
        ("DejaVuSans*",),
    ),
    Component(
        fonts.SERIF.name,
        "OFL-1.1",
        "IBM Plex Serif, the text's font in the PDF of the whole book",
        (),
        "LICENSE.txt",
        ("IBMPlexSerif-*",),
    ),
)
# Packages that other projects carry without their licence.
WITHIN = (
    npm.Package(
        "clipboard",
        "2.0.8",
        "dist",
        "Y6WO0unAIQp5bLmk1zdThRhgJt/x3ks6f30s3oE3H1mgIEU33XyQjEf8gsf6DxC7NPX8Y1SsNWjUjL/ywLnnbQ==",
    ),
    npm.Package(
        "gumshoejs",
        "5.1.2",
        "dist",
        "wIRdZGTNkWMP8dY3po8mtNYmCfiSva41LxXIEek2yEHceETpxRmO7DfW7aUbHsuucC9z2oDPu3alN3+00FUqlw==",
    ),
)
PACKAGES = {package.name: package for package in (KATEX, fonts.SERIF, *WITHIN)}


def unclaimed(files: Iterable[str]) -> list[str]:
    """Return the files, named from `_static`, that no component has.

    >>> unclaimed(["book.css", "katex/fonts/KaTeX_Main-Bold.woff2", "jquery.js"])
    ['jquery.js']
    """
    return _others(files, (pattern for component in COMPONENTS for pattern in component.files))


def unclaimed_fonts(names: Iterable[str]) -> list[str]:
    """Return the fonts, as PDFs name them, that no component has.

    >>> unclaimed_fonts(["KaTeX_Main-Regular", "LiberationSans", "IBMPlexSerif-Italic"])
    ['LiberationSans']
    """
    return _others(names, (pattern for component in COMPONENTS for pattern in component.fonts))


def _others(names: Iterable[str], patterns: Iterable[str]) -> list[str]:
    known = list(patterns)
    return sorted(name for name in names if not any(fnmatchcase(name, one) for one in known))


def origin(component: Component) -> tuple[str, Path]:
    """Return a component's version and the path of its licence's text.

    Raises
    ------
    ExtensionError
        If there is no such text.
    """
    if component is OURS:
        version, found = tinynets.__version__, [ROOT / component.text]
    elif package := PACKAGES.get(component.name):
        version, found = package.version, [npm.fetch(package) / component.text]
    else:
        told = distribution(component.name)
        version = told.version
        files = [file for file in told.files or () if file.name == component.text]
        found = [Path(str(told.locate_file(file))) for file in files]
    path = next(filter(Path.is_file, found), None)
    if path is None:
        raise ExtensionError(f"{component.name} {version} brings no {component.text}")
    return version, path


def texts() -> Iterator[str]:
    """Give one component after the other with the text of its licence."""
    for component in COMPONENTS:
        version, path = origin(component)
        title = f"{component.name} {version}: {component.licence}"
        text = path.read_text(encoding="utf-8").strip()
        yield f"{title}\n{'=' * len(title)}\n\n{text}\n"


def write_texts(app: Sphinx, exception: Exception | None) -> None:
    """Put the texts into the finished book, whose every file has to be somebody's."""
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir, "_static")
        files = [path.relative_to(static) for path in static.rglob("*") if path.is_file()]
        if lost := unclaimed(path.as_posix() for path in files):
            raise ExtensionError(f"_static/{lost[0]} ships with the site, but {UNCLAIMED}")
        Path(app.outdir, TEXTS).write_text("\n\n".join(texts()), encoding="utf-8")


class Licences(SphinxDirective):
    """`{licences}`: a table of what the site carries, and a link to the licences' texts."""

    def run(self) -> list[nodes.Node]:
        """Return the table and the sentence with the link."""
        rows = [("Part", "Licence", "What for")]
        for component in COMPONENTS:
            if component is not OURS:
                named = f"{component.name} {origin(component)[0]}"
                rows.append((named, component.licence, component.purpose))
        group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in rows[0]], cols=len(rows[0]))
        head, body = nodes.thead(), nodes.tbody()
        for number, row in enumerate(rows):
            cells = [nodes.entry("", nodes.paragraph("", text)) for text in row]
            (body if number else head).append(nodes.row("", *cells))
        group += [head, body]
        sentence = nodes.paragraph("", "The texts of all these licences are in ")
        address = "../" * self.env.docname.count("/") + TEXTS
        sentence += nodes.reference("", TEXTS, refuri=address)
        sentence += nodes.Text(".")
        self.set_source_info(sentence)
        return [nodes.table("", group), sentence]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the step, which comes after all that write files."""
    app.add_directive("licences", Licences)
    app.connect("build-finished", write_texts, priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
