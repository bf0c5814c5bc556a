"""Render mathematics while the book is built, with KaTeX, so that pages need no script for it.

KaTeX comes from its npm package. Node renders all formulas of the book in one call, before any
page is written.
"""

from __future__ import annotations

import base64
import html
import io
import json
import re
import shutil
import string
from logging import WARNING, getLogger
from pathlib import Path
from typing import Any

from docutils import nodes
from fontTools.subset import Options, Subsetter, load_font, save_font
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from _ext import npm
from _ext.digests import digest, environment_digest
from _ext.kept import kept

KATEX = npm.Package(
    "katex",
    "0.16.22",
    "dist",
    "XCHRdUw4lf3SKBaJe4EvgqIuWwkPSo9XoeO8GjQW94Bp7TWv9hNhzZjZ+OH9yf1UmLygb7DIT5GSFQiyt16zYg==",
)
# KaTeX's own writes MathML that HTML does not allow.
MENDED = {r"\bmod": r"\mkern4mu\text{mod}\mkern4mu"}
RENDER = """
const katex = require(process.argv[1]);
const {macros, formulas} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const render = ([tex, displayMode]) => {
  try {
    // A fresh copy: KaTeX writes \\\\gdef into the object it is given.
    return {html: katex.renderToString(tex, {displayMode, macros: {...macros}, strict: "error"})};
  } catch (error) {
    return {error: error.message};
  }
};
process.stdout.write(JSON.stringify(formulas.map(render)));
"""
# What most formulas are drawn with comes with the page, by scripts that run before anything is drawn:
# a font that arrives later makes formulas wider, and the text below them jumps. Of each script its
# fonts, and what a formula that needs them holds.
HELD = {
    "text": (("KaTeX_Main-Regular", "KaTeX_Math-Italic"), r'class="katex'),
    "size1": (("KaTeX_Size1-Regular",), r'class="[^"]*(?:delimsizing size1|delim-size1|small-op)'),
    "size2": (("KaTeX_Size2-Regular",), r'class="[^"]*(?:delimsizing size2|large-op)'),
}
LOAD = """\
"use strict";
for (const [family, style, data] of %s) {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  document.fonts.add(new FontFace(family, bytes, {style}));
}
"""
Formula = tuple[str, bool]
RENDERED = "rendered.json"
# KaTeX's own: who copies a formula gets its source, once.
COPIER = "copy-tex.min.js"
logger = logging.getLogger(__name__)
# It reports every table of every font.
getLogger("fontTools.subset").setLevel(WARNING)


def render(formulas: list[Formula], macros: dict[str, str]) -> list[dict[str, str]]:
    """Render formulas, given as TeX and whether they stand on a line of their own.

    Returns
    -------
    list of dict
        For each formula its `html`, or the `error` that KaTeX reports.
    """
    told = json.dumps({"macros": MENDED | macros, "formulas": formulas})
    answer = npm.node("-e", RENDER, npm.fetch(KATEX) / "katex.min.js", told=told)
    rendered: list[dict[str, str]] = json.loads(answer)
    return rendered


def stylesheet(css: str) -> str:
    """Return KaTeX's stylesheet with its woff2 fonts only, which every browser of today reads.

    >>> stylesheet('src:url(a.woff2) format("woff2"),url(a.woff) format("woff"),url(a.ttf) x}')
    'src:url(a.woff2) format("woff2")}'
    """
    return re.sub(r",url\([^)]*\.(?:woff|ttf)\)[^,}]*", "", css)


def characters(rendered: str) -> set[str]:
    """Return the characters of rendered formulas.

    >>> sorted(characters('<span class="katex"><b>x</b>&lt;</span>'))
    ['<', 'x']
    """
    return set(html.unescape(re.sub(r"<[^>]*>", "", rendered)))


def subset(font: Path, text: str) -> bytes:
    """Return a font with no more than the characters of a text, in woff2."""
    # Without hints, which screens of today do not need.
    options = Options(flavor="woff2", layout_features=["*"], hinting=False)
    packed = io.BytesIO()
    with load_font(str(font), options) as loaded:
        cut = Subsetter(options)
        cut.populate(text=text)
        cut.subset(loaded)
        save_font(loaded, packed, options)
    return packed.getvalue()


def held(shown: str) -> list[str]:
    """Return which of the scripts with fonts a page needs for what it shows.

    >>> held('<span class="katex"><span class="mop op-symbol large-op">'), held("<p>Text.</p>")
    (['text', 'size2'], [])
    """
    return [name for name, (_, sign) in HELD.items() if re.search(sign, shown)]


def write_assets(folder: Path, shown: set[str]) -> str:
    """Write stylesheets and fonts, cut to the characters that are shown and plain ones.

    Returns
    -------
    str
        What names this version of the fonts in addresses.
    """
    source = npm.fetch(KATEX)
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    # Plain ones always: a formula may still appear while pages are written.
    text = "".join(sorted(shown.union(string.printable)))
    css = stylesheet((source / "katex.min.css").read_text(encoding="utf-8"))
    packed = {font.stem: subset(font, text) for font in sorted((source / "fonts").glob("*.woff2"))}
    every = ""
    for name, (held_fonts, _sign) in HELD.items():
        faces, styles = [], ""
        for font in held_fonts:
            (rule,) = re.findall(rf"@font-face{{[^}}]*{re.escape(font)}[^}}]*}}", css)
            css = css.replace(rule, "")
            data = base64.b64encode(packed.pop(font)).decode()
            faces.append([*re.findall(r"font-(?:family|style):([^;]*)", rule), data])
            address = f"url(fonts/{font}.woff2)"
            styles += rule.replace(address, f"url(data:font/woff2;base64,{data})")
        (folder / f"{name}.css").write_text(styles, encoding="utf-8")
        (folder / f"{name}.js").write_text(LOAD % json.dumps(faces), encoding="utf-8")
        every += styles
    for font, content in packed.items():
        (folder / "fonts" / f"{font}.woff2").write_bytes(content)
    (folder / "katex.min.css").write_text(css, encoding="utf-8")
    shutil.copyfile(source / "contrib" / COPIER, folder / COPIER)
    return digest(every)[:8]


