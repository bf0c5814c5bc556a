"""Exact reading: a network of one number as the piecewise-linear function that it is.

Every float is an integer over a power of two, so a ReLU network with one input and one output is a
continuous function of finitely many affine pieces with rational coefficients. Here it is computed
as that, without rounding.
"""

from __future__ import annotations

import html
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from tinynets._checks import check_exact, check_integer, check_list, check_parameters
from tinynets.network import Network
from tinynets.tasks import Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    # Object arrays of Python's integers: as long as they need to be, and numpy does the loops.
    Integers = NDArray[np.object_]

_MAX_SHOWN = 20


@dataclass(frozen=True, repr=False)
class PiecewiseLinear:
    """A continuous function of one number, made of affine pieces, in exact fractions.

    Pieces that continue each other are merged, so two of these are equal exactly if they are the
    same function on the same interval. They can be added, and multiplied by numbers.

    Parameters
    ----------
    breakpoints
        Where one piece ends and the next begins, rising: one fewer than there are pieces.
    slopes, intercepts
        Of each piece, from left to right: on piece i the function is slopes[i] * x + intercepts[i].
    low, high
        The ends of the interval on which it is defined; None where there is no end.

    Raises
    ------
    TypeError
        If one of the numbers is not a number.
    ValueError
        If a number is not finite, the lengths do not fit, the breakpoints do not rise inside the
        interval, or two pieces do not meet at theirs.

    Examples
    --------
    The absolute value:

    >>> f = PiecewiseLinear([0], [-1, 1], [0, 0])
    >>> f
    PiecewiseLinear, 2 pieces
      -x  for x <= 0
      x   for 0 <= x
    >>> f(-0.25)
    Fraction(1, 4)
    >>> len(2 * f - f), 2 * f - f == f
    (2, True)
    """

    breakpoints: tuple[Fraction, ...]
    slopes: tuple[Fraction, ...]
    intercepts: tuple[Fraction, ...]
    low: Fraction | None = None
    high: Fraction | None = None

    def __init__(
        self,
        breakpoints: Iterable[Any],
        slopes: Iterable[Any],
        intercepts: Iterable[Any],
        low: Any = None,
        high: Any = None,
    ) -> None:
        breaks = [
            check_exact("a breakpoint", x)
            for x in check_list("breakpoints", breakpoints, "numbers")
        ]
        slopes = [check_exact("a slope", x) for x in check_list("slopes", slopes, "numbers")]
        intercepts = [
            check_exact("an intercept", x) for x in check_list("intercepts", intercepts, "numbers")
        ]
        low, high = check_interval(low, high)
        if not len(breaks) + 1 == len(slopes) == len(intercepts):
            raise ValueError(
                f"{len(breaks)} breakpoints make {len(breaks) + 1} pieces, not {len(slopes)} "
                f"slopes and {len(intercepts)} intercepts"
            )
        ends = [end for end in (low, *breaks, high) if end is not None]
        for before, after in pairwise(ends):
            if before >= after:
                raise ValueError(f"the breakpoint {before} is followed by {after}; they must rise")
        for i, x in enumerate(breaks):
            left, right = (slopes[j] * x + intercepts[j] for j in (i, i + 1))
            if left != right:
                raise ValueError(f"at {x} the pieces are {left} and {right}; they must meet")
        # Pieces that meet and have one slope are one piece.
        new = [0, *(i + 1 for i in range(len(breaks)) if slopes[i] != slopes[i + 1])]
        for name, value in (
            ("breakpoints", tuple(breaks[i - 1] for i in new[1:])),
            ("slopes", tuple(slopes[i] for i in new)),
            ("intercepts", tuple(intercepts[i] for i in new)),
            ("low", low),
            ("high", high),
        ):
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.slopes)

    def __call__(self, x: Any) -> Fraction:
        """Return the exact value at x: an integer, a fraction, or a float taken as it is.

        Examples
        --------
        >>> PiecewiseLinear([], [2], [1])(Fraction(1, 3))
        Fraction(5, 3)
        """
        x = check_exact("x", x)
        if (self.low is not None and x < self.low) or (self.high is not None and x > self.high):
            raise ValueError(f"x is {x}; the function is defined {self._where()}")
        i = bisect_left(self.breakpoints, x)
        value: Fraction = self.slopes[i] * x + self.intercepts[i]
        return value

    def changes(self, threshold: Any = Fraction(1, 2)) -> tuple[Fraction, ...]:
        """Return the exact points where the class, whether the function is above, changes.

        Parameters
        ----------
        threshold
            The class at x is 1 if the function is greater than this, else 0.

        Returns
        -------
        tuple of Fraction
            Rising. Where the function comes down to the threshold and goes up again, the class
            changes twice, and the point stands twice. So the length is the most changes that one
            can see going through points from left to right.

        Raises
        ------
        TypeError
            If the threshold is not a number.
        ValueError
            If it is not finite.

        Examples
        --------
        >>> f = PiecewiseLinear([0], [-1, 1], [0, 0])
        >>> f.changes(2)
        (Fraction(-2, 1), Fraction(2, 1))
        >>> f.changes(0), f.changes(-1)
        ((Fraction(0, 1), Fraction(0, 1)), ())
        """
        t = check_exact("threshold", threshold)
        found = []
        last = len(self) - 1
        for i, (slope, intercept) in enumerate(zip(self.slopes, self.intercepts, strict=True)):
            if slope == 0:
                continue
            x = (t - intercept) / slope
            left = self.breakpoints[i - 1] if i else self.low
            right = self.breakpoints[i] if i < last else self.high
            # A closed piece that reaches the threshold goes above it on one side of x: to the
            # right if it rises. At an end, that side has to belong to the piece.
            if (left is None or left < x or (left == x and slope > 0)) and (
                right is None or x < right or (x == right and slope < 0)
            ):
                found.append(x)
        return tuple(found)

    def classifies(self, task: Task, threshold: Any = Fraction(1, 2)) -> bool:
        """Tell whether the class of every example is its target: above the threshold for 1.

        Parameters
        ----------
        task
            One input, and one target that is 0 or 1.
        threshold
            1/2 suits a network whose answers are near 0 and 1; a sigmoid's logit is compared with
            0.

        Raises
        ------
        TypeError
            If task is something else.
        ValueError
            If the task has other shapes or targets, or an input outside the interval.

        Examples
        --------
        >>> from tinynets import tasks
        >>> step = PiecewiseLinear([9, 10], [0, -1, 0], [1, 10, 0])
        >>> step.classifies(tasks.less_than(10)), step.classifies(tasks.less_than(11))
        (True, False)
        """
        if not isinstance(task, Task):
            raise TypeError(f"task is a {type(task).__name__}; it must be a tinynets.Task")
        if task.x.shape[1] != 1 or task.y.shape[1] != 1:
            raise ValueError(f"task {task.name!r} must have one input and one target")
        t = check_exact("threshold", threshold)
        targets = task.y[:, 0].tolist()
        if not {*targets} <= {0, 1}:
            raise ValueError(f"task {task.name!r} has targets other than 0 and 1")
        examples = zip(task.x[:, 0].tolist(), targets, strict=True)
        return all((self(x) > t) == bool(y) for x, y in examples)

    def compose(self, inner: PiecewiseLinear) -> PiecewiseLinear:
        """Return this function of another one's value: x to self(inner(x)).

        Parameters
        ----------
        inner
            What is computed first. Its values must lie where this function is defined.

        Returns
        -------
        PiecewiseLinear
            On the inner function's interval.

        Raises
        ------
        TypeError
            If inner is something else.
        ValueError
            If inner takes values at which this function is not defined.

        Examples
        --------
        Folding at 2 and then at 1 gives parity on 0..4:

        >>> fold = lambda c: PiecewiseLinear([c], [1, -1], [0, 2 * c])
        >>> f = fold(1).compose(fold(2))
        >>> [int(f(x)) for x in range(5)]
        [0, 1, 0, 1, 0]
        """
        if not isinstance(inner, PiecewiseLinear):
            raise TypeError(f"inner is a {type(inner).__name__}; it must be a PiecewiseLinear")
        least, most = inner.bounds()
        if (self.low is not None and least < self.low) or (
            self.high is not None and most > self.high
        ):
            raise ValueError(
                f"inner takes values from {least} to {most}; the function is defined "
                f"{self._where()}"
            )
        breaks: list[Fraction] = []
        slopes: list[Fraction] = []
        intercepts: list[Fraction] = []
        for i, (m, c) in enumerate(zip(inner.slopes, inner.intercepts, strict=True)):
            if i:
                breaks.append(inner.breakpoints[i - 1])
            ends = [
                None if x is None else m * x + c
                for x in (
                    inner.breakpoints[i - 1] if i else inner.low,
                    inner.breakpoints[i] if i < len(inner) - 1 else inner.high,
                )
            ]
            # The pieces of self that the values pass, from the one at the left end on.
            bottom, top = ends if m > 0 else reversed(ends)
            first = 0 if bottom is None else bisect_right(self.breakpoints, bottom)
            stop = len(self.breakpoints) if top is None else bisect_left(self.breakpoints, top)
            passed = range(first, stop + 1) if m else [bisect_left(self.breakpoints, c)]
            between = list(range(first, stop)) if m else []
            if m < 0:
                passed, between = passed[::-1], between[::-1]
            breaks += [(self.breakpoints[j] - c) / m for j in between]
            slopes += [self.slopes[j] * m for j in passed]
            intercepts += [self.slopes[j] * c + self.intercepts[j] for j in passed]
        return PiecewiseLinear(breaks, slopes, intercepts, inner.low, inner.high)

    def bounds(self) -> tuple[Fraction | float, Fraction | float]:
        """Return the least and the greatest value, or what they tend to: minus or plus infinity.

        Examples
        --------
        >>> PiecewiseLinear([0], [-1, 1], [0, 0]).bounds()
        (Fraction(0, 1), inf)
        >>> PiecewiseLinear([], [-2], [0], low=0, high=1).bounds()
        (Fraction(-2, 1), Fraction(0, 1))
        """
        corners = [x for x in (self.low, *self.breakpoints, self.high) if x is not None]
        values: list[Fraction | float] = [self(x) for x in corners or [Fraction(0)]]
        for end, slope in ((self.low, -self.slopes[0]), (self.high, self.slopes[-1])):
            if end is None and slope:
                values.append(math.inf if slope > 0 else -math.inf)
        return min(values), max(values)

    def __add__(self, other: Any) -> PiecewiseLinear:
        if not isinstance(other, PiecewiseLinear):
            if _is_foreign(other):
                return NotImplemented
            c = check_exact("the summand", other)
            shifted = (b + c for b in self.intercepts)
            return PiecewiseLinear(self.breakpoints, self.slopes, shifted, self.low, self.high)
        low = max((end for end in (self.low, other.low) if end is not None), default=None)
        high = min((end for end in (self.high, other.high) if end is not None), default=None)
        breaks = sorted(
            x
            for x in {*self.breakpoints, *other.breakpoints}
            if (low is None or low < x) and (high is None or x < high)
        )
        ends = [*breaks, math.inf if high is None else high]  # of each piece the right one
        places = [
            (bisect_left(self.breakpoints, x), bisect_left(other.breakpoints, x)) for x in ends
        ]
        slopes = (self.slopes[i] + other.slopes[j] for i, j in places)
        intercepts = (self.intercepts[i] + other.intercepts[j] for i, j in places)
        return PiecewiseLinear(breaks, slopes, intercepts, low, high)

    def __mul__(self, other: Any) -> PiecewiseLinear:
        if _is_foreign(other):
            return NotImplemented
        c = check_exact("the factor", other)
        slopes, intercepts = ([c * v for v in values] for values in (self.slopes, self.intercepts))
        return PiecewiseLinear(self.breakpoints, slopes, intercepts, self.low, self.high)

    def __neg__(self) -> PiecewiseLinear:
        return -1 * self

    def __sub__(self, other: Any) -> PiecewiseLinear:
        return NotImplemented if _is_foreign(other, PiecewiseLinear) else self + -1 * other

    def __rsub__(self, other: Any) -> PiecewiseLinear:
        return NotImplemented if _is_foreign(other) else other + -self

    __radd__ = __add__
    __rmul__ = __mul__

    def _where(self) -> str:
        # Asked for only where something is beyond an end, so there is one.
        if self.low is None:
            return f"up to {self.high}"
        return f"from {self.low} on" if self.high is None else f"from {self.low} to {self.high}"

    def _rows(self) -> list[tuple[str, str]]:
        ends = [self.low, *self.breakpoints, self.high]
        rows = []
        for i, (left, right) in enumerate(list(pairwise(ends))[:_MAX_SHOWN]):
            before = "" if left is None else f"{left} <= "
            after = "" if right is None else f" <= {right}"
            where = f"for {before}x{after}" if before or after else "for all x"
            rows.append((affine_text(self.slopes[i], self.intercepts[i]), where))
        return rows

    def __repr__(self) -> str:
        rows = self._rows()
        pad = max(len(text) for text, _ in rows)
        lines = [f"PiecewiseLinear, {len(self)} piece{'s' * (len(self) > 1)}"]
        lines += [f"  {text:<{pad}}  {where}" for text, where in rows]
        if len(self) > len(rows):
            lines.append(f"  … and {len(self) - len(rows)} more")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        cells = [
            f"<tr><td>{html.escape(text)}</td><td>{html.escape(where)}</td></tr>"
            for text, where in self._rows()
        ]
        if len(self) > len(cells):
            cells.append(f'<tr><td colspan="2">… and {len(self) - len(cells)} more</td></tr>')
        head = "<thead><tr><th>function</th><th>where</th></tr></thead>"
        return f"<table>{head}<tbody>{''.join(cells)}</tbody></table>"


