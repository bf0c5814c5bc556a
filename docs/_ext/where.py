"""Where the book will stand: the address that the environment names, and the path on its host."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

HERE = "http://localhost:8000"


def site(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the book as its pages' addresses begin: without a slash at the end.

    >>> site({"TINYNETS_SITE": "https://owner.example/book/"}), site({})
    ('https://owner.example/book', 'http://localhost:8000')

    Raises
    ------
    ValueError
        If what is named is no address of the web, or one with a question or a fragment.
    """
    named = environment.get("TINYNETS_SITE") or HERE
    parts = urlsplit(named)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(
            f"the site {named!r} must be an address such as https://owner.example/book"
        )
    return named.rstrip("/")


def below(site: str) -> str:
    """Return the path that all pages of a book stand below; it is empty at the root of a host.

    >>> below("https://owner.example/book"), below("https://owner.example")
    ('/book', '')
    """
    return urlsplit(site).path
