"""Pages as notebooks: the cells of an executed page, and between them its text in Markdown.

All notebooks of the book stand in one folder of the site, at the paths of their pages. Those of the
gallery's scripts have sphinx-gallery's cells of code and the texts of their pages. A cell with the
tag ``book-only`` reads files of the book: a notebook shows it as text. Examples with prompts are
code too, several cells where they show something on their way. What they show is left out: the
notebook shows it when it runs.
"""

from __future__ import annotations

import doctest
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from myst_nb.sphinx_ext import OUTPUT_FOLDER
from nbformat import NotebookNode, v4
from sphinx.application import Sphinx

from _ext.gallery import TARGET, first_cell
from _ext.markdown import Writer, escape

FOLDER = "notebooks"
BOOK_ONLY = "book-only"
# sphinx-gallery writes this comment before each block of a script but the first, and this name
# behind the last one.
NEXT_BLOCK, LAST_BLOCK = "GENERATED FROM PYTHON SOURCE LINES", "sphx-glr-download-"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def is_cell(node: nodes.Node) -> bool:
    """Tell whether a node is a cell, with its code and what it shows."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def is_example(node: nodes.Node) -> bool:
    """Tell whether a node is a block of code with prompts."""
    return isinstance(node, nodes.literal_block) and node.astext().startswith(">>> ")


def has_code(document: nodes.document | None) -> bool:
    """Tell whether a page has cells that readers see, or examples with prompts."""
    return document is not None and any(is_cell(n) or is_example(n) for n in document.findall())


def example_cells(text: str) -> list[NotebookNode]:
    r"""Return the cells of a block with prompts: what shows something ends one.

    >>> [cell.source for cell in example_cells(">>> x = 1\n>>> x\n1\n>>> x + 1\n2\n")]
    ['x = 1\nx', 'x + 1']
    """
    made, lines = [], ""
    examples = doctest.DocTestParser().get_examples(f"{text}\n")
    for example in examples:
        lines += example.source
        if example.want or example is examples[-1]:
            tags = {"tags": ["raises-exception"]} if example.exc_msg else {}
            made.append(v4.new_code_cell(lines.rstrip("\n"), metadata=tags))
            lines = ""
    return made


def cells(
    document: nodes.document, writer: Writer, sources: list[str], about: str
) -> Iterator[NotebookNode]:
    """Yield the cells; every heading begins one, `about` follows the first."""
    gathered: list[str] = []
    for node, depth in _walk(document, 0):
        if isinstance(node, nodes.title) or _runs(node) or is_example(node):
            if any(gathered):
                yield _markdown(gathered)
            gathered = []
        if isinstance(node, nodes.title):
            gathered.append(f"{'#' * depth} {writer.line(node.children)}")
            gathered.append(about if depth == 1 else "")
        elif _runs(node):
            yield v4.new_code_cell(sources[node["cell_index"]])
            # The cell draws its figures itself; their captions have numbers that the text names.
            gathered += [writer.block(caption) for caption in node.findall(nodes.caption)]
        elif is_cell(node):
            gathered.append(
                "*This cell runs in the book alone, because it reads files of the book. Its code, "
                "and what it shows:*"
            )
            gathered.append(writer.blocks(node.findall(_is_shown)))
        elif is_example(node):
            yield from example_cells(node.astext())
        else:
            # Nothing runs within a list or a box that opens: its examples follow it.
            block, examples = _parted(node)
            gathered.append(writer.blocks([block]))
            if examples and any(gathered):
                yield _markdown(gathered)
                gathered = []
            for text in examples:
                yield from example_cells(text)
    if any(gathered):
        yield _markdown(gathered)


def script_cells(
    document: nodes.document, writer: Writer, blocks: list[NotebookNode], about: str
) -> Iterator[NotebookNode]:
    """Yield a script's cells of code as sphinx-gallery made them, its texts as its page has them."""
    gathered: list[list[str]] = [[]]
    for node, depth in _walk(document, 0):
        if isinstance(node, nodes.target) and node.get("refid", "").startswith(LAST_BLOCK):
            break
        if isinstance(node, nodes.comment) and node.astext().startswith(NEXT_BLOCK):
            gathered.append([])
        elif blocks[len(gathered) - 1].cell_type == "code":
            continue
        elif isinstance(node, nodes.title):
            gathered[-1] += [f"{'#' * depth} {writer.line(node.children)}", about]
        else:
            gathered[-1].append(writer.blocks([node]))
    for block, texts in zip(blocks, gathered, strict=True):
        yield v4.new_code_cell(block.source) if block.cell_type == "code" else _markdown(texts)


