"""The build's helpers: what is cached and when it is not, what is refused, what is reproducible."""

import ast
import base64
import io
import json
import os
import re
import subprocess
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import docutils.utils
import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from _ext import (
    archives,
    build,
    digests,
    doctests,
    figures,
    gallery,
    glossary_check,
    inventories,
    katex,
    kept,
    notebooks,
    npm,
    outputs,
    outside,
    places,
    repository,
    site_wheel,
    social,
    where,
)
from docutils import nodes
from fontTools.ttLib import TTFont
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.utils import coalesce_streams
from sphinx.errors import ExtensionError
from sphinx.util.inventory import InventoryFile
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_gallery.py_source_parser import Block, split_code_and_text_blocks

import tinynets as tn

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
# As much of Sphinx's application as the helpers look at.
CONFIG = SimpleNamespace(
    sphinx_gallery_conf={"failing_examples": {}, "first_notebook_cell": "# One line."}
)
APP = SimpleNamespace(config=CONFIG)


def test_digest_sees_names_content_and_borders(tmp_path):
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("2")
    files = [tmp_path / "a", tmp_path / "b"]
    before = digests.digest_files(files, tmp_path)
    assert before == digests.digest_files(files[::-1], tmp_path)
    (tmp_path / "b").write_text("3")
    assert digests.digest_files(files, tmp_path) != before
    assert digests.digest("ab", "c") != digests.digest("a", "bc")


def test_every_source_counts_and_nothing_generated(tmp_path):
    sources = [
        "conf.py",
        "benchmarks/b.py",
        "benchmarks/results/b.json",
        "docs/index.md",
        "docs/_ext/x.py",
        "gallery/a/b.py",
        "tinynets/n.py",
    ]
    outputs = [
        "docs/gallery/a/b.rst",
        "docs/reference/generated/x.rst",
        "gallery/a/b.json",
        "tinynets/__pycache__/n.pyc",
        "build/html/index.html",
    ]
    for name in sources + outputs:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = {path.relative_to(tmp_path).as_posix() for path in digests.source_files(tmp_path)}
    assert found == set(sources)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A repository whose Sphinx writes one page, or fails when told to."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# One")
    calls = []

    def sphinx(command, **_):
        calls.append(command)
        out = Path(command[-1])
        out.mkdir(parents=True)
        (out / "index.html").write_text((tmp_path / "docs" / "index.md").read_text())
        if "fail" in (tmp_path / "docs" / "index.md").read_text():
            raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(build.doctests, "check", lambda _root: None)
    monkeypatch.setattr(build.subprocess, "run", sphinx)
    return tmp_path, calls


def test_an_unchanged_book_is_not_built_again(book):
    root, calls = book
    page = build.build(root)
    assert page.read_text() == "# One"
    build.build(root)
    assert len(calls) == 1


def test_any_change_builds_anew_and_drops_removed_pages(book):
    root, calls = book
    build.build(root)
    (root / "build" / "html" / "removed.html").touch()
    (root / "docs" / "index.md").write_text("# Two")
    assert build.build(root).read_text() == "# Two"
    assert len(calls) == 2
    assert not (root / "build" / "html" / "removed.html").exists()


@pytest.mark.parametrize("name", build.SETTINGS)
def test_a_changed_setting_builds_anew(book, monkeypatch, name):
    root, calls = book
    build.build(root)
    monkeypatch.setenv(name, "1234567890")
    build.build(root)
    assert len(calls) == 2


def test_a_failed_build_leaves_the_last_book_and_no_stamp_of_its_own(book):
    root, calls = book
    build.build(root)
    (root / "docs" / "index.md").write_text("fail")
    with pytest.raises(subprocess.CalledProcessError):
        build.build(root)
    assert (root / "build" / "html" / "index.html").read_text() == "# One"
    assert not build.is_current(root)
    (root / "docs" / "index.md").write_text("# Mended")
    assert build.build(root).read_text() == "# Mended"
    assert len(calls) == 3


def test_an_edit_during_the_build_counts_as_new(book, monkeypatch):
    root, _ = book
    run = build.subprocess.run

    def edited(command, **options):
        run(command, **options)
        (root / "docs" / "index.md").write_text("# Edited meanwhile")

    monkeypatch.setattr(build.subprocess, "run", edited)
    build.build(root)
    assert not build.is_current(root)


