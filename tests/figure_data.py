"""What a run draws, as data: every figure's artists, every animation. Two runs draw the same where
these are equal, to the last bit.

Imported by the runs themselves, in other environments, so it uses nothing but what scripts need.
`python -m figure_data script.py folder` runs a script, prints the data and draws the figures that it
leaves into a folder, as the book does.
"""

from __future__ import annotations

import hashlib
import json
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, QuadMesh
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedLocator
from mpl_toolkits.mplot3d.art3d import Line3D, Poly3DCollection

from tinynets.plot import Animation

MARK = "figure data:"
FIGURES: list[Figure] = []
ANIMATIONS: list[str] = []


def watch() -> None:
    """Remember from now on every figure and every animation that is made."""
    new_figure, new_animation = Figure.__init__, Animation.__init__

    def figure(self: Figure, *given: Any, **named: Any) -> None:
        new_figure(self, *given, **named)
        FIGURES.append(self)

    def animation(self: Animation, *given: Any, **named: Any) -> None:
        new_animation(self, *given, **named)
        ANIMATIONS.append(self.svg)

    Figure.__init__, Animation.__init__ = figure, animation  # type: ignore[method-assign]


def artists(parent: Artist) -> Iterator[Artist]:
    """Yield what a figure shows; ticks, frames and the place of a title come from drawing it."""
    yield parent
    children = parent.get_children()
    if isinstance(parent, Axes):
        children = [child for child in children if child is not parent.patch]
    if isinstance(parent, Legend):
        children = [*parent.legend_handles, *parent.get_texts()]
    for child in children:
        if child is not None and not isinstance(child, Axis | Spine):
            yield from artists(child)


def data(artist: Artist) -> list[Any]:
    """Return an artist's numbers and words."""
    if isinstance(artist, Line3D):
        return [*artist.get_data_3d(), mpl.colors.to_rgba(artist.get_color())]
    if isinstance(artist, Poly3DCollection):
        # Drawing projects the corners, and shades the faces.
        return [artist._faces]
    if isinstance(artist, Line2D):
        return [artist.get_xydata(), mpl.colors.to_rgba(artist.get_color())]
    if isinstance(artist, AxesImage):
        return [artist.get_array(), artist.get_extent()]
    if isinstance(artist, Collection):
        mesh = [artist.get_coordinates()] if isinstance(artist, QuadMesh) else []
        values = artist.get_array()
        paths = [path.vertices for path in artist.get_paths()]
        # Drawing turns values into colours.
        colours = [] if values is not None else [artist.get_facecolor(), artist.get_edgecolor()]
        return [artist.get_offsets(), values, *paths, *mesh, *colours]
    if isinstance(artist, FancyArrowPatch):
        return [*(artist._posA_posB or [artist._path_original.vertices])]
    if isinstance(artist, Patch):
        path = artist.get_patch_transform().transform_path(artist.get_path())
        return [path.vertices, artist.get_facecolor()]
    if isinstance(artist, Text):
        ends = [artist.xy] if isinstance(artist, Annotation) else []
        # Drawing moves a title, and the labels of a whole figure.
        axes, figure = artist.axes, artist.get_figure()
        moved = [axes.title] if axes else [figure._suptitle, figure._supxlabel, figure._supylabel]
        stays = not any(artist is text for text in moved)
        return [artist.get_text(), *([artist.get_position()] if stays else []), *ends]
    if isinstance(artist, Axes):
        return [
            artist.get_xlabel(),
            artist.get_ylabel(),
            *scale(artist.xaxis),
            *scale(artist.yaxis),
        ]
    return []


def scale(axis: Axis) -> list[Any]:
    """Return an axis's kind, and its ticks where the run chose them."""
    places = axis.get_major_locator()
    if not isinstance(places, FixedLocator):
        return [axis.get_scale()]
    return [axis.get_scale(), places.locs, *axis.get_major_formatter().format_ticks(places.locs)]


def digest(parts: list[Any]) -> str:
    """Hash numbers to the last bit, and words."""
    total = hashlib.sha256()
    for part in parts:
        if part is None or isinstance(part, str):
            total.update(repr(part).encode())
        else:
            array = np.ma.filled(np.ma.asarray(part, dtype=float), np.nan)
            total.update(repr(array.shape).encode() + array.tobytes())
    return total.hexdigest()[:16]


def said(figure: Figure) -> list[str]:
    """Return the kind and the digest of each of a figure's artists."""
    return [f"{type(artist).__name__} {digest(data(artist))}" for artist in artists(figure)]


def told() -> str:
    """Return what was made so far, as one line of JSON behind a mark."""
    figures = [said(figure) for figure in FIGURES]
    animations = [digest([svg]) for svg in dict.fromkeys(ANIMATIONS)]
    return MARK + json.dumps({"figures": figures, "animations": animations})


def run(script: str, folder: str) -> None:
    """Run a script and say what it has drawn; draw what it leaves as the book does."""
    watch()
    runpy.run_path(script, run_name="__main__")
    print(told())
    with mpl.rc_context({"svg.hashsalt": "tinynets"}):
        for number in plt.get_fignums():
            plt.figure(number).savefig(Path(folder, f"{number:03}.svg"), metadata={"Date": None})


if __name__ == "__main__":
    # Not this copy of the module, which has another name.
    import figure_data

    figure_data.run(*sys.argv[1:])
