"""The pictures: they say what they should, stay readable, and keep to the palette."""

import io
import itertools
import re
import subprocess
import sys
from fractions import Fraction
from functools import partial
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.text import Annotation

import tinynets as tn
from tinynets import Network, circuits, plot, tasks

SORT = Network.from_weights(  # (a, b) -> (min, max): a - h and b + h with h = relu(a - b)
    [([[1, -1]], [0]), ([[1, 0, -1], [0, 1, 1]], [0, 0])], skip=True
)
SHARES = [tn.Share(0, 40), tn.Share(13, 40), tn.Share(7, 7)]
NETWORKS = {
    "less_than": circuits.less_than(),
    "less_than, sharp": circuits.less_than(9.5, 100),
    "step": circuits.step(),
    "minimum": circuits.minimum(),
    "minimum(0.5)": circuits.minimum(0.5),
    "minimum(0.3)": circuits.minimum(0.3),
    "xor": circuits.xor(),
    "xor, skip": circuits.xor(skip=True),
    "absolute": circuits.absolute(),
    "absolute, skip": circuits.absolute(skip=True),
    "parity(3)": circuits.parity(3),
    "parity(4)": circuits.parity(4),
    "parity(4), skip": circuits.parity(4, skip=True),
    "article_parity": circuits.article_parity(),
    "trained min": Network([2, 2, 1], skip=True, seed=1),
    "random": Network([1, 3, 3, 1]),
    "random, skip": Network([1, 2, 2, 2, 1], skip=True, seed=3),
    "widest with numbers": Network([4, 4, 4, 1]),
    "sort": SORT,
}


def history() -> tn.History:
    network = Network([2, 2, 1], skip=True)
    return tn.train(network, tasks.minimum(n=20), epochs=30, lr=0.05)


PICTURES = {
    **{f"graph of {name}": lambda n=n: plot.graph(n) for name, n in NETWORKS.items()},
    "graph, too large for numbers": lambda: plot.graph(circuits.parity(8, skip=True)),
    "function": lambda: plot.function(
        circuits.less_than(), tasks.less_than(), target=lambda x: x < 10
    ),
    "neurons of one input": lambda: plot.neurons(circuits.parity(3), low=0, high=8)[0],
    "neurons of two inputs": lambda: plot.neurons(tn.mystery(6), low=0, high=8)[4],
    "neurons, one silent": lambda: plot.neurons(tn.mystery(4), low=-10, high=10)[0],
    "neurons, two silent in a plane": lambda: plot.neurons(tn.mystery(5), low=-4, high=4)[2],
    "pieces": lambda: plot.pieces(tn.pieces(circuits.parity(3))),
    "pieces of an interval": lambda: plot.pieces(tn.pieces(circuits.absolute(), -1, 2)),
    "function, wrong": lambda: plot.function(circuits.article_parity(), tasks.parity(32)),
    "function alone": lambda: plot.function(circuits.absolute(), target=abs, low=-3, high=3),
    "data": lambda: plot.data(tasks.parity()),
    "data in space": lambda: plot.data(tasks.minimum()),
    "traces": lambda: plot.traces(history()),
    "surface": lambda: plot.surface(circuits.minimum(), tasks.minimum(), low=-50, high=50),
    "surface, wrong": lambda: plot.surface(Network([2, 2, 1]), tasks.xor(), low=0, high=1),
    "folds": lambda: plot.folds([8, 4, 2, 1]),
    "folds below 0": lambda: plot.folds([4, 2], high=16),
    "shares": lambda: plot.shares(SHARES),
    "shares in rows": lambda: plot.shares(SHARES, [3, 5, 8], horizontal=True),
    "plane": lambda: plot.plane(SORT, 1, low=-4, high=4)[0],
    "plane, flattened": lambda: plot.plane(circuits.minimum(), 0, low=-4, high=4)[0],
}


@pytest.fixture(autouse=True)
def house_style():
    with plt.style.context("tinynets.house"):
        yield
    plt.close("all")


