"""The palette: one colour for each role, and its twin for dark pages."""

from __future__ import annotations

import re

from tinynets._checks import check_text

# Chosen by a search for the largest colour difference between any two roles, in normal vision and
# under simulated colour blindness, with a contrast of at least 4.5 on the page: every role also
# colours its own label. The tests measure both.
COLORS: dict[str, str] = {
    "foreground": "#1b1f24",
    "muted": "#6b6f76",
    "grid": "#d5d8dc",
    "target": "#815a07",
    "network": "#2757dd",
    "data": "#008650",
    "error": "#c415a6",
    "positive": "#1b4470",
    "negative": "#641c0f",
}
_ON_DARK = {
    "foreground": "#d4d6d9",
    "muted": "#8f949c",
    "grid": "#383c42",
    "target": "#d2a05d",
    "network": "#5ca5ff",
    "data": "#55fead",
    "error": "#d542bc",
    "positive": "#aed3fc",
    "negative": "#ff3b1f",
}
DARK: dict[str, str] = {light: _ON_DARK[role] for role, light in COLORS.items()}

_LIGHT = re.compile("|".join(DARK), re.IGNORECASE)


def to_dark(svg: str) -> str:
    """Swap every colour of the palette for its twin on dark pages.

    Parameters
    ----------
    svg
        The text of an SVG file drawn in `COLORS`.

    Returns
    -------
    str
        The same text with the colours of `DARK`.

    Raises
    ------
    TypeError
        If svg is not a string.

    Examples
    --------
    >>> to_dark('<path style="stroke: #2757dd"/>')
    '<path style="stroke: #5ca5ff"/>'
    """
    check_text("svg", svg)
    # One pass, so that a dark colour is never taken for a light one and swapped again.
    return _LIGHT.sub(lambda match: DARK[match[0].lower()], svg)


def style(role: str) -> str:
    """Return CSS for a role's colour: the page's variable if it has one, else the light hex."""
    return f"var(--tn-{role}, {COLORS[role]})"
