"""A notebook says what its page says, a chapter's or a script's: read with another reader of Markdown, and compared."""

from __future__ import annotations

import ast
import copy
import os
import re
import sys
import tomllib
from functools import cache
from urllib.parse import urljoin

import nbformat
import pytest
import yaml
from _ext import folding, where
from _ext.chapter_notebooks import FOLDER, cells, example_cells
from _ext.digests import ROOT
from _ext.gallery import first_cell, scripts
from _ext.markdown import Writer, code, details, escape, fenced, opening
from _ext.repository import NOTEBOOKS, checked
from bs4 import BeautifulSoup, Tag
from chapters import BOOK, CHAPTERS, WITH_CELLS, WITH_EXAMPLES
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from sphinx.errors import ExtensionError
from sphinx_proof.nodes import proof_node

SITE = where.site()
REPOSITORY = checked(os.environ.get("TINYNETS_REPOSITORY", ""))
READER = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, double_inline=True)
SCRIPTS = [f"gallery/{path.parent.name}/{path.stem}" for path in scripts()]

in_every_chapter = pytest.mark.parametrize("page", CHAPTERS)
in_every_notebook = pytest.mark.parametrize("page", [*CHAPTERS, *SCRIPTS])
# What a script's page has besides its texts: code and what it shows, and below it how to run it.
OF_SCRIPTS = "div.highlight, .sphx-glr-script-out, .output_subarea, figure, .sphx-glr-footer"


@cache
def notebook(page: str) -> nbformat.NotebookNode:
    """Return a page's notebook."""
    path = BOOK / "notebooks" / f"{page}.ipynb"
    assert path.is_file(), f"{path} is not there: build the book first"
    return nbformat.read(path, as_version=4)


def shown(markdown: str) -> BeautifulSoup:
    """Return Markdown as a reader sees it."""
    return BeautifulSoup(READER.render(markdown), "html.parser")


@cache
def prose(page: str) -> BeautifulSoup:
    """Return the text of a notebook, the list of works aside."""
    texts = [cell.source for cell in notebook(page).cells if cell.cell_type == "markdown"]
    return shown("\n\n".join(text for text in texts if not text.startswith("## References")))


@cache
def article(page: str) -> Tag:
    """Return what a notebook should say: the page without what only a page has."""
    html = (BOOK / f"{page}.html").read_text(encoding="utf-8")
    text = BeautifulSoup(html, "html.parser").find("article")
    assert isinstance(text, Tag)
    for tag in text.select(".closing, .headerlink, form, .quiz-told"):
        tag.decompose()
    if page in SCRIPTS:
        run_it = text.find("p", class_="rubric", string="Run it yourself")
        for tag in [run_it, *run_it.find_next_siblings(), *text.select(OF_SCRIPTS)]:
            tag.decompose()
    for block in text.select("pre"):
        if block.get_text().startswith(">>> "):
            block.decompose()
    for cell in text.select("div.cell"):
        if "tag_book-only" in cell["class"]:
            cell.insert_before(
                "This cell runs in the book alone, because it reads files of the book. Its code, and what it shows:"
            )
            keep = cell.select("pre, figcaption")
        else:
            keep = cell.select("figcaption")
        cell.replace_with(*(tag.extract() for tag in keep))
    for choices in text.select(".choices"):
        choices.replace_with(" ".join(svg["aria-label"] for svg in choices.find_all("svg")))
    for figure in text.select(".live"):
        figure.replace_with("This figure moves under your hands in the page.")
    return text


def words(text: Tag) -> list[str]:
    """Return a text's words without its formulas."""
    text = copy.copy(text)
    for formula in text.select(".math, .katex, .eqno"):
        formula.replace_with(" ")
    return re.sub(r"[\W_]+", " ", text.get_text(" ")).split()


@in_every_notebook
def test_a_notebook_says_what_its_page_says_in_the_same_order(page):
    said = copy.copy(prose(page))
    about = next(
        tag for tag in said.find_all("p") if tag.get_text().startswith("This is a page of")
    )
    about.decompose()
    assert words(said) == words(article(page))


def tex(formula: str) -> str:
    """Return a formula in one spelling: the page and the notebook write some signs differently."""
    formula = re.sub(r"\\text\{[.,;:?!]\}$|\\tag\{\d+\}", "", formula.strip())
    for long, short in (
        (r"\mathbb{R}", r"\R"),
        (r"\mathbb{Z}", r"\Z"),
        (r"\operatorname{R}", r"\relu"),
        (r"\vert ", "|"),
    ):
        formula = formula.replace(long, short)
    return re.sub(r"\s+", "", formula)


