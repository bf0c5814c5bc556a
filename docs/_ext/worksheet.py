"""Worksheets for teachers: a PDF of questions and one with their key, made when the book is built.

`SHEETS` says which kinds of `tinynets.quiz` stand on each sheet and how many of each. Their seeds are
not those of the chapters. `{worksheets}` shows what is on them and links both files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
from docutils import nodes
from matplotlib.ticker import MaxNLocator
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    XPreformatted,
)
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from _ext.quiz import choice_line, graph_request, items
from tinynets import quiz
from tinynets.piecewise import PiecewiseLinear


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its title, its questions as `{quiz}` takes them, and what they take for granted."""

    title: str
    asked: str
    given: str


SHEETS = (
    Sheet(
        "One neuron and its threshold",
        "threshold 3, limit 4",
        "sigmoid(z) rises from 0 to 1 and is 1/2 at z = 0. The threshold of a neuron is the x at "
        "which it says 1/2.",
    ),
    Sheet(
        "The smaller of two numbers",
        "value 2, ablation 1, minimum 2, theta 2",
        "relu(z) is z where z is positive, and 0 elsewhere.",
    ),
    Sheet(
        "Fold the number line",
        "folding 2, most 1, fewest 1, bends 1, graph 1, born_dead 1, resting_loss 1",
        "relu(z) is z where z is positive, and 0 elsewhere. A neuron is dead if it says 0 on all the "
        "data.",
    ),
)
# No chapter's questions begin near it: a test compares them.
SEED = 7860
# Whether each file is the key; and the page that offers them.
FILES = {"worksheet.pdf": False, "worksheet-key.pdf": True}
PAGE = "teachers"

TEXT, BOLD, MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"
MARGIN, INDENT = 20 * mm, 9 * mm
WIDTH = A4[0] - 2 * MARGIN
BODY = ParagraphStyle("body", fontName=TEXT, fontSize=10, leading=14, textColor=black)
QUESTION = ParagraphStyle("question", BODY, leftIndent=INDENT, bulletFontName=BOLD)
GIVEN = ParagraphStyle("given", BODY, fontSize=9, leading=12.5, spaceAfter=5 * mm)
NAME = ParagraphStyle("name", BODY, fontSize=9, alignment=TA_RIGHT)
TITLE = ParagraphStyle(
    *("title", BODY), fontName=BOLD, fontSize=15, leading=20, spaceBefore=4 * mm, spaceAfter=3 * mm
)
FORMULA = ParagraphStyle("formula", QUESTION, fontName=MONO, spaceBefore=1.5 * mm)
LINES = f"Name {'…' * 16}  Date {'…' * 9}"
# A hyphen that stands for minus: none that follows a letter or a digit, as in cross-entropy.
MINUS = re.compile(r"(?<![\w)])-")


@cache
def register_fonts() -> None:
    """Make the fonts that matplotlib brings known to reportlab."""
    for name in (TEXT, BOLD, MONO):
        path = Path(mpl.get_data_path(), "fonts", "ttf", f"{name}.ttf")
        pdfmetrics.registerFont(TTFont(name, str(path)))


def minus(text: str) -> str:
    """Return a text with true minus signs.

    >>> minus("-4 x - 10, by cross-entropy")
    '−4 x − 10, by cross-entropy'
    """
    return MINUS.sub("−", text)


def typeset(text: str, font: str = TEXT) -> str:
    """Return a text as a paragraph takes it; refuse what the font cannot show.

    >>> typeset("-4 x < 0")
    '−4 x &lt; 0'
    >>> typeset("日")
    Traceback (most recent call last):
    ValueError: '日' is not in the font DejaVuSans of the worksheet
    """
    register_fonts()
    shown = pdfmetrics.getFont(font).face.charToGlyph
    for sign in text:
        if ord(sign) not in shown and sign != "\n":
            raise ValueError(f"{sign!r} is not in the font {font} of the worksheet")
    return escape(minus(text), quote=False)


def drawn(sheet: Sheet) -> list[quiz.Item]:
    """Draw a sheet's questions, from seeds of its own."""
    return items(sheet.asked, SEED + 100 * SHEETS.index(sheet))