def test_the_live_book_ignores_what_it_writes_and_nothing_else(tmp_path):
    # A clone may stand in a folder of any name.
    root = tmp_path / "build" / "book"
    command = build.live_command(root)
    paths = [b for a, b in pairwise(command) if a == "--ignore"]
    patterns = [b for a, b in pairwise(command) if a == "--re-ignore"]
    ignores = IgnoreFilter(paths, patterns)
    for name in ("build/live/x.html", "docs/gallery/a/b.rst", "gallery/a/b.json"):
        assert ignores(str(root / name))
    for name in (
        "docs/index.md",
        "gallery/a/b.py",
        "benchmarks/b.py",
        "tinynets/network.py",
        "docs/_ext/build.py",
    ):
        assert not ignores(str(root / name))


def test_a_build_waits_for_another_one(book, capfd):
    root, calls = book
    with ThreadPoolExecutor() as pool:
        with build.alone(root):
            waiting = pool.submit(build.build, root)
            while "Waiting for another build" not in capfd.readouterr().out:
                assert not waiting.done()
            assert calls == []
        assert waiting.result().read_text() == "# One"


def test_examples_run_again_only_when_something_changed(tmp_path, monkeypatch):
    page = tmp_path / "docs" / "page.md"
    module = tmp_path / "docs" / "_ext" / "doctests.py"
    module.parent.mkdir(parents=True)
    module.touch()
    page.write_text(">>> 1\n1\n")
    codes, calls = [1, 0, 0], []

    def run(command, **_):
        calls.append(command)
        if codes[len(calls) - 1]:
            raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(doctests.subprocess, "run", run)
    # A failure is not remembered; a success is, until the page changes.
    with pytest.raises(subprocess.CalledProcessError):
        doctests.check(tmp_path)
    for text, expected in ((">>> 1\n1\n", 2), (">>> 1\n1\n", 2), (">>> 2\n2\n", 3)):
        page.write_text(text)
        doctests.check(tmp_path)
        assert len(calls) == expected


def test_katex_renders_for_eyes_and_for_screen_readers():
    inline, block = katex.render([("x^2", False), (r"\R", True)], {r"\R": r"\mathbb{R}"})
    assert "<math" in inline["html"]
    assert "katex-display" not in inline["html"]
    assert "katex-display" in block["html"]
    assert "mathbb" in block["html"]


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nothing", "x_", r"\begin{aligned} x"])
def test_katex_reports_what_does_not_parse(tex):
    (result,) = katex.render([(tex, False)], {})
    assert "KaTeX parse error" in result["error"]


def test_a_changed_katex_package_is_refused_and_leaves_nothing(tmp_path):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz"):
        pass
    with pytest.raises(ExtensionError, match=r"pinned is XCHRdUw4"):
        npm.unpack(katex.KATEX, packed.getvalue(), tmp_path / "katex")
    assert list(tmp_path.iterdir()) == []


def test_the_fonts_of_formulas_come_with_the_page_or_are_there_to_be_fetched(tmp_path):
    katex.write_assets(tmp_path, {"ℝ"})
    css = (tmp_path / "katex.min.css").read_text()
    fetched = {part.split(")")[0] for part in css.split("url(")[1:]}
    assert fetched == {f"fonts/{path.name}" for path in (tmp_path / "fonts").iterdir()}
    faces = (npm.fetch(katex.KATEX) / "katex.min.css").read_text().count("@font-face")
    assert len(fetched) + sum(len(fonts) for fonts, _ in katex.HELD.values()) == faces
    for name, (fonts, _) in katex.HELD.items():
        held, script = ((tmp_path / f"{name}.{kind}").read_text() for kind in ("css", "js"))
        assert held.count("url(data:font/woff2;base64,") == len(fonts)
        drawn = json.loads(re.search(r"of (\[\[.*\]\])\)", script)[1])
        assert len(drawn) == len(fonts)
        for family, style, data in drawn:
            assert f"font-family:{family};font-style:{style}" in held
            assert TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()


@pytest.mark.parametrize(
    ("tex", "held"),
    [
        ("x^2", ["text"]),
        (r"\sum_i x_i", ["text", "size1"]),
        (r"\displaystyle\sum_i x_i", ["text", "size2"]),
        (r"\big( x \big)", ["text", "size1"]),
        (r"\Big( x \Big)", ["text", "size2"]),
        (r"\left(\begin{matrix} x \\ y \\ z \end{matrix}\right.", ["text"]),
    ],
)
def test_a_formula_is_recognised_by_the_fonts_that_it_needs(tex, held):
    (result,) = katex.render([(tex, False)], {})
    assert katex.held(result["html"]) == held


