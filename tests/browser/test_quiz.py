"""The questions at the end of a chapter, answered as a reader does."""

import json

import pytest
from _ext.digests import ROOT
from reading import check_access

DOCS = ROOT / "docs"
CHAPTERS = sorted(
    page.relative_to(DOCS).with_suffix("").as_posix()
    for page in DOCS.rglob("*.md")
    if "```{quiz}" in page.read_text(encoding="utf-8")
)


@pytest.fixture
def parity(open_page):
    return open_page("parity.html")


def wanted(form):
    return json.loads(form.get_attribute("data-quiz"))["answer"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_question_knows_its_answer_and_refuses_others(open_page, chapter):
    page = open_page(f"{chapter}.html")
    forms = page.locator("[data-quiz]").all()
    assert len(forms) == 10
    for form in forms:
        box, verdict = form.locator("input"), form.locator(".verdict")
        box.fill(", ".join(wanted(form)))
        box.press("Enter")
        assert verdict.inner_text() == "Right."
        box.fill("Z?")
        form.get_by_role("button").click()
        assert "no number" in verdict.inner_text() or "Write a letter" in verdict.inner_text()
        box.fill("A" if wanted(form)[0] in "BCD" else "B" if wanted(form)[0] == "A" else "-977")
        box.press("Enter")
        assert verdict.inner_text().startswith("No.")


def test_a_question_is_answered_by_keyboard_alone(parity):
    form = parity.locator("[data-quiz]").first
    form.locator("input").focus()
    parity.keyboard.type("12345")
    parity.keyboard.press("Tab")
    parity.keyboard.press("Space")
    assert form.locator(".verdict").inner_text().startswith("No.")
    parity.keyboard.press("Tab")
    parity.keyboard.press("Enter")
    assert parity.locator(".answer p").first.is_visible()


@pytest.mark.parametrize("text", ["", " ", ",,"])
def test_where_nothing_is_written_the_page_does_not_say_no(parity, text):
    form = parity.locator("[data-quiz]").first
    form.locator("input").fill(text)
    form.locator("input").press("Enter")
    assert form.locator(".verdict").inner_text() == (
        "That is no answer yet; write 3, -2, 0.75 or 3/4, with commas between."
    )


def test_without_scripts_questions_and_answers_are_there_and_no_form(open_page):
    page = open_page("parity.html", java_script_enabled=False)
    assert not page.locator("[data-quiz]").first.is_visible()
    page.locator(".answer summary").first.click()
    assert page.locator(".answer p").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_when_answers_are_told(open_page, scheme, width):
    page = open_page("parity.html", color_scheme=scheme, viewport={"width": width, "height": 800})
    for k, text in enumerate(["x", "-977"]):
        form = page.locator("[data-quiz]").nth(k)
        form.locator("input").fill(text)
        form.locator("input").press("Enter")
    form = page.locator("[data-quiz]").nth(2)
    form.locator("input").fill(", ".join(wanted(form)))
    form.locator("input").press("Enter")
    page.locator(".answer summary").first.click()
    check_access(page, "parity.html")