def pieces(
    network: Network, low: Any = None, high: Any = None, *, limit: int = 1_000_000
) -> PiecewiseLinear:
    r"""Compute the exact function of a ReLU network with one input and one output.

    Layer by layer, the line is cut where a neuron's sum changes its sign: at most once in each of
    the intervals so far, on which everything is affine. So the cost grows as the number of pieces
    times the number of weights, times a logarithm for sorting one layer's cuts.

    How long the fractions get: a layer's weights are whole numbers over one power of two. If these
    whole numbers have :math:`k` bits, the layer makes slopes and intercepts about :math:`k` bits
    longer. In float32 k is 24 for weights of about one size, and more by as many bits as their
    exponents differ; in float64 it is 53 and more. A breakpoint is a quotient of two such numbers.
    So the length grows with the depth, not with the number of pieces. That a network of one input
    is cut in this way, layer by layer, is known: Serra et al. (ICML 2018).

    Parameters
    ----------
    network
        One input, one output, hidden activation relu; with or without skip connections. An output
        activation relu is part of the function. A sigmoid output is read through its logit, which
        is above 0 exactly where the sigmoid is above 1/2.
    low, high
        The ends of the interval to read, exact; None for no end.
    limit
        The most intervals that any layer may cut the line into.

    Returns
    -------
    PiecewiseLinear
        Equal to the network with all its numbers taken as they are, and no rounding in between.

    Raises
    ------
    TypeError
        If network is something else, low or high not a number, or limit not an integer.
    ValueError
        If the network has several inputs or outputs, another hidden activation or a parameter that
        is not finite, low >= high, or there are more intervals than the limit.

    Examples
    --------
    >>> from tinynets import circuits
    >>> pieces(circuits.parity(2, skip=True))
    PiecewiseLinear, 4 pieces
      x       for x <= 1
      -x + 2  for 1 <= x <= 2
      x - 2   for 2 <= x <= 3
      -x + 4  for 3 <= x
    >>> pieces(circuits.less_than(9.5)).changes(0)
    (Fraction(19, 2),)
    """
    layers = _integer_layers(network)
    low, high = check_interval(low, high)
    limit = check_integer("limit", limit, least=1)

    # The ends of the intervals, in homogeneous coordinates: num / den, and infinity over 0.
    ends = [(-1, 0) if low is None else low.as_integer_ratio()]
    ends.append((1, 0) if high is None else high.as_integer_ratio())
    num, den = (_integers([end[i] for end in ends]) for i in (0, 1))
    # What the next layer reads: slope and intercept on each interval, over 2**shift.
    slopes, intercepts, shifts = _integers([[1]]), _integers([[0]]), [0]
    last = len(layers) - 1
    for i, (W, b, shift) in enumerate(layers):
        common = max(shifts)
        W = W * _integers([1 << (common - s) for s in shifts])
        m = W @ slopes  # (out, intervals)
        c = W @ intercepts + (b << common)[:, None]
        if i < last or network.output == "relu":
            num, den, interval = _cut(m, c, num, den, limit)
            m, c, slopes, intercepts = (t[:, interval] for t in (m, c, slopes, intercepts))
            active = _positive(m, c, num, den)
            m, c = m * active, c * active
        if network.skip:
            slopes, intercepts = np.concatenate([slopes, m]), np.concatenate([intercepts, c])
            shifts = [*shifts, *[common + shift] * len(m)]
        else:
            slopes, intercepts, shifts = m, c, [common + shift] * len(m)
    scale = 1 << shifts[-1]
    return PiecewiseLinear(
        map(Fraction, num[1:-1], den[1:-1]),
        (Fraction(m, scale) for m in slopes[-1]),
        (Fraction(c, scale) for c in intercepts[-1]),
        low,
        high,
    )


