"""The menu beside every page, drawn once for a folder; on each page its own place is marked.

The theme draws the whole menu anew for every page, which took more than half of the time that pages
take to write. The menus of two pages of a folder differ in the marked branch and in nothing else.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import furo
from sphinx.application import Sphinx

TAG = re.compile(r"<(/?)(ul|li|a|input)\b[^>]*>")


class Element(NamedTuple):
    """An element of a menu: its name, the span of its opening tag, its checkbox once it is seen."""

    name: str
    span: tuple[int, int]
    checkbox: list[tuple[int, int]]


class Menu:
    """The menu of a page that is not in it, and where each link stands.

    Parameters
    ----------
    html
        As the theme draws it.
    """

    def __init__(self, html: str) -> None:
        self.html = html
        # By address, the lists and entries around each link, and the link.
        self.places: dict[str, list[list[Element]]] = {}
        around: list[Element] = []
        for tag in TAG.finditer(html):
            closing, name = tag.groups()
            element = Element(name, tag.span(), [])
            if name == "input":
                around[-1].checkbox.append(tag.span())
            elif name == "a":
                if not closing:
                    (address,) = re.findall(r'href="([^"]*)"', tag[0])
                    self.places.setdefault(address, []).append([*around, element])
            elif closing:
                around.pop()
            else:
                around.append(element)

    def marked(self, address: str) -> str:
        r"""Return the menu with the branch of an address marked; as it is, if it has none.

        >>> menu = Menu('<ul><li class="toctree-l1"><a class="one" href="a.html">A</a></li></ul>')
        >>> print(menu.marked("a.html").replace("><", ">\n<"))
        <ul class="current">
        <li class="toctree-l1 current current-page">
        <a class="current one" href="#">A</a>
        </li>
        </ul>
        """
        edits: dict[tuple[int, int], str] = {}
        for branch in self.places.get(address, []):
            *around, link = branch
            entry = max(element.span for element in around if element.name == "li")
            for name, span, checkbox in around:
                tag = self.html[slice(*span)]
                if name == "ul":
                    edits[span] = '<ul class="current">'
                    continue
                edits[span] = re.sub(r"(toctree-l\d+)", r"\1 current", tag)
                if span == entry:
                    edits[span] = edits[span].replace('">', ' current-page">')
                for box in checkbox:
                    edits[box] = self.html[slice(*box)].replace(' class="', ' checked="" class="')
            tag = self.html[slice(*link.span)].replace('class="', 'class="current ')
            edits[link.span] = re.sub(r'href="[^"]*"', 'href="#"', tag)
        parts, end = [], 0
        for (start, stop), new in sorted(edits.items()):
            parts += [self.html[end:start], new]
            end = stop
        return "".join([*parts, self.html[end:]])


def setup(app: Sphinx) -> dict[str, Any]:
    """Draw menus in the theme's place."""
    drawn_by_theme = furo._compute_navigation_tree

    @cache
    def menu(folder: str) -> Menu:
        # No page has this name: the menu of none of them.
        nowhere = f"{folder}nowhere at all"
        draw = app.builder._get_local_toctree  # type: ignore[attr-defined]
        return Menu(drawn_by_theme({"toctree": lambda **options: draw(nowhere, **options)}))

    def drawn(context: dict[str, Any]) -> str:
        page = context["pagename"]
        # A page that was made and not read may have links of its own kind: so has 404.
        if page not in app.env.found_docs:
            return drawn_by_theme(context)
        folder, slash, _ = page.rpartition("/")
        address = app.builder.get_relative_uri(f"{folder}{slash}nowhere", page)
        return menu(folder + slash).marked(address)

    furo._compute_navigation_tree = drawn
    return {"parallel_read_safe": True, "parallel_write_safe": True}
