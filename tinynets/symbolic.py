"""A network as a formula, with a proved bound of the difference, and a formula as a network.

Formulas are sympy expressions of sums, rational factors and `ReLU`. Reading drops the neurons that
are idle, moves positive factors out of each ReLU, and rounds coefficients as far as the tolerance
allows; what the rounding changes is computed exactly, never sampled.
"""

from __future__ import annotations

import html
import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from numbers import Real
from typing import Any

import sympy
import torch

from tinynets import _program
from tinynets._checks import check_dtype, check_exact, check_flag
from tinynets._program import Affine, Box, Program
from tinynets.network import Network, neuron_names
from tinynets.piecewise import check_interval, check_relu_network

# Common denominators that rounding tries, simplest first.
_DENOMINATORS = (*range(1, 65), *(10**k for k in range(2, 13)))
# A network all of whose numbers have denominators up to this is not rounded.
_SIMPLE = 1000
_GRAMMAR = "a formula is built of variables, rational numbers, +, ReLU, Abs, Min and Max"


class ReLU(sympy.Function):  # type: ignore[misc]
    """The function max(0, z) in formulas; a positive factor is moved out of it.

    Examples
    --------
    >>> from sympy.abc import x
    >>> ReLU(4 * x - 2), ReLU(-3), ReLU(ReLU(x))
    (2*ReLU(2*x - 1), 0, ReLU(x))
    """

    def __new__(cls, z: Any, **options: Any) -> sympy.Expr:
        """Refuse what is no expression: sympy would evaluate a string as Python."""
        if isinstance(z, bool) or not isinstance(z, (sympy.Expr, Real)):
            raise TypeError(f"z is {z!r}; it must be a sympy expression or a number")
        return super().__new__(cls, z, **options)

    @classmethod
    def eval(cls, z: sympy.Expr) -> sympy.Expr | None:
        """Return a simpler form where there is one, as sympy asks."""
        if z.is_extended_nonnegative:
            return z
        if z.is_extended_nonpositive:
            return sympy.Integer(0)
        content, primitive = z.as_content_primitive()
        if content != 1:
            return content * cls(primitive)
        return None

    def _eval_is_extended_nonnegative(self) -> bool:
        return True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = rf"R\left({printer._print(self.args[0])}\right)"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


@dataclass(frozen=True)
class Formula:
    """A formula that stands for a network, and how far the two are apart.

    Parameters
    ----------
    expression
        Of sympy.
    error
        No point of the box has a larger difference between formula and network: exact and proved.
    box
        For each input its ends, None where there is no end.

    Examples
    --------
    >>> from tinynets import circuits
    >>> found = formula(circuits.minimum())
    >>> found
    a - ReLU(a - b), exact everywhere
    >>> found.error
    Fraction(0, 1)
    """

    expression: sympy.Expr
    error: Fraction
    box: tuple[tuple[Fraction | None, Fraction | None], ...]

    def _bound(self) -> str:
        bound = f"within {_rounded_up(self.error)}" if self.error else "exact"
        return f"{bound} {_where(self.box)}"

    def __repr__(self) -> str:
        return f"{self.expression}, {self._bound()}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {sympy.latex(self.expression)}$"

    def _repr_html_(self) -> str:
        # Notebooks typeset what stands between these marks; so does the build of the book.
        text = html.escape(sympy.latex(self.expression), quote=False)
        return f'<div class="formula">\\[{text}\\]</div>\n<p>{self._bound()}</p>'


