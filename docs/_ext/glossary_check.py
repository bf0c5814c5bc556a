"""Check that the glossary and the pages agree, and that no page asks too much at once.

A page introduces a term by the first `{term}` role in reading order. Every such term stands in the
glossary, every entry of the glossary is introduced somewhere, and a page introduces at most five. A term that some page introduces is not used in the
prose of an earlier page, or further up; the welcome page and what stands above a page's first
section announce what will come, and may name it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
MOST = 5
TERM = re.compile(r"\{term\}`(?:[^`<]*<([^`>]+)>|([^`<>]+))`")


def reading_order(docs: Path) -> list[str]:
    """List the written pages in the order of the toctrees; generated ones are left out."""
    order: list[str] = []

    def visit(name: str) -> None:
        path = docs / f"{name}.md"
        if name in order or not path.is_file():
            return
        order.append(name)
        text = path.read_text(encoding="utf-8")
        for block in re.findall(r"^```+\{toctree\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                entry = re.sub(r"^.*<(.*)>$", r"\1", line.strip())
                if entry and not entry.startswith(":") and entry != "self":
                    visit(str(Path(name).parent / entry) if "/" in name else entry)

    visit("index")
    return order


def glossary_terms(text: str) -> dict[str, int]:
    r"""Return the terms that a glossary page defines, with their lines.

    >>> glossary_terms("```{glossary}\nbias\n  A constant.\n\nloss\n  A number.\n```")
    {'bias': 2, 'loss': 5}
    """
    terms: dict[str, int] = {}
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("```"):
            inside = "{glossary}" in line
        elif inside and line.strip() and not line.startswith((" ", ":")):
            terms[line.strip()] = number
    return terms


def prose(text: str) -> str:
    r"""Blank out what is not running text, keeping the lines: front matter, code, formulas, roles.

    >>> prose("## Next\nA `loss` and $x$.").split()
    ['A', 'and', '.']
    """

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    text = re.sub(r"\A---\n.*?^---$", blank, text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^:.*$", blank, text, flags=re.MULTILINE)
    code = r"^(`{3,})(?:python|console|\{(?:code-cell|toctree|doctest|math)\})?[^\n{]*\n.*?^\1`*$"
    text = re.sub(code, blank, text, flags=re.MULTILINE | re.DOTALL)
    for pattern in (r"\$\$.*?\$\$", r"\$[^$\n]+\$", r"\{[a-z:]+\}`[^`]*`", r"`[^`\n]+`"):
        text = re.sub(pattern, blank, text, flags=re.DOTALL)
    text = re.sub(r"^#.*$", blank, text, flags=re.MULTILINE)
    return re.sub(r"\]\([^)]*\)", blank, text)


def line_of(text: str, position: int) -> int:
    """Return the number of the line at a position."""
    return text.count("\n", 0, position) + 1


def check(docs: Path = DOCS) -> list[str]:
    """Return what is wrong, each with file and line."""
    problems: list[str] = []
    terms = glossary_terms((docs / "glossary.md").read_text(encoding="utf-8"))
    known = {term.lower() for term in terms}
    pages = [page for page in reading_order(docs) if page != "glossary"]
    texts = {page: (docs / f"{page}.md").read_text(encoding="utf-8") for page in pages}
    # The place, as page number and position, where each term is introduced.
    introduced: dict[str, tuple[int, int]] = {}
    for number, page in enumerate(pages):
        new: list[str] = []
        for match in TERM.finditer(texts[page]):
            name = (match[1] or match[2]).strip().lower()
            where = f"docs/{page}.md:{line_of(texts[page], match.start())}"
            if name not in known:
                problems.append(f"{where}: the term {name!r} is not in the glossary")
            elif name not in introduced:
                introduced[name] = (number, match.start())
                new.append(name)
                if len(new) == MOST + 1:
                    problems.append(f"{where}: more than {MOST} new terms: {', '.join(new)}")
    problems += [
        f"docs/glossary.md:{line}: no page introduces {term!r} with a {{term}} role"
        for term, line in terms.items()
        if term.lower() not in introduced
    ]
    for number, page in enumerate(pages):
        if page == "index":
            continue
        running = prose(texts[page])
        start = texts[page].find("\n## ")
        for name, place in introduced.items():
            used = re.compile(rf"\b{re.escape(name)}s?\b", re.IGNORECASE).search(running, start)
            if used and (number, used.start()) < place:
                where = f"docs/{page}.md:{line_of(running, used.start())}"
                first = f"docs/{pages[place[0]]}.md:{line_of(texts[pages[place[0]]], place[1])}"
                problems.append(f"{where}: {name!r} is used before {first} introduces it")
    return sorted(problems)


if __name__ == "__main__":
    found = check()
    print("\n".join(found) or "The glossary and the pages agree.")
    sys.exit(bool(found))
