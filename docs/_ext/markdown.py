"""A page in Markdown, as notebooks read it: what stands between the cells of a chapter's notebook.

The page is taken as resolved for its readers: numbers, citations and references are text by then.
What has no way to be said in Markdown stops the build, so that nothing is lost in silence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import singledispatchmethod
from urllib.parse import urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx_design.dropdown import dropdown_main
from sphinx_proof.nodes import proof_node

from _ext import folding
from _ext.katex import location

# What readers of a page do not see, or see at its end: in a notebook the works that it cites.
UNSEEN = (
    nodes.citation,
    nodes.comment,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.target,
    addnodes.index,
)
# What Sphinx calls a language, and what Markdown does.
LANGUAGES = {"ipython3": "python", "default": ""}


def escape(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line.

    >>> escape("a*b < c_1")
    'a\\*b &lt; c\\_1'
    """
    text = re.sub(r"([\\`*_\[\]$|~!])", r"\\\1", re.sub(r"\s+", " ", text))
    return text.replace("&", "&amp;").replace("<", "&lt;")


def opening(text: str) -> str:
    r"""Return a paragraph whose first characters begin no list, heading or quotation.

    >>> opening("1984. A year."), opening("- 1 is odd."), opening("#1")
    ('1984\\. A year.', '\\- 1 is odd.', '\\#1')
    """
    return re.sub(r"^(?:(\d+)(?=[.)])|(?=[-+#>=]))", r"\1\\", text)


def indent(text: str, by: str, first: str | None = None) -> str:
    r"""Return text with `by` before its lines, and perhaps `first` before the first one.

    >>> indent("one\n\ntwo", "   ", "1. ")
    '1. one\n\n   two'
    """
    lines = [f"{by}{line}".rstrip() for line in text.split("\n")]
    if first is not None:
        lines[0] = first + lines[0].removeprefix(by)
    return "\n".join(lines)