def formula(
    network: Network,
    *,
    low: Any = None,
    high: Any = None,
    names: Sequence[str] | None = None,
    tolerance: float = 1e-3,
) -> Formula:
    """Write a ReLU network as a formula that is as simple as the tolerance allows.

    Neurons that are idle on the box are dropped, those that are always active become part of the
    sums that read them, and positive factors are moved out of each ReLU. If all numbers of
    the network are fractions with denominators up to 1000, that is the formula. If not, its
    coefficients are rounded:

    - all of them to multiples of 1/d, with the smallest d that keeps the formula within the
      tolerance, so 0.2001 and 0.7999 become 1/5 and 4/5;
    - then each to a whole number, where that keeps it there too;
    - neurons that are the same after rounding become one.

    No coefficient may by itself move the output by more than the tolerance. So the formula says
    what this network does, and not what another one with the same answers could do. The difference
    is computed where it is largest: at a breakpoint for one input, at a corner of a linear region
    for more.

    Parameters
    ----------
    network
        One output, hidden activation relu. An output relu belongs to the formula; a sigmoid output
        is read through its logit. At most 12 hidden neurons may be at work on the box, for several
        inputs at most 6 inputs, and written out the formula may have at most 500 ReLUs.
    low, high
        The box on which the formula has to hold: numbers, or one for each input; None for no end.
        For several inputs coefficients are rounded on a bounded box only.
    names
        Of the inputs; x for one, a, b, c, … for several if None.
    tolerance
        The largest difference allowed, positive.

    Returns
    -------
    Formula
        The expression, and the exact largest difference.

    Raises
    ------
    TypeError
        If network is something else, or another argument has the wrong type.
    ValueError
        If the network has several outputs, another hidden activation or parameters that are not
        finite, is too wide or has too many inputs to be read exactly, low >= high, the names do not
        fit, or the tolerance is not positive.

    Examples
    --------
    >>> from tinynets import circuits
    >>> formula(circuits.parity(2, skip=True))
    x - 2*ReLU(x - 2) - 2*ReLU(x - 2*ReLU(x - 2) - 1), exact everywhere
    >>> formula(circuits.parity(2, skip=True), low=0, high=2)
    x - 2*ReLU(x - 1), exact on [0, 2]
    >>> noisy = Network.from_weights([([[0.33334]], [-1.0001]), ([[2.9999]], [0.0001])])
    >>> formula(noisy, low=-5, high=5)
    ReLU(x - 3), within 0.00017 on [-5, 5]
    """
    exact = _readable(network)
    box = _box(low, high, exact.n_inputs)
    symbols = _symbols(names, neuron_names(network)[0])
    limit = check_exact("tolerance", tolerance)
    if limit <= 0:
        raise ValueError(f"tolerance is {tolerance}; it must be positive")
    found, error = _program.simplified(exact, box), Fraction(0)
    if any(c.denominator > _SIMPLE for _, c in _numbers(exact)):
        close = _rounded(found, box, limit)
        if close is not found:
            error = Fraction(_program.farthest(_program.difference(found, close), box)[0])
            found = _program.simplified(close, box)
    return Formula(_expression(_primitive(found), symbols), error, box)


def compile_formula(
    expression: Any,
    *,
    names: Sequence[str] | None = None,
    rounding: bool = False,
    dtype: torch.dtype | None = None,
) -> Network:
    """Build a network that computes a formula, with exactly its numbers as weights.

    Every ReLU becomes a hidden neuron, in a layer after those that it reads; ReLUs that are the
    same up to a positive factor share one. Abs(u) is 2 ReLU(u) - u, Max(u, v) is u + ReLU(v - u),
    Min(u, v) is u - ReLU(u - v). Denominators are cleared inside ReLUs first, by R(x/3) = R(x)/3.

    Parameters
    ----------
    expression
        A sympy expression of variables, rational numbers, sums, rational multiples, ReLU, Abs, Min
        and Max. A float in it is taken as the binary fraction that it is.
    names
        The inputs, in order; the expression's variables in alphabetical order if None.
    rounding
        Whether numbers that the dtype does not hold may be rounded. A warning tells how many were,
        and by how much at most.
    dtype
        Of the network; None chooses float32 if it holds every number exactly, else float64.

    Returns
    -------
    Network
        With skip connections where a layer reads more than the one before it.

    Raises
    ------
    TypeError
        If the expression is not of sympy or a number, or another argument has the wrong type.
    ValueError
        If a part of the expression is outside this grammar, it has variables that are not among the
        names, or a number is not held by the dtype; the message names the part.

    Examples
    --------
    >>> from sympy import Min
    >>> from sympy.abc import a, b
    >>> compile_formula(Min(a, b))
    Network([2, 1, 1], skip=True)
      h1 = relu(a - b)
      y  = a - h1
    """
    expression = _sympified(expression)
    if names is None:
        names = sorted(str(symbol) for symbol in expression.free_symbols)
        if not names:
            raise ValueError(f"{expression} has no variable; name the inputs with names")
    symbols = _symbols(names, names)
    check_flag("rounding", rounding)
    program = _program_of_expression(expression, symbols)
    program = _program.merged(_primitive(program))
    return _network(program, rounding, dtype)


