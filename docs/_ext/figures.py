"""Figures: described in words, drawn in the light palette, and shown in dark colours at night."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path
from textwrap import indent
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx_gallery.gen_rst import extract_intro_and_title
from sphinx_gallery.py_source_parser import Block, split_code_and_text_blocks

from _ext.katex import location
from tinynets import plot

FIGURE = """
.. figure:: /{uri}
   :alt: {alt}

{caption}
"""
# The house style draws 100 pixels an inch; SVG counts 72 points an inch.
PIXELS_PER_POINT = 100 / 72
# From here on a figure takes the whole width of a phone's screen, so that its labels stay readable.
WIDE = 544
logger = logging.getLogger(__name__)


class UndescribedFigureError(ValueError):
    """A figure lacks words, or has words that say nothing new."""


def check_words(alt: str, caption: str, title: str) -> None:
    """Refuse an alt text or a caption that is empty or only repeats the title, and a file's name.

    >>> check_words(alt="A falling line.", caption="Steep at 10.", title="A falling line")
    Traceback (most recent call last):
    _ext.figures.UndescribedFigureError: the alt text repeats the page's title
    """
    for name, text in (("alt text", alt), ("caption", caption)):
        if not text.strip():
            raise UndescribedFigureError(f"the figure has no {name}")
        if _plain(text) == _plain(title):
            raise UndescribedFigureError(f"the {name} repeats the page's title")
    if len(alt.split()) == 1:
        raise UndescribedFigureError(f"the alt text is one word, {alt!r}, as a file's name is")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).lower().split())


class Scraper:
    """Save the figures that a block of a gallery script leaves open, with the words they carry."""

    def __repr__(self) -> str:
        """Return a name that is the same in every build: sphinx-gallery compares settings by it."""
        return "figures.scraper"

    def __call__(
        self, block: Block, block_vars: dict[str, Any], gallery_conf: dict[str, Any]
    ) -> str:
        """Return the RST of the block's figures."""
        source = block_vars["src_file"]
        empty = len(block.content) - len(block.content.lstrip("\n"))
        where = f"{source}:{block.lineno + empty}"
        _settings, blocks = split_code_and_text_blocks(source)
        _intro, title = extract_intro_and_title(source, blocks[0].content)
        pieces = []
        # sphinx-gallery keeps a block's last value, which it is about to show, under this name.
        shown = block_vars["example_globals"].get("___")
        if isinstance(shown, plot.Animation) and plot.description(shown) is None:
            raise UndescribedFigureError(
                f"{where}: the animation has no alt text and caption: give it both with "
                "tinynets.plot.describe"
            )
        for number in plt.get_fignums():
            figure = plt.figure(number)
            words = plot.description(figure)
            if words is None:
                plt.close("all")
                raise UndescribedFigureError(
                    f"{where}: the figure has no alt text and caption: give it both with "
                    "tinynets.plot.describe"
                )
            try:
                check_words(words.alt, words.caption, title)
            except UndescribedFigureError as error:
                plt.close("all")
                raise UndescribedFigureError(f"{where}: {error}") from None
            path = Path(next(block_vars["image_path_iterator"])).with_suffix(".svg")
            with mpl.rc_context({"svg.hashsalt": "tinynets"}):
                figure.savefig(path, metadata={"Date": None})
            pieces.append(
                FIGURE.format(
                    uri=path.relative_to(gallery_conf["src_dir"]).as_posix(),
                    alt=" ".join(words.alt.split()),
                    caption=indent(words.caption.strip(), "   "),
                )
            )
        plt.close("all")
        return "".join(pieces)


scraper = Scraper()


