"""Pages on paper: their text, answers too, and pictures, with nothing to press or cut off."""

import io
from collections import Counter

from _ext.digests import ROOT
from pypdf import PdfReader
from reading import DECODE
from shown import parts, plain, words

# One of each kind: these are printed with every change, all other chapters and proofs every week.
KINDS = [
    *("parity.html", "less_than.html", "puzzles.html", "teachers.html", "proofs/sharp.html"),
    *("gallery/parity/fold_the_line.html", "glossary.html"),
    "reference/generated/tinynets.PiecewiseLinear.html",
]
DOCS = ROOT / "docs"
WRITTEN = [
    path.relative_to(DOCS).with_suffix(".html").as_posix() for path in sorted(DOCS.rglob("*.md"))
]
# A4 without the margins of `book.css`, in pixels.
WIDTH = 673
UNPRINTED = """button, form, input, select, nav, aside, header, footer, .headerlink, .skip-to-content,
  .knobs, .knobs-of-weights, .playground :is(.acts, .weights), .only-dark, .quiz-told, .sphx-glr-footer, .tag_hide-input .hide,
  .hide > summary"""
PRINTED = """(unprinted) => [...document.querySelectorAll(unprinted)]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length)
  .map((one) => one.outerHTML.slice(0, 200))"""
# A drawing's parts are cut by its frame, and nobody sees what a formula says to who listens.
CUT = """(width) => [...document.querySelectorAll("body *:not(svg *, .katex-mathml, .katex-mathml *)")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const hides = getComputedStyle(one).overflowX !== "visible";
    return (
      box.left < -1 || box.right > width + 1 || (hides && one.scrollWidth > one.clientWidth + 1)
    );
  })
  .map((one) => one.outerHTML.slice(0, 200))"""
# Also what is folded away: paper cannot be opened, so it has an answer below the line that warns of
# it. A formula's glyphs say little to a program.
TOLD = """(unprinted) => [...document.querySelectorAll("article :is(p, summary)")]
  .filter((one) => !one.closest(unprinted) && !one.querySelector(".katex"))
  .map((one) => one.textContent)"""
PICTURES = "[...document.querySelectorAll('article img')].filter((one) => one.checkVisibility())"


def pytest_generate_tests(metafunc):
    """Print what is asked for."""
    if "name" in metafunc.fixturenames:
        every = metafunc.config.getoption("--at-length")
        metafunc.parametrize("name", dict.fromkeys([*KINDS, *WRITTEN] if every else KINDS))


def test_a_page_is_whole_on_paper_and_has_nothing_to_press(open_page, name):
    page = open_page(name, color_scheme="dark", viewport={"width": WIDTH, "height": 900})
    told = page.evaluate(TOLD, UNPRINTED)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(PRINTED, UNPRINTED) == []
    assert page.evaluate(CUT, WIDTH) == []
    # Nobody has scrolled to the pictures. Printing asks for them, and does not wait for them here.
    page.pdf(format="A4")
    page.evaluate(DECODE)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4", tagged=True)))
    printed = plain("".join(sheet.extract_text() for sheet in paper.pages))
    assert told
    assert [text for text in told if plain(text) not in printed] == []
    pictures = page.evaluate(f"{PICTURES}.map((one) => one.alt)")
    assert pictures or name != "parity.html"
    tags = parts(paper.root_object["/StructTreeRoot"]["/K"].get_object())
    # What is painted nowhere has no content.
    drawn = Counter(words(tag["/Alt"]) for tag in tags if "/Alt" in tag and "/K" in tag)
    assert Counter(words(alt) for alt in pictures if alt) - drawn == Counter()