@dataclass(frozen=True)
class Comparison:
    """What `check` found: true exactly if network and expression agree within the tolerance.

    Parameters
    ----------
    holds
        Whether they agree.
    error
        The largest difference, exact; infinity if it grows without end.
    at
        A point where the difference is largest, or where it is at least 1 if it has no largest.
    network, expression
        The two exact values there.
    box
        For each input the ends between which they were compared, None where there is no end.

    Examples
    --------
    >>> from sympy.abc import x
    >>> from tinynets import circuits
    >>> check(circuits.absolute(), abs(x))
    They agree: the same function everywhere.
    >>> check(circuits.absolute(), x)
    They differ. At x = -1 the network says 1, the expression -1.
    The difference grows without end.
    >>> bool(check(circuits.absolute(), x, low=0, high=10))
    True
    """

    holds: bool
    error: Fraction | float
    at: dict[str, Fraction]
    network: Fraction
    expression: Fraction
    box: tuple[tuple[Fraction | None, Fraction | None], ...]

    def __bool__(self) -> bool:
        return self.holds

    def __repr__(self) -> str:
        if not self.error:
            return f"They agree: the same function {_where(self.box)}."
        place = ", ".join(f"{name} = {_short(value)}" for name, value in self.at.items())
        says = (
            f"At {place} the network says {_short(self.network)}, "
            f"the expression {_short(self.expression)}."
        )
        if self.error == math.inf:
            return f"They differ. {says}\nThe difference grows without end."
        verdict = f"agree within {_rounded_up(self.error)}" if self.holds else "differ"
        return f"They {verdict}. {says}\nNo difference is larger."


def check(
    network: Network,
    expression: Any,
    *,
    low: Any = None,
    high: Any = None,
    names: Sequence[str] | None = None,
    tolerance: float = 0,
) -> Comparison:
    """Compare a network with a formula, everywhere on a box, by exact arithmetic.

    Parameters
    ----------
    network
        As for `formula`. With one input the number of neurons is not limited, but that of their
        pieces: 50,000 together.
    expression
        As for `compile_formula`, in the network's inputs.
    low, high
        The box: numbers, or one for each input. One input needs none; several need both.
    names
        Of the inputs; x for one, a, b, c, … for several if None.
    tolerance
        Differences up to this are agreement.

    Returns
    -------
    Comparison
        True or false, with the place where the difference is largest.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    ValueError
        As for `formula` and `compile_formula`, and if several inputs have no bounded box or the
        tolerance is negative.

    Examples
    --------
    >>> from sympy import Min, Symbol
    >>> from tinynets import circuits
    >>> a, b = Symbol("a"), Symbol("b")
    >>> check(circuits.minimum(0.5), Min(a, b), low=-50, high=49)
    They agree: the same function on [-50, 49].
    >>> check(circuits.minimum(0.5), a, low=0, high=8)
    They differ. At a = 8, b = 0 the network says 0, the expression 8.
    No difference is larger.
    """
    exact = _readable(network)
    box = _box(low, high, exact.n_inputs)
    symbols = _symbols(names, neuron_names(network)[0])
    limit = check_exact("tolerance", tolerance)
    if limit < 0:
        raise ValueError(f"tolerance is {tolerance}; it must be at least 0")
    if exact.n_inputs > 1 and not _program.is_bounded(box):
        raise ValueError(
            f"the network has {exact.n_inputs} inputs; give the box to compare on, low and high"
        )
    claimed = _program_of_expression(_sympified(expression), symbols)
    # The pieces of one input are few enough to compare, whatever the number of neurons.
    most = None if exact.n_inputs == 1 else _program.MAX_UNITS
    both = [_program.simplified(program, box, most) for program in (exact, claimed)]
    error, point = _program.farthest(_program.difference(*both), box)
    at = dict(zip((str(symbol) for symbol in symbols), point, strict=True))
    says, should = (program.sums(point)[-1] for program in (exact, claimed))
    return Comparison(error <= limit, error, at, says, should, box)


