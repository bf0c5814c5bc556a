"""The fonts of the book on paper: brought by packages, so that no machine puts in its own.

The site keeps the reader's fonts. Plex Serif comes from npm, DejaVu from matplotlib.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

from _ext import npm

SERIF = npm.Package(
    "@ibm/plex-serif",
    "2.0.0",
    "fonts/complete/woff2",
    "xVu9JsC18tBoQF2M6fofpsWrHj5a94saxlOZbYmXoC0E3UfjgS1JlibgrnaUJjnkLlEyCpMgI2PdhkDxijw0gA==",
)
# Some small raised letters, which the text's font lacks, are DejaVu.
TEXT = '"Plex Serif", "DejaVu Sans"'
CODE = '"DejaVu Sans Mono"'
# As in the figures that matplotlib draws.
DRAWING = '"DejaVu Sans"'
# Weight, style, and how each font's files call the two.
CUTS = (
    (400, "normal", "-Regular.woff2", ".ttf"),
    (400, "italic", "-Italic.woff2", "-Oblique.ttf"),
    (700, "normal", "-Bold.woff2", "-Bold.ttf"),
    (700, "italic", "-BoldItalic.woff2", "-BoldOblique.ttf"),
)


def faces() -> str:
    """Return the stylesheet that tells a browser where the files of these fonts are."""
    dejavu = Path(mpl.get_data_path(), "fonts", "ttf")
    rules = []
    for weight, style, serif, sans in CUTS:
        files = {
            "Plex Serif": npm.fetch(SERIF) / f"IBMPlexSerif{serif}",
            "DejaVu Sans": dejavu / f"DejaVuSans{sans}",
            "DejaVu Sans Mono": dejavu / f"DejaVuSansMono{sans}",
        }
        for family, file in files.items():
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
                f'font-style: {style}; src: url("{file.as_uri()}"); }}'
            )
    return "\n".join(rules)
