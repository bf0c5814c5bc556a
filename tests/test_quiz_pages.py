"""The questions at the end of the built chapters, against a second reading of them."""

import html
import io
import json
import re
from fractions import Fraction

import pytest
from _ext.digests import ROOT
from _ext.quiz import TOLD, items
from chapters import QUIZZES, of_the_parts
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tinynets import quiz
from tinynets.piecewise import PiecewiseLinear

# Chapters ask; on the playground readers ask the networks themselves.
CHAPTERS = [chapter for chapter in of_the_parts() if chapter != "playground"]


def asked(chapter):
    """Return the questions of a chapter."""
    return items(*QUIZZES[chapter])


def test_every_chapter_asks_and_no_other_page():
    assert set(QUIZZES) == set(CHAPTERS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_closes_with_ten_questions_and_their_folded_answers(chapter):
    drawn = asked(chapter)
    page = (ROOT / "build" / "html" / f"{chapter}.html").read_text(encoding="utf-8")
    forms = [json.loads(html.unescape(data)) for data in re.findall(r'data-quiz="([^"]*)"', page)]
    assert len(forms) == len(drawn) == 10
    assert page.count('<details class="answer">') == 10
    assert page.count(TOLD) == 1
    for item, form in zip(drawn, forms, strict=True):
        assert item.accepts(" ".join(form["answer"]))
        assert form["many"] == isinstance(item.answer, tuple)
        assert len(form["letters"]) == len(item.choices)
        assert html.escape(item.explanation) in page
        if not item.choices:
            assert all(Fraction(number).denominator <= 400 for number in form["answer"])


def test_no_two_chapters_ask_the_same():
    questions = [(item.question, item.shown) for chapter in CHAPTERS for item in asked(chapter)]
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize(
    "asked", ["", "limit", "limit x", "limit 0", "nothing 3", "limit 2; most 1"]
)
def test_what_is_no_list_of_kinds_is_refused(asked):
    with pytest.raises(ValueError, match=r"no kind with a number|must be one of"):
        items(asked, 0)


def complaints(folder, page):
    """Return what Sphinx says of a book of one page."""
    (folder / "index.md").write_text(page, encoding="utf-8")
    told = io.StringIO()
    settings = {"extensions": ["myst_parser", "_ext.quiz"]}
    with patch_docutils(), docutils_namespace():
        Sphinx(
            folder,
            None,
            folder / "out",
            folder / "doctrees",
            "html",
            settings,
            status=None,
            warning=told,
        ).build()
    return told.getvalue()


def test_a_quiz_is_part_of_any_page(tmp_path):
    assert complaints(tmp_path, "# Asked\n\n```{quiz} graph 1, room 1\n:seed: 1\n```\n") == ""
    assert (tmp_path / "out" / "index.html").read_text(encoding="utf-8").count("data-quiz=") == 2


def test_more_questions_than_a_kind_has_are_refused(tmp_path):
    page = "# Asked\n\n```{quiz} room 1, between 99\n:seed: 1\n```\n"
    found = complaints(tmp_path, page)
    assert f"{tmp_path}/index.md:3: ERROR: 100 seeds have only " in found
    assert "different questions of the kind 'between', not 99" in found


@pytest.mark.parametrize(("seed", "refused"), [(1, True), (2, False)])
def test_quizzes_of_a_page_have_different_seeds_and_ids(tmp_path, seed, refused):
    asked = "```{{quiz}} {} 1\n:seed: {}\n```\n\n"
    told = complaints(
        tmp_path, "# Asked\n\n" + asked.format("most", 1) + asked.format("room", seed)
    )
    assert (
        f"{tmp_path}/index.md:7: ERROR: another quiz of this page has the seed 1" in told
    ) == refused
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    ids = re.findall(r'<input id="([^"]*)"', page)
    assert len(set(ids)) == len(ids) == (1 if refused else 2)


FOLD = PiecewiseLinear([1], [1, -1], [0, 2], 0, 2)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (
            quiz.Item("Which?", 0, "", choices=("h1", "h2", "h1")),
            "A and C of 'Which?' are the same",
        ),
        (
            quiz.Item("Which?", 1, "", choices=(FOLD, FOLD + 0), interval=(0, 2)),
            "choices A and B of 'Which?' are the same",
        ),
        (quiz.Item("Which?", -1, "", choices=("h1", "h2")), "'Which?' has 0 right choices"),
        (quiz.Item("Where?", (), ""), "'Where?' has no answer"),
        (quiz.Item("Where?", (Fraction(1), Fraction(2, 2)), ""), "'Where?' has an answer twice"),
        (quiz.Item("Where?", 0.1, ""), "'Where?' has the answer (0.1,); its numbers must be"),
        (quiz.Item("Where?", (Fraction(1), 2.5), ""), "2.5); its numbers must be fractions"),
        (quiz.Item("Where?", 3, ""), "'Where?' has the answer (3,); its numbers must be"),
        (quiz.Item("Where?", Fraction(1, 10**1000), ""), "characters are no answer"),
    ],
)
def test_a_question_without_one_right_answer_stops_the_build(tmp_path, monkeypatch, item, told):
    monkeypatch.setattr(quiz, "draw", lambda kind, seed: item)
    page = "# Asked\n\nFirst read.\n\n```{quiz} most 1\n:seed: 1\n```\n"
    found = complaints(tmp_path, page)
    assert f"{tmp_path}/index.md:5: ERROR: " in found
    assert told in found