@dataclass(frozen=True)
class MinimumReading:
    r"""Where a network of the article's architecture for min stands among the exact ones.

    It is min on the whole plane exactly if, over the neurons of strength other than 0, the
    misalignments and offsets are 0, and sum_error, the two skip_errors and constant are 0.

    Parameters
    ----------
    theta
        The output's weight of a.
    strengths
        Of the two hidden neurons: :math:`k = c |p_1 - p_2| / 2`, with c the neuron's weight in the
        output and p its weights.
    sides
        1 for a neuron that says a - b, -1 for b - a, 0 for one that tells neither.
    sum_error
        The strengths' sum plus 1.
    skip_errors
        The output's weights of a and b, each plus the strengths on its side.
    misalignments
        :math:`|p_1 + p_2| / |p|` of each neuron: how far it is from bending along a line a - b = constant.
    offsets
        The neuron's bias over :math:`|p_1 - p_2| / 2`: it bends where a - b is minus this times its side.
        Infinite for a neuron that bends along a + b, 0 for one that does not bend.
    constant
        The output's bias.

    Examples
    --------
    >>> from tinynets import circuits
    >>> reading = minimum_theta(circuits.minimum(0.25))
    >>> reading.theta, reading.strengths, reading.sides
    (0.25, (-0.25, -0.75), (1, -1))
    """

    theta: float
    strengths: tuple[float, float]
    sides: tuple[int, int]
    sum_error: float
    skip_errors: tuple[float, float]
    misalignments: tuple[float, float]
    offsets: tuple[float, float]
    constant: float


def minimum_theta(network: Network) -> MinimumReading:
    """Place a network of the article's min architecture in the family of all exact ones.

    All that is read stays the same when a neuron is rescaled, its input weights and bias times a
    positive number and its output weight divided by it.

    Parameters
    ----------
    network
        Widths [2, 2, 1] with skip connections, hidden activation relu, identity output.

    Returns
    -------
    MinimumReading
        Theta and the deviations from an exact network; see the theorem in the book's page on min.

    Raises
    ------
    TypeError
        If network is something else.
    ValueError
        If it has another architecture, a parameter that is not finite, or such large ones that
        what is read of them is beyond the largest float.

    Examples
    --------
    >>> from tinynets import circuits
    >>> minimum_theta(circuits.minimum(3)).sum_error
    0.0
    """
    _readable(network)
    if network.widths != [2, 2, 1] or not network.skip or network.output != "identity":
        raise ValueError(
            f"the network is {str(network).splitlines()[0]}; theta is read from widths [2, 2, 1] "
            "with skip connections and identity output"
        )
    p = network.layers[0].weight.double().tolist()
    s = network.layers[0].bias.double().tolist()
    v_a, v_b, *c = network.layers[1].weight.double()[0].tolist()
    half = [abs(p1 - p2) / 2 for p1, p2 in p]
    sides = [(p1 > p2) - (p1 < p2) for p1, p2 in p]
    strengths = [ci * lam for ci, lam in zip(c, half, strict=True)]
    tilts = [abs(p1 + p2) / math.hypot(p1, p2) if p1 or p2 else 0.0 for p1, p2 in p]
    moves = [si / lam if lam else 0.0 for si, lam in zip(s, half, strict=True)]
    on_side = [sum(k for k, o in zip(strengths, sides, strict=True) if o == w) for w in (1, -1)]
    skip_errors = (v_a + on_side[0], v_b + on_side[1])
    numbers = [*half, *strengths, sum(strengths), *skip_errors, *tilts, *moves]
    if not all(map(math.isfinite, numbers)):
        raise ValueError(
            f"the first layer's weights are {p}, the last's {[v_a, v_b, *c]}; what is read of them "
            "goes beyond the largest float"
        )
    # One that bends along a + b has no such place.
    offsets = [
        math.inf if not lam and any(pi) else move
        for lam, pi, move in zip(half, p, moves, strict=True)
    ]
    return MinimumReading(
        theta=v_a,
        strengths=(strengths[0], strengths[1]),
        sides=(sides[0], sides[1]),
        sum_error=sum(strengths) + 1,
        skip_errors=skip_errors,
        misalignments=(tilts[0], tilts[1]),
        offsets=(offsets[0], offsets[1]),
        constant=network.layers[1].bias.item(),
    )