class Answer(Flowable):
    """Room to work, and a line for the answer."""

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the whole width."""
        self.width = width
        return width, 21 * mm

    def draw(self) -> None:
        """Draw the line, near the bottom."""
        self.canv.setFont(TEXT, 9)
        self.canv.drawString(INDENT, 6 * mm, "Answer")
        self.canv.setLineWidth(0.5)
        self.canv.line(INDENT + 14 * mm, 5.4 * mm, self.width, 5.4 * mm)


def ticks(low: float, high: float) -> list[float]:
    """Return the whole numbers, a few, at which an axis is labelled.

    >>> ticks(-4, 4)
    [-4.0, -2.0, 0.0, 2.0, 4.0]
    """
    found = MaxNLocator(nbins=5, integer=True).tick_values(low, high).tolist()
    return [tick for tick in found if low <= tick <= high]


class Graphs(Flowable):
    """The graphs among which to choose, side by side, all on the same axes."""

    def __init__(self, item: quiz.Item) -> None:
        super().__init__()
        self.requests = [
            graph_request(item, letter, function, "")
            for letter, function in zip(item.letters, item.choices, strict=True)
            if isinstance(function, PiecewiseLinear)
        ]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Share the width among the graphs, at most four in a row."""
        self.width, self.columns = width, min(len(self.requests), 4)
        self.row = 46 * mm
        rows = -(-len(self.requests) // self.columns)
        return width, rows * self.row

    def draw(self) -> None:
        """Draw them from left to right, then below."""
        step = (self.width - INDENT) / self.columns
        _, height = self.wrap(self.width, 0)
        for place, request in enumerate(self.requests):
            row, column = divmod(place, self.columns)
            self.canv.saveState()
            self.canv.translate(INDENT + column * step + 6 * mm, height - (row + 1) * self.row)
            self._graph(request, step - 9 * mm, self.row - 6 * mm)
            self.canv.restoreState()

    def _graph(self, request: Any, width: float, height: float) -> None:
        (low, high), (bottom, top) = request["x"], request["y"]
        below = 9 * mm
        canvas = self.canv

        def at(x: float, y: float) -> tuple[float, float]:
            return (
                width * (x - low) / (high - low),
                below + (height - below) * (y - bottom) / (top - bottom),
            )

        canvas.setFont(TEXT, 6.5)
        for x in ticks(low, high):
            self._hair(at(x, bottom), at(x, top), bold=x == 0)
            canvas.drawCentredString(at(x, 0)[0], below - 3 * mm, minus(f"{x:g}"))
        for y in ticks(bottom, top):
            self._hair(at(low, y), at(high, y), bold=y == 0)
            canvas.drawRightString(-1 * mm, at(0, y)[1] - 0.8 * mm, minus(f"{y:g}"))
        (mark,) = request["marks"]
        canvas.setLineWidth(1.5)
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        for number, (x, y) in enumerate(mark["line"]):
            (path.lineTo if number else path.moveTo)(*at(x, y))
        canvas.drawPath(path)
        canvas.setFont(BOLD, 10)
        canvas.drawCentredString(width / 2, 0, request["xLabel"])

    def _hair(self, start: tuple[float, float], end: tuple[float, float], bold: bool) -> None:
        self.canv.setLineWidth(0.5 if bold else 0.15)
        self.canv.line(*start, *end)


def formulas(text: str) -> XPreformatted:
    """Set the lines that belong to a question; refuse one that does not fit."""
    register_fonts()
    for line in text.splitlines():
        if pdfmetrics.stringWidth(line, MONO, FORMULA.fontSize) > WIDTH - INDENT:
            raise ValueError(f"the line {line!r} is too wide for the worksheet")
    return XPreformatted(typeset(text, MONO), FORMULA)


def choices(item: quiz.Item) -> Flowable:
    """Set what there is to choose from; refuse what there is no drawing for."""
    if all(isinstance(choice, PiecewiseLinear) for choice in item.choices):
        return Graphs(item)
    if all(isinstance(choice, str) for choice in item.choices):
        return Paragraph(typeset(choice_line(item)), QUESTION)
    kinds = ", ".join(sorted({type(choice).__name__ for choice in item.choices}))
    raise TypeError(f"the worksheet has no drawing for choices of the type {kinds}")


def question(number: int, item: quiz.Item) -> list[Flowable]:
    """Set a question, what belongs to it, and room for the answer."""
    parts: list[Flowable] = [Paragraph(typeset(item.question), QUESTION, bulletText=f"{number}.")]
    if item.shown:
        parts.append(formulas(item.shown))
    if item.choices:
        parts += [Spacer(1, 1.5 * mm), choices(item)]
    return [*parts, Answer()]


def answer(number: int, item: quiz.Item) -> list[Flowable]:
    """Set the answer to a question and why."""
    text = f'<font name="{BOLD}">{typeset(item.answer_text, BOLD)}</font><br/>'
    told = Paragraph(text + typeset(item.explanation), QUESTION, bulletText=f"{number}.")
    return [told, Spacer(1, 3 * mm)]


def story(key: bool) -> Iterator[Flowable]:
    """Yield what stands on the sheets, or in their key."""
    for number, sheet in enumerate(SHEETS, 1):
        name = f"Sheet {number}. {sheet.title}"
        head: list[Flowable] = [Paragraph(typeset(f"Key. {name}" if key else name), TITLE)]
        if not key:
            # A sheet begins on a page of its own, so that it can be handed out alone.
            yield from [PageBreak()] if number > 1 else []
            head.insert(0, Paragraph(typeset(LINES), NAME))
            head.append(Paragraph(typeset(sheet.given), GIVEN))
        for place, item in enumerate(drawn(sheet), 1):
            set_item = answer if key else question
            yield KeepTogether([*head, *set_item(place, item)])
            head = []


def write(path: Path, key: bool, config: Config) -> None:
    """Write a PDF, the same bytes whenever the questions are the same."""
    register_fonts()

    def foot(canvas: Canvas, _: Any) -> None:
        canvas.setFont(TEXT, 7)
        canvas.drawString(MARGIN, 12 * mm, f"{config.project}. © {config.copyright}.")
        canvas.drawString(MARGIN, 8.5 * mm, f"{config.tinynets_site}/{PAGE}.html")
        canvas.drawRightString(A4[0] - MARGIN, 8.5 * mm, f"page {canvas.getPageNumber()}")

    frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 1.8 * MARGIN, *[0] * 4)
    document = BaseDocTemplate(
        str(path),
        pagesize=A4,
        pageTemplates=[PageTemplate(frames=[frame], onPage=foot)],
        title=f"{config.project}: {'key to the worksheets' if key else 'worksheets'}",
        author=config.author,
        subject="Questions with computed answers, for three lessons",
        creator=config.project,
        initialFontName=TEXT,
        lang=config.language,
        invariant=1,
    )
    document.build(list(story(key)))


def add_worksheets(app: Sphinx, exception: Exception | None) -> None:
    """Put both files into the finished book."""
    if exception is None and app.builder.format == "html":
        for name, key in FILES.items():
            write(Path(app.outdir, name), key, app.config)


class Worksheets(SphinxDirective):
    """`{worksheets}`: links to both files, and what is on each sheet."""

    def run(self) -> list[nodes.Node]:
        """Return the sentence and the list."""
        up = "../" * self.env.docname.count("/")
        sentence = nodes.paragraph("", "To print, on A4: ")
        for name, key in FILES.items():
            sentence += nodes.reference(
                "", "the key" if key else "the worksheets", refuri=up + name
            )
            sentence += nodes.Text(". " if key else " and ")
        contents = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
        for sheet in SHEETS:
            told = f"{sheet.title}: {len(drawn(sheet))} questions."
            contents += nodes.list_item("", nodes.paragraph("", told))
        self.set_source_info(sentence)
        return [sentence, contents]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the step."""
    app.add_directive("worksheets", Worksheets)
    app.connect("build-finished", add_worksheets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