def svg_size(svg: str) -> tuple[int, int]:
    """Return the width and height in pixels that a figure is shown at.

    >>> svg_size('<svg width="489.6pt" height="259.2pt" viewBox="0 0 489.6 259.2">')
    (680, 360)
    """
    match = re.search(r'<svg[^>]*?\bviewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if match is None:
        raise ValueError(f"an SVG drawn by matplotlib has a viewBox; this one begins {svg[:200]!r}")
    width, height = (round(float(number) * PIXELS_PER_POINT) for number in match.groups())
    return width, height


def compact(svg: str) -> str:
    """Return a figure without its metadata, drawn to a hundredth of a point.

    >>> compact('<path d="M 39.801579 118.187383"/><text x="2.5">0.12345</text>')
    '<path d="M 39.8 118.19"/><text x="2.5">0.12345</text>'
    """

    def rounded(attribute: re.Match[str]) -> str:
        return re.sub(
            r"-?\d+\.\d{3,}",
            lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."),
            attribute[0],
        )

    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(r'(?<= )(?:d|x|y|points)="[^"]*"', rounded, svg)


def recolour(pixels: np.ndarray) -> np.ndarray:
    """Swap the colour of every pixel for the twin of the role nearest to it; keep the opacity.

    Parameters
    ----------
    pixels
        Shape (height, width, 4), from 0 to 1.

    Returns
    -------
    numpy.ndarray
        The same shape.
    """
    light, dark = (
        np.array([mpl.colors.to_rgb(colour) for colour in colours])
        for colours in (plot.DARK, plot.DARK.values())
    )
    distances = np.linalg.norm(pixels[:, :, None, :3] - light, axis=-1)
    return np.dstack([dark[distances.argmin(axis=-1)], pixels[:, :, 3]])


def darken(svg: str) -> str:
    """Return a figure in the dark palette, the rasters that it embeds too."""

    def raster(match: re.Match[str]) -> str:
        packed = io.BytesIO()
        plt.imsave(packed, recolour(plt.imread(io.BytesIO(base64.b64decode(match[1])))))
        return f"data:image/png;base64,{base64.b64encode(packed.getvalue()).decode()}"

    return re.sub(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)", raster, plot.to_dark(svg))


def replace(path: Path, text: str) -> None:
    """Write a file in one step: another process may be reading the same figure for its page."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def make_twin(path: Path) -> None:
    """Make a figure compact, and write its twin in the dark palette beside it."""
    svg = compact(path.read_text(encoding="utf-8"))
    replace(path, svg)
    replace(path.with_suffix(".dark.svg"), darken(svg))


class DarkTwins(SphinxTransform):
    """Put beside every drawn figure its twin for dark pages; the theme shows one of the two."""

    # Sphinx collects the images of a page at 880.
    default_priority = 870

    def apply(self, **_: Any) -> None:
        """Go through the page's images."""
        title = next(iter(self.document.findall(nodes.title)), None)
        for image in list(self.document.findall(nodes.image)):
            _relative, name = self.env.relfn2path(image["uri"], self.env.docname)
            path = Path(name)
            drawn = "jupyter_execute" in path.parts or path.is_relative_to(
                Path(self.env.srcdir, "gallery")
            )
            # Beside a thumbnail stands its title, which says what a reader hears.
            if "thumb" not in path.parts:
                self._check(image, title.astext() if title else "")
            if drawn and path.suffix == ".svg":
                if "jupyter_execute" in path.parts:
                    make_twin(path)
                self._add_twin(image, path)

    def _check(self, image: nodes.image, title: str) -> None:
        around = image.parent
        while (
            around and not isinstance(around, nodes.figure) and "sd-card" not in around["classes"]
        ):
            around = around.parent
        # A card's own text is the caption of its picture.
        told = around.findall(nodes.caption) if isinstance(around, nodes.figure) else [around]
        caption = "".join(node.astext() for node in told if node)
        try:
            check_words(image.get("alt", ""), caption, title)
        except UndescribedFigureError as error:
            logger.warning("%s", error, location=location(image))

    def _add_twin(self, image: nodes.image, path: Path) -> None:
        width, height = svg_size(path.read_text(encoding="utf-8"))
        image["width"], image["height"] = str(width), str(height)
        image["loading"] = "lazy"
        if width >= WIDE:
            image["classes"].append("wide")
        image.setdefault("alt", "")
        dark = image.copy()
        image["classes"].append("only-light")
        dark["classes"].append("only-dark")
        dark["uri"] = image["uri"].removesuffix(".svg") + ".dark.svg"
        # An id or name belongs to one element.
        dark["ids"], dark["names"] = [], []
        image.parent.insert(image.parent.index(image) + 1, dark)


def theme_colours() -> dict[str, dict[str, str]]:
    """Return the theme's settings for its one accent, on light and on dark pages."""
    accent = plot.COLORS["network"]
    names = [f"color-brand-{part}" for part in ("primary", "content", "visited")]
    return {
        "light_css_variables": dict.fromkeys(names, accent),
        "dark_css_variables": dict.fromkeys(names, plot.DARK[accent]),
    }


def write_palette(app: Sphinx) -> None:
    """Give the stylesheet the palette, so that colours stand in one place only."""
    if app.builder.format != "html":
        return
    light = "".join(f"--tn-{role}: {value};" for role, value in plot.COLORS.items())
    dark = "".join(f"--tn-{role}: {plot.DARK[value]};" for role, value in plot.COLORS.items())
    css = (
        f"body {{{light} color-scheme: light;}}\n"
        f"@media not print {{\n"
        f'body[data-theme="dark"] {{{dark} color-scheme: dark;}}\n'
        f"@media (prefers-color-scheme: dark) {{\n"
        f'body:not([data-theme="light"]) {{{dark} color-scheme: dark;}}\n}}\n}}\n'
    )
    target = Path(app.outdir, "_static", "palette.css")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(css, encoding="utf-8")
    app.add_css_file("palette.css", priority=300)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform and the palette."""
    app.add_transform(DarkTwins)
    app.connect("builder-inited", write_palette)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
