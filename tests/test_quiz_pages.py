"""The questions at the end of the built chapters, against a second reading of them."""

import html
import json
import re
from fractions import Fraction

import pytest
from _ext.digests import ROOT
from _ext.quiz import items

CHAPTERS = ("less_than", "minimum", "parity", "stuck")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_closes_with_ten_questions_and_their_folded_answers(chapter):
    source = (ROOT / "docs" / f"{chapter}.md").read_text(encoding="utf-8")
    asked, seed = re.search(r"\{quiz\} (.*)\n:seed: (\d+)", source).groups()
    drawn = items(asked, int(seed))
    page = (ROOT / "build" / "html" / f"{chapter}.html").read_text(encoding="utf-8")
    forms = [json.loads(html.unescape(data)) for data in re.findall(r'data-quiz="([^"]*)"', page)]
    assert len(forms) == len(drawn) == 10
    assert page.count('<details class="answer">') == 10
    assert len({(item.question, item.shown) for item in drawn}) == 10
    for item, form in zip(drawn, forms, strict=True):
        assert item.accepts(" ".join(form["answer"]))
        assert form["many"] == isinstance(item.answer, tuple)
        assert len(form["letters"]) == len(item.choices)
        assert html.escape(item.explanation) in page
        if not item.choices:
            assert all(Fraction(number).denominator <= 400 for number in form["answer"])


@pytest.mark.parametrize(
    "asked", ["", "limit", "limit x", "limit 0", "nothing 3", "limit 2; most 1"]
)
def test_what_is_no_list_of_kinds_is_refused(asked):
    with pytest.raises(ValueError, match=r"no kind with a number|must be one of"):
        items(asked, 0)