def test_a_font_keeps_what_is_shown_and_nothing_else():
    path = npm.fetch(katex.KATEX) / "fonts" / "KaTeX_Main-Regular.woff2"
    packed = TTFont(io.BytesIO(katex.subset(path, "aΓ≤")))
    whole = TTFont(path)
    kept = {ord(character) for character in "aΓ≤"}
    assert kept <= set(packed.getBestCmap())
    assert len(packed.getGlyphOrder()) < 10 < len(whole.getGlyphOrder())
    for character in "aΓ≤":
        widths = [font["hmtx"][font.getBestCmap()[ord(character)]] for font in (packed, whole)]
        assert widths[0] == widths[1]


def test_a_figure_is_compact_and_drawn_as_it_was(no_figures):
    figure, ax = plt.subplots()
    ax.plot([0, 1, 2], [1, 3, 2], "o-")
    ax.set_xticks([0.12345])
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg")
    short = figures.compact(drawn.getvalue())
    assert "<metadata>" not in short
    numbers = [
        [
            float(n)
            for part in re.findall(r' (?:d|x|y)="([^"]*)"', svg)
            for n in NUMBER.findall(part)
        ]
        for svg in (drawn.getvalue(), short)
    ]
    assert max(abs(a - b) for a, b in zip(*numbers, strict=True)) <= 0.005 + 1e-9
    texts = [re.sub(r' (?:d|x|y|points)="[^"]*"', "", svg) for svg in (drawn.getvalue(), short)]
    assert re.sub(r"\s*<metadata>.*?</metadata>", "", texts[0], flags=re.DOTALL) == texts[1]
    assert figures.compact(short) == short


def test_the_place_of_a_formula_is_that_of_its_paragraph():
    paragraph = nodes.paragraph()
    paragraph.source, paragraph.line = "page.md", 7
    formula = nodes.math("", "x")
    paragraph += formula
    assert katex.location(formula) == "page.md:7"


@pytest.mark.parametrize(
    ("alt", "caption", "message"),
    [
        ("", "Look.", "has no alt text"),
        ("A line.", " ", "has no caption"),
        ("One neuron!", "Look.", "alt text repeats the page's title"),
        ("A line.", "*One* neuron.", "caption repeats the page's title"),
        ("one_line.svg", "Look.", "alt text is one word, 'one_line.svg', as a file's name is"),
    ],
)
def test_words_that_say_nothing_are_refused(alt, caption, message):
    with pytest.raises(figures.UndescribedFigureError, match=message):
        figures.check_words(alt, caption, "One neuron")


@pytest.fixture
def no_figures():
    """Figures that other tests left open are not the script's."""
    plt.close("all")
    yield
    plt.close("all")


SCRIPT = '"""\nOne neuron\n==========\n\nText.\n"""\nx = 1\n'


def scrape(folder, name="script", shown=None):
    """Scrape the open figures as sphinx-gallery does."""
    script = folder / f"{name}.py"
    script.write_text(SCRIPT)
    variables = {
        "src_file": str(script),
        "example_globals": {"___": shown},
        "image_path_iterator": iter(str(folder / f"{name}_{i}.png") for i in range(1, 9)),
    }
    return figures.scraper(Block("code", "x = 1", 7), variables, {"src_dir": str(folder)})


def test_the_scraper_writes_a_described_figure_the_same_way_twice(tmp_path, no_figures):
    contents = []
    for name in ("first", "second"):
        with plt.style.context("tinynets.house"):
            ax = tn.plot.function(tn.circuits.less_than(), tn.tasks.less_than())
            tn.plot.describe(ax, alt="A falling\ncurve.", caption="Look at :math:`x = 10`.")
            rst = scrape(tmp_path, name)
        assert f".. figure:: /{name}_1.svg" in rst
        assert "   :alt: A falling curve.\n" in rst
        assert "\n   Look at :math:`x = 10`." in rst
        contents.append((tmp_path / f"{name}_1.svg").read_bytes())
    assert contents[0] == contents[1]
    assert plt.get_fignums() == []


def test_the_scraper_names_script_and_line_of_an_animation_without_words(tmp_path, no_figures):
    animation = tn.plot.fold_animation([2, 1])
    with pytest.raises(figures.UndescribedFigureError, match=r"script.py:7: the animation has no"):
        scrape(tmp_path, shown=animation)
    assert scrape(tmp_path, shown=tn.plot.describe(animation, alt="Dots.", caption="Look.")) == ""


def test_the_scraper_names_script_and_line_of_a_figure_without_words(tmp_path, no_figures):
    plt.figure()
    with pytest.raises(figures.UndescribedFigureError, match=r"script\.py:7: .*no alt text"):
        scrape(tmp_path)
    assert plt.get_fignums() == []


