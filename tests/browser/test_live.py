"""The live figures of the chapters, moved as a reader moves them."""

import math
import re

import pytest
import torch
from _ext.digests import ROOT
from playwright.sync_api import expect
from reading import jumped, settled

import tinynets as tn

FIGURES = {
    "less_than.html": "less-than-live",
    "minimum.html": "minimum-live",
    "parity.html": "parity-live",
    "stuck.html": "stuck-live",
}
SITE = ROOT / "build" / "html"
of_each = pytest.mark.parametrize("name", FIGURES)
MOBILE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def figure(page, name):
    place = page.locator(f"[id={FIGURES[name]}-live]")
    place.scroll_into_view_if_needed()
    return place


def look(place):
    return place.locator(".panels").inner_html(), place.locator(".says").inner_text()


@of_each
def test_every_knob_moves_by_keyboard_and_reset_undoes_it(open_page, name):
    page = open_page(name)
    settled(page)
    place = figure(page, name)
    start = look(place)
    for knob in place.locator("input, select").all():
        knob.focus()
        page.keyboard.press(
            "ArrowLeft" if knob.get_attribute("name") in ("folds", "step") else "ArrowRight"
        )
        settled(page)
        assert look(place) != start, knob.get_attribute("name")
        if knob.evaluate("k => k.type") == "range":
            words = knob.get_attribute("aria-valuetext")
            assert place.locator(f"output[for={knob.get_attribute('id')}]").inner_text() == words
        place.get_by_role("button", name="Reset").click()
        settled(page)
        assert look(place) == start


@of_each
def test_a_knob_moves_by_mouse_and_by_touch(open_page, name):
    for options in ({}, MOBILE):
        page = open_page(name, **options)
        settled(page)
        place = figure(page, name)
        start = look(place)
        knob = place.locator("input[type=range]:not([disabled])").last
        box = knob.bounding_box()
        x, y = box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2
        if options:
            page.touchscreen.tap(x, y)
        else:
            page.mouse.click(x, y)
        settled(page)
        assert look(place) != start


@of_each
def test_the_figure_is_the_one_that_the_build_drew(open_page, name):
    alive, still = open_page(name), open_page(name, java_script_enabled=False)
    settled(alive)
    assert look(figure(alive, name)) == look(still.locator(f"[id={FIGURES[name]}-live]"))
    assert not still.locator(f"[id={FIGURES[name]}-live] .knobs").is_visible()
    assert still.locator(f"[id={FIGURES[name]}-live] svg").first.is_visible()


@pytest.mark.parametrize("name", [*FIGURES, "playground.html"])
def test_nothing_moves_when_the_script_arrives(open_page, name):
    page = open_page(name)
    settled(page)
    assert jumped(page) < 0.01


@of_each
def test_a_figure_works_from_the_file_system(open_page, name):
    page = open_page(name, base=SITE.as_uri())
    settled(page)
    place = figure(page, name)
    start = look(place)
    place.locator("input[type=range]:not([disabled])").first.focus()
    page.keyboard.press("ArrowLeft")
    settled(page)
    assert look(place) != start


@of_each
def test_it_speaks_once_the_knob_rests(open_page, name):
    page = open_page(name)
    settled(page)
    place = figure(page, name)
    spoken = place.locator(".spoken")
    assert spoken.inner_text() == ""
    place.locator("input[type=range]:not([disabled])").last.focus()
    page.keyboard.press("ArrowLeft")
    settled(page)
    assert spoken.inner_text() == ""
    expect(spoken).not_to_be_empty()
    assert spoken.inner_text().strip() == place.locator(".says").inner_text().strip()


@pytest.mark.parametrize(
    ("page_name", "identity"),
    [("parity.html", "parity-weights-live"), ("stuck.html", "stuck-weights-live")],
)
def test_a_shown_network_moves_and_is_the_one_that_was_drawn(open_page, page_name, identity):
    page, still = open_page(page_name), open_page(page_name, java_script_enabled=False)
    settled(page)
    place = page.locator(f"[id={identity}-live]")
    start = look(place)
    assert start == look(still.locator(f"[id={identity}-live]"))
    place.locator(".knobs-of-weights > summary").click()
    slider = place.locator("input[type=range]").last
    slider.focus()
    page.keyboard.press("PageUp")
    settled(page)
    assert look(place) != start
    box = place.locator("input[type=number]").last
    assert float(box.input_value()) == float(slider.input_value())
    place.get_by_role("button", name="Reset").click()
    settled(page)
    assert look(place) == start


def test_the_loss_of_the_neuron_is_the_package_s(open_page):
    page = open_page("less_than.html")
    settled(page)
    place = figure(page, "less_than.html")
    for sharpness, threshold in ((0, 10), (0.5, 9.25), (1, 8)):
        for name, value in (("sharpness", sharpness), ("threshold", threshold)):
            place.locator(f"[name={name}]").evaluate(
                "(k, value) => { k.value = value; k.dispatchEvent(new Event('input', {bubbles: true})); }",
                value,
            )
        settled(page)
        neuron = tn.circuits.less_than(threshold, 10**sharpness, dtype=torch.float64)
        loss = tn.train(neuron, tn.tasks.less_than(), epochs=0, lr=1).loss[0].item()
        found = float(
            re.search(r"Loss ([\d.e−-]+);", place.locator(".says").inner_text())[1].replace(
                "−", "-"
            )
        )
        assert math.isclose(found, loss, rel_tol=0.005)