def _cut(
    m: Integers, c: Integers, num: Integers, den: Integers, limit: int
) -> tuple[Integers, Integers, list[int]]:
    """Cut the intervals where a row of m * x + c changes its sign inside.

    Returns the new ends and, for each new interval, the old one that it lies in.
    """
    left = m * num[:-1] + c * den[:-1]
    right = m * num[1:] + c * den[1:]
    rows, columns = np.nonzero((left < 0) & (right > 0) | (left > 0) & (right < 0))
    cuts = {
        (int(column), Fraction(-c[row, column], m[row, column]))
        for row, column in zip(rows, columns, strict=True)
    }
    if len(cuts) + len(num) - 1 > limit:
        raise ValueError(
            f"the network cuts the line into more than {limit:,} intervals; read a shorter one "
            "with low and high, or raise limit"
        )
    inside: list[list[Fraction]] = [[] for _ in range(len(num) - 1)]
    for column, x in cuts:
        inside[column].append(x)
    interval: list[int] = []
    new = [(num[0], den[0])]
    for column, xs in enumerate(inside):
        new += [x.as_integer_ratio() for x in sorted(xs)]
        new.append((num[column + 1], den[column + 1]))
        interval += [column] * (len(xs) + 1)
    return _integers([end[0] for end in new]), _integers([end[1] for end in new]), interval


