"""What the pages' heads leave out would style nothing that the pages show."""

import pytest
from _ext.digests import ROOT
from _ext.unneeded import NEEDED_BY
from programs import pages_of

SITE = ROOT / "build" / "html"
STARTS = [start for starts in NEEDED_BY for start in starts]
# What a stylesheet selects, but for rules that only give names to values: `--sd-color-info`.
SELECTED = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const inner = (rule) => (rule.style ? [rule] : [...(rule.cssRules ?? [])].flatMap(inner));
  return [...sheet.cssRules].flatMap(inner)
    .filter((rule) => rule.selectorText && [...rule.style].some((name) => !name.startsWith("--")))
    .map((rule) => rule.selectorText.replace(/::?(before|after|hover|focus|active)\\b/g, ""));
}"""
# Of these selectors, those that something in a page answers to.
ANSWERED = """([text, selectors]) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  return selectors.filter((selector) => page.querySelector(selector));
}"""


@pytest.fixture(scope="module")
def blank(chromium):
    """Open a page that has nothing of the book, nor its rules about scripts."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def selected(blank):
    """Return what each stylesheet selects that a page may leave out, by how its name begins."""
    sheets = {
        path.name: blank.evaluate(SELECTED, path.read_text(encoding="utf-8"))
        for path in sorted((SITE / "_static").glob("*.css"))
        if path.name.startswith(tuple(STARTS))
    }
    assert len(sheets) == 8
    assert min(map(len, sheets.values())) > 0
    return sheets


def test_what_a_page_does_not_load_would_style_nothing_of_it(blank, selected):
    unstyled, left_out = [], 0
    for path in pages_of(SITE):
        text = path.read_text(encoding="utf-8")
        absent = [name for name in selected if f"_static/{name}" not in text]
        left_out += len(absent)
        selectors = [selector for name in absent for selector in selected[name]]
        for selector in blank.evaluate(ANSWERED, [text, selectors]):
            unstyled.append(f"{path.relative_to(SITE)}: {selector}")
    assert left_out
    assert unstyled == []


def test_an_element_without_its_style_is_found(blank, selected):
    card = '<div class="sd-card">A card.</div>'
    styles = selected["sphinx-design.min.css"]
    assert ".sd-card" in blank.evaluate(ANSWERED, [card, styles])
    assert blank.evaluate(ANSWERED, ["<div>No card.</div>", styles]) == []
