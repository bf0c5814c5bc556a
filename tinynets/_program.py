"""A ReLU network in exact fractions: a list of units, each a ReLU of what stands before it.

`symbolic` reads networks into this form, simplifies it, and writes formulas and networks from it.
All of it is exact: a bound is attained at a corner of the linear regions, and these are enumerated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from tinynets.network import Network
from tinynets.piecewise import PiecewiseLinear

# A formula of more hidden neurons, or of more ReLUs once it is written out, cannot be read.
MAX_UNITS = 12
MAX_RELUS = 500
# What would take longer than some seconds is refused: comparisons of corners, pieces of functions.
MAX_INPUTS = 6
MAX_COMPARISONS = 1_000_000
MAX_PIECES = 50_000

Point = tuple[Fraction, ...]
# For each input its ends; None stands for no end.
Interval = tuple[Fraction | None, Fraction | None]
Box = Sequence[Interval]
Bounds = tuple[Fraction | float, Fraction | float]
# The corners of a region, each with the faces that it lies on.
Region = dict[Point, frozenset[int]]
_ZERO = Fraction(0)
_RELU = PiecewiseLinear([0], [0, 1], [0, 0])


@dataclass(frozen=True)
class Affine:
    """A weighted sum of reads, by index, and a constant; weights of 0 do not stand in it."""

    weights: Mapping[int, Fraction] = field(default_factory=dict)
    bias: Fraction = _ZERO

    def __post_init__(self) -> None:
        kept = {i: w for i, w in sorted(self.weights.items()) if w}
        object.__setattr__(self, "weights", kept)

    def __call__(self, reads: Sequence[Fraction]) -> Fraction:
        return sum((w * reads[i] for i, w in self.weights.items()), start=self.bias)

    def __add__(self, other: Affine) -> Affine:
        weights = dict(self.weights)
        for i, w in other.weights.items():
            weights[i] = weights.get(i, _ZERO) + w
        return Affine(weights, self.bias + other.bias)

    def __mul__(self, factor: Fraction) -> Affine:
        return Affine({i: factor * w for i, w in self.weights.items()}, factor * self.bias)

    def substitute(self, reads: Sequence[Affine]) -> Affine:
        """Return the sum with every read replaced by what it is in other reads."""
        total = Affine({}, self.bias)
        for i, w in self.weights.items():
            total += reads[i] * w
        return total

    def content(self) -> Fraction:
        """Return the positive factor without which whole numbers with no common divisor are left."""
        numbers = [v for v in (*self.weights.values(), self.bias) if v] or [Fraction(1)]
        return Fraction(
            math.gcd(*(v.numerator for v in numbers)), math.lcm(*(v.denominator for v in numbers))
        )


def read(index: int, factor: Fraction = Fraction(1)) -> Affine:
    """Return what reads one index alone."""
    return Affine({index: factor})


@dataclass(frozen=True)
class Program:
    """Units in order: unit k is the ReLU of units[k], and is read under the index n_inputs + k."""

    n_inputs: int
    units: tuple[Affine, ...]
    output: Affine

    def sums(self, point: Sequence[Fraction]) -> list[Fraction]:
        """Return every unit's sum, before its ReLU, and the output."""
        reads, sums = list(point), []
        for unit in self.units:
            sums.append(unit(reads))
            reads.append(max(_ZERO, sums[-1]))
        return [*sums, self.output(reads)]


def program_of(network: Network) -> Program:
    """Read a ReLU network with one output; a sigmoid output is read through its logit."""
    n_inputs = network.widths[0]
    units: list[Affine] = []
    reads = list(map(read, range(n_inputs)))
    for i, layer in enumerate(network.layers):
        sums = [
            Affine(dict(enumerate(map(Fraction, row))), Fraction(bias)).substitute(reads)
            for row, bias in zip(layer.weight.tolist(), layer.bias.tolist(), strict=True)
        ]
        if i == len(network.layers) - 1 and network.output != "relu":
            return Program(n_inputs, tuple(units), sums[0])
        said = [read(n_inputs + len(units) + k) for k in range(len(sums))]
        units += sums
        reads = [*reads, *said] if network.skip else said
    return Program(n_inputs, tuple(units), reads[-1])


def difference(one: Program, other: Program) -> Program:
    """Return the program whose output is one's less the other's; both read the same inputs."""
    n, k = one.n_inputs, len(one.units)

    def moved(affine: Affine) -> Affine:
        return Affine({i if i < n else i + k: w for i, w in affine.weights.items()}, affine.bias)

    units = (*one.units, *map(moved, other.units))
    return Program(n, units, one.output + moved(other.output) * Fraction(-1))