def test_a_raster_gets_the_dark_colours_and_keeps_its_opacity(no_figures):
    ink, muted = (tn.plot.COLORS[name] for name in ("foreground", "muted"))
    pixels = np.array([[mpl.colors.to_rgba(ink, 0.5), mpl.colors.to_rgba(muted), (0, 0, 0, 0)]])
    figure, ax = plt.subplots()
    ax.imshow(pixels, interpolation="none")
    ax.set_axis_off()
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg")
    (data,) = re.findall(r"base64,([^\"]+)", figures.darken(drawn.getvalue()))
    shown = plt.imread(io.BytesIO(base64.b64decode(data)))
    assert {mpl.colors.to_hex(pixel) for pixel in shown[shown[..., 3] == 1]} == {
        tn.plot.DARK[muted]
    }
    twin = mpl.colors.to_rgba(tn.plot.DARK[ink], 0.5)
    assert np.abs(shown - twin).max(axis=-1).min() < 0.01
    np.testing.assert_allclose(
        figures.recolour(pixels)[0, :, 3], [0.5, 1, 0], err_msg="the opacity stays"
    )


def test_an_svg_of_another_maker_is_refused():
    with pytest.raises(ValueError, match="has a viewBox"):
        figures.svg_size("<svg>")


@pytest.fixture
def small_gallery(tmp_path, monkeypatch):
    """A gallery of two scripts whose runs are faked by `run`."""
    for name in ("one", "two"):
        script = tmp_path / "gallery" / "part" / f"{name}.py"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f"print({name!r})")
    monkeypatch.setattr(gallery, "ROOT", tmp_path)
    monkeypatch.setattr(gallery, "SOURCE", tmp_path / "gallery")
    monkeypatch.setattr(gallery, "TARGET", tmp_path / "docs" / "gallery")
    monkeypatch.setattr(gallery, "RUNS", tmp_path / "cache")
    monkeypatch.setitem(CONFIG.sphinx_gallery_conf, "failing_examples", {})
    return tmp_path


def fake_run(root, name, text="ran"):
    """Leave behind what sphinx-gallery and a script leave."""
    folder = root / "docs" / "gallery" / "part"
    (folder / "images" / "thumb").mkdir(parents=True, exist_ok=True)
    for path in (
        folder / f"{name}.rst",
        folder / f"{name}.py.md5",
        folder / f"{name}.ipynb",
        folder / "images" / f"sphx_glr_{name}_001.svg",
        folder / "images" / "thumb" / f"sphx_glr_{name}_thumb.svg",
        root / "gallery" / "part" / f"{name}.json",
    ):
        path.write_text(text)


def left(root):
    """List the files of the generated gallery and the results."""
    found = [*(root / "docs" / "gallery").rglob("*.*"), *(root / "gallery").rglob("*.json")]
    return sorted(path.relative_to(root).as_posix() for path in found if path.is_file())


def test_runs_come_back_whole_and_only_for_unchanged_scripts(small_gallery):
    root = small_gallery
    for name in ("one", "two"):
        fake_run(root, name)
    gallery.keep(APP)
    everything = left(root)
    (root / "docs" / "gallery" / "part" / "stray.rst").touch()
    gallery.restore(APP)
    assert left(root) == everything

    (root / "gallery" / "part" / "two.py").write_text("print('changed')")
    gallery.restore(APP)
    assert left(root) == [path for path in everything if "two" not in path]


def test_a_changed_package_runs_every_script_again(small_gallery, monkeypatch):
    for script in ("one", "two"):
        fake_run(small_gallery, script)
    gallery.keep(APP)
    monkeypatch.setattr(gallery, "package_digest", lambda: "another")
    gallery.restore(APP)
    assert left(small_gallery) == []


def test_another_first_cell_makes_every_notebook_again(small_gallery, monkeypatch):
    for script in ("one", "two"):
        fake_run(small_gallery, script)
    gallery.keep(APP)
    monkeypatch.setitem(CONFIG.sphinx_gallery_conf, "first_notebook_cell", "# Another line.")
    gallery.restore(APP)
    assert left(small_gallery) == []


def test_a_failed_script_is_reported_and_not_kept(small_gallery):
    root = small_gallery
    fake_run(root, "one")
    fake_run(root, "two", text="half")
    script = str(root / "gallery" / "part" / "two.py")
    report = f'File "{script}", line 3, in <module>\nZeroDivisionError: division by zero\n'
    CONFIG.sphinx_gallery_conf["failing_examples"] = {script: report}
    with pytest.raises(ExtensionError, match=r"two\.py:3: the script fails with ZeroDivisionError"):
        gallery.keep(APP)
    gallery.restore(APP)
    assert all("one" in path for path in left(root))
    assert left(root)


