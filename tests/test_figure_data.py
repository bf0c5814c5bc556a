"""What two runs are compared by sees every change of what a figure shows, and not that it was drawn."""

from __future__ import annotations

import io

import matplotlib as mpl
import numpy as np
import pytest
from figure_data import said
from matplotlib.figure import Figure


def drawn() -> Figure:
    """Return a figure with artists of the kinds that the book's figures have."""
    with mpl.rc_context({"figure.constrained_layout.use": True}):
        figure = Figure()
    left, right, space = (
        figure.add_subplot(1, 3, n, projection=["3d", None][n < 3]) for n in (1, 2, 3)
    )
    figure.supxlabel("below all")
    space.plot([0, 1], [2, 3], [4, 5])
    space.plot_surface(*np.meshgrid([0.0, 1], [0.0, 1]), np.eye(2))
    left.plot([0, 1, 2], [0.1, 0.2, 0.3], label="line")
    left.scatter([0, 1], [2, 3], c=[0.0, 1.0])
    left.scatter([0, 1], [2, 3], c=["C0", "C1"])
    left.bar([0, 1], [4, 5])
    left.fill_between([0, 1], [0, 1])
    left.annotate("here", (1, 2), (3, 4), arrowprops={"arrowstyle": "->"})
    left.text(0.5, 0.5, "words")
    left.legend()
    left.set_xlabel("x")
    left.set_title("above")
    right.imshow(np.arange(6.0).reshape(2, 3))
    right.pcolormesh(np.arange(4.0).reshape(2, 2))
    right.set_yticks([0, 1], ["no", "yes"])
    return figure


def collection(figure: Figure, kind: str, number: int = 0):
    found = [artist for axes in figure.axes for artist in axes.collections]
    return [artist for artist in found if type(artist).__name__ == kind][number]


def nudge(values):
    """Return numbers of which the first is the next one that a float can be."""
    moved = np.array(values, dtype=float)
    moved.flat[0] = np.nextafter(moved.flat[0], np.inf)
    return moved


CHANGES = {
    "a line's point": lambda f: f.axes[0].lines[0].set_ydata(nudge([0.1, 0.2, 0.3])),
    "a line's colour": lambda f: f.axes[0].lines[0].set_color("C7"),
    "a dot's place": lambda f: collection(f, "PathCollection").set_offsets(nudge([[0, 2], [1, 3]])),
    "a dot's value": lambda f: collection(f, "PathCollection").set_array(nudge([0, 1])),
    "a dot's colour": lambda f: collection(f, "PathCollection", 1).set_facecolor(["C0", "C2"]),
    "a bar's height": lambda f: f.axes[0].patches[0].set_height(np.nextafter(4, 5)),
    "an area's edge": lambda f: f.axes[0].collections[2].get_paths()[0].vertices.__setitem__(0, 9),
    "where an arrow points": lambda f: setattr(f.axes[0].texts[0], "xy", (1, 2.5)),
    "where words stand": lambda f: f.axes[0].texts[1].set_x(0.6),
    "words": lambda f: f.axes[0].texts[1].set_text("other words"),
    "a name in the legend": lambda f: f.axes[0].get_legend().get_texts()[0].set_text("curve"),
    "a label": lambda f: f.axes[0].set_xlabel("y"),
    "a title": lambda f: f.axes[0].set_title("below"),
    "a scale": lambda f: f.axes[0].set_yscale("symlog"),
    "a pixel": lambda f: f.axes[1].images[0].set_data(nudge(np.arange(6.0).reshape(2, 3))),
    "a cell's value": lambda f: collection(f, "QuadMesh").set_array(nudge([[0, 1], [2, 3]])),
    "a tick": lambda f: f.axes[1].set_yticks([0, 1.5], ["no", "yes"]),
    "the word at a tick": lambda f: f.axes[1].set_yticks([0, 1], ["no", "maybe"]),
    "a line's point in space": lambda f: f.axes[2].lines[0].set_data_3d([0, 1], [2, 3], [4, 6]),
    "a surface's corner": lambda f: f.axes[2].collections[0]._faces.__setitem__((0, 0), 9),
    "a label of all": lambda f: f.supxlabel("above all"),
    "one artist less": lambda f: f.axes[0].lines[0].remove(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(change):
    figure = drawn()
    before = said(figure)
    assert before == said(drawn())
    CHANGES[change](figure)
    assert said(figure) != before


@pytest.mark.parametrize("dpi", [50, 200])
def test_drawing_changes_nothing(dpi):
    figure = drawn()
    figure.savefig(io.BytesIO(), dpi=dpi)
    assert said(figure) == said(drawn())
