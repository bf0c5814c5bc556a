"""The page for teachers: its plans fit a lesson, and no chapter is left out."""

import re
from pathlib import Path

import pypdf
import pytest
from _ext import worksheet
from _ext.digests import ROOT
from bs4 import BeautifulSoup
from chapters import of_the_parts

TEXT = (ROOT / "docs" / "teachers.md").read_text(encoding="utf-8")
PLANS = re.findall(r"^:class: lesson\n(.*?)^```", TEXT, re.M | re.S)
PARTS = dict(re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S))
EXERCISE = re.compile(
    r"^\*\*Exercise (\d+),\*\* \*(\w+),\* \{doc\}`/([\w/]+)`\. (.*?)"
    r"^`{3,4}\{dropdown\} Solution (\d+)\n(.*?)(?=^\*\*Exercise|\Z)",
    re.M | re.S,
)
EXERCISES = EXERCISE.findall(PARTS["Exercises"])


def steps(plan):
    """Return a plan's rows below its head, each a list of cells."""
    rows = [re.split(r"^  - ", row, flags=re.M) for row in re.split(r"^\* - ", plan, flags=re.M)]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_there_are_three_plans_and_a_sheet_for_each():
    assert len(PLANS) == len(worksheet.SHEETS) == 3


@pytest.mark.parametrize("plan", PLANS, ids=["1", "2", "3"])
def test_a_plan_takes_fifty_minutes_and_ends_with_a_question(plan):
    rows = steps(plan)
    assert all(len(row) == 4 and all(row) for row in rows)
    assert sum(int(row[0]) for row in rows) == 50
    assert rows[-1][1].startswith("Exit question")


@pytest.mark.parametrize(("number", "plan"), list(enumerate(PLANS, 1)))
def test_a_plan_uses_its_own_sheet_and_questions_that_are_on_it(number, plan):
    named = [(cell, *found) for row in steps(plan) for cell in row
             for found in re.findall(r"[Ss]heet (\d)(?:, questions ([\d, and]+))?", cell)]  # fmt: skip
    assert {int(sheet) for _, sheet, _ in named} == {number}
    count = len(worksheet.drawn(worksheet.SHEETS[number - 1]))
    for _, _, questions in named:
        assert all(1 <= int(place) <= count for place in re.findall(r"\d+", questions))


def test_every_chapter_has_one_wrong_idea_and_what_reveals_it():
    part = PARTS["One wrong idea a chapter"]
    entries = re.findall(r"^\*\*\{doc\}`/([\w/]+)`\.\*\* (.*?)(?=^\*\*|\Z)", part, re.M | re.S)
    assert [name for name, _ in entries] == of_the_parts()
    for _, text in entries:
        assert re.match(r'\*"[^"]+"\*', text)
    # A definition is read, not computed.
    told = {name for name, text in entries if ">>> " not in text and "{result}" not in text}
    assert told == {"proofs/machine"}


def test_exercises_are_numbered_tagged_and_solved():
    assert len(EXERCISES) == PARTS["Exercises"].count("**Exercise ")
    for place, (number, tag, chapter, _, solution, text) in enumerate(EXERCISES, 1):
        assert int(number) == int(solution) == place
        assert ("$\\square$" if tag == "prove" else ">>> ") in text
        assert chapter in of_the_parts()
    tags = [tag for _, tag, *_ in EXERCISES]
    assert set(tags) == {"predict", "build", "prove"}
    assert min(tags.count(tag) for tag in set(tags)) >= 4
    assert len({chapter for _, _, chapter, *_ in EXERCISES}) >= 6


@pytest.mark.parametrize("name", worksheet.FILES)
def test_the_page_links_each_file_and_the_book_holds_it(name):
    book = ROOT / "build" / "html"
    page = BeautifulSoup((book / "teachers.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in page.find("article").find_all("a", href=True)]
    assert links.count(name) == 1
    text = pypdf.PdfReader(Path(book, name)).pages[0].extract_text()
    assert worksheet.SHEETS[0].title in text
    assert "/teachers.html" in text
