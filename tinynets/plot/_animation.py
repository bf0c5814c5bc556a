"""The number line being folded, as a picture that moves: SVG and CSS, no scripts."""

from __future__ import annotations

import hashlib
import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tinynets._checks import check_new_file, check_number
from tinynets.plot._folding import FLAT, NumberLine, fold_rows, stack_levels
from tinynets.plot._palette import style


@dataclass(frozen=True)
class Animation:
    """A moving picture: an SVG that moves by itself, without scripts.

    A notebook or a page shows it once `describe` has given it its words; before, that raises
    ``ValueError``. Its colours are the page's variables (``--tn-network``, …) where it has them. Who asked
    for reduced motion sees the last state, still.

    Parameters
    ----------
    svg
        The text of the SVG.
    alt, caption
        What `describe` said; empty before.

    Examples
    --------
    >>> fold_animation([2, 1]).svg.startswith("<svg")
    True
    """

    svg: str
    alt: str = ""
    caption: str = ""

    def _repr_html_(self) -> str:
        if not self.alt:
            raise ValueError("the animation has no alt text and caption; call describe first")
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>"
        return f'<figure class="tn-animation">{self._labelled()}{caption}</figure>'

    def save(self, path: str | Path) -> None:
        """Write the animation to an SVG file of its own.

        Parameters
        ----------
        path
            The file, overwritten if it exists.

        Raises
        ------
        TypeError
            If path is not one.
        ValueError
            If path is a folder, or lies in a folder that does not exist.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     fold_animation([2, 1]).save(folder + "/fold.svg")
        """
        check_new_file("path", path).write_text(self._labelled(), encoding="utf-8")

    def _labelled(self) -> str:
        if not self.alt:
            return self.svg
        alt = html.escape(self.alt)
        return self.svg.replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1).replace(
            ">", f"><title>{alt}</title>", 1
        )


def fold_animation(
    heights: Sequence[int], *, high: int | None = None, seconds: float = 2.4
) -> Animation:
    """Return the folding of the number line as an animation, in a loop with a rest at the end.

    Parameters
    ----------
    heights
        Where to fold, in order: the numbers c.
    high
        The line shows the integers 0, …, high; twice the first fold if None.
    seconds
        How long a fold takes, the rest before it included.

    Returns
    -------
    Animation
        Shown by a notebook or a page; `describe` gives it its words.

    Raises
    ------
    TypeError
        If heights is no list, a height or high is not an integer, or seconds not a number.
    ValueError
        If there is no fold, a height is not from 1 to 64, high is not from 1 to 64, or seconds is not a
        positive finite number.

    Examples
    --------
    >>> animation = fold_animation([8, 4, 2, 1])
    >>> len(animation.svg) < 15_000
    True
    """
    rows, high = fold_rows(heights, high)
    if check_number("seconds", seconds) <= 0:
        raise ValueError(f"seconds is {seconds}; it must be a positive finite number")
    line = NumberLine(rows)
    levels = stack_levels(rows)
    rise = max(line.unit * (max(row) - c) * FLAT for row, c in zip(rows, heights, strict=False))
    base = max(rise, line.dot * max(map(max, levels))) + 3 * line.dot + 24
    phases = len(heights) + 1.5  # the rest at the end takes one and a half
    rules, marks = [], []

    def at(phase: float) -> str:
        return f"{100 * phase / phases:.4g}%"

    def place(k: int, i: int) -> tuple[float, float]:
        return line.x(rows[k][i]), base - line.dot * (levels[k][i] + 0.6)

    for i in range(high + 1):
        home_x, home_y = place(len(heights), i)
        stops = []
        for k in range(len(heights) + 1):
            x, y = place(k, i)
            stops.append((0.0 if k == 0 else k, x, y))
            if k == len(heights) or place(k + 1, i) == (x, y):
                continue
            # Rest for half of the phase, then swing over the fold on half an ellipse.
            stops.append((k + 0.5, x, y))
            u, v = place(k + 1, i)
            for step in range(1, 5):
                angle = math.pi * step / 5
                share = (1 - math.cos(angle)) / 2
                lift = abs(x - u) / 2 * FLAT * math.sin(angle)
                stops.append((k + 0.5 + step / 10, x + share * (u - x), y + share * (v - y) - lift))
        stops.append((phases, home_x, home_y))
        moves = [(at(t), f"{x - home_x:.3g}px {y - home_y:.3g}px") for t, x, y in stops]
        rules.append(_keyframes(f"d{i}", "translate", moves))
        kind = "o" if i % 2 else "e"
        marks.append(
            f'<circle class="{kind}" style="animation-name:ID-d{i}" '
            f'cx="{home_x:.4g}" cy="{home_y:.4g}" r="{0.36 * line.dot:.3g}"/>'
        )
    for k, c in enumerate(heights):
        show = [(at(t), o) for t, o in ((0, 0), (k, 0), (k + 0.12, 1), (k + 0.95, 1), (k + 1, 0))]
        rules.append(_keyframes(f"f{k}", "opacity", [*(show if k else show[2:]), ("100%", 0)]))
        x = line.x(c)
        marks.append(
            f'<g class="f" style="animation-name:ID-f{k}"><path d="M{x:.4g} {base + 4:.4g}V18"/>'
            f'<text x="{x:.4g}" y="12">fold at {c}</text></g>'
        )
    every = math.ceil(24 / line.unit)
    for value in range(line.low, line.high + 1):
        if value % every == 0:
            text = str(value).replace("-", "−")
            marks.append(
                f'<text class="n" x="{line.x(value):.4g}" y="{base + 18:.4g}">{text}</text>'
            )
    css = (
        "#ID text{font:13px sans-serif;text-anchor:middle;fill:FOREGROUND}#ID .n{fill:MUTED}"
        "#ID path{fill:none;stroke:MUTED;stroke-width:1.2}#ID .f path{stroke-dasharray:4 3}"
        "#ID .e{fill:NETWORK;stroke:NETWORK}#ID .o{fill:none;stroke:TARGET;stroke-width:2}#ID .f{opacity:0}"
        f"#ID circle,#ID .f{{animation:{phases * seconds:.4g}s linear infinite}}"
        + "".join(rules)
        + "@media(prefers-reduced-motion:reduce){#ID circle,#ID .f{animation:none}}"
    )
    for role in ("foreground", "muted", "network", "target"):
        css = css.replace(role.upper(), style(role))
    left, right = line.x(line.low) - 14, line.x(line.high) + 26
    axis = f"M{left:.4g} {base:.4g}H{right:.4g}m-7-4l7 4l-7 4"
    height = base + 26
    svg = (
        f'<svg id="ID" xmlns="http://www.w3.org/2000/svg" viewBox="{left - 4:.4g} 0 '
        f'{right - left + 8:.4g} {height:.4g}" width="680" style="max-width:100%;height:auto">'
        f'<style>{css}</style><path d="{axis}"/>{"".join(marks)}</svg>'
    )
    return Animation(svg.replace("ID", "tn" + hashlib.sha256(svg.encode()).hexdigest()[:10]))


def _keyframes(name: str, key: str, stops: Sequence[tuple[str, object]]) -> str:
    # Neighbouring moments of the same value share a rule.
    groups = [
        (",".join(when for when, _ in group), value)
        for value, group in groupby(stops, key=lambda stop: stop[1])
    ]
    steps = "".join(f"{when}{{{key}:{value}}}" for when, value in groups)
    return f"@keyframes ID-{name}{{{steps}}}"