def _markdown(texts: list[str]) -> NotebookNode:
    return v4.new_markdown_cell("\n\n".join(filter(None, texts)))


def _parted(node: nodes.Node) -> tuple[nodes.Node, list[str]]:
    """Return a node without its examples, and these."""
    if not any(map(is_example, node.findall())):
        return node, []
    rest = node.deepcopy()
    examples = [block for block in rest.findall(nodes.literal_block) if is_example(block)]
    for block in examples:
        block.parent.remove(block)
    return rest, [block.astext() for block in examples]


def _walk(node: nodes.Element, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from _walk(child, depth + 1)
        else:
            yield child, depth


def _runs(node: nodes.Node) -> bool:
    return is_cell(node) and BOOK_ONLY not in node["cell_metadata"].get("tags", ())


def _is_shown(node: nodes.Node) -> bool:
    return isinstance(node, nodes.figure | nodes.literal_block)


def works(app: Sphinx, page: str, document: nodes.document) -> list[str]:
    """List the works that a page cites as the bibliography shows them, in its order."""
    known = {}
    for work in app.env.get_domain("cite").citations:  # type: ignore[attr-defined]
        there = app.builder.get_relative_uri(page, work.bibliography_key.docname)
        known[f"{there}#{work.citation_id}"] = work.formatted_entry
    cited = {
        reference.get("refuri") or f"#{reference['refid']}"
        for place in document.findall(nodes.inline)
        if "bibtex-citation" in place["classes"]
        for reference in place.findall(nodes.reference)
    }
    entries = [entry for address, entry in known.items() if address in cited]
    texts = (" ".join(entry.text.render_as("markdown").split()) for entry in entries)
    return [rf"- \[{entry.label}\] {text}" for entry, text in zip(entries, texts, strict=True)]


def write(
    app: Sphinx,
    page: str,
    _template: str,
    _context: dict[str, Any],
    document: nodes.document | None,
) -> None:
    """Write the notebook of a page that has code, or is a script's."""
    script = TARGET.parent / f"{page}.ipynb"
    if document is None or not (script.is_file() or has_code(document)):
        return
    site, config = app.config.tinynets_site, app.config
    address = f"{site}/{app.builder.get_target_uri(page)}"
    writer = Writer(address, config.katex_macros, app.env.toc_fignumbers.get(page, {}))
    about = f"*This is [a page]({address}) of [{escape(config.project)}]({site}/), as a notebook.*"
    made = [v4.new_code_cell(first_cell(site, config.tinynets_repository))]
    if script.is_file():
        _install, *blocks = nbformat.read(script, as_version=4).cells
        made += script_cells(document, writer, blocks, about)
    else:
        # myst-nb leaves what it has run beside the book; of a page without cells there is nothing.
        run = Path(app.outdir).parent / OUTPUT_FOLDER / f"{page}.ipynb"
        ran = nbformat.read(run, as_version=4).cells if run.is_file() else []
        made += cells(document, writer, [cell.source for cell in ran], about)
    cited = works(app, page, document)
    if cited:
        made.append(v4.new_markdown_cell("\n".join(["## References", "", *cited])))
    # Numbered, so that every build gives the same file.
    for number, cell in enumerate(made):
        cell.id = f"cell-{number}"
    target = Path(app.outdir, FOLDER, f"{page}.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=made, metadata=METADATA), target)


def offer(app: Sphinx, exception: Exception | None) -> None:
    """Let the scripts' pages offer these notebooks in place of sphinx-gallery's."""
    if exception is None and app.builder.format == "html":
        folder = Path(app.outdir, FOLDER)
        for path in folder.glob("gallery/*/*.ipynb"):
            _pages, download = app.env.dlfiles[path.relative_to(folder)]
            shutil.copyfile(path, Path(app.outdir, "_downloads", download))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the steps."""
    app.connect("html-page-context", write)
    app.connect("build-finished", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