def bounds(program: Program, box: Box) -> list[Bounds]:
    """Return the least and the greatest value of every unit's sum and of the output on the box.

    Exact for one input and on a bounded box; else what follows from the bounds of what is read.
    """
    if program.n_inputs == 1:
        return [f.bounds() for f in functions(program, box[0])]
    if not is_bounded(box):
        return _interval_bounds(program, box)
    sums = list(zip(*map(program.sums, corners(program, box)), strict=True))
    return [(min(values), max(values)) for values in sums]


def functions(program: Program, interval: Interval) -> list[PiecewiseLinear]:
    """Return every unit's sum and the output of a program with one input, as exact functions."""
    constant = PiecewiseLinear([], [0], [0], *interval)
    reads, sums = [PiecewiseLinear([], [1], [0], *interval)], []
    written = 0
    for affine in (*program.units, program.output):
        total = constant + affine.bias
        for i, w in affine.weights.items():
            total = total + w * reads[i]
        sums.append(total)
        reads.append(_RELU.compose(total))
        written += len(reads[-1])
        if written > MAX_PIECES:
            raise ValueError(
                f"the neurons have more than {MAX_PIECES:,} pieces together; read a shorter interval"
            )
    return sums


def is_bounded(box: Box) -> bool:
    """Tell whether every input has both ends."""
    return all(end is not None for interval in box for end in interval)


def _interval_bounds(program: Program, box: Box) -> list[Bounds]:
    reads: list[Bounds] = [
        (-math.inf if low is None else low, math.inf if high is None else high) for low, high in box
    ]
    found: list[Bounds] = []
    for affine in (*program.units, program.output):
        low: Fraction | float = affine.bias
        high: Fraction | float = affine.bias
        for i, w in affine.weights.items():
            ends = sorted(_times(w, end) for end in reads[i])
            low, high = _plus(low, ends[0]), _plus(high, ends[1])
        found.append((low, high))
        reads.append((max(_ZERO, low), max(_ZERO, high)))
    return found


def _plus(one: Fraction | float, other: Fraction | float) -> Fraction | float:
    # The lower bounds are never plus infinity and the upper ones never minus: nothing cancels.
    infinite = [v for v in (one, other) if isinstance(v, float)]
    return infinite[0] if infinite else one + other


def _times(weight: Fraction, end: Fraction | float) -> Fraction | float:
    # Infinities are the only floats here; a large fraction times one would overflow.
    if isinstance(end, Fraction):
        return weight * end
    return end if weight > 0 else -end


def corners(program: Program, box: Box) -> list[Point]:
    """Return the corners of all linear regions of a program on a bounded box.

    On a region every sum is affine, so it takes its extremes at corners. The box is cut by one
    unit after the other; a region is kept as its corners, each with the faces that it lies on.

    Raises
    ------
    ValueError
        If there are more inputs or regions than can be gone through.
    """
    if program.n_inputs > MAX_INPUTS:
        raise ValueError(
            f"there are {program.n_inputs} inputs; at most {MAX_INPUTS} can be read exactly"
        )
    sides = product((0, 1), repeat=program.n_inputs)
    # Of each input both: the box is bounded.
    ends = [[end for end in interval if end is not None] for interval in box]
    # Face 2 * i is where input i has its low end, 2 * i + 1 where it has its high one.
    whole: Region = {
        tuple(ends[i][s] for i, s in enumerate(side)): frozenset(
            2 * i + s for i, s in enumerate(side)
        )
        for side in sides
    }
    faces = 2 * program.n_inputs
    # A region, and what every read is there in terms of the inputs.
    regions = [(whole, list(map(read, range(program.n_inputs))))]
    compared = 0
    for unit in program.units:
        cut = []
        for region, reads in regions:
            total = unit.substitute(reads)
            above, below = _halves(region, total, faces)
            compared += len(region) ** 2 * bool(above and below)
            if compared > MAX_COMPARISONS:
                raise ValueError(
                    f"{len(program.units)} neurons cut the box of {program.n_inputs} inputs into "
                    f"too many regions: more than {MAX_COMPARISONS:,} comparisons of corners; read "
                    "a smaller box"
                )
            halves = ((above, total), (below, Affine()))
            cut += [(half, [*reads, said]) for half, said in halves if half]
        regions = cut
        faces += 1
    return list({point: None for region, _ in regions for point in region})