def _positive(m: Integers, c: Integers, num: Integers, den: Integers) -> Integers:
    """Say where m * x + c, which has one sign on each interval, is positive inside: 1, else 0."""
    left = m * num[:-1] + c * den[:-1]
    right = m * num[1:] + c * den[1:]
    # On the whole line a constant is 0 times infinity at both ends: look at the constant itself.
    flat = (m == 0) & (c > 0)
    return _integers(((left > 0) | (right > 0) | flat).astype(int).tolist())


def _integer_layers(network: Network) -> list[tuple[Integers, Integers, int]]:
    """Return each layer's W and b as integers, and the power of two that they stand over."""
    check_relu_network(network)
    if network.widths[0] != 1:
        raise ValueError(f"the network has widths {network.widths}; pieces reads one input")
    layers = []
    for layer in network.layers:
        numbers = [*layer.weight.flatten().tolist(), *layer.bias.tolist()]
        ratios = [value.as_integer_ratio() for value in numbers]
        shift = max(d.bit_length() for _, d in ratios) - 1
        whole = _integers([n << (shift + 1 - d.bit_length()) for n, d in ratios])
        W = whole[: layer.weight.numel()].reshape(layer.weight.shape)
        layers.append((W, whole[layer.weight.numel() :], shift))
    return layers


