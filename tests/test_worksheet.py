"""The teachers' worksheets, read back from their PDFs."""

import os
import re
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pypdf
import pytest
from _ext import worksheet
from _ext.digests import ROOT
from _ext.quiz import items
from chapters import QUIZZES
from pypdf.generic import ContentStream

from tinynets import quiz
from tinynets.piecewise import PiecewiseLinear

CONFIG = SimpleNamespace(
    project="Tiny networks",
    author="The developers",
    copyright="2026, the developers. CC BY 4.0",
    language="en",
    tinynets_site="https://example.org/book",
)
FOOT = "Tiny networks. © 2026, the developers. CC BY 4.0.https://example.org/book/teachers.html"
# What a graph adds to the text: the numbers of its axes and its letter.
AXES = r"[\d\-A-H]*"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("worksheets")
    for name, key in worksheet.FILES.items():
        worksheet.write(path / name, key, CONFIG)
    return path


@pytest.fixture(params=worksheet.FILES)
def reader(request, folder):
    return pypdf.PdfReader(folder / request.param)


def squeeze(text):
    """Return a text without what the setting changes: spaces, minus signs, rows of dots."""
    return re.sub(r"[\s…]+", "", text.replace("−", "-"))


def text_of(path):
    """Return the text of all pages, one after the other, without their feet."""
    told = ""
    for number, page in enumerate(pypdf.PdfReader(path).pages, 1):
        text, foot = squeeze(page.extract_text()), squeeze(f"{FOOT}page {number}")
        assert text.count(foot) == 1
        told += text.replace(foot, "")
    return told


def pattern(*texts):
    return "".join(re.escape(squeeze(text)) for text in texts)


def test_the_worksheet_has_the_questions_in_order_and_nothing_of_their_answers(folder):
    expected = ""
    for number, sheet in enumerate(worksheet.SHEETS, 1):
        expected += pattern("NameDate", f"Sheet {number}. {sheet.title}", sheet.given)
        for place, item in enumerate(worksheet.drawn(sheet), 1):
            expected += pattern(f"{place}.", item.question, item.shown)
            if item.interval:
                expected += AXES
            elif item.choices:
                told = zip(item.letters, item.choices, strict=True)
                expected += pattern(";".join(f"{letter}:{one}" for letter, one in told), ".")
            expected += "Answer"
    assert re.fullmatch(expected, text_of(folder / "worksheet.pdf"))


def test_the_key_has_every_answer_in_order_and_why(folder):
    expected = ""
    for number, sheet in enumerate(worksheet.SHEETS, 1):
        expected += pattern(f"Key. Sheet {number}. {sheet.title}")
        for place, item in enumerate(worksheet.drawn(sheet), 1):
            expected += pattern(f"{place}.", item.answer_text, item.explanation)
    assert re.fullmatch(expected, text_of(folder / "worksheet-key.pdf"))


def test_a_sheet_begins_on_a_page_of_its_own(folder):
    pages = [page.extract_text() for page in pypdf.PdfReader(folder / "worksheet.pdf").pages]
    starts = [page for page in pages if "Name" in page]
    assert len(starts) == len(worksheet.SHEETS)
    for page, sheet in zip(starts, worksheet.SHEETS, strict=True):
        assert sheet.title in page
    assert len(pages) <= 2 * len(worksheet.SHEETS)


def test_no_question_of_the_sheets_stands_on_a_page_or_twice():
    def asked(drawn):
        return [(item.question, item.shown) for item in drawn]

    assert len(QUIZZES) >= 4
    on_pages = {each for kinds, seed in QUIZZES.values() for each in asked(items(kinds, seed))}
    on_sheets = [each for sheet in worksheet.SHEETS for each in asked(worksheet.drawn(sheet))]
    assert on_pages.isdisjoint(on_sheets)
    assert len(set(on_sheets)) == len(on_sheets)