def _readable(network: Network) -> Program:
    check_relu_network(network)
    return _program.program_of(network)


def _box(low: Any, high: Any, n_inputs: int) -> tuple[tuple[Fraction | None, Fraction | None], ...]:
    ends = []
    for name, value in (("low", low), ("high", high)):
        values = list(value) if isinstance(value, Sequence) else [value] * n_inputs
        if len(values) != n_inputs:
            raise ValueError(f"{name} is {value!r}; the network has {n_inputs} inputs")
        ends.append(values)
    return tuple(check_interval(*interval) for interval in zip(*ends, strict=True))


def _where(box: Box) -> str:
    if all(interval == (None, None) for interval in box):
        return "everywhere"
    ends = [("-∞" if low is None else low, "∞" if high is None else high) for low, high in box]
    spans = [f"[{low}, {high}]" for low, high in ends]
    return f"on {spans[0] if len(set(spans)) == 1 else ' × '.join(spans)}"


def _symbols(names: Sequence[str] | None, default: Sequence[str]) -> list[sympy.Symbol]:
    if names is None:
        names = default
    listed = isinstance(names, Sequence) and not isinstance(names, str)
    if not listed or not all(isinstance(name, str) and name for name in names):
        raise TypeError(f"names is {names!r}; it must be a list of strings, none empty")
    if len(set(names)) != len(names) or len(names) != len(default):
        raise ValueError(f"names is {list(names)}; {len(default)} different names are needed")
    return [sympy.Symbol(name) for name in names]


# A number's place in a program: which sum, and which read, or None for the constant.
Place = tuple[int, int | None]


def _numbers(program: Program) -> Iterator[tuple[Place, Fraction]]:
    for k, affine in enumerate((*program.units, program.output)):
        for i, weight in affine.weights.items():
            yield (k, i), weight
        yield (k, None), affine.bias


def _with(program: Program, numbers: dict[Place, Fraction]) -> Program:
    """Return the program with these numbers in their places."""
    *units, output = [
        Affine({i: numbers[k, i] for i in affine.weights}, numbers[k, None])
        for k, affine in enumerate((*program.units, program.output))
    ]
    return Program(program.n_inputs, tuple(units), output)


def _primitive(program: Program) -> Program:
    return _program.scaled(program, Affine.content)


def _normalised(program: Program) -> Program:
    """Make the largest weight of every unit 1 in size."""
    return _program.scaled(program, lambda unit: max(map(abs, unit.weights.values())))


def _rounded(program: Program, box: Box, limit: Fraction) -> Program:
    """Round the numbers to the smallest common denominator that stays within the limit.

    One denominator for all keeps sums that are whole numbers whole. What can be a whole number as
    well becomes one, one after the other. No number alone may move the output by more than the
    limit: a rounded network does the same in the same way. If nothing is near enough, the program
    stays as it is.
    """
    several = program.n_inputs > 1
    if several and not _program.is_bounded(box):
        return program
    points = _program.corners(program, box) if several else []
    wanted = [program.sums(point)[-1] for point in points]

    def may_be_near(candidate: Program) -> bool:
        pairs = zip(points, wanted, strict=True)
        return all(abs(candidate.sums(point)[-1] - y) <= limit for point, y in pairs)

    def is_near(candidate: Program) -> bool:
        # A look at a few points costs less than the proof, and most candidates fail it.
        if not may_be_near(candidate):
            return False
        return _program.farthest(_program.difference(program, candidate), box)[0] <= limit

    def over_one_denominator(exact: Program) -> dict[Place, Fraction] | None:
        for d in _DENOMINATORS:
            rounded = {place: Fraction(round(c * d), d) for place, c in _numbers(exact)}
            moves = ((abs(rounded[place] - c), leeway[place]) for place, c in _numbers(exact))
            if all(move <= most for move, most in moves) and is_near(_with(exact, rounded)):
                return rounded
        return None

    exact = _normalised(program)
    while True:
        leeway = _leeway(exact, box, limit)
        rounded = over_one_denominator(exact)
        if rounded is None:
            return program
        # Units that are now the same become one, before what they add up to is rounded.
        last = len(exact.units)
        units = {place: r for place, r in rounded.items() if place[0] < last}
        joined = _program.merged(_with(exact, dict(_numbers(exact)) | units))
        if len(joined.units) == last or not is_near(joined):
            break
        exact = _normalised(_program.simplified(joined, box))
    near = whole = _with(exact, rounded)
    for place, c in _numbers(exact):
        if rounded[place].denominator > 1 and abs(round(c) - c) <= leeway[place]:
            once = _with(exact, rounded | {place: Fraction(round(c))})
            if (may_be_near if several else is_near)(once):
                whole, rounded = once, rounded | {place: Fraction(round(c))}
    return whole if is_near(whole) else near