def check_relu_network(network: object) -> None:
    """Refuse what cannot be read exactly: several outputs, other activations, broken parameters."""
    if not isinstance(network, Network):
        raise TypeError(f"network is a {type(network).__name__}; it must be a tinynets.Network")
    if network.widths[-1] != 1:
        raise ValueError(f"the network has widths {network.widths}; only one output can be read")
    if network.n_hidden and network.activation != "relu":
        raise ValueError(
            f"the hidden activation is {network.activation!r}; only relu makes affine pieces"
        )
    check_parameters(network)


def _integers(values: list[Any]) -> Integers:
    array: Integers = np.array(values, dtype=object)
    return array


def check_interval(low: Any, high: Any) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of an interval as fractions, None where there is no end."""
    low = None if low is None else check_exact("low", low)
    high = None if high is None else check_exact("high", high)
    if low is not None and high is not None and low >= high:
        raise ValueError(f"low is {low}, high is {high}; low must be smaller")
    return low, high


def _is_foreign(value: Any, *known: type) -> bool:
    return not isinstance(value, (int, float, Fraction, *known))


def affine_text(slope: Fraction, intercept: Fraction) -> str:
    """Return a straight line as a text, such as -2 x + 1/2."""
    if slope == 0:
        return str(intercept)
    factor = {1: "", -1: "-"}.get(slope, f"{slope} ")  # type: ignore[call-overload]
    sign = "-" if intercept < 0 else "+"
    return f"{factor}x" + (f" {sign} {abs(intercept)}" if intercept else "")
