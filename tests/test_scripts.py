"""The page's own scripts and styles: bundled, small, and loaded only where they are used."""

import gzip

import pytest
import torch
from _ext import live, npm, scripts
from _ext.digests import ROOT
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

import tinynets as tn

STATIC = ROOT / "build" / "html" / "_static"
PAGES = {
    "index.html": set(),
    "less_than.html": {"live.js", "quiz.js"},
    "minimum.html": {"live.js", "quiz.js"},
    "parity.html": {"live.js", "quiz.js"},
    "stuck.html": {"live.js", "quiz.js"},
    "census.html": {"quiz.js"},
    "proofs/machine.html": {"quiz.js"},
    "appendix/notation.html": set(),
    "playground.html": {"playground.js"},
}


@pytest.mark.parametrize(
    ("files", "limit"),
    [
        (("live.js", "live.css", "quiz.js", "quiz.css"), 15_000),
        (("playground.js", "live.css"), 40_000),
    ],
)
def test_a_page_s_scripts_and_styles_are_small(files, limit):
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in files) < limit


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_the_scripts_that_it_needs_and_no_others(name):
    page = BeautifulSoup((STATIC.parent / name).read_text(encoding="utf-8"), "html.parser")
    sources = {tag["src"].split("/")[-1].split("?")[0] for tag in page.find_all("script", src=True)}
    assert sources & set(scripts.ENTRIES) == PAGES[name]
    for tag in page.find_all("script"):
        assert tag.has_attr("src") or tag.get("type") == "application/json"


def test_a_bundle_is_one_classic_script(tmp_path):
    scripts.bundle(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(scripts.ENTRIES)
    for path in tmp_path.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "import " not in text
        assert "eval(" not in text
        assert path.read_bytes() == (STATIC / path.name).read_bytes()


def test_a_script_that_does_not_parse_stops_the_build(tmp_path, monkeypatch):
    (tmp_path / "live.js").write_text('import {nothing} from "./absent.js";')
    monkeypatch.setattr(scripts, "SOURCES", tmp_path)
    monkeypatch.setattr(scripts, "ENTRIES", ("live.js",))
    with pytest.raises(ExtensionError, match=r"absent\.js"):
        scripts.bundle(tmp_path / "out")


def test_an_unknown_figure_is_named_with_those_there_are():
    with pytest.raises(ExtensionError, match="no live figure lost; there are less-than, minimum"):
        live.render(figure="lost", id="x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("circuits.parity(", "is no call"),
        ("__import__('os').system('ls')", "calls none of"),
        ("circuits.parity", "calls none of"),
        ("circuits.parity(open('x'))", "malformed"),
        ("circuits.parity(-1)", "folds"),
    ],
)
def test_a_network_is_asked_for_by_a_plain_call(text, message):
    with pytest.raises(ValueError, match=message):
        live.evaluate(text, {"circuits.parity": tn.circuits.parity})


def test_a_network_is_shown_from_a_recipe():
    task = tn.tasks.xor()
    network = live.trained(task, [2, 2, 1], seed=3, epochs=5, lr=0.1)
    wanted = tn.Network([2, 2, 1], seed=3, dtype=torch.float64)
    tn.train(wanted, task, epochs=5, lr=0.1)
    assert network.to_dict() == wanted.to_dict()


def test_a_saved_network_is_drawn_with_its_weights():
    data = {"x": [[0.0], [1.0]], "y": [[0.0], [1.0]]}
    drawn = live.render(network={"network": tn.mystery(1).to_dict(), "task": data}, id="one")
    page = BeautifulSoup(drawn, "html.parser")
    assert len(page.select(".panel > svg")) == 2
    assert len(page.select("input[type=range]")) == sum(
        p.numel() for p in tn.mystery(1).parameters()
    )


def test_no_text_of_the_data_can_end_the_element_that_holds_it():
    page = (STATIC.parent / "playground.html").read_text(encoding="utf-8")
    data = BeautifulSoup(page, "html.parser").find(id="playground-data").string
    assert "<" not in data


def test_node_is_not_asked_for_a_package_that_changed(tmp_path):
    changed = npm.Package("esbuild-wasm", "0.28.2", ".", "another hash")
    with pytest.raises(ExtensionError, match="pinned is another hash"):
        npm.unpack(changed, b"archive", tmp_path / "folder")