def _leeway(program: Program, box: Box, limit: Fraction) -> dict[Place, Fraction | float]:
    """Return how far each number may move without moving the output by more than the limit."""
    n = program.n_inputs
    reach = [
        math.inf if low is None or high is None else max(abs(low), abs(high)) for low, high in box
    ]
    reach += [max(Fraction(0), high) for _, high in _program.bounds(program, box)[:-1]]
    # How much a unit counts in the output, through all that read it.
    zero = Fraction(0)
    gains: list[Fraction] = [Fraction(1)]
    sums = (*program.units, program.output)
    for k in reversed(range(len(program.units))):
        readers = zip(sums[k + 1 :], gains, strict=True)
        gain = sum((abs(z.weights.get(n + k, zero)) * g for z, g in readers), start=zero)
        gains.insert(0, gain)
    most: dict[Place, Fraction | float] = {}
    for (k, i), _ in _numbers(program):
        far = Fraction(1) if i is None else reach[i]
        most[k, i] = limit / (gains[k] * far) if isinstance(far, Fraction) else 0.0
    return most


def _expression(program: Program, symbols: Sequence[sympy.Symbol]) -> sympy.Expr:
    # How many ReLUs each read has in it, once it is written out.
    sizes = [0] * program.n_inputs
    for unit in program.units:
        sizes.append(1 + sum(sizes[i] for i in unit.weights))
    total = sum(sizes[i] for i in program.output.weights)
    if total > _program.MAX_RELUS:
        raise ValueError(
            f"written out, the formula has {total:,} ReLUs; at most {_program.MAX_RELUS} are written"
        )
    reads: list[sympy.Expr] = list(symbols)

    def written(affine: Affine) -> sympy.Expr:
        terms = [_rational(w) * reads[i] for i, w in affine.weights.items()]
        return sympy.Add(*terms, _rational(affine.bias))

    for unit in program.units:
        reads.append(ReLU(written(unit)))
    return written(program.output)


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _fraction(value: sympy.Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _sympified(expression: Any) -> sympy.Expr:
    if isinstance(expression, (int, float, Fraction)) and not isinstance(expression, bool):
        expression = _rational(check_exact("expression", expression))
    if not isinstance(expression, sympy.Expr):
        raise TypeError(f"expression is {expression!r}; it must be a sympy expression")
    for part in (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
        if expression.has(part):
            raise ValueError(f"{part} is not allowed here: {_GRAMMAR}")
    return expression


def _program_of_expression(expression: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> Program:
    inputs = {symbol.name: _program.read(i) for i, symbol in enumerate(symbols)}
    units: list[Affine] = []
    done: dict[sympy.Expr, Affine] = {}

    def relu(z: Affine) -> Affine:
        if not z.weights:
            return Affine({}, max(Fraction(0), z.bias))
        if z not in units:
            units.append(z)
        return _program.read(len(inputs) + units.index(z))

    def less(u: Affine, v: Affine) -> Affine:
        return u + v * Fraction(-1)

    def smaller(u: Affine, v: Affine) -> Affine:
        return less(u, relu(less(u, v)))

    def larger(u: Affine, v: Affine) -> Affine:
        return u + relu(less(v, u))

    def read(part: sympy.Expr) -> Affine:
        if part not in done:
            done[part] = convert(part)
        return done[part]

    def convert(part: sympy.Expr) -> Affine:
        if part.is_Symbol:
            if part.name not in inputs:
                raise ValueError(f"{part} is not among the inputs {', '.join(inputs)}")
            return inputs[part.name]
        if part.is_Rational:
            return Affine({}, _fraction(part))
        if part.is_Float:
            return Affine({}, _fraction(sympy.Rational(part)))
        if part.is_Add:
            return sum(map(read, part.as_ordered_terms()), start=Affine())
        if part.is_Mul:
            factor, rest = part.as_coeff_Mul()
            if factor != 1:
                return read(rest) * read(factor).bias
        if isinstance(part, (sympy.Min, sympy.Max)):
            # In the order of their names: sympy's own changes from run to run.
            first, *others = map(read, sorted(part.args, key=sympy.default_sort_key))
            return reduce(smaller if isinstance(part, sympy.Min) else larger, others, first)
        if isinstance(part, sympy.Abs):
            u = read(part.args[0])
            return relu(u) * Fraction(2) + u * Fraction(-1)
        if isinstance(part, ReLU):
            return relu(read(part.args[0]))
        raise ValueError(f"{part} is not allowed here: {_GRAMMAR}")

    output = read(expression)
    return Program(len(inputs), tuple(units), output)


def _network(program: Program, rounding: bool, dtype: torch.dtype | None) -> Network:
    n = program.n_inputs
    depths = [0] * n
    for unit in program.units:
        depths.append(1 + max(depths[i] for i in unit.weights))
    # The reads in the order of their layers; that of the inputs is kept.
    order = sorted(range(len(depths)), key=lambda i: (depths[i], i))
    last = max(depths)
    sums = [
        *(
            [program.units[i - n] for i in order if depths[i] == depth]
            for depth in range(1, last + 1)
        ),
        [program.output],
    ]
    skip = any(
        depths[i] < depth for depth, layer in enumerate(sums) for z in layer for i in z.weights
    )
    layers = []
    for depth, layer in enumerate(sums):
        columns = [i for i in order if (depths[i] <= depth if skip else depths[i] == depth)]
        zero = Fraction(0)
        W = [[z.weights.get(i, zero) for i in columns] for z in layer]
        layers.append((W, [z.bias for z in layer]))
    numbers = [c for W, b in layers for row in (*W, b) for c in row]
    dtype = _holding(numbers, rounding, dtype)
    floats = [([[float(c) for c in row] for row in W], [float(c) for c in b]) for W, b in layers]
    return Network.from_weights(floats, skip=skip, dtype=dtype)


def _holding(numbers: Sequence[Fraction], rounding: bool, dtype: torch.dtype | None) -> torch.dtype:
    """Return a dtype for the numbers; refuse or report those that it does not hold."""
    for choice in [torch.float32, torch.float64] if dtype is None else [check_dtype(dtype)]:
        held = [_held(c, choice) for c in numbers]
        if held == list(numbers):
            return choice
    errors = []
    for c, h in zip(numbers, held, strict=True):
        if h is None:
            raise ValueError(f"the number {_short(c)} is beyond the largest {choice}")
        errors.append((abs(c - h), c))
    most, worst = max(errors)
    if not rounding:
        raise ValueError(
            f"{choice} does not hold the number {_short(worst)}; rounding=True takes the nearest"
        )
    changed = sum(error > 0 for error, _ in errors)
    warnings.warn(
        f"{changed} of {len(numbers)} numbers were rounded to {choice}, by at most "
        f"{_rounded_up(most)}: {_short(worst)}",
        stacklevel=4,
    )
    return choice


def _held(value: Fraction, dtype: torch.dtype) -> Fraction | None:
    """Return what the dtype makes of a number, None if it is beyond the largest."""
    try:
        held = torch.tensor(float(value), dtype=torch.float64).to(dtype).double().item()
    except OverflowError:
        return None
    return Fraction(held) if math.isfinite(held) else None


def _rounded_up(value: Fraction | float) -> str:
    """Write a bound with two digits, rounded up so that it stays one."""
    exact = Fraction(value)
    # Decimals have no largest exponent, unlike floats.
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    unit = Fraction(10) ** (decimal.adjusted() - 1)
    digits = math.ceil(exact / unit)
    if abs(decimal.adjusted()) < 300:
        return f"{float(digits * unit):.2g}"
    return f"{Decimal(digits).scaleb(decimal.adjusted() - 1):.1e}"


def _short(value: Fraction) -> str:
    """Write a number exactly if that is short, else its first digits."""
    text = str(value)
    if len(text) <= 12:
        return text
    # Decimals have no largest exponent, unlike floats.
    digits = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{digits:.6g}"
