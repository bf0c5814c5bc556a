"""What a reader can do with a page: run it, edit it, report an error; the links that close it.

A host that is not listed here gets no links to it: nobody knows which would be dead.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from _ext.chapter_notebooks import FOLDER, has_code
from _ext.digests import GENERATED, ROOT
from _ext.gallery import opens_elsewhere

# The workflow that publishes the book pushes its notebooks to a branch of this name.
NOTEBOOKS = "notebooks"
Link = tuple[str, str]


class Host(NamedTuple):
    """A host of repositories: how its addresses begin and go on, and the links of a page there."""

    start: str
    name: str
    edit: str
    report: str
    run: str = ""


HOSTS = (
    Host(
        "https://github.com/",
        name=r"[\w.-]+/[\w.-]+",
        edit="{repository}/edit/main/{source}",
        report="{repository}/issues/new?title={title}",
        run=f"https://colab.research.google.com/github/{{name}}/blob/{NOTEBOOKS}/{{page}}.ipynb",
    ),
    Host(
        "https://gitlab.com/",
        name=r"[\w.-]+(/[\w.-]+)+",
        edit="{repository}/-/edit/main/{source}",
        report="{repository}/-/issues/new?issue%5Btitle%5D={title}",
    ),
)


def host_of(address: str) -> Host | None:
    """Return the host of a repository, if it is listed."""
    return next((host for host in HOSTS if f"{address}/".startswith(host.start)), None)


def checked(address: str) -> str:
    """Return a repository's address as the links of its pages begin.

    >>> checked("https://github.com/a/b.git"), checked("https://example.org/"), checked("")
    ('https://github.com/a/b', 'https://example.org', '')

    Raises
    ------
    ValueError
        If a listed host has no repositories at such addresses.
    """
    short = address.rstrip("/").removesuffix(".git")
    host = host_of(short)
    if host and not re.fullmatch(host.name, short.removeprefix(host.start)):
        raise ValueError(
            f"the repository {address!r} must have an owner and a name: {host.start}owner/name"
        )
    return short


def phrase(address: str) -> str:
    """Return how the text names the repository.

    >>> phrase("https://example.org/book"), phrase("")
    ('[its repository](https://example.org/book)', 'its repository')
    """
    return f"[its repository]({address})" if address else "its repository"


def source_of(page: str, root: Path = ROOT) -> str | None:
    """Return the file of the repository that a page is written in, if there is one.

    >>> source_of("gallery/less_than/one_neuron"), source_of("reference/generated/tinynets.Network")
    ('gallery/less_than/one_neuron.py', None)
    """
    header = f"{page.removesuffix('index')}GALLERY_HEADER.rst"
    found = [f"{page}.py", header] if page.startswith("gallery/") else [f"docs/{page}.md"]
    written = tuple(f"{folder}/" for folder in GENERATED)
    there = (name for name in found if not name.startswith(written) and (root / name).is_file())
    return next(there, None)


def links(address: str, page: str, title: str, *, source: str | None, notebook: bool) -> list[Link]:
    """Return the links to a page's host, as text and address.

    >>> links("https://gitlab.com/a/b", "x", "X?", source="docs/x.md", notebook=True)[0]
    ('Edit this page', 'https://gitlab.com/a/b/-/edit/main/docs/x.md')
    >>> links("https://example.org/book", "x", "X?", source="docs/x.md", notebook=True)
    []
    """
    host = host_of(address)
    if host is None:
        return []
    told = {
        "repository": address,
        "name": address.removeprefix(host.start),
        "page": page,
        "source": source,
        "title": quote(f"{title} ({page})", safe=""),
    }
    wanted = (
        ("Open in Colab", host.run, notebook and host.run),
        ("Edit this page", host.edit, source),
        ("Report an error", host.report, True),
    )
    return [(text, form.format(**told)) for text, form, there in wanted if there]


def close(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template the links that close a page."""
    if pagename not in app.env.found_docs:
        return
    source = source_of(pagename)
    chapter, script = has_code(doctree), (source or "").endswith(".py")
    offered: list[Link] = []
    # A script's page has buttons for what it offers.
    if chapter:
        path = context["pathto"](f"{FOLDER}/{pagename}.ipynb", 1)
        offered = [("Download as a notebook", path)]
    title = app.env.titles[pagename].astext()
    site, repository = app.config.tinynets_site, app.config.tinynets_repository
    notebook = (chapter or script) and opens_elsewhere(site, repository)
    context["closing_links"] = offered + links(
        repository, pagename, title, source=source, notebook=notebook
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("html-page-context", close)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
