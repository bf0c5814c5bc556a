"""Formulas: read without scripts, heard by who listens, and copied as their source."""

import pytest
from reading import check_fonts

# Typed within a line, on a line of its own, and numbered.
PAGES = ["parity.html", "proofs/sharp.html"]


@pytest.mark.parametrize("name", PAGES)
def test_formulas_are_drawn_without_scripts(open_page, name):
    page = open_page(name, java_script_enabled=False)
    formulas = page.locator("article .katex")
    count = formulas.count()
    assert count > 20
    check_fonts(page)
    for formula in formulas.all()[:20]:
        drawn, spoken = (
            formula.locator(f".katex-{part}").bounding_box() for part in ("html", "mathml")
        )
        assert drawn["width"] > 4
        assert drawn["height"] > 8
        # MathML is for who listens: eyes see one of the two.
        assert max(spoken["width"], spoken["height"]) <= 1


@pytest.mark.parametrize("name", PAGES)
def test_formulas_are_heard_once(open_page, name):
    page = open_page(name)
    formulas = page.locator("article .katex")
    assert page.locator("article math").count() == formulas.count()
    assert page.get_by_role("math").count() >= formulas.count()
    assert page.locator("article .katex-html:not([aria-hidden=true])").count() == 0


COPY = """formula => {
  getSelection().selectAllChildren(formula);
  return new Promise(resolve => {
    // After the page's own listener, which was there first.
    document.addEventListener("copy", event => resolve(event.clipboardData.getData("text/plain")), {once: true});
    document.execCommand("copy");
  });
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_copied_formula_is_its_source(open_page, name):
    page = open_page(name)
    formulas = page.locator("article .katex")
    for number in (0, formulas.count() // 2, formulas.count() - 1):
        formula = formulas.nth(number)
        source = formula.locator("annotation").text_content()
        assert formula.evaluate(COPY).strip().strip("$") == source
