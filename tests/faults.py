"""What CI promises: each fault that is planted, the session that finds it, and what it says.

`CONTRIBUTING.md` lists the kinds. All faults of one build share a copy of the repository: so they
are planted where none hides another, and each is named on a line of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from small_book import CIRCUITS, PAGE, SCRIPT, SCRIPT_NAME, SmallBook

EXAMPLES, PROOF = "docs/examples.md", "docs/proof.md"
NETWORK = "tinynets/network.py"
GALLERY = "gallery/less_than"

# Each build, and the session whose command it runs.
SESSIONS = {
    "pages": "docs",
    "examples": "docs",
    "scripts": "docs",
    "cell": "docs",
    "claim": "docs",
    "notebook": "docs",
    "circuit": "tests",
    "lint": "lint",
    "site": "site",
    "coq": "proof",
}


class Fault(NamedTuple):
    """A fault of a kind: what is planted for which build, and what is then said of which line."""

    kind: str
    build: str
    file: str
    old: str  # what is replaced; nothing: added at the end, or a new file
    new: str
    message: str
    at: str = ""  # a text in the line that is named, if that is not the first line of `new`
    named: str = ""  # the file that is named, if it is another one
    shift: int = 0  # from the line with that text to the one that is named

    def plant(self, book: SmallBook) -> None:
        """Put the fault into a copy."""
        book.plant(self.file, self.old, self.new)

    def place(self, book: SmallBook) -> str:
        """Return what its message begins with: file and line."""
        name = self.named or self.file
        return f"{name}:{book.line_of(name, self.at or self.new.splitlines()[0]) + self.shift}:"

    def is_named(self, book: SmallBook, text: str) -> bool:
        """Tell whether one line of a text names the fault with its place."""
        place = self.place(book)
        return any(place in line and self.message in line for line in text.splitlines())


def on_page(kind: str, new: str, message: str, *, at: str = "", shift: int = 0) -> Fault:
    """Return a fault at the end of the page that computes."""
    return Fault(kind, "pages", PAGE, "", new, message, at, shift=shift)


def in_text(kind: str, new: str, message: str) -> Fault:
    """Return a fault above the first question of a script."""
    new, question = f"{new}\n\n", "What does it say at 9.5?"
    return Fault(kind, "pages", SCRIPT_NAME, question, new + question, message)


def in_asset(file: str, new: str, address: str) -> Fault:
    """Return an address elsewhere in what pages are made from."""
    return Fault(OUTSIDE, "pages", file, "", new, f"{address} is loaded from elsewhere")


def in_page(kind: str, new: str, message: str) -> Fault:
    """Return HTML at the end of the first page, of which only the finished page tells."""
    return Fault(kind, "site", "docs/index.md", "", new, message, named="build/html/index.html")


def in_coq(module: str, old: str, new: str) -> Fault:
    """Return a mistake in the Coq proofs, which does not compile; Coq names the step that fails."""
    file = f"docs/proofs/coq/{module}.v"
    return Fault("a mistake in the Coq proofs", "coq", file, old, new, "Error")


NUMBER = "a number in prose that no longer matches"
REFERENCE = "a broken reference"
CITATION = "a broken citation"
ANCHOR = "a broken anchor"
DOWNLOAD = "a broken download"
WORDS = "alt text or caption missing or only the title again, or alt text that is a file's name"
CHECK = "a theorem whose check is false"
UNREAD = "what axe finds, such as a button without a name"
INVALID = "HTML that is not valid"
OUTSIDE = "an address of another host in an asset or a page"
CIRCUIT = "a circuit with one wrong weight"
FORMULA = "a formula that does not parse"
UNKNOWN = "an unknown role, directive, question or live figure"

HEAD = SCRIPT[: SCRIPT.index("tn.plot.describe")]
START = SCRIPT[: SCRIPT.index("ax =")]
CELL = "```{{code-cell}}\n:mystnb:\n{}tn.plot.data(tn.tasks.less_than());\n```"
ALT, CAPTION = ":  image:\n:    alt: {}\n", ":  figure:\n:    caption: {}\n"
SHOWN = '{}import IPython\nIPython.display.HTML(r"\\[\\frac{{{}\\]")'
# In two parts, or this very line would be found.
MISSPELT = "rec" + "ieves"
ELSEWHERE = "https://elsewhere.example"

FAULTS = [
    # Scripts and cells.
    Fault(
        "a script that raises",
        "scripts",
        f"{GALLERY}/failing.py",
        "",
        f"{START}\n# %%\n# The fault:\n\nneuron.layers[1]\n",
        "the script fails with IndexError: index 1 is out of range",
        at="neuron.layers[1]",
    ),
    Fault(
        "a script that raises",
        "scripts",
        f"{GALLERY}/unreadable.py",
        "",
        f"{SCRIPT}\nif threshold\n    pass\n",
        "the script fails with SyntaxError",
        at="if threshold",
    ),
    Fault(
        "a script that makes no figure",
        "scripts",
        f"{GALLERY}/bare.py",
        "",
        f"{START}print(neuron)\n",
        "the script makes no figure",
    ),
    Fault(
        "a cell that raises",
        "cell",
        PAGE,
        "The script asks",
        "```{code-cell}\none = 1\none / 0\n```\n\nThe script asks",
        "the cell fails with ZeroDivisionError: division by zero",
        at="one = 1",
    ),
    # Numbers.
    Fault(
        NUMBER,
        "pages",
        SCRIPT_NAME,
        '"weights": 2',
        '"parameters": 2',
        "no result 'weights'; there are threshold, parameters",
        at="{result}`one_neuron weights`",
        named=PAGE,
    ),
    on_page(NUMBER, "{result}`lost weights`", "no script has left results under the name 'lost'"),
    on_page(NUMBER, "{result}`one_neuron threshold:q`", "13 cannot be shown as 'q'"),
    on_page(NUMBER, "{glue:text}`nothing:d`", "No key 'nothing' found in glue data"),
    Fault(
        NUMBER,
        "examples",
        EXAMPLES,
        ">>> fold.n_hidden\n1",
        ">>> fold.n_hidden\n2",
        "the example 'fold.n_hidden' shows something else",
    ),
    Fault(
        NUMBER,
        "scripts",
        f"{GALLERY}/claiming.py",
        "",
        SCRIPT.replace("threshold = 13\n", "threshold = 13\nassert threshold == 14\n"),
        "the script fails with AssertionError",
        at="assert threshold == 14",
    ),
    Fault(
        NUMBER,
        "claim",
        PAGE,
        "The script asks",
        "```{code-cell}\nassert results['threshold'] == 14\n```\n\nThe script asks",
        "the cell fails with AssertionError",
        at="assert results['threshold'] == 14",
    ),
    # References.
    on_page(REFERENCE, "{doc}`nowhere-at-all`", "unknown document: 'nowhere-at-all'"),
    on_page(
        REFERENCE,
        "{func}`tinynets.nothing`",
        "py:func reference target not found: tinynets.nothing",
    ),
    on_page(REFERENCE, "{term}`nonsense`", "term not in glossary: 'nonsense'"),
    on_page(REFERENCE, "{prf:ref}`thm-none`", "prf:ref reference target not found: thm-none"),
    on_page(REFERENCE, "{numref}`figure-none`", "undefined label: 'figure-none'"),
    on_page(REFERENCE, "{eq}`eq-none`", "equation not found: eq-none"),
    on_page(
        REFERENCE, "[A page](no_such.md)", "'myst' cross-reference target not found: 'no_such.md'"
    ),
    on_page(
        "a picture that is not there",
        "![Words.](no-such-file.png)",
        "image file not readable: no-such-file.png",
    ),
    in_text(REFERENCE, ":func:`tinynets.none`", "reference target not found: tinynets.none"),
    in_text(REFERENCE, ":doc:`/no-page`", "unknown document: '/no-page'"),
    Fault(
        REFERENCE,
        "pages",
        CIRCUITS,
        "says whether x is below the threshold",
        "asks :func:`tinynets.nobody`",
        "py:func reference target not found: tinynets.nobody",
        at="def less_than(",
    ),
    on_page(CITATION, "{cite:p}`nobody1999`", 'could not find bibtex key "nobody1999"'),
    in_text(CITATION, ":cite:p:`noone1999`", 'could not find bibtex key "noone1999"'),
    on_page(
        ANCHOR, "[text](#anchor-none)", "'myst' cross-reference target not found: 'anchor-none'"
    ),
    on_page(ANCHOR, "[text](examples.md#heading-none)", "local id not found in doc 'examples'"),
    on_page(DOWNLOAD, "{download}`no-such.json`", "download file not readable"),
    on_page(
        DOWNLOAD,
        "[A script](../gallery/less_than/no_such.py)",
        "'myst' cross-reference target not found: '../gallery/less_than/no_such.py'",
    ),
    # Words for pictures.
    on_page(
        WORDS,
        CELL.format(CAPTION.format("Sixty dots.")),
        "the figure has no alt text",
        at="caption: Sixty dots.",
        shift=-1,
    ),
    on_page(
        WORDS,
        CELL.format(ALT.format("Sixty dots on a line.")),
        "the figure has no caption",
        at="alt: Sixty dots on a line.",
        shift=-1,
    ),
    on_page(
        WORDS,
        CELL.format(CAPTION.format("60 dots.") + ALT.format("A page, that *computes*")),
        "the alt text repeats the page's title",
        at="caption: 60 dots.",
        shift=-1,
    ),
    on_page(WORDS, "![](_static/favicon.svg)", "the figure has no alt text"),
    on_page(
        WORDS,
        "```{figure} _static/favicon.svg\n:name: wordless\n\nA blue square.\n```",
        "the figure has no alt text",
        at=":name: wordless",
        shift=-1,
    ),
    on_page(
        WORDS,
        "```{figure} _static/favicon.svg\n:alt: favicon.svg\n\nA blue square.\n```",
        "the alt text is one word, 'favicon.svg'",
        at=":alt: favicon.svg",
        shift=-1,
    ),
    in_text(WORDS, ".. image:: /_static/favicon.svg", "the figure has no alt text"),
    Fault(
        WORDS,
        "scripts",
        f"{GALLERY}/undescribed.py",
        "",
        HEAD,
        "the figure has no alt text and caption",
        at="import json",
    ),
    Fault(
        WORDS,
        "scripts",
        f"{GALLERY}/repeating.py",
        "",
        f'{HEAD}tn.plot.describe(ax, alt="ONE neuron decides.", caption="Look.")\n',
        "the alt text repeats the page's title",
        at="import json",
    ),
    # What is proved.
    Fault(
        CHECK,
        "examples",
        PROOF,
        "(x < 10).float()",
        "(x < 11).float()",
        "raises AssertionError",
        at=">>> assert torch.equal",
    ),
    Fault(
        CIRCUIT,
        "examples",
        CIRCUITS,
        "hidden = [([[1] + [-2] * k], [-c]) for",
        "hidden = [([[1] + [-2] * k], [1 - c]) for",
        "the example 'parity(2, skip=True)' shows something else",
        at=">>> parity(2, skip=True)",
    ),
    Fault(
        CIRCUIT,
        "circuit",
        CIRCUITS,
        "hidden = [([[1] + [-2] * k], [-c]) for",
        "hidden = [([[1] + [-2] * k], [1 - c]) for",
        "AssertionError",
        at="assert network(x) == x % 2",
        named="tests/test_circuits.py",
    ),
    Fault(
        "a docstring's example that lies",
        "examples",
        CIRCUITS,
        "    0.6225\n",
        "    0.1234\n",
        "shows something else",
        at=">>> round(neuron(torch.tensor([[9.5]])).item(), 4)",
    ),
    Fault(
        "a docstring's example that lies",
        "examples",
        NETWORK,
        ").n_hidden\n        4\n",
        ").n_hidden\n        5\n",
        "the example 'Network([1, 2, 2, 1]).n_hidden' shows something else",
        at=">>> Network([1, 2, 2, 1]).n_hidden",
    ),
    Fault(
        "a docstring's example that lies",
        "examples",
        EXAMPLES,
        ">>> fold.widths\n",
        ">>> fold.width\n",
        "the example 'fold.width' raises AttributeError",
    ),
    # What a page loads.
    in_asset(
        "docs/_static/book.css",
        f"body {{background: url({ELSEWHERE}/a.png)}}",
        f"{ELSEWHERE}/a.png",
    ),
    in_asset("docs/_static/live.css", f'@import "{ELSEWHERE}/b.css";', f"{ELSEWHERE}/b.css"),
    in_asset("docs/_static/search.js", f'fetch("{ELSEWHERE}/c.json");', f"{ELSEWHERE}/c.json"),
    in_asset("docs/_js/quiz.js", f'import "{ELSEWHERE}/d.js";', f"{ELSEWHERE}/d.js"),
    in_asset(
        "docs/_templates/search.html",
        '<script src="//elsewhere.example/e.js"></script>',
        "//elsewhere.example/e.js",
    ),
    on_page(
        OUTSIDE,
        f'<p>A picture:\n<img src="{ELSEWHERE}/f.png" alt="A square."></p>',
        f"{ELSEWHERE}/f.png is loaded from elsewhere",
        at=f"{ELSEWHERE}/f.png",
    ),
    on_page(
        OUTSIDE,
        f"![A circle.]({ELSEWHERE}/g.png)",
        f"{ELSEWHERE}/g.png is loaded from elsewhere",
    ),
    in_text(
        OUTSIDE,
        f".. image:: {ELSEWHERE}/h.png\n   :alt: H.",
        f"{ELSEWHERE}/h.png is loaded from elsewhere",
    ),
    Fault(
        "a request to another host, as the page runs",
        "site",
        "docs/_static/scrolling.js",
        "",
        'fetch(["https:", "", "elsewhere.example", "i.json"].join("/"));',
        f"{ELSEWHERE}/i.json",
    ),
    # What a page is.
    in_page(UNREAD, '<p><button type="button"></button></p>', "button-name"),
    in_page(UNREAD, '<p style="color: #aaa">Words that fade.</p>', "color-contrast"),
    in_page(INVALID, '<p id="twice">One,</p><p id="twice">two.</p>', "Duplicate ID “twice”"),
    in_page(INVALID, "<p>The <b>rest is bold.</p>", "Unclosed element “b”"),
    # The rest.
    on_page(FORMULA, "$\\frac{1$", "KaTeX parse error"),
    on_page(FORMULA, "$$\\begin{aligned} x$$", "KaTeX parse error"),
    in_text(FORMULA, ":math:`{2`", "KaTeX parse error"),
    Fault(
        FORMULA,
        "pages",
        NETWORK,
        ":math:`x,",
        ":math:`{x,",
        "KaTeX parse error",
        at="class Network(",
    ),
    # In what an object shows of itself.
    on_page(
        FORMULA,
        SHOWN.format("```{code-cell}\n", "3") + "\n```",
        "KaTeX parse error",
        at="frac{3",
    ),
    Fault(
        FORMULA,
        "pages",
        SCRIPT_NAME,
        "tn.formula(tn.circuits.minimum())",
        SHOWN.format("", "4"),
        "KaTeX parse error",
        at="frac{4",
    ),
    on_page(UNKNOWN, "{nothing}`x`", 'Unknown interpreted text role "nothing"'),
    on_page(UNKNOWN, "```{nothing}\n```", "Unknown directive type: 'nothing'"),
    on_page(UNKNOWN, "```{quiz} nothing 3\n:seed: 1\n```", "kind is 'nothing'; it must be one of"),
    on_page(
        UNKNOWN,
        "```{live} nothing\n:name: nothing\n\nA caption.\n```",
        "there is no live figure nothing",
    ),
    in_text(UNKNOWN, ":nowhere:`x`", 'Unknown interpreted text role "nowhere"'),
    Fault(
        "a page that no other page lists",
        "pages",
        "docs/orphan.md",
        "",
        "# A page that no other page names\n",
        "isn't included in any toctree",
    ),
    in_text(
        "markup that does not close",
        ":math:`l = ` low and :math:`u`.",
        "formula 'l = ` low and :math:`u",
    ),
    in_text(
        "markup that does not close",
        "**What does it say at 8.5?",
        "strong start-string without end",
    ),
    Fault(
        "markup that does not close",
        "pages",
        CIRCUITS,
        "The factor s > 0",
        "The |factor s > 0",
        "start-string without end",
        at="def less_than(",
    ),
    Fault(
        "what a chapter's notebook cannot show",
        "notebook",
        PAGE,
        "The script asks",
        "term\n: What it means.\n\nThe script asks",
        "a notebook has no way to show a definition_list",
    ),
    Fault(
        "a wrong spelling",
        "lint",
        PAGE,
        "The script asks",
        f"The script {MISSPELT}",
        f"{MISSPELT} ==> receives",
        at=MISSPELT,
    ),
    Fault(
        "code out of style",
        "lint",
        "tinynets/_checks.py",
        "import math\n",
        "import abc\nimport math\n",
        "-->",
        at="import abc",
    ),
    Fault(
        "a term that the glossary lacks",
        "lint",
        PROOF,
        "Computers check",
        "A {term}`puzzle` of ours. Computers check",
        "the term 'puzzle' is not in the glossary",
    ),
    # Mistakes in the Coq proofs.
    # One integer less.
    in_coq(
        "Parity",
        "classifies (eval n) t m N -> (N <= 2 ^ length (hidden n) + 1)%nat.",
        "classifies (eval n) t m N -> (N <= 2 ^ length (hidden n))%nat.",
    ),
    # A square for the ReLU.
    in_coq(
        "Parity",
        "Definition relu (z : R) : R := Rmax 0 z.",
        "Definition relu (z : R) : R := z * z.",
    ),
    # A weight of -1.
    in_coq("Parity", "(1, repeat (-2) earlier,", "(1, repeat (-1) earlier,"),
    # A fold elsewhere.
    in_coq("Parity", "- 2 ^ Z.of_nat h)%Z ::", "- 2 ^ Z.of_nat h + 1)%Z ::"),
    # The kink in one half only.
    in_coq("Parity", "changes (p :: l2))%nat.", "changes l2)%nat."),
    # The induction from 1.
    in_coq("Induction", "(t : R) (m : Z),\n  (2 <= n)%nat", "(t : R) (m : Z),\n  (1 <= n)%nat"),
    # A layer reads the wrong place.
    in_coq("Layered", "repeat 0 before ++ firstn width", "repeat 0 width ++ firstn width"),
    # A layer reads beyond the one before.
    in_coq("Layered", "firstn width (reads u)", "reads u"),
]
