"""What goes wrong stops the build and is named; what is taken back never shows.

Every build here is one of a small book in a temporary copy of the repository. They start when the
first test asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from urllib.parse import quote

import nbformat
import pytest
from _ext.reproduce import differences
from bs4 import BeautifulSoup
from small_book import (
    CIRCUITS,
    OTHER_PACKAGE,
    PAGE,
    SCRIPT,
    SCRIPT_NAME,
    SITE,
    Outcome,
    SmallBook,
    outcome,
    started,
)

NETWORK = "tinynets/network.py"
EXAMPLE = "build/html/gallery/less_than/one_neuron.html"


def sound(book: SmallBook) -> Outcome:
    """Build the book without a fault."""
    return outcome(book, book.build())


REPOSITORY, PUBLIC = "https://github.com/example/book", "https://example.github.io/book"


def changed(book: SmallBook) -> list[tuple[Outcome, dict[str, bytes]]]:
    """Change the package, then the script, then a setting, each alone; take all back."""
    package, script = book.read(CIRCUITS), book.read(SCRIPT_NAME)
    other_package = package.replace(*OTHER_PACKAGE)
    other_script = script.replace("threshold = 13", "threshold = 12")
    states = []
    published = {"TINYNETS_REPOSITORY": REPOSITORY, "TINYNETS_SITE": PUBLIC}
    for one, other, settings in (
        (package, script, {}),
        (other_package, script, {}),
        (package, other_script, {}),
        (package, script, published),
        (package, script, {}),
    ):
        book.write(CIRCUITS, one)
        book.write(SCRIPT_NAME, other)
        done = book.build(**settings)
        states.append((outcome(book, done), book.bytes()))
    return states


def hosted(book: SmallBook) -> dict[str, tuple[Outcome, dict[str, bytes]]]:
    """Build the book for other hosts of its repository."""
    states = {}
    for host in ("gitlab.com", "git.example.org"):
        done = book.build(TINYNETS_REPOSITORY=f"https://{host}/example/book")
        states[host] = (outcome(book, done), book.bytes())
    return states


def unsaid(book: SmallBook) -> Outcome:
    """Add what a notebook has no way to say."""
    book.replace(PAGE, "The script asks", "term\n: What it means.\n\nThe script asks")
    return outcome(book, book.build())


# A figure without words, one whose words repeat the title, and an error in the last block.
HEAD = SCRIPT[: SCRIPT.index("tn.plot.describe")]
SCRIPTS = {
    "undescribed": HEAD,
    "repeating": f'{HEAD}tn.plot.describe(ax, alt="ONE neuron decides.", caption="Look.")\n',
    "failing": SCRIPT[: SCRIPT.index("ax =")] + "\n# %%\n# The fault:\n\nneuron.layers[1]\n",
}


def faulty_scripts(book: SmallBook) -> Outcome:
    """Add scripts with a fault each."""
    for name, text in SCRIPTS.items():
        book.write(f"gallery/less_than/{name}.py", text)
    return outcome(book, book.build())


def faulty_cell(book: SmallBook) -> Outcome:
    """Let a cell of the page fail."""
    book.replace(
        PAGE, "The script asks", "```{code-cell}\none = 1\none / 0\n```\n\nThe script asks"
    )
    return outcome(book, book.build())


# Faults that stop a build at its end: what is added to the page, and the message.
WARNINGS = {
    "{doc}`nowhere-at-all`": "unknown document: 'nowhere-at-all'",
    "{func}`tinynets.nothing`": "py:func reference target not found: tinynets.nothing",
    "{term}`nonsense`": "term not in glossary: 'nonsense'",
    "{cite:p}`nobody1999`": 'could not find bibtex key "nobody1999"',
    "{prf:ref}`thm-none`": "prf:ref reference target not found: thm-none",
    "{numref}`figure-none`": "undefined label: 'figure-none'",
    "{eq}`eq-none`": "equation not found: eq-none",
    "[text](#anchor-none)": "'myst' cross-reference target not found: 'anchor-none'",
    "![Words.](no-such-file.png)": "image file not readable: no-such-file.png",
    "{nothing}`x`": 'Unknown interpreted text role "nothing"',
    "$\\frac{1$": "KaTeX parse error",
    "$$\\begin{aligned} x$$": "KaTeX parse error",
    "```{nothing}\n```": "Unknown directive type: 'nothing'",
}
ALT, CAPTION = ":  image:\n:    alt: {}\n", ":  figure:\n:    caption: {}\n"
CELL = "```{{code-cell}}\n:mystnb:\n{}tn.plot.data(tn.tasks.less_than());\n```"
FIGURES = {
    CAPTION.format("Sixty dots."): "the figure has no alt text",
    ALT.format("Sixty dots on a line."): "the figure has no caption",
    CAPTION.format("60 dots.") + ALT.format("A page, that *computes*"): (
        "the alt text repeats the page's title"
    ),
}


# The same in a script.
SCRIPT_WARNINGS = {
    "**What does it say at 9.5?": "strong start-string without end",
    ":func:`tinynets.none`": "reference target not found: tinynets.none",
    ":cite:p:`noone1999`": 'could not find bibtex key "noone1999"',
    ":nowhere:`x`": 'Unknown interpreted text role "nowhere"',
    ":doc:`/no-page`": "unknown document: '/no-page'",
}


def warnings(book: SmallBook) -> Outcome:
    """Collect all faults that Sphinx warns of: in a page, a docstring, a script, the contents."""
    cells = [CELL.format(words) for words in FIGURES]
    book.write(PAGE, "\n\n".join([book.read(PAGE), *WARNINGS, *cells]))
    book.replace(
        CIRCUITS, "says whether x is below the threshold", "asks :func:`tinynets.nobody`, |x"
    )
    book.replace(SCRIPT_NAME, "What does it say at 9.5?\n", "\n\n".join(SCRIPT_WARNINGS) + "\n")
    book.write("docs/orphan.md", "# A page that no other page names\n")
    return outcome(book, book.build())


def doctests(book: SmallBook) -> Outcome:
    """Let examples of docstrings and of a page lie, where an earlier book stands."""
    book.replace(CIRCUITS, "    0.6225\n", "    0.1234\n")
    book.replace(NETWORK, ").n_hidden\n        4\n", ").n_hidden\n        5\n")
    book.write(PAGE, book.read(PAGE) + "\n```{doctest}\n>>> 20 + 3\n24\n>>> 1 / 0\n0\n```\n")
    book.write("build/html/index.html", "the last book")
    return outcome(book, book.build())


@pytest.fixture(scope="module")
def jobs(tmp_path_factory) -> Iterator[dict[str, Future]]:
    """Start all jobs, the longest first, each in a book of its own; give them by name."""
    longest_first = changed, hosted, warnings, unsaid, faulty_cell, sound, faulty_scripts, doctests
    # All copies first: an edit of the repository meanwhile makes no difference between them.
    books = [SmallBook(tmp_path_factory.mktemp(job.__name__)) for job in longest_first]
    pairs = zip(longest_first, books, strict=True)
    with started({job.__name__: partial(job, book) for job, book in pairs}) as futures:
        yield futures


def test_a_small_book_is_sound(jobs):
    book, code, text = jobs["sound"].result()
    assert code == 0, text
    page = book.root / "build" / "html" / "index.html"
    assert text.startswith(f"The book is built. Open {page}\n")
    assert "http.server -d build/html 8000" in text
    assert text.count("\n") == 2
    assert "y = sigmoid(-x + 13)" in book.read(EXAMPLE)


@pytest.mark.parametrize("page", ["build/html/page.html", EXAMPLE])
def test_the_formula_that_an_output_shows_is_typeset(jobs, page):
    text = BeautifulSoup(jobs["sound"].result().book.read(page), "html.parser")
    (formula,) = text.select(".formula")
    # Once for screen readers, with its source, and once for eyes.
    assert formula.select_one("annotation").get_text() == r"a - R\left(a - b\right)"
    assert formula.select_one(".katex-display .katex-html")
    assert formula.find_next_sibling("p").get_text() == "exact everywhere"
    assert "\\[" not in text.get_text()
    assert text.find("link", rel="stylesheet", href=re.compile("katex"))


def test_an_unchanged_book_is_not_built_again(jobs):
    book = jobs["sound"].result().book
    # The build would not survive its first step.
    again = outcome(book, book.build(SMALL_BOOK_DIES="builder-inited 0"))
    assert again.code == 0, again.text


def test_changed_code_shows_everywhere_and_leaves_no_trace_when_taken_back(jobs):
    states = jobs["changed"].result()
    for done, _ in states:
        assert done.code == 0, done.text
    first, by_package, by_script, _, last = (files for _, files in states)
    # What the script prints, what the page prints, and what the page reads from the script's file.
    for files, printed, shown, read in (
        (first, 13, 13, 13),
        (by_package, 14, 14, 13),
        (by_script, 12, 13, 12),
    ):
        assert f"y = sigmoid(-x + {printed})" in files["gallery/less_than/one_neuron.html"].decode()
        page = files["page.html"].decode()
        assert f"y = sigmoid(-x + {shown})" in page
        assert re.search(rf"The script asks about <span[^>]*>{read}</span>", page)
    for files in (first, last):
        assert differences(files, jobs["sound"].result().book.bytes()) == []


def test_the_repository_is_linked_where_there_is_one(jobs):
    without, _, _, linked, _ = (files for _, files in jobs["changed"].result())
    for files, address in ((without, None), (linked, REPOSITORY)):
        page = BeautifulSoup(files["index.html"].decode(), "html.parser").article
        assert "Clone its repository." in page.get_text()
        link = page.find("a", string="its repository")
        assert (link["href"] if link else None) == address
    named = {name for name, content in linked.items() if REPOSITORY.encode() in content}
    assert named == set(CLOSINGS)
    assert not any(REPOSITORY.encode() in content for content in without.values())


# For each page of the small book its file in the repository, its notebook, its title.
CLOSINGS = {
    "index.html": ("docs/index.md", None, "A small book"),
    "page.html": ("docs/page.md", "page", "A page that computes"),
    "examples.html": ("docs/examples.md", "examples", "A page of examples"),
    "gallery/index.html": ("gallery/GALLERY_HEADER.rst", None, "Gallery"),
    "gallery/less_than/index.html": ("gallery/less_than/GALLERY_HEADER.rst", None, "Less than"),
    "gallery/less_than/one_neuron.html": (
        SCRIPT_NAME,
        "gallery/less_than/one_neuron",
        "One neuron decides",
    ),
    "reference/index.html": ("docs/reference/index.md", None, "Reference"),
    "reference/generated/tinynets.Network.html": (None, None, "Network"),
    "reference/generated/tinynets.circuits.less_than.html": (None, None, "circuits.less_than"),
}
COLAB = "https://colab.research.google.com/github/example/book/blob/notebooks/"


def wanted(host: str, page: str) -> list[str]:
    """Return the addresses that should close a page, where its repository is at this host."""
    source, notebook, title = CLOSINGS[page]
    address = f"https://{host}/example/book"
    told = quote(f"{title} ({page.removesuffix('.html')})", safe="")
    links = []
    if host == "github.com":
        links += [f"{COLAB}{notebook}.ipynb"] * bool(notebook)
        links += [f"{address}/edit/main/{source}"] * bool(source)
        links += [f"{address}/issues/new?title={told}"]
    if host == "gitlab.com":
        links += [f"{address}/-/edit/main/{source}"] * bool(source)
        links += [f"{address}/-/issues/new?issue%5Btitle%5D={told}"]
    chapter = page in ("page.html", "examples.html")
    return [*[f"notebooks/{notebook}.ipynb"] * chapter, *links]


@pytest.mark.parametrize("host", ["", "github.com", "gitlab.com", "git.example.org"])
def test_a_page_closes_with_the_links_that_its_host_has(jobs, host):
    if host in ("", "github.com"):
        done, files = jobs["changed"].result()[3 if host else 0]
    else:
        done, files = jobs["hosted"].result()[host]
    assert done.code == 0, done.text
    for page in CLOSINGS:
        closing = BeautifulSoup(files[page].decode(), "html.parser").select("article .closing a")
        assert [link["href"] for link in closing] == wanted(host, page)
    # What the links name is there.
    for source, notebook, _ in CLOSINGS.values():
        assert source is None or (done.book.root / source).is_file()
        assert notebook is None or f"notebooks/{notebook}.ipynb" in files
    named = {name for name, content in files.items() if b'class="closing"' in content}
    assert named == {page for page in CLOSINGS if wanted(host, page)}


@pytest.mark.parametrize("name", ["page", "examples", "gallery/less_than/one_neuron"])
def test_a_notebook_installs_the_wheel_of_a_public_site_where_there_is_a_repository(jobs, name):
    without, _, _, public, _ = (files for _, files in jobs["changed"].result())
    _, at_home = jobs["hosted"].result()["gitlab.com"]
    for files, site, pip in (
        (without, SITE, "# %pip install"),
        (at_home, SITE, "# %pip install"),
        (public, PUBLIC, "%pip install -q"),
    ):
        line = f'{pip} "tinynets[gallery] @ {site}/wheel/tinynets-0-py3-none-any.whl"'
        notebook = nbformat.reads(files[f"notebooks/{name}.ipynb"].decode(), as_version=4)
        assert notebook.cells[0].source.split("\n")[1:] == [line, "%matplotlib inline"]


def test_examples_of_a_page_are_cells_of_its_notebook(jobs):
    _, files = jobs["changed"].result()[0]
    notebook = nbformat.reads(files["notebooks/examples.ipynb"].decode(), as_version=4)
    _, *sources = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    first = "import tinynets as tn\nfold = tn.circuits.parity(1, skip=True)\nfold.n_hidden"
    assert sources == [first, "fold.widths"]


def test_a_page_without_code_has_no_notebook(jobs):
    _, files = jobs["changed"].result()[0]
    notebooks = {name for name in files if name.startswith("notebooks/")}
    named = ("page", "examples", "gallery/less_than/one_neuron")
    assert notebooks == {f"notebooks/{name}.ipynb" for name in named}


def test_what_a_notebook_cannot_say_is_named_with_its_line(jobs):
    book, code, text = jobs["unsaid"].result()
    assert code != 0
    line = book.line_of(PAGE, "term")
    assert f"{PAGE}:{line}: a notebook has no way to show a definition_list" in text


@pytest.mark.parametrize("name", ["undescribed", "repeating"])
def test_a_figure_of_a_script_without_words_is_named_with_its_line(jobs, name):
    book, code, text = jobs["faulty_scripts"].result()
    assert code != 0
    message = {"undescribed": "has no alt text", "repeating": "the alt text repeats"}[name]
    path = f"gallery/less_than/{name}.py"
    # The block begins at its first line of code.
    line = book.line_of(path, "import json")
    assert re.search(rf"{re.escape(path)}:(\d+): .*{message}", text)[1] in (
        str(line),
        str(line - 1),
    )


def test_a_failing_script_is_named_with_its_line(jobs):
    book, code, text = jobs["faulty_scripts"].result()
    assert code != 0
    path = "gallery/less_than/failing.py"
    line = book.line_of(path, "neuron.layers[1]")
    assert f'File "{book.root / path}", line {line}, in <module>' in text
    assert "IndexError: index 1 is out of range" in text


def test_a_failing_cell_is_named_with_its_line(jobs):
    book, code, text = jobs["faulty_cell"].result()
    assert code != 0
    line = book.line_of(PAGE, "one = 1")
    message = "the cell fails with ZeroDivisionError: division by zero"
    assert f"{book.root / PAGE}:{line}: {message}" in text


@pytest.mark.parametrize("fault", WARNINGS)
def test_a_fault_in_a_page_is_named_with_its_line(jobs, fault):
    book, code, text = jobs["warnings"].result()
    assert code != 0
    line = book.line_of(PAGE, fault.splitlines()[0])
    assert has_line(text, f"{PAGE}:{line}: ", WARNINGS[fault]), text


@pytest.mark.parametrize("fault", SCRIPT_WARNINGS)
def test_a_fault_in_the_text_of_a_script_is_named_with_its_line(jobs, fault):
    book, code, text = jobs["warnings"].result()
    assert code != 0
    line = book.line_of(SCRIPT_NAME, fault)
    assert has_line(text, f"{SCRIPT_NAME}:{line}: ", SCRIPT_WARNINGS[fault]), text


@pytest.mark.parametrize("fault", FIGURES)
def test_a_figure_of_a_page_without_words_is_named_with_its_line(jobs, fault):
    book, code, text = jobs["warnings"].result()
    assert code != 0
    # Any line of the cell's settings will do.
    first = book.line_of(PAGE, fault.splitlines()[1]) - 1
    lines = range(first, first + fault.count("\n"))
    assert any(has_line(text, f"{PAGE}:{n}: ", FIGURES[fault]) for n in lines), text


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (f"{CIRCUITS}:docstring of tinynets.circuits.less_than:2: ", "start-string without end"),
        (f"{CIRCUITS}:docstring of tinynets.circuits.less_than:2: ", "tinynets.nobody"),
        ("docs/orphan.md: ", "isn't included in any toctree"),
    ],
)
def test_a_fault_elsewhere_is_named_with_its_place(jobs, place, message):
    _, code, text = jobs["warnings"].result()
    assert code != 0
    assert has_line(text, place, message), text


def has_line(text: str, *parts: str) -> bool:
    """Tell whether a single line of the text holds all parts."""
    return any(all(part in line for part in parts) for line in text.splitlines())


@pytest.mark.parametrize(
    ("path", "example", "message"),
    [
        (CIRCUITS, "round(neuron(torch.tensor([[9.5]])).item(), 4)", "shows something else"),
        (NETWORK, "Network([1, 2, 2, 1]).n_hidden", "shows something else"),
        (PAGE, "20 + 3", "shows something else"),
        (PAGE, "1 / 0", "raises ZeroDivisionError: division by zero"),
    ],
)
def test_a_lying_example_is_named_with_its_line(jobs, path, example, message):
    book, code, text = jobs["doctests"].result()
    assert code != 0
    line = book.line_of(path, f">>> {example}")
    assert has_line(text, f"{path}:{line}: the example {example!r} {message}"), text


def test_a_lying_example_leaves_the_last_book(jobs):
    book, _, text = jobs["doctests"].result()
    assert "The book was not built: an example failed, with exit code 1." in text
    assert book.read("build/html/index.html") == "the last book"
    assert not (book.root / "build" / "fresh").exists()
