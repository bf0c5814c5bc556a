"""The words that go with a picture: alt text for who cannot see it, and a caption for all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tinynets._checks import check_text
from tinynets.plot._animation import Animation

Picture = TypeVar("Picture")


@dataclass(frozen=True)
class Description:
    """What a figure shows, in words.

    Parameters
    ----------
    alt
        Replaces the figure for a reader who does not see it.
    caption
        Stands under the figure and says what to look at.

    Examples
    --------
    >>> Description(alt="A line falls from 1 to 0.", caption="The neuron changes its mind at 10.").alt
    'A line falls from 1 to 0.'
    """

    alt: str
    caption: str


def describe(picture: Picture, *, alt: str, caption: str) -> Picture:
    """Give a picture its alt text and its caption.

    Parameters
    ----------
    picture
        A figure, one of its axes, an array of axes as `plane` returns, or an `Animation`.
    alt
        What the picture shows, for a reader who does not see it.
    caption
        What to look at; not the same text as `alt`.

    Returns
    -------
    Figure, Axes, array of Axes or Animation
        The argument; an `Animation`, which cannot be changed, as a described copy.

    Raises
    ------
    TypeError
        If the picture is none of these, or a text is not a string.
    ValueError
        If a text is empty, or both are the same.

    Examples
    --------
    >>> from tinynets import circuits
    >>> from tinynets.plot import graph
    >>> ax = graph(circuits.absolute())
    >>> _ = describe(ax, alt="One input, two neurons, one output.", caption="How to make |x|.")
    >>> description(ax).caption
    'How to make |x|.'
    """
    for name, text in (("alt", alt), ("caption", caption)):
        check_text(name, text)
        if not text.strip():
            raise ValueError(f"{name} is {text!r}; it must say something")
    if " ".join(alt.split()) == " ".join(caption.split()):
        raise ValueError(f"alt and caption are both {alt!r}; they must say different things")
    if isinstance(picture, Animation):
        return cast(Picture, replace(picture, alt=alt, caption=caption))
    _figure(picture)._tinynets_description = Description(alt, caption)  # type: ignore[attr-defined]
    return picture


def description(picture: Any) -> Description | None:
    """Return the words that `describe` gave to a picture, None if there are none.

    Parameters
    ----------
    picture
        A figure, one of its axes, an array of axes or an `Animation`.

    Returns
    -------
    Description or None
        Alt text and caption.

    Raises
    ------
    TypeError
        If it is no picture.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> description(Figure()) is None
    True
    """
    if isinstance(picture, Animation):
        return Description(picture.alt, picture.caption) if picture.alt else None
    return getattr(_figure(picture), "_tinynets_description", None)


def _figure(picture: Any) -> Figure:
    if isinstance(picture, np.ndarray) and picture.size:
        picture = picture.flat[0]
    if isinstance(picture, Axes):
        picture = picture.get_figure(root=True)
    if not isinstance(picture, Figure):
        raise TypeError(
            f"the picture is a {type(picture).__name__}; it must be a Figure, Axes or an Animation"
        )
    return picture
