"""The fonts of the book on paper: brought by packages, so that no machine puts in its own.

The site keeps the reader's fonts. Source Serif comes from npm, DejaVu from matplotlib.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

from _ext import npm

SERIF = npm.Package(
    "@fontsource/source-serif-4",
    "5.3.1",
    ".",
    "cWcTCXjYYrgF9A67fThVir1VSc0lPEYmwQ6jA4pPt01s2MSCi/maINUcZoCzaqnU8fyUReDO97eGcBUkHgOeug==",
)
# Arrows and roots, which the text's font lacks, are the formulas'; small raised letters are DejaVu.
TEXT = '"Source Serif 4", KaTeX_Main, "DejaVu Sans"'
CODE = '"DejaVu Sans Mono"'
# As in the figures that matplotlib draws.
DRAWING = '"DejaVu Sans"'
STYLES = (("400", "normal"), ("400", "italic"), ("700", "normal"), ("700", "italic"))
CUTS = ("", "-Oblique", "-Bold", "-BoldOblique")


def faces() -> str:
    """Return the stylesheet that tells a browser where the files of these fonts are."""
    source = npm.fetch(SERIF)
    names = (f"{weight}{'-italic' * (style == 'italic')}.css" for weight, style in STYLES)
    rules = [f'@import url("{(source / name).as_uri()}");' for name in names]
    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    for family in ("DejaVu Sans", "DejaVu Sans Mono"):
        for (weight, style), cut in zip(STYLES, CUTS, strict=True):
            file = (folder / f"{family.replace(' ', '')}{cut}.ttf").as_uri()
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
                f'font-style: {style}; src: url("{file}"); }}'
            )
    return "\n".join(rules)
