"""The search for nine changes: its cases against networks, its proofs against brute force."""

import itertools
import json
import random
import runpy
from fractions import Fraction

import pytest
from _ext.digests import ROOT

import tinynets as tn

SCRIPT = runpy.run_path(str(ROOT / "benchmarks" / "nine_changes.py"))
RECORD = json.loads((ROOT / "benchmarks" / "results" / "nine_changes.json").read_text())

# On two neurons that face each other, R(1 - x) and R(x), three make eight changes at -29/20.
EIGHT = [(2, 5, -3, 1), (4, 9, -5, -1), (-3, -6, 5, -1)]


def network(neurons):
    """Each of `neurons` is (u, v, c, e): e R(u R(1 - x) + v R(x) + c)."""
    second = [[u, v] for u, v, _, _ in neurons], [c for _, _, c, _ in neurons]
    readout = [[e for *_, e in neurons]], [0]
    return tn.Network.from_weights([([[-1], [1]], [1, 0]), second, readout])


def case_of(neurons):
    """Read kinds and order from the neurons' exact zeros; None if two coincide or are missing."""
    described, cuts = [], []
    for u, v, c, e in neurons:
        at = [(piece, x) for piece, x in enumerate(zeros(u, v, c)) if x is not None]
        if len(at) != 2:
            return None
        first = at[0][0]
        slope = (-u, v - u, v)[first]
        described.append(SCRIPT["Kind"]((first, at[1][0]), slope > 0, e))
        cuts.append(at)
    rank = sorted(range(len(neurons)), key=lambda i: SCRIPT["KINDS"].index(described[i]))
    order = []
    for piece in range(3):
        here = [(x, new) for new, i in enumerate(rank) for p, x in cuts[i] if p == piece]
        if len({x for x, _ in here}) < len(here):
            return None
        order.append(tuple(new for _, new in sorted(here)))
    return tuple(described[i] for i in rank), tuple(order), [neurons[i] for i in rank]


def zeros(u, v, c):
    """Where u R(1 - x) + v R(x) + c is zero strictly inside x < 0, 0 < x < 1 and 1 < x."""
    for slope, at_0, low, high in (
        (-u, u + c, None, 0),
        (v - u, u + c, 0, 1),
        (v, c, 1, None),
    ):
        x = Fraction(-at_0, slope) if slope else None
        inside = x is not None and (low is None or low < x) and (high is None or x < high)
        yield x if inside else None


def cut_twice(numbers):
    """List the (u, v, c) with two zeros."""
    grid = itertools.product(numbers, repeat=3)
    return [unit for unit in grid if sum(x is not None for x in zeros(*unit)) == 2]


def demanded(A, neurons):
    """Return A z for the neurons' slopes z."""
    z = [slope for u, v, _, _ in neurons for slope in (-u, v)]
    return [sum(a * s for a, s in zip(row, z, strict=True)) for row in A]


def test_the_record_is_what_the_script_finds():
    searches = [SCRIPT["search"](width) for width in (1, 2, 3)]
    assert searches == RECORD["searches"]
    for row in searches:
        assert row["programs"] == row["without a solution"]


def test_every_network_is_one_of_the_cases_and_its_slopes_are_the_rows():
    known = {width: set(SCRIPT["cases"](width)) for width in (1, 2, 3)}
    rng, met = random.Random(0), {1: set(), 2: set(), 3: set()}
    pool = cut_twice(range(-9, 10))
    for _ in range(1500):
        width = rng.choice((1, 2, 2, 3))
        neurons = [(*rng.choice(pool), rng.choice((1, -1))) for _ in range(width)]
        case = case_of(neurons)
        if case is None:
            continue
        kinds, order, ranked = case
        assert (kinds, order) in known[width]
        met[width].add((kinds, order))
        A = SCRIPT["demands"](kinds, order)
        values = demanded(A, ranked)
        assert min(values[: 2 * width]) > 0
        slopes = [value * (-1) ** k for k, value in enumerate(values[2 * width :])]
        merged = [slope for slope, _ in itertools.groupby(slopes)]
        assert merged == list(tn.pieces(network(neurons)).slopes)
    # With two neurons, some orders of the cuts cannot be had: the programs do not ask where they are.
    assert met[1] == known[1]
    assert len(met[2]) > len(known[2]) / 2
    assert len(met[3]) > 200


@pytest.mark.parametrize(("width", "span"), [(1, 4), (2, 4)])
def test_brute_force_finds_no_network_with_all_changes(width, span):
    found = 0
    for units in itertools.combinations(cut_twice(range(-span, span + 1)), width):
        ends = sorted(
            {Fraction(0), Fraction(1)}.union(*map(zeros, *zip(*units, strict=True))) - {None}
        )
        ends = [ends[0] - 1, *ends, ends[-1] + 1]
        for signs in itertools.product((1, -1), repeat=width):
            f = [
                sum(
                    e * max(0, u * max(1 - x, 0) + v * max(x, 0) + c)
                    for e, (u, v, c) in zip(signs, units, strict=True)
                )
                for x in ends
            ]
            up = [b > a for a, b in itertools.pairwise(f) if a != b]
            turns = sum(a != b for a, b in itertools.pairwise(up))
            found = max(found, turns + 1)
    assert 2 <= found < 3 + 2 * width


def test_eight_changes_break_one_demand_only():
    f = tn.pieces(network(EIGHT))
    assert len(f.changes(Fraction(-29, 20))) == 8
    kinds, order, ranked = case_of(EIGHT)
    values = demanded(SCRIPT["demands"](kinds, order), ranked)
    assert [k for k, value in enumerate(values) if value <= 0] in ([6], [14])


def test_without_the_last_demand_some_programs_have_a_solution():
    open_cases = [
        case
        for case in SCRIPT["cases"](3)
        if SCRIPT["certificate"](SCRIPT["demands"](*case)[:-1]) is None
    ]
    assert 0 < len(open_cases) < 10


def test_a_certificate_is_found_exactly_where_no_solution_is():
    # With entries of at most 1 in size, a cone of solutions that is open holds one of these points.
    points = list(itertools.product(range(-3, 4), repeat=2))
    rows = list(itertools.product((-1, 0, 1), repeat=2))
    for size in (1, 2, 3):
        for A in itertools.product(rows, repeat=size):
            solvable = any(all(a * p + b * q > 0 for a, b in A) for p, q in points)
            y = SCRIPT["certificate"]([list(row) for row in A])
            assert (y is None) == solvable
            if y is not None:
                assert min(y) >= 0
                assert any(y)
                assert not any(sum(map(int.__mul__, y, column)) for column in zip(*A, strict=True))


@pytest.mark.parametrize("y", [[0, 0], [-1, -1], [1, 2], [1]])
def test_what_proves_nothing_is_not_taken_for_a_proof(y):
    assert not SCRIPT["excludes"](y, [[1], [-1]])
    assert SCRIPT["excludes"]([2, 2], [[1], [-1]])