def formula_of(node: nodes.Element) -> Formula:
    """Return a node's formula.

    >>> formula_of(nodes.math("", r"x^2"))
    ('x^2', False)
    """
    return node.astext().strip() + node.get("after", ""), isinstance(node, nodes.math_block)


class KeepPunctuation(SphinxTransform):
    """Draw the punctuation mark that follows a formula with it: no line may begin with it."""

    default_priority = 870

    def apply(self, **_: Any) -> None:
        """Go through the page."""
        for node in list(self.document.findall(nodes.math)):
            text = node.next_node(descend=False, siblings=True)
            if isinstance(text, nodes.Text) and text[:1] in set(".,;:?!"):
                node["after"] = rf"\text{{{text[0]}}}"
                # Texts that read alike are equal, so the place is found by identity.
                siblings = node.parent.children
                place = next(i for i, child in enumerate(siblings) if child is text)
                node.parent[place] = nodes.Text(text[1:])


def render_all(app: Sphinx, env: BuildEnvironment) -> None:
    """Render every formula of the book in one call, and report those that do not parse."""
    if app.builder.format != "html":
        return
    where: dict[Formula, nodes.Node] = {}
    for docname in sorted(env.found_docs):
        for node in env.get_doctree(docname).findall(
            lambda node: isinstance(node, (nodes.math, nodes.math_block))
        ):
            where.setdefault(formula_of(node), node)
    told = json.dumps([list(where), app.config.katex_macros])

    def make(folder: Path) -> None:
        rendered = render(list(where), app.config.katex_macros) if where else []
        shown = characters("".join(result.get("html", "") for result in rendered))
        version = write_assets(folder / "katex", shown)
        (folder / RENDERED).write_text(json.dumps([version, rendered]), encoding="utf-8")

    here = Path(__file__).read_bytes()
    folder = kept("formulas", digest(here, environment_digest(), told), make)
    version, rendered = json.loads((folder / RENDERED).read_text(encoding="utf-8"))
    for formula, result in zip(where, rendered, strict=True):
        report(formula, result, where[formula])
    app.katex = dict(zip(where, rendered, strict=True))  # type: ignore[attr-defined]
    app.katex_digest = version  # type: ignore[attr-defined]
    shutil.copytree(folder / "katex", Path(app.outdir, "_static", "katex"), dirs_exist_ok=True)


def report(formula: Formula, result: dict[str, str], node: nodes.Node) -> None:
    """Warn of a formula that does not parse, or that swallowed the text up to the next one."""
    error = result.get("error")
    if error is None and "`" in formula[0]:
        error = "markup that does not close"
    if error is not None:
        logger.warning("formula %r: %s", formula[0], error, location=location(node))


def location(node: nodes.Node) -> str:
    """Return file and line of a node, or of its nearest ancestor that knows them."""
    current: nodes.Node | None = node
    while current is not None and not (current.source and current.line):
        current = current.parent
    if current is None:
        return str(node.document["source"] if node.document else "")
    return f"{current.source}:{current.line}"


def html_of(translator: HTML5Translator, node: nodes.Node) -> str:
    """Return a formula's HTML; one that only appeared after reading is rendered now."""
    app = translator.builder.app
    formula = formula_of(node)
    if formula not in app.katex:
        app.katex[formula] = render([formula], app.config.katex_macros)[0]
        report(formula, app.katex[formula], node)
    return app.katex[formula].get("html", "")


def plain(app: Sphinx, node: nodes.math) -> str:
    """Return the characters of a formula as a page shows them, without its layout."""
    rendered = app.katex.get(formula_of(node), {}).get("html", "")  # type: ignore[attr-defined]
    shown = re.search(r"<semantics>(.*?)<annotation", rendered)
    return "".join(re.findall(r">([^<]*)", html.unescape(shown[1]) if shown else ""))


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(html_of(translator, node))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    # The theme wraps a formula in a container that bears its id already.
    wrapped = node.parent is not None and node.parent.get("ids") == node["ids"]
    translator.body.append(
        '<div class="math">' if wrapped else translator.starttag(node, "div", CLASS="math")
    )
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append(html_of(translator, node) + "</div>\n")
    raise nodes.SkipNode


def add_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Link stylesheet and fonts from pages that show formulas, in their text or in the menu."""
    parts = (context.get(name) or "" for name in ("body", "toc", "furo_navigation_tree"))
    context["katex_held"] = held("".join(parts))
    if context["katex_held"]:
        app.add_css_file("katex/katex.min.css")
        app.add_js_file(f"katex/{COPIER}", loading_method="defer")
        context["katex_digest"] = app.katex_digest  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer and the setting `katex_macros`."""
    app.add_config_value("katex_macros", {}, "env", dict)
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    app.add_transform(KeepPunctuation)
    app.connect("env-check-consistency", render_all)
    app.connect("html-page-context", add_assets, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