@in_every_notebook
def test_a_notebook_has_the_formulas_of_its_page(page):
    # The box that ends a proof is not always a formula of the page.
    there, here = (
        [formula for formula in map(tex, found) if formula != r"\square"]
        for found in (
            [tag.get_text() for tag in article(page).select("annotation")],
            [tag.get_text() for tag in prose(page).select(".math")],
        )
    )
    assert here == there


@pytest.mark.parametrize("page", ["minimum"])
def test_numbers_of_equations_stand_at_their_formulas(page):
    there = [tag.get_text().strip("()#\n ") for tag in article(page).select(".eqno")]
    formulas = (tag.get_text() for tag in prose(page).select(".math"))
    here = [match[1] for match in map(re.compile(r"\\tag\{(\d+)\}").search, formulas) if match]
    assert here == there == ["1", "2", "3"]


@in_every_notebook
def test_a_notebook_links_what_its_page_links(page):
    def links(text: Tag) -> list[tuple[str, str]]:
        found = ((urljoin(address, str(tag["href"])), tag) for tag in text.find_all("a", href=True))
        return [(link, " ".join(words(tag))) for link, tag in found]

    address = f"{SITE}/{page}.html"
    here = links(prose(page))
    assert here[:2] == [(address, "a page"), (f"{SITE}/", "Tiny networks")]
    moving = [link for link in here if link[1] == "in the page"]
    ids = {
        tag["id"]
        for tag in BeautifulSoup((BOOK / f"{page}.html").read_text(), "html.parser").select(
            ".live[id]"
        )
    }
    assert {link.removeprefix(f"{address}#") for link, _ in moving} == ids
    assert [link for link in here[2:] if link not in moving] == links(article(page))


@in_every_notebook
def test_addresses_are_whole_and_pictures_are_there(page):
    text = prose(page)
    addresses = [str(tag["href"]) for tag in text.find_all("a")]
    pictures = [str(tag["src"]) for tag in text.find_all("img")]
    assert [name for name in addresses + pictures if not re.match(r"https?://", name)] == []
    for name in pictures:
        assert name.startswith(f"{SITE}/_images/")
        assert (BOOK / name.removeprefix(f"{SITE}/")).is_file()


@cache
def ids(page: str) -> set[str]:
    """Return the places of a page that a link can name."""
    text = BeautifulSoup((BOOK / page).read_text(encoding="utf-8"), "html.parser")
    return {str(tag["id"]) for tag in text.find_all(id=True)}


@in_every_notebook
def test_links_into_the_book_name_a_place_that_it_has(page):
    texts = [cell.source for cell in notebook(page).cells if cell.cell_type == "markdown"]
    addresses = [str(tag["href"]) for tag in shown("\n\n".join(texts)).find_all("a")]
    here = [name.removeprefix(SITE) for name in addresses if name.startswith(SITE)]
    assert f"/{page}.html" in here
    for name in here:
        file, _, place = name.removeprefix("/").partition("#")
        file = file or "index.html"
        assert (BOOK / file).is_file(), name
        assert not place or place in ids(file), name


def numbered(text: Tag) -> list[str]:
    """List the theorems, lemmas and so on, as a reader sees them begin."""
    return [" ".join(words(tag)) for tag in text]


@in_every_chapter
def test_theorems_begin_with_their_numbers_and_names(page):
    there = numbered(article(page).select("div.proof[id] > p.admonition-title"))
    here = numbered(prose(page).select("blockquote > p:first-child > strong:first-child"))
    assert [lead for lead in here if re.match(r"[A-Z]\w+ \d+", lead)] == there
    if page == "proofs/lower_bound":
        assert "Theorem 1 Parity needs n neurons" in here


@in_every_notebook
def test_the_works_that_a_chapter_cites_stand_at_its_end(page):
    html = BeautifulSoup((BOOK / "references.html").read_text(encoding="utf-8"), "html.parser")
    entries = {
        tag.select_one(".label").get_text().strip("[]"): tag for tag in html.select("div.citation")
    }
    cited = {tag.get_text() for tag in prose(page).select("a[href*='/references.html#']")}
    last = notebook(page).cells[-1].source
    listed = [] if not cited else shown(last).find_all("li")
    assert (last.startswith("## References")) == bool(cited)
    assert [words(item)[0] for item in listed] == sorted(cited, key=int)
    for item in listed:
        label, *said = words(item)
        assert said == words(entries[label].p or entries[label])[-len(said) :]
        assert len(said) > 5


# A dollar is half a formula, a backtick half a piece of code; roles, directives and references.
MARKUP = re.compile(r"`|\$|\{[a-z:]+\}|:[a-z]+:|\|\|\||<details|\*\*|\]_|(?m:^\.\. )|\.\. [\w-]+::")


