"""Each thing that is asked of every page is asked so that a page with its fault is found."""

import pytest
from _ext.digests import ROOT
from bs4 import BeautifulSoup
from reading import STILL, check_fonts, check_width, jumped, read, settled
from structure import check_headings, check_ids

PAGE = '<!doctype html><html lang="en"><head><title>A page</title>{}</head><body>{}</body></html>'
PICTURES = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E",
    "data:image/png;base64,AAAA",
)
FONTS = ROOT / "build" / "html" / "_static" / "katex"
# Something comes in above the text after it was drawn.
LATE = """document.body.insertAdjacentHTML("afterbegin", "<div style='height: 300px'></div>")"""


@pytest.fixture
def shown(serve, watch_page, tmp_path):
    """Serve a page with this head and this body, and open it."""

    def show(head, body):
        (tmp_path / "page.html").write_text(PAGE.format(head, body))
        (tmp_path / "broken.js").write_text("no_such_name();")
        return watch_page("page.html", base=serve(tmp_path))

    return show


def test_a_page_that_is_too_wide_is_found(shown):
    check_width(shown("", "<p>Text.</p>"))
    with pytest.raises(AssertionError):
        check_width(shown("", "<p style='width: 3000px'>Text.</p>"))


def test_a_page_that_jumps_is_found(shown):
    text = "<p>Text.</p>" * 20
    assert jumped(shown("", text)) == 0
    page = shown("", text)
    settled(page)
    page.evaluate(LATE)
    settled(page)
    assert jumped(page) > STILL


def test_a_picture_that_is_broken_or_takes_no_room_is_found(shown):
    whole, broken = (f'<img alt="A dot." src="{address}"' for address in PICTURES)
    read(shown("", f"{whole}>"))
    with pytest.raises(Exception, match="cannot be decoded"):
        read(shown("", f"{broken} width=9 height=9>"))
    with pytest.raises(AssertionError):
        read(shown("", f"{whole} width=9 height=0>"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<script>let inline;</script>", "script-src"),
        ('<script src="broken.js"></script>', "no_such_name is not defined"),
        ('<script src="lost.js"></script>', "lost.js"),
        ('<img alt="" src="http://elsewhere.example/a.png">', "elsewhere.example"),
    ],
)
def test_what_a_page_complains_of_is_heard(shown, complaints, body, told):
    page = shown("", body)
    page.wait_for_load_state("networkidle")
    assert any(told in complaint for complaint in complaints)


def test_a_font_that_is_wanted_or_not_needed_is_found(shown):
    formula = '<p class="katex-html" style="font-family: KaTeX_{}">∑</p>'
    faces = [(FONTS / f"size{number}.css").read_text() for number in (1, 2)]
    first, both = f"<style>{faces[0]}</style>", f"<style>{faces[0]}{faces[1]}</style>"
    check_fonts(shown("", "<p>No formula.</p>"))
    check_fonts(shown(first, formula.format("Size1")))
    with pytest.raises(AssertionError):
        check_fonts(shown(first, formula.format("Size2")))
    with pytest.raises(AssertionError):
        check_fonts(
            shown(both, f"<p style='font-family: KaTeX_Size2'>y</p>{formula.format('Size1')}")
        )


@pytest.mark.parametrize(
    ("check", "sound", "faulty"),
    [
        (check_headings, "<h1>A</h1><h2>B</h2><h2>C</h2>", "<h1>A</h1><h3>B</h3>"),
        (check_headings, "<h1>A</h1>", "<h1>A</h1><h1>B</h1>"),
        (check_headings, "<h1>A</h1><h2>B</h2>", "<h2>B</h2><h1>A</h1>"),
        (check_ids, "<p id=a>A</p><p id=b>B</p>", "<p id=a>A</p><p id=a>B</p>"),
    ],
)
def test_headings_out_of_order_and_a_doubled_id_are_found(check, sound, faulty):
    check(BeautifulSoup(sound, "html.parser"))
    with pytest.raises(AssertionError):
        check(BeautifulSoup(faulty, "html.parser"))
