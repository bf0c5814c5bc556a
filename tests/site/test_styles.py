"""What the pages' heads leave out would find nothing in the page to work on."""

import pytest
from _ext.digests import ROOT
from _ext.unneeded import NEEDS
from programs import pages_of

SITE = ROOT / "build" / "html"
STARTS = tuple(start for starts in NEEDS.values() for start in starts)
# What scripts look for.
SOUGHT = {
    "clipboard.min.js": ["div.highlight pre"],
    "copybutton.js": ["div.highlight pre"],
    "sg-tags.js": ["[data-sgtags]", "#sg-tag-list"],
    "design-tabs.js": [".sd-tab-label"],
}
# What a stylesheet selects, in whatever state it is, but for rules that only give names to values: `--sd-color-info`.
SELECTED = r"""(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const inner = (rule) => (rule.style ? [rule] : [...(rule.cssRules ?? [])].flatMap(inner));
  const names = "before|after|hover|focus(-visible|-within)?|active|visited|target|checked";
  const state = `::?(${names})(?![\\w-])`, states = new RegExp(`:not\\(${state}\\)|${state}`, "g");
  return [...sheet.cssRules].flatMap(inner)
    .filter((rule) => rule.selectorText && [...rule.style].some((name) => !name.startsWith("--")))
    .map((rule) => rule.selectorText.replace(states, ""));
}"""
# Of what the files work on that a page does not load, what is in the page.
LACKING = """([text, files]) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const tags = [...page.querySelectorAll("link[href], script[src]")];
  const addresses = tags.map((tag) => tag.getAttribute("href") ?? tag.getAttribute("src"));
  const loaded = addresses.map((address) => address.split("?")[0].split("/").pop());
  return Object.entries(files).filter(([name]) => !loaded.includes(name)).flatMap(
    ([name, selectors]) => selectors
      .filter((selector) => page.querySelector(selector))
      .map((selector) => `${name}: ${selector}`)
  );
}"""


@pytest.fixture(scope="module")
def blank(chromium):
    """Open a page that has nothing of the book, nor its rules about scripts."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def selected(blank):
    """Return what each file works on that a page may do without, by its name."""
    files = dict(SOUGHT)
    for path in sorted((SITE / "_static").glob("*.css")):
        if path.name.startswith(STARTS):
            files[path.name] = blank.evaluate(SELECTED, path.read_text(encoding="utf-8"))
    assert all(files.values())
    assert [start for start in STARTS if not any(name.startswith(start) for name in files)] == []
    return files


def test_what_a_page_does_not_load_would_find_nothing_in_it(blank, selected):
    pages = pages_of(SITE)
    assert pages
    lacking = {
        path.relative_to(SITE).as_posix(): blank.evaluate(
            LACKING, [path.read_text(encoding="utf-8"), selected]
        )
        for path in pages
    }
    assert {name: files for name, files in lacking.items() if files} == {}


def test_an_element_without_its_style_or_script_is_found(blank, selected):
    body = '<div class="sd-card">A card.</div><div class="highlight"><pre>Code.</pre></div>'
    found = blank.evaluate(LACKING, [body, selected])
    assert "sphinx-design.min.css: .sd-card" in found
    assert "copybutton.js: div.highlight pre" in found
    head = '<link rel="stylesheet" href="../_static/sphinx-design.min.css?v=1">'
    found = blank.evaluate(LACKING, [f"{head}{body}", selected])
    assert [one for one in found if one.startswith("sphinx-design")] == []
    assert blank.evaluate(LACKING, ["<div>No card.</div>", selected]) == []