def test_a_script_without_a_figure_is_refused(small_gallery):
    for script in ("one", "two"):
        fake_run(small_gallery, script)
    next((small_gallery / "docs").rglob("sphx_glr_two_001.svg")).unlink()
    with pytest.raises(ExtensionError, match=r"two\.py:1: the script makes no figure") as refused:
        gallery.keep(APP)
    assert "one.py" not in str(refused.value)


def test_results_under_a_name_of_their_own_are_refused(small_gallery):
    (small_gallery / "gallery" / "part" / "numbers.json").write_text("{}")
    with pytest.raises(ExtensionError, match=r"numbers\.json:1: a script leaves its results under"):
        gallery.keep(APP)


def test_every_script_of_the_gallery_has_its_place_in_the_story():
    stems = [path.stem for path in gallery.scripts()]
    assert sorted(stems) == sorted(gallery.ORDER)
    assert {path.parent.name for path in gallery.scripts()} == set(gallery.SECTIONS)


def lines_of_code(block: str, *, last: bool) -> int:
    """Count a block's lines but for blanks, comments, `describe` and a script's closing `show`."""
    tree = ast.parse(block)
    free = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "tn.plot.describe"
    ]
    if last and ast.unparse(tree.body[-1]) == "plt.show()":
        free.append(tree.body[-1])
    left_out = {n for node in free for n in range(node.lineno, node.end_lineno + 1)}
    lines = enumerate(map(str.strip, block.splitlines()), start=1)
    return sum(n not in left_out and line[:1] not in ("", "#") for n, line in lines)


def test_lines_of_code_are_counted_as_the_rule_says():
    block = "# why\n\na = f(\n    1\n)\ntn.plot.describe(\n    a,\n    alt='b',\n)\nplt.show()\n"
    assert [lines_of_code(block, last=last) for last in (True, False)] == [3, 4]


@pytest.mark.parametrize("script", gallery.scripts(), ids=lambda script: script.stem)
def test_a_script_is_short_and_told_in_short_blocks(script):
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 90
    blocks = [b for b in split_code_and_text_blocks(str(script))[1] if b.type == "code"]
    for block in blocks:
        count = lines_of_code(block.content, last=block is blocks[-1])
        assert count <= 8, f"{script}:{block.lineno} has {count} lines of code"


def test_an_archive_depends_on_nothing_but_its_content(tmp_path):
    files = {"part/b.py": b"2", "part/a.py": b"1"}
    archives.write_zip(tmp_path / "1.zip", files)
    archives.write_zip(tmp_path / "2.zip", dict(reversed(files.items())))
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_the_package_counts_with_its_data(tmp_path):
    (tmp_path / "tinynets").mkdir()
    data = tmp_path / "tinynets" / "mysteries.json"
    data.write_text("{}")
    before = digests.package_digest(tmp_path)
    data.write_text("[]")
    assert digests.package_digest(tmp_path) != before


@pytest.mark.parametrize("name", ["gallery/a/x.json", "benchmarks/results/x.json"])
def test_results_of_the_gallery_and_of_benchmarks_count_each(tmp_path, monkeypatch, name):
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    for path in ("gallery/a/x.json", "benchmarks/results/x.json"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("1")
    before = notebooks.result_digests()
    (tmp_path / name).write_text("2")
    now = notebooks.result_digests()
    assert {path for path in before if before[path] != now[path]} == {name}


def test_pages_that_name_changed_results_run_again(tmp_path):
    pages = {"reads.md": "uses how_often.json", "other.md": "uses nothing"}
    folder = tmp_path / "cache"
    cache = get_cache(folder)
    for name, text in pages.items():
        (tmp_path / name).write_text(text)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(repr(name))])
        bundle = CacheBundleIn(notebook, str(tmp_path / name))
        cache.cache_notebook_bundle(bundle, check_validity=False)

    def kept(before, now):
        (folder / notebooks.RESULTS).write_text(json.dumps(before))
        notebooks.drop_outdated(folder, now)
        return sorted(Path(record.uri).name for record in cache.list_cache_records())

    path = "benchmarks/results/how_often.json"
    assert kept({path: "1"}, {path: "1"}) == ["other.md", "reads.md"]
    assert kept({path: "1"}, {path: "2"}) == ["other.md"]
    # Under its new name the page has the same cells, and nobody would know what they read.
    (tmp_path / "other.md").rename(tmp_path / "renamed.md")
    assert kept({}, {}) == []


