"""How a page is put together: its headings, and the names of its parts."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from bs4 import BeautifulSoup


def check_headings(page: BeautifulSoup) -> None:
    """Ask for one first heading, and for others that go down one level at a time."""
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels


def check_ids(page: BeautifulSoup) -> None:
    """Ask that an id names one thing."""
    counts = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    assert [name for name, count in counts.items() if count > 1] == []