def svg_of(ax: Axes) -> str:
    file = io.StringIO()
    ax.get_figure(root=True).savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str) -> None:
    before = dict(mpl.rcParams)
    ax = PICTURES[name]()
    assert isinstance(ax, Axes)
    assert dict(mpl.rcParams) == before
    assert not ax.get_title()
    assert ax.get_legend() is None

    svg = svg_of(ax)
    assert len(svg) < (120_000 if ax.name == "3d" else 65_000)
    used = set(re.findall(r"#[0-9a-f]{6}\b", svg))
    assert used <= set(plot.COLORS.values())
    assert not set(re.findall(r"#[0-9a-f]{6}\b", plot.to_dark(svg))) & set(plot.COLORS.values())


@pytest.mark.parametrize("name", PICTURES)
def test_no_label_covers_another(name: str) -> None:
    figure = PICTURES[name]().get_figure(root=True)
    figure.canvas.draw()
    boxes = {}
    for ax in figure.axes:
        texts = [*ax.texts, ax.xaxis.label, ax.yaxis.label]
        for axis in (ax.xaxis, ax.yaxis) if ax.axison and ax.name != "3d" else ():
            low, high = sorted(axis.get_view_interval())
            texts += [t.label1 for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
        shown = [text for text in texts if text.get_text() and (ax.axison or text in ax.texts)]
        boxes |= {(id(text), text.get_text()): text.get_window_extent() for text in shown}
    for (one, box), (other, its) in itertools.combinations(boxes.items(), 2):
        overlap = (
            min(box.x1, its.x1) - max(box.x0, its.x0),
            min(box.y1, its.y1) - max(box.y0, its.y0),
        )
        assert min(overlap) < 1, (one[1], other[1])
    for (_, label), box in boxes.items():
        assert figure.bbox.padded(1).contains(*box.min), label
        assert figure.bbox.padded(1).contains(*box.max), label


# The largest that are drawn with numbers: some lines have no free place.
CROWDED = {
    "seven columns of four": Network([4] * 7),
    "seven columns of four, large": Network.from_weights(
        [([[-123.25] * 4] * 4, [-123.25] * 4) for _ in range(6)]
    ),
    "fifteen skip connections": Network([3, 2, 2, 1], skip=True, seed=1),
    "six layers, skip": Network([1] * 6, skip=True, seed=2),
}


@pytest.mark.parametrize("name", NETWORKS | CROWDED)
def test_graph_shows_every_number(name: str) -> None:
    network = (NETWORKS | CROWDED)[name]
    shown = [t.get_text() for t in plot.graph(network).texts]
    values = [layer.weight.detach() for layer in network.layers]
    values += [layer.bias.detach() for layer in network.layers]
    numbers = [t for t in shown if re.fullmatch(r"[+−]?[\d.e-]+", t)]
    assert len(numbers) == sum(int((v != 0).sum()) for v in values)
    names = {"x", "y", *"abcd"} | {f"y{k + 1}" for k in range(4)} | {f"h{k + 1}" for k in range(20)}
    assert sum(t in names for t in shown) == sum(network.widths)


def test_graph_lines_keep_clear_of_neurons() -> None:
    for name, network in NETWORKS.items():
        ax = plot.graph(network)
        circles = [(np.array(p.center), p.radius) for p in ax.patches]
        assert len(circles) == sum(network.widths)
        for segment in ax.collections[0].get_segments():
            ends = (
                segment[:-1, None]
                + np.linspace(0, 1, 30)[:, None] * np.diff(segment, axis=0)[:, None]
            )
            for centre, radius in circles:
                distance = np.hypot(*(ends.reshape(-1, 2) - centre).T)
                assert distance.min() > radius - 2, name
        plt.close("all")


def test_graph_numbers() -> None:
    weights = [([[1.41421], [-0.5], [123.4], [1e6], [-0.0004]], [0] * 5), ([[1] * 5], [0])]
    network = Network.from_weights(
        [(w[:4] if len(w) == 5 else [w[0][:4]], b[:4]) for w, b in weights]
    )
    shown = [t.get_text() for t in plot.graph(network).texts]
    assert {"1.41", "−0.5", "123", "1e6"} <= set(shown)


def test_a_given_axes_is_used() -> None:
    ax = plt.figure().add_subplot()
    assert plot.graph(circuits.step(), ax=ax) is ax
    assert plot.function(circuits.step(), low=0, high=20, ax=plt.figure().add_subplot()).lines
    _, pair = plt.subplots(1, 2)
    assert plot.plane(SORT, 1, low=-1, high=1, ax=pair) is pair


def test_function_marks_what_is_wrong() -> None:
    ax = plot.function(circuits.article_parity(), tasks.parity(20))
    crosses = [line for line in ax.lines if line.get_marker() == "x"]
    assert [line.get_xdata().tolist() for line in crosses] == [[18, 19]]
    assert "data, missed" in [t.get_text() for t in ax.texts]


def test_a_network_that_says_nan_is_wrong() -> None:
    network = circuits.absolute()
    with torch.no_grad():
        network.layers[0].weight.fill_(float("nan"))
    ax = plot.function(network, tasks.parity(4))
    assert "data" not in [t.get_text() for t in ax.texts]


def test_a_wide_range_is_drawn_on_its_grid_alone() -> None:
    # Every integer would be 10,001 points.
    ax = plot.function(circuits.absolute(), low=-5000, high=5000)
    x, y = ax.lines[0].get_data()
    np.testing.assert_allclose(x, np.linspace(-5000, 5000, 801))
    np.testing.assert_allclose(y, np.abs(x))


def test_data_of_any_numbers_keep_their_places() -> None:
    x, y = [[0.25], [0.5], [0.75]], [[2.5], [4.0], [3.0]]
    ax = plot.data(tn.Task("any", torch.tensor(x), torch.tensor(y)))
    np.testing.assert_allclose(ax.lines[0].get_xydata(), np.hstack([x, y]))
    low, high = ax.get_ylim()
    assert low < 2.5 < 4 < high
    # Neither the ticks of two classes nor those of whole numbers would tell the points apart.
    assert sum(low <= tick <= high for tick in ax.get_yticks()) > 2
    assert sum(0.25 <= tick <= 0.75 for tick in ax.get_xticks()) > 2


def test_no_names_draw_no_traces() -> None:
    ax = plot.traces(history(), names={})
    assert ax.get_xlim() == (0, 30)
    assert [*ax.lines, *ax.texts] == []


def test_a_surface_without_data_has_no_points() -> None:
    alone = plot.surface(circuits.minimum(), low=3, high=5)
    assert (len(alone.collections), len(alone.lines)) == (1, 0)
    low, high = alone.get_zlim()  # a little more than the values' own
    assert 2.5 < low <= 3
    assert 5 <= high < 5.5


def numbers_below(texts: list[str]) -> list[int]:
    return [int(text.replace("−", "-")) for text in texts if re.fullmatch(r"−?\d+", text)]


def test_a_long_number_line_names_what_has_room() -> None:
    # 33 integers on 554 hundredths of an inch: every second has 35, every one less than 22.
    ax = plot.folds([16], high=32)
    assert numbers_below([t.get_text() for t in ax.texts]) == [*range(0, 33, 2), *range(0, 17, 2)]
    svg = plot.fold_animation([16], high=32).svg
    assert numbers_below(re.findall(r'<text class="n"[^>]*>([^<]*)<', svg)) == [*range(0, 33, 2)]


@pytest.mark.parametrize(("fold", "carried"), [(2, 1), (4, 0), (9, 0)])
def test_an_arrow_shows_a_fold_that_carries_something(fold: int, carried: int) -> None:
    ax = plot.folds([fold], high=4)
    assert sum(isinstance(t, Annotation) for t in ax.texts) == 2 + carried  # the lines' own


def test_plane_folds_on_the_diagonal() -> None:
    _, after = plot.plane(SORT, 1, low=-4, high=4)
    for line in after.lines:
        x, y = line.get_data()
        assert (x <= y + 1e-6)[~np.isnan(x)].all()


def test_plane_draws_a_shared_crease_once() -> None:
    before, _ = plot.plane(circuits.minimum(), 0, low=-4, high=4)
    crease = before.lines[-1].get_xydata()
    assert np.isnan(crease[:, 0]).sum() == 1


# ---- describe


def test_neurons_draw_what_each_neuron_says() -> None:
    axes = plot.neurons(tn.mystery(4), low=-10, high=10)
    assert len(axes) == 7
    x = torch.linspace(-10, 10, 161).unsqueeze(1)
    *hidden, y = tn.mystery(4).activations(x)
    said = torch.cat([*hidden, y], dim=1).detach()
    for panel, values in zip(axes, said.T, strict=True):
        np.testing.assert_allclose(panel.lines[0].get_ydata(), values, atol=1e-6)
        silent = [text.get_text() for text in panel.texts] == ["silent"]
        assert silent == bool((values == 0).all())


def test_neurons_draw_the_crease_where_a_relu_switches_on() -> None:
    first, second, output = plot.neurons(circuits.minimum(), low=-2, high=2)
    for panel in (first, second):
        crease = panel.collections[0].get_paths()[0].vertices
        np.testing.assert_allclose(crease[:, 0], crease[:, 1], atol=1e-9)
    assert len(output.collections) == 1  # the output does not switch


def test_pieces_pass_through_every_breakpoint() -> None:
    ax = plot.pieces(tn.pieces(circuits.parity(2, skip=True)), low=-1, high=5)
    assert ax.lines[0].get_xdata().tolist() == [-1, 1, 2, 3, 5]
    assert ax.lines[0].get_ydata().tolist() == [-1, 1, 0, 1, -1]


def test_pieces_reach_ends_that_no_float_holds() -> None:
    # The float nearest to 1/3 is below it, where this function is not defined.
    third = Fraction(1, 3)
    ax = plot.pieces(tn.PiecewiseLinear([], [3], [0], low=third, high=1))
    assert ax.lines[0].get_xdata().tolist() == [float(third), 1]
    assert ax.lines[0].get_ydata().tolist() == [1, 3]


def test_describe() -> None:
    ax = plot.data(tasks.parity())
    assert plot.description(ax) is None
    assert plot.describe(ax, alt="Dots.", caption="Up and down.") is ax
    assert plot.description(ax.figure) == plot.Description("Dots.", "Up and down.")
    pair = plot.plane(SORT, 1, low=-1, high=1)
    assert plot.describe(pair, alt="Two grids.", caption="One is folded.") is pair
    assert plot.description(pair) == plot.Description("Two grids.", "One is folded.")


def test_describe_animation() -> None:
    bare = plot.fold_animation([2, 1])
    assert plot.description(bare) is None
    told = plot.describe(bare, alt='Dots <fold> "over".', caption="A & B")
    assert plot.description(told) == plot.Description('Dots <fold> "over".', "A & B")
    with pytest.raises(ValueError, match="no alt text and caption; call describe first"):
        bare._repr_html_()
    page = told._repr_html_()
    assert 'role="img" aria-label="Dots &lt;fold&gt; &quot;over&quot;."' in page
    assert "<title>Dots &lt;fold&gt;" in page
    assert "<figcaption>A &amp; B</figcaption>" in page


@pytest.mark.parametrize("horizontal", [False, True])
def test_shares_are_dots_on_their_intervals(horizontal: bool) -> None:
    ax = plot.shares(SHARES, [3, 5, 8], color=plot.COLORS["error"], horizontal=horizontal)
    turn = slice(None, None, -1) if horizontal else slice(None)
    dots = [(3, 0), (5, 32.5), (8, 100)]
    np.testing.assert_allclose(ax.lines[-1].get_xydata()[:, turn], dots)
    # Wilson's interval is where the squared distance from the share is z² of its variance.
    z = 1.959963984540054
    (bars,) = ax.collections
    for share, place, bar in zip(SHARES, [3, 5, 8], bars.get_segments(), strict=True):
        at, (low, high) = bar[:, turn].T
        assert at.tolist() == [place, place]
        for end in (low / 100, high / 100):
            squared = z**2 * end * (1 - end) / share.total
            assert (float(share) - end) ** 2 == pytest.approx(squared, abs=1e-12)
        assert low / 100 <= float(share) <= high / 100
        assert low < high
    for mark in (ax.lines[-1].get_color(), bars.get_color()[0][:3]):
        assert to_rgb(mark) == to_rgb(plot.COLORS["error"])


# ---- the animation


def test_animation_is_small_still_when_asked_and_unique(tmp_path: Path) -> None:
    animation = plot.fold_animation([8, 4, 2, 1])
    assert len(animation.svg) < 15_000
    assert animation == plot.fold_animation([8, 4, 2, 1])
    assert "prefers-reduced-motion:reduce" in animation.svg
    assert f"var(--tn-network, {plot.COLORS['network']})" in animation.svg
    ids = [re.search(r'id="(\w+)"', plot.fold_animation(h).svg)[1] for h in ([8, 4, 2, 1], [4, 2])]
    assert ids[0] != ids[1]
    assert "ID" not in animation.svg
    animation.save(tmp_path / "fold.svg")
    import xml.etree.ElementTree as ET

    root = ET.parse(tmp_path / "fold.svg").getroot()
    assert len(root.findall("{http://www.w3.org/2000/svg}circle")) == 17


def test_animation_ends_with_even_on_0_and_odd_on_1() -> None:
    svg = plot.fold_animation([8, 4, 2, 1]).svg
    dots = re.findall(r'<circle class="(\w)" \S+ cx="(\S+)" cy="(\S+)"', svg)
    assert len(set(dots)) == 17  # no dot hides another
    assert {kind: len({x for k, x, _ in dots if k == kind}) for kind in "eo"} == {"e": 1, "o": 1}


# ---- the palette

# Machado, Oliveira, Fernandes 2009, severity 1.0, for linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
LIGHT = plot.COLORS
DARK = {role: plot.DARK[color] for role, color in plot.COLORS.items()}
PAGES = {"light": (LIGHT, "#ffffff"), "dark": (DARK, "#131416")}
# CIE76. About 2 is the least that can be seen; 20 are two colours without looking twice.
LEAST_DIFFERENCE = 20
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(color: str) -> np.ndarray:
    c = np.array(to_rgb(color))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    t = TO_XYZ @ rgb / TO_XYZ.sum(axis=1)
    x, y, z = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    low, high = sorted(TO_XYZ[1] @ linear(color) + 0.05 for color in (one, other))
    return high / low


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("page", PAGES)
def test_roles_stay_apart(page: str, vision: str) -> None:
    roles, _ = PAGES[page]
    seen = {r: lab(np.clip(VISION[vision] @ linear(c), 0, 1)) for r, c in roles.items()}
    for one, other in itertools.combinations(set(seen) - {"grid"}, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= LEAST_DIFFERENCE, (one, other)


@pytest.mark.parametrize("page", PAGES)
def test_every_role_is_legible_as_text(page: str) -> None:
    roles, background = PAGES[page]
    for role, color in roles.items():
        # 3 would do for marks, but every mark's label has its colour; the grid is neither.
        if role != "grid":
            assert contrast(color, background) >= 4.5, role


def test_the_swap_is_well_defined() -> None:
    every = [*plot.DARK, *plot.DARK.values()]
    assert len(set(every)) == len(every)
    assert plot.to_dark(" ".join(plot.DARK)) == " ".join(plot.DARK.values())
    assert plot.to_dark("#2757DD") == plot.DARK["#2757dd"]


def test_the_house_style_uses_the_palette() -> None:
    text = (Path(tn.__file__).parent / "house.mplstyle").read_text()
    used = set(re.findall(r": ([0-9a-f]{6})$", text, flags=re.M))
    assert used
    assert {f"#{c}" for c in used} <= set(plot.COLORS.values())


# ---- doors


def flat() -> Axes:
    return plt.figure().add_subplot()


def solid() -> Axes:
    return plt.figure().add_subplot(projection="3d")


LINE = tn.PiecewiseLinear([], [1], [0])
HALF = tn.PiecewiseLinear([], [1], [0], low=0)
REFUSED = [
    (lambda: plot.function(circuits.minimum(), low=0, high=1), ValueError, "[2, 2, 1]"),
    (lambda: plot.function(abs, low=0, high=1), TypeError, "builtin_function"),
    (lambda: plot.function(circuits.step()), ValueError, "both are needed"),
    (lambda: plot.function(circuits.step(), low=3, high=3), ValueError, "low is 3, high is 3"),
    (lambda: plot.function(circuits.step(), low="a", high=3), TypeError, "low is 'a'"),
    (lambda: plot.function(circuits.step(), low=0, high=np.inf), ValueError, "high is inf"),
    (lambda: plot.function(circuits.step(), tasks.xor()), ValueError, "'a xor b' has 2 inputs"),
    (lambda: plot.function(circuits.step(), [1, 2]), TypeError, "task is a list"),
    (lambda: plot.data("parity"), TypeError, "task is a str"),
    (
        lambda: plot.data(tn.Task("three", torch.zeros(2, 3), torch.zeros(2, 1))),
        ValueError,
        "'three' has 3 inputs",
    ),
    (
        lambda: plot.data(tn.Task("two", torch.zeros(2, 1), torch.zeros(2, 2))),
        ValueError,
        "'two' has 2 targets",
    ),
    (lambda: plot.data(tasks.xor(), ax=flat()), ValueError, "rectilinear"),
    (lambda: plot.traces({}), TypeError, "history is a dict"),
    (lambda: plot.traces(history(), names=["weight"]), TypeError, "['weight']"),
    (lambda: plot.traces(history(), names={"w": "weight"}), ValueError, "names holds 'w'"),
    (
        lambda: plot.traces(history(), ax=plt.figure(figsize=(6, 1)).add_subplot()),
        ValueError,
        "11 labels",
    ),
    (lambda: plot.graph(tasks.xor()), TypeError, "network is a Task"),
    (lambda: plot.graph(Network([40, 40, 1])), ValueError, "1,640 weights"),
    (lambda: plot.surface(3, low=0, high=1), TypeError, "network is a int"),
    (lambda: plot.surface(circuits.step(), low=0, high=1), ValueError, "[1, 2, 1]"),
    (lambda: plot.surface(circuits.xor(), low=1, high=0), ValueError, "low is 1, high is 0"),
    (lambda: plot.surface(circuits.xor(), low=0, high=None), TypeError, "high is None"),
    (
        lambda: plot.surface(circuits.xor(), tasks.parity(), low=0, high=1),
        ValueError,
        "'parity of 0..15' has 1 inputs; it must have 2",
    ),
    (lambda: plot.surface(circuits.xor(), low=0, high=1, ax=flat()), ValueError, "axes made with"),
    (lambda: plot.graph(circuits.xor(), ax=solid()), ValueError, "needs axes flat, not 3-D"),
    (
        lambda: plot.function(circuits.step(), low=0, high=1, ax=solid()),
        ValueError,
        "needs axes flat, not 3-D",
    ),
    (lambda: plot.traces(history(), ax=solid()), ValueError, "needs axes flat, not 3-D"),
    (lambda: plot.surface(lambda x: x, low=0, high=1), ValueError, "shape (169, 2)"),
    (lambda: plot.surface(lambda x: x[:, 0] / 0, low=0, high=1), ValueError, "must be finite"),
    (lambda: plot.folds([]), ValueError, "heights is empty"),
    (lambda: plot.folds([2, 0]), ValueError, "heights holds 0"),
    (lambda: plot.folds([2.0]), TypeError, "heights holds 2.0"),
    (lambda: plot.folds([64]), ValueError, "high is 128"),
    (lambda: plot.fold_animation([2, 0]), ValueError, "heights holds 0; it must be at least 1"),
    (lambda: plot.fold_animation([2], seconds=0), ValueError, "seconds is 0"),
    (lambda: plot.fold_animation([2], seconds="2"), TypeError, "seconds is '2'"),
    (lambda: plot.fold_animation([2], high=True), TypeError, "high is True"),
    (lambda: plot.plane(circuits.step(), 0, low=0, high=1), ValueError, "1 inputs"),
    (lambda: plot.plane(circuits.minimum(), 1, low=0, high=1), ValueError, "layer is 1"),
    (lambda: plot.plane(circuits.minimum(), 0, low=0, high=0), ValueError, "low is 0"),
    (lambda: plot.plane(circuits.minimum(), 0.5, low=0, high=1), TypeError, "layer is 0.5"),
    (lambda: plot.plane(circuits.minimum(), 0, low="a", high=1), TypeError, "low is 'a'"),
    (lambda: plot.plane("net", 0, low=0, high=1), TypeError, "network is a str"),
    (lambda: plot.plane(SORT, 1, low=0, high=1, ax=flat()), ValueError, "2 axes in a row"),
    (lambda: plot.neurons(Network([3, 2, 1]), low=0, high=1), ValueError, "[3, 2, 1]; at most 2"),
    (lambda: plot.neurons(Network([1, 24, 1]), low=0, high=1), ValueError, "24 neurons can be"),
    (lambda: plot.neurons(circuits.step(), low=1, high=1), ValueError, "low is 1, high is 1"),
    (lambda: plot.neurons("net", low=0, high=1), TypeError, "network is a str"),
    (lambda: plot.neurons(circuits.step(), low=0, high=1, ax=[flat()]), ValueError, "3 axes in"),
    (lambda: plot.neurons(circuits.step(), low=0, high=1, ax=[1, 2, 3]), TypeError, "ax holds 1"),
    (lambda: plot.plane(SORT, 1, low=0, high=1, ax="ab"), ValueError, "shape (); 2 axes"),
    *[
        (lambda draw=draw: draw(ax="a"), TypeError, "ax is 'a'; it must be a matplotlib Axes")
        for draw in (
            partial(plot.function, circuits.step(), low=0, high=1),
            partial(plot.data, tasks.parity()),
            partial(plot.data, tasks.xor()),
            partial(plot.pieces, LINE),
            partial(plot.graph, circuits.step()),
            partial(plot.folds, [2, 1]),
            partial(plot.shares, SHARES),
            partial(plot.surface, circuits.xor(), low=0, high=1),
        )
    ],
    (lambda: plot.shares(0.5), TypeError, "shares is 0.5; it must be a list"),
    (lambda: plot.shares([0.5]), TypeError, "shares holds 0.5; it must hold tinynets.Share"),
    (lambda: plot.shares([]), ValueError, "shares is empty; at least one is needed"),
    (lambda: plot.shares(SHARES, 3), TypeError, "places is 3; it must be a list"),
    (lambda: plot.shares(SHARES, [1, 2]), ValueError, "places has 2 numbers; there are 3 shares"),
    (lambda: plot.shares(SHARES, [1, 2, "c"]), TypeError, "places[2] is 'c'; it must be a number"),
    (lambda: plot.shares(SHARES, [1, np.nan, 2]), ValueError, "places[1] is nan"),
    (lambda: plot.shares(SHARES, color="red"), ValueError, "color is 'red'; it must be one of"),
    (lambda: plot.shares(SHARES, horizontal=1), TypeError, "horizontal is 1; it must be True or"),
    (lambda: plot.shares(SHARES, ax=solid()), ValueError, "needs axes flat, not 3-D"),
    (lambda: plot.folds(4), TypeError, "heights is 4; it must be a list of integers"),
    (lambda: plot.fold_animation("21"), TypeError, "heights is '21'; it must be a list"),
    (lambda: plot.to_dark(5), TypeError, "svg is 5; it must be a string"),
    (lambda: plot.pieces(circuits.step()), TypeError, "function is a Network"),
    (lambda: plot.pieces(LINE, low=2, high=1), ValueError, "low is 2, high is 1"),
    (lambda: plot.pieces(LINE, low="a"), TypeError, "low is 'a'"),
    (lambda: plot.pieces(LINE, low=0, high=np.inf), ValueError, "high is inf"),
    (lambda: plot.pieces(HALF, low=-1), ValueError, "x is -1; the function is defined from 0"),
    (lambda: plot.pieces(LINE, ax=solid()), ValueError, "needs axes flat, not 3-D"),
    (lambda: plot.describe("x", alt="a", caption="b"), TypeError, "picture is a str"),
    (lambda: plot.description("x"), TypeError, "picture is a str"),
    (lambda: plot.description(np.array([])), TypeError, "picture is a ndarray"),
    (lambda: plot.describe(plt.figure(), alt=" ", caption="b"), ValueError, "alt is ' '"),
    (lambda: plot.describe(plt.figure(), alt="a", caption=None), TypeError, "caption is None"),
    (lambda: plot.describe(plt.figure(), alt="a b", caption="a  b "), ValueError, "different"),
]


@pytest.mark.parametrize(("call", "error", "words"), REFUSED)
def test_refused(call, error, words: str) -> None:
    with pytest.raises(error, match=re.escape(words)):
        call()


def test_import_leaves_matplotlib_alone() -> None:
    code = (
        "import sys, tinynets as tn; assert 'matplotlib' not in sys.modules; assert 'plot' in dir(tn);"
        "import matplotlib; before = dict(matplotlib.rcParams); tn.plot.COLORS;"
        "assert dict(matplotlib.rcParams) == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {*tn.__all__} <= {*dir(tn)}
    with pytest.raises(AttributeError, match="no attribute 'plots'"):
        tn.plots  # noqa: B018