@pytest.mark.parametrize("name", worksheet.FILES)
def test_a_second_build_writes_the_same_bytes(folder, tmp_path, name):
    command = (
        "from pathlib import Path; from types import SimpleNamespace; from _ext import worksheet; "
        f"worksheet.write(Path({str(tmp_path / name)!r}), {worksheet.FILES[name]}, "
        f"SimpleNamespace(**{vars(CONFIG)!r}))"
    )
    # Another order of sets, in another process, somewhere else.
    paths = os.pathsep.join([str(ROOT), str(ROOT / "docs"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", command], cwd=tmp_path, env=env, check=True)
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_a_file_says_what_it_is_and_in_which_language(reader):
    assert reader.metadata.title.startswith("Tiny networks: ")
    assert reader.metadata.author == "The developers"
    assert reader.metadata.subject
    assert reader.root_object["/Lang"] == "en"


def test_pages_are_a4_and_their_fonts_travel_with_them(reader):
    names = set()
    for page in reader.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        for font in page["/Resources"]["/Font"].values():
            described = font.get_object()["/FontDescriptor"]
            assert described["/FontFile2"].get_object().get_data()
            assert "/ToUnicode" in font.get_object()
            names.add(described["/FontName"].split("+")[1])
    assert (
        {"DejaVuSans", "DejaVuSans-Bold"}
        <= names
        <= {*(worksheet.TEXT, worksheet.BOLD), worksheet.MONO}
    )


def test_minus_is_no_hyphen(reader):
    text = "".join(page.extract_text() for page in reader.pages)
    assert "−" in text
    assert re.findall(r"[^\w)]-.{5}", text) == []


def operations(reader):
    for page in reader.pages:
        yield from ContentStream(page.get_contents(), reader).operations


def test_all_is_black(reader):
    colours = {b"rg": 3, b"RG": 3, b"g": 1, b"G": 1, b"k": 4, b"K": 4, b"sc": 0, b"scn": 0}
    set_colours = [(op, told) for told, op in operations(reader) if op in colours]
    for op, told in set_colours:
        assert op not in (b"k", b"K", b"sc", b"scn")
        assert [float(value) for value in told] == [0.0] * colours[op]


def test_graphs_are_drawn_true_and_all_on_the_same_axes(folder):
    item = next(i for s in worksheet.SHEETS for i in worksheet.drawn(s) if i.interval)
    paths, heavy = [], False
    for told, op in operations(pypdf.PdfReader(folder / "worksheet.pdf")):
        if op == b"w":
            heavy = float(told[0]) == 1.5
        elif heavy and op in (b"m", b"l"):
            paths += [[]] if op == b"m" else []
            paths[-1].append([float(value) for value in told])
    assert len(paths) == len(item.choices)
    low, high = item.interval
    scales = []
    for path, function in zip(paths, item.choices, strict=True):
        assert isinstance(function, PiecewiseLinear)
        drawn = np.array(path)
        corners = np.array([float(x) for x in (low, *function.breakpoints, high)])
        values = np.array([float(function(x)) for x in (low, *function.breakpoints, high)])
        for shown, true in zip(drawn.T, (corners, values), strict=True):
            line = np.polyfit(true, shown, 1)
            assert np.abs(np.polyval(line, true) - shown).max() < 0.01
            assert line[0] > 0
            scales.append(line)
    np.testing.assert_allclose(scales[::2], [scales[0]] * len(paths), atol=0.01)
    np.testing.assert_allclose(scales[1::2], [scales[1]] * len(paths), atol=0.01)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"question": "Where is 日?"}, ValueError, "'日' is not in the font DejaVuSans "),
        ({"shown": "y = 日"}, ValueError, "'日' is not in the font DejaVuSansMono"),
        ({"shown": "h1 + " * 30}, ValueError, "too wide for the worksheet"),
        (
            {"choices": (1.5, 2.5), "answer": 0},
            TypeError,
            "no drawing for choices of the type float",
        ),
    ],
)
def test_what_cannot_be_set_is_refused(changes, error, message):
    plain = {"question": "What?", "answer": 0, "explanation": "So.", "choices": ("h1", "h2")}
    with pytest.raises(error, match=message):
        worksheet.question(1, quiz.Item(**{**plain, **changes}))