def _halves(region: Region, total: Affine, face: int) -> tuple[Region, Region]:
    """Cut a region where the sum is 0; a half without an inside is empty."""
    values = {point: total(point) for point in region}
    if min(values.values()) >= 0:
        return region, {}
    if max(values.values()) <= 0:
        return {}, region
    on = {p: faces | {face} for p, faces in region.items() if values[p] == 0}
    above = {p: faces for p, faces in region.items() if values[p] > 0}
    below = {p: faces for p, faces in region.items() if values[p] < 0}
    for p, p_faces in above.items():
        for q, q_faces in below.items():
            # Two corners are joined by an edge if no third lies on all faces that they share.
            shared = p_faces & q_faces
            if any(shared <= faces for r, faces in region.items() if r not in (p, q)):
                continue
            t = values[p] / (values[p] - values[q])
            on[tuple(a + t * (b - a) for a, b in zip(p, q, strict=True))] = shared | {face}
    return above | on, below | on


def simplified(program: Program, box: Box, most: int | None = MAX_UNITS) -> Program:
    """Drop the units that are 0 on the box, merge those that never are, and those that are unread.

    The result has the same values on the box. Bounds that need no regions come first, so that a
    wide network whose neurons mostly rest can still be read.

    Raises
    ------
    ValueError
        If more than `most` units are at work.
    """
    program = _without_idle(program, _interval_bounds(program, box))
    if most is not None and len(program.units) > most:
        raise ValueError(
            f"{len(program.units)} hidden neurons are at work here; at most {most} can be read "
            "exactly"
        )
    return _without_idle(program, bounds(program, box))


def _without_idle(program: Program, sums: Sequence[Bounds]) -> Program:
    n = program.n_inputs
    reads = list(map(read, range(n)))
    kept: list[Affine] = []
    for unit, (low, high) in zip(program.units, sums[:-1], strict=True):
        total = unit.substitute(reads)
        if high <= 0:
            reads.append(Affine())
        elif low >= 0:
            reads.append(total)
        else:
            reads.append(read(n + len(kept)))
            kept.append(total)
    return _without_unread(Program(n, tuple(kept), program.output.substitute(reads)))


def _without_unread(program: Program) -> Program:
    n = program.n_inputs
    wanted = set(program.output.weights)
    for k in reversed(range(len(program.units))):
        if n + k in wanted:
            wanted |= set(program.units[k].weights)
    kept = [k for k in range(len(program.units)) if n + k in wanted]
    place = {n + k: n + new for new, k in enumerate(kept)} | {i: i for i in range(n)}

    def moved(affine: Affine) -> Affine:
        return Affine({place[i]: w for i, w in affine.weights.items()}, affine.bias)

    return Program(n, tuple(moved(program.units[k]) for k in kept), moved(program.output))


def scaled(program: Program, scale: Callable[[Affine], Fraction]) -> Program:
    """Divide every unit by a positive number and multiply where it is read: the same function."""
    n = program.n_inputs
    reads = list(map(read, range(n)))
    units: list[Affine] = []
    for k, unit in enumerate(program.units):
        total = unit.substitute(reads)
        factor = scale(total)
        units.append(total * (1 / factor))
        reads.append(read(n + k, factor))
    return Program(n, tuple(units), program.output.substitute(reads))


def merged(program: Program) -> Program:
    """Make units that are the same one unit, and those that read nothing constants."""
    n = program.n_inputs
    reads = list(map(read, range(n)))
    places: dict[tuple[tuple[tuple[int, Fraction], ...], Fraction], int] = {}
    units: list[Affine] = []
    for unit in program.units:
        total = unit.substitute(reads)
        if not total.weights:
            reads.append(Affine({}, max(_ZERO, total.bias)))
            continue
        key = (tuple(total.weights.items()), total.bias)
        if key not in places:
            places[key] = len(units)
            units.append(total)
        reads.append(read(n + places[key]))
    return _without_unread(Program(n, tuple(units), program.output.substitute(reads)))


def farthest(program: Program, box: Box) -> tuple[Fraction | float, Point]:
    """Return the largest absolute output on the box and a point where it is taken.

    Where it is unbounded, the point is one where it is at least 1. For several inputs the box must
    be bounded.
    """
    if program.n_inputs > 1:
        values = {p: abs(program.sums(p)[-1]) for p in corners(program, box)}
        point = max(values, key=values.__getitem__)
        return values[point], point
    low, high = box[0]
    f = functions(program, box[0])[-1]
    ends = [x for x in (low, *f.breakpoints, high) if x is not None] or [_ZERO]
    outward = [(-1, ends[0], f.slopes[0])] * (low is None)
    outward += [(1, ends[-1], f.slopes[-1])] * (high is None)
    for direction, x, slope in outward:
        if slope:
            return math.inf, (x + direction * math.ceil((1 + abs(f(x))) / abs(slope)),)
    x = max(ends, key=lambda x: abs(f(x)))
    return abs(f(x)), (x,)