@pytest.mark.parametrize("cuts", [(), (1,), (3,), (5,), (6,), (2, 5), (5, 6), (3, 4, 6)])
def test_what_a_cell_prints_does_not_depend_on_the_pieces_it_comes_in(cuts):
    def shown(*cuts):
        ends = zip((0, *cuts), (*cuts, None), strict=True)
        pieces = ["one\n\ntwo\n"[slice(*end)] for end in ends]
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in pieces]
        outputs.insert(1, nbformat.v4.new_output("stream", name="stderr", text="oh\n"))
        return [(out.name, out.text) for out in coalesce_streams(notebooks.joined(outputs))]

    assert shown(*cuts) == shown()


@pytest.mark.parametrize(
    ("running", "order"),
    [
        ("", "abcdefgh"),
        ("gh", "gabchdef"),
        ("abcd", "aebfcgdh"),
        ("abcdefgh", "abcdefgh"),
    ],
)
def test_pages_that_run_are_spread_over_the_list(tmp_path, running, order):
    names = list("abcdefgh")
    for name in names:
        (tmp_path / name).write_text("```{code-cell}\n1\n```" if name in running else "Text.")
    app = SimpleNamespace(env=SimpleNamespace(doc2path=lambda name: tmp_path / name))
    notebooks.spread(app, app.env, names)
    assert "".join(names) == order


def test_a_failing_cell_is_named_by_its_line():
    good, bad = nbformat.v4.new_code_cell("1"), nbformat.v4.new_code_cell("1 / 0")
    bad.outputs = [nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="by zero")]
    notebook = nbformat.v4.new_notebook(cells=[good, bad], metadata={"source_map": [4, 11]})
    assert notebooks.failed_cell(notebook) == (12, "ZeroDivisionError: by zero")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("b {background: url(//a.example/b.png)}", [(1, "//a.example/b.png")]),
        ("\n@import 'https://a.example/b.css';", [(2, "https://a.example/b.css")]),
        ("fetch(`http://a.example/b`)", [(1, "http://a.example/b")]),
        ("new WebSocket('wss://a.example')", [(1, "wss://a.example")]),
        ("<img\nsrc=HTTPS://a.example/b.png>", [(2, "HTTPS://a.example/b.png")]),
        ("<article data-x='//a.example'>", [(1, "//a.example")]),
        # What nobody loads: a link, a namespace, a comment, another file of the book, data.
        ("<a class='x'\nhref='https://a.example'>A</a>", []),
        ('<svg xmlns="http://www.w3.org/2000/svg">', []),
        ("x = 1 // 2; // see below", []),
        ('import "./a.js"; url(../b.png) url(data:image/png;base64,//a=)', []),
    ],
)
def test_an_address_elsewhere_is_found_in_any_asset(text, found):
    assert list(outside.addresses(text)) == found


def test_a_warning_about_a_docstring_names_the_line_of_its_object():
    place = "tinynets/{}.py:docstring of tinynets.{}:11"
    for name in ("circuits.less_than", "network.Network", "network.Network.n_hidden"):
        module, _, thing = name.partition(".")
        path, _, line = places.in_docstring(place.format(module, name)).rpartition(":")
        written = (digests.ROOT / path).read_text(encoding="utf-8").splitlines()
        # Of a property, its decorator.
        near = "\n".join(written[int(line) - 1 : int(line) + 1])
        assert re.search(rf"^ *(?:def|class) {thing.rpartition('.')[2]}\b", near, re.MULTILINE)


@pytest.fixture
def docs(tmp_path):
    """A book of two pages with a glossary; returns a function that writes it and checks it."""

    def checked(one, two="# Two\n\n## More\n"):
        (tmp_path / "index.md").write_text("# Book\n\n```{toctree}\none\ntwo\nglossary\n```\n")
        (tmp_path / "one.md").write_text(one)
        (tmp_path / "two.md").write_text(two)
        names = [n for n in ("bias", *"abcdef") if f"`{n}`" in one + two or f"<{n}>" in one]
        terms = "".join(f"{name}\n  Meaning.\n\n" for name in names)
        (tmp_path / "glossary.md").write_text(f"# Glossary\n\n```{{glossary}}\n{terms}```\n")
        return glossary_check.check(tmp_path)

    return checked