@in_every_notebook
def test_no_markup_is_left(page):
    for cell in notebook(page).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\{[a-z:]+\}`|^:::|^ *`{3,}\{|\{\{", cell.source, re.MULTILINE)
            text = shown(cell.source)
            for tag in text.select("pre, code, .math"):
                tag.decompose()
            assert MARKUP.findall(text.get_text()) == []


CELL = re.compile(r"^(`{3,})\{code-cell\}.*?\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", WITH_CELLS)
def test_the_cells_of_a_notebook_are_those_of_the_page(page):
    wanted = []
    for _, cell in CELL.findall(CHAPTERS[page].read_text(encoding="utf-8")):
        settings = re.match(r"(?::.*\n)*", cell)[0]
        if not re.search(r"\bremove-cell\b|\bbook-only\b", settings):
            wanted.append(cell.removeprefix(settings).strip())
    first, *code_cells = (cell for cell in notebook(page).cells if cell.cell_type == "code")
    assert [cell.source.strip() for cell in code_cells] == wanted
    assert first.source == first_cell(SITE, REPOSITORY)


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_the_examples_of_a_page_are_the_code_of_its_notebook(page):
    lines = CHAPTERS[page].read_text(encoding="utf-8").splitlines()
    wanted = [line[4:] for line in lines if re.match(r"(>>>|\.\.\.)( |$)", line)]
    first, *sources = (cell.source for cell in notebook(page).cells if cell.cell_type == "code")
    assert "\n".join(sources).splitlines() == wanted
    assert first == first_cell(SITE, REPOSITORY)


def settings() -> dict:
    """Return what the package declares of itself."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@in_every_chapter
def test_a_notebook_imports_what_its_first_cell_installs(page):
    needed = [*settings()["dependencies"], *settings()["optional-dependencies"]["gallery"]]
    installed = {re.match(r"[\w-]+", name)[0].replace("-", "_") for name in needed}
    there = {*sys.stdlib_module_names, *installed, "tinynets", "IPython"}
    _, *cells = (cell for cell in notebook(page).cells if cell.cell_type == "code")
    for node in ast.walk(ast.parse("\n".join(cell.source for cell in cells))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        assert {name.split(".")[0] for name in names} <= there


def test_every_notebook_of_the_book_is_in_one_folder_and_sound():
    folder = BOOK / "notebooks"
    found = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.*")}
    assert found == {*CHAPTERS, *SCRIPTS}
    for page in found:
        nbformat.validate(notebook(page))
        assert notebook(page).cells[0].source == first_cell(SITE, REPOSITORY)
    for page in CHAPTERS:
        ids = [cell.id for cell in notebook(page).cells]
        assert ids == [f"cell-{i}" for i in range(len(ids))]


@pytest.mark.parametrize(
    ("site", "repository", "line"),
    [
        ("https://book.example", "", "# %pip install "),
        ("https://book.example", "https://x.example", "%pip install -q "),
        ("http://localhost:8000", "https://x.example", "# %pip install "),
        ("http://127.0.0.1:8000", "https://x.example", "# %pip install "),
        ("http://[::1]:8000", "https://x.example", "# %pip install "),
    ],
)
def test_the_first_cell_installs_where_sources_and_site_are_public(site, repository, line):
    wheel = f'"tinynets[gallery] @ {site}/wheel/tinynets-0-py3-none-any.whl"'
    lines = first_cell(site, repository).split("\n")
    assert lines[1:] == [f"{line}{wheel}", "%matplotlib inline"]


def test_the_workflow_pushes_the_branch_that_the_links_name():
    jobs = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text("utf-8"))["jobs"]
    rights = {name: job.get("permissions", {}).get("contents") for name, job in jobs.items()}
    assert [name for name, right in rights.items() if right == "write"] == ["notebooks"]
    job = jobs["notebooks"]
    # No site, no notebooks: they install its wheel.
    assert (job["needs"], job["if"]) == ("publish", jobs["publish"]["if"])
    told = "\n".join(step.get("run", "") for step in job["steps"])
    assert f"git switch --orphan {NOTEBOOKS}" in told
    assert f"git push --force origin {NOTEBOOKS}" in told
    sent = {
        step["with"]["path"]
        for step in jobs["test"]["steps"]
        if "artifact@" in step.get("uses", "")
    }
    assert f"build/html/{FOLDER}" in sent


# What the writer does with single nodes, read back by the other reader.

PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "))


@given(PRINTABLE)
def test_text_is_shown_as_it_is(text):
    wanted = " ".join(text.split())
    assert shown(opening(escape(text).strip())).get_text().strip() == wanted


@given(PRINTABLE.filter(str.strip))
def test_code_is_shown_as_it_is(text):
    assert shown(f"x {code(text.strip())} x").code.get_text() == text.strip()


@given(PRINTABLE)
def test_a_block_of_code_is_shown_as_it_is(text):
    assert shown(fenced(text, "python")).code.get_text() == f"{text}\n"


def table(*rows: list[nodes.Node], title: str = "") -> nodes.table:
    """Return a table whose first row is its head."""
    made = [
        nodes.row("", *(nodes.entry("", nodes.paragraph("", "", part)) for part in row))
        for row in rows
    ]
    head, *body = made
    above = [nodes.title("", title)] if title else []
    group = nodes.tgroup("", nodes.thead("", head), nodes.tbody("", *body))
    return nodes.table("", *above, group)


def test_a_bar_ends_no_entry_of_a_table():
    parts = [nodes.Text("a|b"), nodes.math("", r"|x| \| y"), nodes.literal("", "a|b")]
    cells = shown(Writer(SITE).block(table([nodes.Text("head")] * 3, parts))).select("td")
    assert [cell.get_text() for cell in cells] == ["a|b", r"\vert x\vert  \Vert  y", "a|b"]
    assert cells[2].code


def test_a_formula_of_many_lines_stands_in_a_quotation():
    math = nodes.math_block("", "x\n&= y \\\\\n&\\in \\R", ids=["e"])
    quoted = nodes.block_quote("", nodes.paragraph("", "See"), math)
    writer = Writer(SITE, {r"\R": r"\mathbb{R}"}, {"displaymath": {"e": (4,)}})
    (formula,) = shown(writer.block(quoted)).select("blockquote .math")
    assert formula.get_text().strip() == r"x &= y \\ &\in \mathbb{R} \tag{4}"


def test_lists_hold_what_opens():
    item = nodes.list_item(
        "",
        nodes.paragraph("", "How many?"),
        nodes.raw("", "<form>", format="html", notebook=details("Open", "**2.** So.")),
    )
    text = shown(Writer(SITE).block(nodes.enumerated_list("", item, item.deepcopy(), start=9)))
    assert text.ol["start"] == "9"
    assert [entry.details.strong.get_text() for entry in text.find_all("li")] == ["2.", "2."]


def test_the_box_that_ends_a_proof_stands_outside_of_code():
    box = nodes.admonition("", nodes.paragraph("", "Proof. Run it:"), nodes.literal_block("", "1"))
    text = shown(Writer(SITE).block(proof_node("", box)))
    assert text.code.get_text() == "1\n"
    assert text.em.get_text() == "Proof."
    assert text.find_all("p")[-1].get_text() == r"\square"


BLOCK = """\
>>> import torch
>>> for x in (1, 2):  # two lines
...     y = x
...
...     print(y)
1
2
>>> 1 / 0
Traceback (most recent call last):
ZeroDivisionError: division by zero
>>> y += 1
"""


def test_examples_end_a_cell_where_they_show_something():
    loop, fails, last = example_cells(BLOCK)
    assert loop.source == ("import torch\nfor x in (1, 2):  # two lines\n    y = x\n\n    print(y)")
    assert (fails.source, fails.metadata) == ("1 / 0", {"tags": ["raises-exception"]})
    assert (last.source, last.metadata) == ("y += 1", {})


@pytest.mark.parametrize("words", ["See:", ""])
def test_examples_in_a_box_that_opens_follow_it(words):
    title = folding.summary("", "", nodes.Text("How"))
    block = nodes.literal_block(">>> 1 + 1\n2", ">>> 1 + 1\n2")
    text = [nodes.paragraph("", words)] if words else []
    document = new_document("page")
    document += [folding.details("", title, *text, block), nodes.paragraph("", "After.")]
    box, code_cell, after = cells(document, Writer(SITE), [], "")
    seen = shown(box.source)
    assert (seen.summary or seen.strong).get_text() == "How"
    assert words in box.source
    assert "1 + 1" not in box.source
    assert (code_cell.cell_type, code_cell.source, after.source) == ("code", "1 + 1", "After.")


def test_a_title_that_opens_is_html_with_its_formula():
    title = folding.summary("", "", nodes.Text("R&D where "), nodes.math("", "x < 1"))
    text = Writer(SITE).block(folding.details("", title, nodes.paragraph("", "Here.")))
    assert shown(text).summary.get_text() == "R&D where $x < 1$"
    assert shown(text).details.p.get_text() == "Here."


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (nodes.field_list(), "no way to show a field_list"),
        # Text between single backticks in a script.
        (nodes.paragraph("", "", nodes.title_reference()), "no way to show a title_reference"),
        (
            nodes.paragraph("", "", nodes.footnote_reference()),
            "no way to show a footnote_reference",
        ),
        (nodes.raw("", "<b>", format="html"), "no way to show raw HTML"),
        (table([nodes.Text("a")], title="A table"), "table has no title"),
    ],
)
def test_what_cannot_be_said_stops_the_build(node, message):
    with pytest.raises(ExtensionError, match=message):
        Writer(SITE).block(node)
