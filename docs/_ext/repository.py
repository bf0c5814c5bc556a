"""Links to the book's sources, where there is a repository to link."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from _ext.digests import GENERATED

# The hosts at which the theme knows where a page's source stands.
HOSTS = ("https://github.com/", "https://gitlab.com/", "https://bitbucket.org/")


def phrase(address: str) -> str:
    """Return how the text names the repository.

    >>> phrase("https://example.org/book"), phrase("")
    ('[its repository](https://example.org/book)', 'its repository')
    """
    return f"[its repository]({address})" if address else "its repository"


def theme_options(address: str) -> dict[str, str]:
    """Return the theme's settings that link every page's source.

    >>> theme_options("https://example.org/book")
    {}
    """
    if not address.startswith(HOSTS):
        return {}
    return {
        "source_repository": address,
        "source_branch": "main",
        "source_directory": "docs/",
    }


def drop_source(
    _app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Let pages that the build writes link no source: the repository holds none."""
    if f"docs/{pagename}".startswith(tuple(f"{folder}/" for folder in GENERATED)):
        context["page_source_suffix"] = ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("html-page-context", drop_source)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