@pytest.mark.parametrize(
    ("one", "two", "problem"),
    [
        ("A {term}`bias`. The bias.", "The bias.", None),
        ("{term}`biases <bias>` first.", "Biases.", None),
        ("A `bias` in code, then {term}`bias`.", "", None),
        ("A {term}`slope`.", "", "docs/one.md:4: the term 'slope' is not in the glossary"),
        ("The bias.\nA {term}`bias`.", "", "docs/one.md:4: 'bias' is used before docs/one.md:5"),
        ("The bias.", "A {term}`bias`.", "docs/one.md:4: 'bias' is used before docs/two.md:4"),
        (
            " ".join(f"{{term}}`{name}`" for name in "abcdef"),
            "",
            "docs/one.md:4: more than 5 new terms: a, b, c, d, e, f",
        ),
    ],
)
def test_the_glossary_check(docs, one, two, problem):
    problems = docs(f"# One\n\n## Start\n{one}\n", f"# Two\n\n## Start\n{two}\n")
    if problem is None:
        assert problems == []
    else:
        assert len(problems) == 1
        assert problems[0].startswith(problem)


def test_an_entry_of_the_glossary_that_no_page_introduces(docs):
    (problem,) = docs("# One\n\n## Start\nThe `bias`.\n")
    assert problem.startswith("docs/glossary.md:4: no page introduces 'bias'")


def test_what_opens_a_page_may_name_what_comes(docs):
    assert docs("# One\n\nYou meet the bias.\n\n## Start\nA {term}`bias`.\n") == []


def test_inventories_are_what_sphinx_reads():
    lines = [("py:class", "int", "functions.html#int"), ("py:exc", "ValueError", "e.html#V")]
    found = InventoryFile.load(
        io.BytesIO(inventories.inventory("python", lines)), "https://docs.python.org/3/", "/".join
    )
    assert found["py:class"]["int"].uri.endswith("functions.html#int")
    assert set(found) == {"py:class", "py:exc"}


@pytest.mark.parametrize("line", ["python py:class int", "nowhere py:class int x.html"])
def test_a_bad_line_of_external_names_is_refused_by_number(line):
    with pytest.raises(ValueError, match=r"line 2: .*is not 'project role name address'"):
        inventories.parse(f"# comment\n{line}")


@pytest.mark.parametrize("version", [None, "0"])
def test_the_wheel_holds_the_package_and_is_reproducible(tmp_path, version):
    first, second = (site_wheel.build_wheel(tmp_path / name, version) for name in ("1", "2"))
    assert first.name == f"tinynets-{version or tn.__version__}-py3-none-any.whl"
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as wheel:
        names = set(wheel.namelist())
        metadata = wheel.read(f"{'-'.join(first.name.split('-')[:2])}.dist-info/METADATA").decode()
    package = digests.ROOT / "tinynets"
    sources = {p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {path.relative_to(digests.ROOT).as_posix() for path in sources} <= names
    assert f"\nVersion: {version or tn.__version__}\n" in metadata


def test_the_stable_name_is_the_one_that_readers_are_told():
    assert gallery.WHEEL == "tinynets-0-py3-none-any.whl"
    line = gallery.install_line("https://example.org/book")
    assert line.endswith('@ https://example.org/book/wheel/tinynets-0-py3-none-any.whl"')


def test_a_run_leaves_the_source_tree_as_it_was(tmp_path):
    before = sorted(os.listdir(digests.ROOT))
    site_wheel.build_wheel(tmp_path)
    assert sorted(os.listdir(digests.ROOT)) == before


def test_a_mark_after_a_formula_is_drawn_with_it_and_others_like_it_stay():
    mark, formula = nodes.Text("."), nodes.math("", "x")
    document = docutils.utils.new_document("page")
    document += nodes.paragraph("", "", nodes.Text("."), nodes.strong("", "a"), formula, mark)
    katex.KeepPunctuation(document).apply()
    assert [node.astext() for node in document[0]] == [".", "a", "x", ""]
    assert katex.formula_of(formula) == (r"x\text{.}", False)


def test_formulas_within_an_output_are_nodes_between_its_html():
    document = docutils.utils.new_document("page")
    first = nodes.raw("", r"<p>\[a &lt; 1\]and\[b\]</p>", format="html", classes=["output"])
    others = [nodes.raw("", r"\[a\]", format="latex"), nodes.raw("", "<p>[]</p>", format="html")]
    document += [first, *others]
    outputs.Outputs(document).apply()
    output, *rest = document.children
    assert output["classes"] == ["output"]
    shown = [(type(node), node.astext()) for node in output]
    assert shown == [
        (nodes.raw, "<p>"),
        (nodes.math_block, "a < 1"),
        (nodes.raw, "and"),
        (nodes.math_block, "b"),
        (nodes.raw, "</p>"),
    ]
    assert rest == others


def test_an_animation_is_a_figure_with_its_caption(no_figures):
    animation = tn.plot.describe(tn.plot.fold_animation([2, 1]), alt="Dots.", caption="a < b")
    document = docutils.utils.new_document("page")
    document += nodes.raw("", f"<div>{animation._repr_html_()}</div>", format="html")
    outputs.Outputs(document).apply()
    before, figure, after = document[0]
    assert (before.astext(), after.astext()) == ("<div>", "</div>")
    drawing, caption = figure
    assert drawing.astext().startswith('<svg role="img" aria-label="Dots."')
    assert drawing.astext().endswith("</svg>")
    assert (type(caption), caption.astext()) == (nodes.caption, "a < b")


@pytest.mark.parametrize(
    "address",
    [
        *("https://github.com", "https://github.com/", "https://github.com/a"),
        *(
            "https://github.com/a/.git",
            "https://github.com/a/b/tree/main",
            "https://github.com/a/b?c",
        ),
        *("https://gitlab.com/a", "https://gitlab.com/a//b"),
    ],
)
def test_an_address_where_a_host_has_no_repository_is_refused(address):
    with pytest.raises(ValueError, match=rf"{re.escape(repr(address))} must have an owner"):
        repository.checked(address)


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("", ""),
        ("https://github.com/a/b", "https://github.com/a/b"),
        ("https://github.com/a/b.git/", "https://github.com/a/b"),
        ("https://github.com/a-b/c.d_e", "https://github.com/a-b/c.d_e"),
        ("https://gitlab.com/a/b/c.git", "https://gitlab.com/a/b/c"),
        ("https://git.example.org/x/", "https://git.example.org/x"),
    ],
)
def test_an_address_of_a_repository_has_one_spelling(address, short):
    assert repository.checked(address) == short