def details(summary: str, body: str) -> str:
    """Return what opens on demand; `summary` is HTML, `body` Markdown."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def expand(tex: str, macros: Mapping[str, str]) -> str:
    r"""Return a formula on one line, without the book's own macros.

    >>> expand(r"x \in \R^2, \Rightarrow", {r"\R": r"\mathbb{R}"})
    'x \\in \\mathbb{R}^2, \\Rightarrow'
    """
    for name, meaning in macros.items():
        tex = re.sub(re.escape(name) + r"(?![A-Za-z])", lambda _, meaning=meaning: meaning, tex)
    return " ".join(tex.split())


class Writer:
    """Writes the nodes of one page.

    Parameters
    ----------
    address
        The page's own, from which its links start.
    macros
        The book's own commands in formulas.
    numbers
        For each kind of figure, theorem and equation the numbers by id.
    """

    def __init__(
        self,
        address: str,
        macros: Mapping[str, str] | None = None,
        numbers: Mapping[str, Mapping[str, tuple[int, ...]]] | None = None,
    ) -> None:
        self.address = address
        self.macros = macros or {}
        self.numbers = numbers or {}

    def blocks(self, children: Iterable[nodes.Node]) -> str:
        """Return nodes that stand below each other."""
        shown = [self.block(child) for child in children if not isinstance(child, UNSEEN)]
        return "\n\n".join(text for text in shown if text)

    def line(self, children: Iterable[nodes.Node]) -> str:
        """Return nodes that stand within a line."""
        return "".join(self.inline(child) for child in children)

    def number(self, kind: str, node: nodes.Element) -> str:
        """Return the number of a figure, a theorem or an equation, or nothing."""
        ids = node["ids"]
        return ".".join(map(str, self.numbers.get(kind, {}).get(ids[0], ()))) if ids else ""

    def _tex(self, node: nodes.Element) -> str:
        return expand(node.astext(), self.macros)

    # What stands on lines of its own.

    @singledispatchmethod
    def block(self, node: nodes.Node) -> str:
        """Return a node that stands on lines of its own."""
        raise ExtensionError(f"{location(node)}: a notebook has no way to show a {_name(node)}")

    @block.register
    def _(self, node: nodes.paragraph) -> str:
        return opening(self.line(node.children).strip())

    @block.register
    def _(self, node: nodes.rubric) -> str:
        return f"**{self.line(node.children)}**"

    @block.register
    def _(self, node: nodes.section | nodes.container | nodes.figure | nodes.legend) -> str:
        return self.blocks(node.children)

    @block.register
    def _(self, node: nodes.literal_block) -> str:
        language = node.get("language", "")
        return fenced(node.astext(), LANGUAGES.get(language, language))

    @block.register
    def _(self, node: nodes.math_block) -> str:
        number = self.number("displaymath", node)
        tag = rf" \tag{{{number}}}" if number else ""
        return f"$${self._tex(node)}{tag}$$"

    @block.register
    def _(self, node: nodes.block_quote) -> str:
        return indent(self.blocks(node.children), "> ")

    @block.register
    def _(self, node: nodes.bullet_list) -> str:
        return self._list(node, ["- "] * len(node))

    @block.register
    def _(self, node: nodes.enumerated_list) -> str:
        start = node.get("start", 1)
        return self._list(node, [f"{start + i}. " for i in range(len(node))])

    def _list(self, node: nodes.Element, marks: list[str]) -> str:
        items = [
            indent(self.blocks(item.children), " " * len(mark), mark)
            for item, mark in zip(node, marks, strict=True)
        ]
        return ("\n\n" if any(len(item) > 1 for item in node) else "\n").join(items)

    @block.register
    def _(self, node: nodes.table) -> str:
        if len(node) > 1:
            raise ExtensionError(f"{location(node)}: a notebook's table has no title")
        rows = list(node.findall(nodes.row))
        aligned = {"text-right": "---:", "text-center": ":---:"}
        marks = [
            next((aligned[name] for name in entry["classes"] if name in aligned), "---")
            for entry in rows[0]
        ]
        lines = [[self._entry(entry) for entry in row] for row in rows]
        lines.insert(1, marks)
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _entry(self, entry: nodes.Element) -> str:
        if [type(child) for child in entry] not in ([], [nodes.paragraph]):
            raise ExtensionError(f"{location(entry)}: a notebook's table has one line an entry")
        text = self.line(entry[0].children) if len(entry) else ""
        # A bar ends an entry, in code and in formulas too.
        text = re.sub(r"`[^`]*`", lambda code: code[0].replace("|", r"\|"), text)
        return re.sub(
            r"(?<!\\)\$[^$]*\$",
            lambda formula: formula[0].replace(r"\|", r"\Vert ").replace("|", r"\vert "),
            text,
        )

    @block.register
    def _(self, node: nodes.Admonition) -> str:
        lead, body = self._lead(node)
        text = self.blocks(body)
        # A list or a formula begins below the lead.
        together = body and isinstance(body[0], nodes.paragraph)
        between = " " if together else "\n\n"
        return indent(f"**{lead}.**{between}{text}", "> ")

    def _lead(self, node: nodes.Element) -> tuple[str, list[nodes.Node]]:
        """Return how a box or a theorem begins, and its content."""
        if "countertype" in node:
            title, *content = node.children
            number = self.number(node["countertype"], node)
            words = (node["realtype"].title(), number, self.line(title.children).strip())
            return " ".join(filter(None, words)), [part for section in content for part in section]
        if isinstance(node[0], nodes.title):
            return self.line(node[0].children), node.children[1:]
        name = {"seealso": "See also"}.get(node.tagname, node.tagname.capitalize())
        return name, node.children

    @block.register
    def _(self, node: proof_node) -> str:
        (box,) = node.children
        text = re.sub(r"^Proof\.", "*Proof.*", self.blocks(box.children))
        # Code ends with its fence, which is a line of its own.
        together = isinstance(box[-1], nodes.paragraph)
        return text + (" " if together else "\n\n") + r"$\square$"

    @block.register
    def _(self, node: dropdown_main) -> str:
        title, *content = node.children
        (words,) = (part for part in title if "sd-summary-text" in part["classes"])
        return self._folded(words, content)

    @block.register
    def _(self, node: folding.details) -> str:
        title, *content = node.children
        return self._folded(title, content)

    def _folded(self, summary: nodes.Element, content: list[nodes.Node]) -> str:
        """Return what opens, or the summary alone: its code stands below, in cells."""
        title, body = self._summary(summary), self.blocks(content)
        return details(title, body) if body else f"**{title}**"

    def _summary(self, node: nodes.Element) -> str:
        """Return a title as HTML: Markdown ends where an element begins."""
        shown = []
        for part in node.children:
            text = html.escape(part.astext(), quote=False)
            if isinstance(part, nodes.math):
                text = html.escape(f"${self._tex(part)}$", quote=False) + _mark_after(part)
            elif not isinstance(part, nodes.Text):
                raise ExtensionError(
                    f"{location(part)}: a notebook has no way to show a {_name(part)} in a title "
                    "that opens"
                )
            shown.append(text)
        return "".join(shown).strip()

    @block.register
    def _(self, node: nodes.caption) -> str:
        number = self.number("figure", node.parent)
        lead = f"**Fig. {number}.** " if number else ""
        return lead + self.line(node.children)

    # What stands within a line.

    @singledispatchmethod
    def inline(self, node: nodes.Node) -> str:
        """Return a node that stands within a line."""
        raise ExtensionError(f"{location(node)}: a notebook has no way to show a {_name(node)}")

    @inline.register
    def _(self, node: nodes.Text) -> str:
        return escape(node.astext())

    @inline.register
    def _(self, node: nodes.emphasis) -> str:
        return f"*{self.line(node.children)}*"

    @inline.register
    def _(self, node: nodes.strong) -> str:
        return f"**{self.line(node.children)}**"

    @inline.register
    def _(self, node: nodes.literal) -> str:
        return code(node.astext())

    @inline.register
    def _(self, node: nodes.math) -> str:
        return f"${self._tex(node)}$" + _mark_after(node)

    @inline.register
    def _(self, node: nodes.inline | nodes.problematic | nodes.target) -> str:
        return self.line(node.children)

    @inline.register
    def _(self, node: nodes.reference) -> str:
        # A broken reference has neither: its line has been named by now, and other faults are to come.
        address = node["refuri"] if "refuri" in node else f"#{node.get('refid', '')}"
        address = urljoin(self.address, address).replace("(", "%28").replace(")", "%29")
        return f"[{self.line(node.children)}]({address})"

    # What stands in both places.

    @block.register
    @inline.register
    def _(self, node: nodes.image) -> str:
        if "only-dark" in node["classes"]:
            return ""
        return f"![{escape(node.get('alt', ''))}]({urljoin(self.address, node['uri'])})"

    @block.register
    @inline.register
    def _(self, node: nodes.raw) -> str:
        # Who puts HTML into a page says what a notebook shows in its place.
        if "notebook" not in node:
            raise ExtensionError(f"{location(node)}: a notebook has no way to show raw HTML")
        told: str = node["notebook"]
        return told


def _name(node: nodes.Node) -> str:
    return type(node).__name__


def _mark_after(node: nodes.Element) -> str:
    r"""Return the punctuation mark that the page draws with a formula, ``\text{,}``."""
    return re.sub(r"\\text\{(.)\}", r"\1", node.get("after", ""))


def fenced(text: str, language: str = "") -> str:
    """Return a block of code between fences that it does not contain."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def code(text: str) -> str:
    """Return code within a line, whatever backticks it has.

    >>> code("x"), code("a `b` c"), code("`")
    ('`x`', '``a `b` c``', '`` ` ``')
    """
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    mark = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{mark}{space}{text}{space}{mark}"