@pytest.mark.parametrize(
    ("named", "address", "path"),
    [
        *((None, "http://localhost:8000", ""), ("", "http://localhost:8000", "")),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", ""),
        ("https://book.example/", "https://book.example", ""),
        ("https://example.github.io/book/", "https://example.github.io/book", "/book"),
        ("https://book.example/en/latest", "https://book.example/en/latest", "/en/latest"),
    ],
)
def test_a_site_has_one_spelling_and_a_path(named, address, path):
    settings = {} if named is None else {"TINYNETS_SITE": named}
    assert where.site(settings) == address
    assert where.below(address) == path


@pytest.mark.parametrize(
    "named",
    [
        *("owner.example/book", "/book", "ftp://owner.example", "https:///book"),
        *("https://owner.example/book?a", "https://owner.example/book#a"),
    ],
)
def test_a_site_that_is_no_address_is_refused(named):
    with pytest.raises(ValueError, match=rf"the site {re.escape(repr(named))} must be"):
        where.site({"TINYNETS_SITE": named})


@pytest.mark.parametrize(
    ("site", "opens"),
    [
        *(("https://example.github.io/book", True), ("https://book.example:8000", True)),
        *(("http://localhost:8000", False), ("http://127.0.0.1", False)),
    ],
)
def test_colab_is_offered_where_the_site_is_public(site, opens):
    env = SimpleNamespace(found_docs={"modular"}, titles={"modular": nodes.title("", "A clock")})
    config = SimpleNamespace(
        tinynets_site=site, tinynets_repository="https://github.com/example/book"
    )
    page = nodes.section("", nodes.literal_block(">>> 1", ">>> 1"))
    context = {"pathto": lambda path, _: path}
    repository.close(SimpleNamespace(env=env, config=config), "modular", "", context, page)
    offered = ["Download as a notebook", *["Open in Colab"] * opens]
    assert [text for text, _ in context["closing_links"]] == [
        *offered,
        *("Edit this page", "Report an error"),
    ]


def test_what_is_kept_is_made_once_and_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "CACHE", tmp_path)
    made = []

    def make(folder):
        made.append(folder)
        (folder / "half").write_text("")
        if len(made) == 2:
            raise ValueError("no second half")

    first = kept.kept("things", "key", make)
    assert kept.kept("things", "key", make) == first
    assert len(made) == 1
    with pytest.raises(ValueError, match="no second half"):
        kept.kept("things", "other", make)
    assert [path.name for path in tmp_path.rglob("*")] == ["things", "key", "half"]
    other = kept.kept("things", "other", make)
    assert list((tmp_path / "things").iterdir()) == [other]


def test_a_page_that_nothing_describes_is_refused():
    with pytest.raises(ExtensionError, match="_modules/index has no source that describes it"):
        social.describe(None, "_modules/index", "page.html", {}, None)
