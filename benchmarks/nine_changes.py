r"""Show that two neurons, then three, make at most eight class changes: no case has a solution.

Run it as ``python benchmarks/nine_changes.py``; it needs nothing but Python. It prints a table and
writes benchmarks/results/nine_changes.json.

*The claim.* A plain network of one input x has hidden layers of 2 and 3 ReLUs and the read-out f.
Its class is [f > t]. Then the class changes at most 8 times along the line.

*Nine changes leave no slack.* Each first-layer neuron has one kink, so the first layer's output has
at most 3 affine pieces. The sum g that a second-layer neuron puts through its ReLU is a read-out of
the first layer, and two neurons change a class at most twice: g crosses zero at most twice, at most
once inside each piece, and cuts the line there. So f has at most 3 + 3 * 2 = 9 pieces. On one closed
piece the class changes at most once, and neighbours share their end. Nine changes therefore need
nine pieces with a change inside each, in turns up and down: the slopes of f on the nine pieces are
not zero and alternate in sign. Nine pieces need two different kinks in the first layer, and six
different cuts, none at a kink: each g crosses zero in exactly two of the three pieces.

*One first layer is enough.* Moving and stretching x puts the kinks at 0 and 1. A positive factor
of a neuron can be moved into the weights that read it, so the neurons are R(x) or R(-x), and R(x - 1)
or R(1 - x). If both face right, both are 0 left of 0; if both face left, both are 0 right of 1; if
they face away from each other, both are 0 in between. There f would be constant. So they face each
other: R(1 - x) and R(x). A sum g = u R(1 - x) + v R(x) + c then has the slopes

    l = -u on the left piece,    l + r in the middle,    r = v on the right,

and l and r are any two numbers. A positive factor of a second-layer neuron goes into the read-out's
weight, or out of it: f = d + e_1 R(g_1) + e_2 R(g_2) + e_3 R(g_3) with each e_i = 1 or -1.

*The cases.* For each of the three neurons: which two pieces it is cut in (3 choices), whether g rises
or falls at the first cut (2), and e (2). The neurons may be numbered so that these kinds do not
decrease. Then for each piece: the order of the cuts in it. This fixes on each of the nine pieces
which neurons are active: g is above zero left of the first cut if it falls there, and changes its
sign at its two cuts only.

*The program of a case.* The unknowns are the six slopes l_i, r_i. Demanded are six signs, since g_i
rises at one cut and falls at the other, and nine signs, since the slopes of f alternate; the first is
positive, or else we take -f, which is another case. A slope of f is the sum of e_i times the slope of
g_i over the active neurons. So all 15 demands are linear: A z > 0. Where the cuts are is not asked.
The program is weaker than the case, so if it has no solution, the case has none.

*The proof that it has none.* If y >= 0 is not zero and y A = 0, then A z > 0 has no solution:
otherwise 0 = (y A) z = y (A z) > 0. By Gordan's theorem such a y exists whenever there is no
solution. A simplex method in integers finds it, and it is checked. Nothing is
rounded, and only the check has to be trusted, not the method.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, permutations, product
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "nine_changes.json"
LEFT, MIDDLE, RIGHT = range(3)

Matrix = list[list[int]]
Order = tuple[tuple[int, ...], ...]  # for each piece, the neurons that are cut in it


class Kind(NamedTuple):
    """What a case says of a second-layer neuron."""

    cut: tuple[int, int]  # the two pieces in which its sum crosses zero
    rises: bool  # at the first of them
    sign: int  # of the read-out's weight


KINDS = [
    Kind(*kind) for kind in product(combinations((LEFT, MIDDLE, RIGHT), 2), (True, False), (1, -1))
]


def cases(width: int) -> Iterator[tuple[tuple[Kind, ...], Order]]:
    """Yield every case for a second layer of this width."""
    for neurons in combinations_with_replacement(KINDS, width):
        cut = [[i for i, kind in enumerate(neurons) if p in kind.cut] for p in range(3)]
        for order in product(*map(permutations, cut)):
            yield neurons, order


def demands(neurons: tuple[Kind, ...], order: Order) -> Matrix:
    """Return the matrix A of a case. Its columns are l_1, r_1, l_2, r_2, and so on.

    First come two rows a neuron, then a row for each piece of f from left to right.
    """

    def slope(i: int, piece: int) -> list[int]:
        row = [0] * (2 * len(neurons))
        row[2 * i] = int(piece != RIGHT)
        row[2 * i + 1] = int(piece != LEFT)
        return row

    rows = []
    for i, kind in enumerate(neurons):
        first, second = kind.cut
        up = 1 if kind.rises else -1
        rows += [[up * s for s in slope(i, first)], [-up * s for s in slope(i, second)]]

    active = [not kind.rises for kind in neurons]
    up = 1
    for piece in (LEFT, MIDDLE, RIGHT):
        for crossing in (None, *order[piece]):
            if crossing is not None:
                active[crossing] = not active[crossing]
            row = [0] * (2 * len(neurons))
            for i, kind in enumerate(neurons):
                if active[i]:
                    row = [
                        a + up * kind.sign * s for a, s in zip(row, slope(i, piece), strict=True)
                    ]
            rows.append(row)
            up = -up
    return rows


def certificate(A: Matrix) -> list[int] | None:
    """Return integers y >= 0, not all 0, with y A = 0; None if there are none, and A z > 0 can be.

    The simplex method's first phase, with Bland's rule, on y A = 0 and sum y = 1. A row of the table
    stands for an equation, so it may be multiplied by what keeps it in small integers.
    """
    n = len(A)
    table = [[*column, 0] for column in zip(*A, strict=True)] + [[1] * (n + 1)]
    basis = [-1] * len(table)  # -1: the row still has its artificial variable
    gain = [sum(column) for column in zip(*table, strict=True)]
    while gain[n]:
        enter = next((j for j in range(n) if gain[j] > 0), None)
        if enter is None:
            return None
        leave = min(
            (Fraction(row[n], row[enter]), j, k)
            for k, (row, j) in enumerate(zip(table, basis, strict=True))
            if row[enter] > 0
        )[2]
        pivot = table[leave]
        table = [row if row is pivot else _eliminate(row, pivot, enter) for row in table]
        gain = _eliminate(gain, pivot, enter)
        basis[leave] = enter
    y = {j: Fraction(row[n], row[j]) for row, j in zip(table, basis, strict=True) if j >= 0}
    common = math.lcm(*(value.denominator for value in y.values()))
    return [int(y.get(j, 0) * common) for j in range(n)]


def _eliminate(row: list[int], pivot: list[int], j: int) -> list[int]:
    if row[j] == 0:
        return row
    new = [pivot[j] * a - row[j] * b for a, b in zip(row, pivot, strict=True)]
    divisor = math.gcd(*new)
    return [a // divisor for a in new] if divisor > 1 else new


def excludes(y: list[int], A: Matrix) -> bool:
    """Check in integers that y proves A z > 0 to have no solution."""
    combined = [sum(map(int.__mul__, y, column)) for column in zip(*A, strict=True)]
    return len(y) == len(A) and min(y) >= 0 and any(y) and not any(combined)


def search(width: int) -> dict[str, object]:
    """Go through all cases for a second layer of this width, and count."""
    programs, used = 0, Counter[int]()
    for neurons, order in cases(width):
        A = demands(neurons, order)
        y = certificate(A)
        programs += 1
        if y is not None and excludes(y, A):
            used[sum(value > 0 for value in y)] += 1
    return {
        "widths": [2, width],
        "changes": 3 + 2 * width,
        "programs": programs,
        "without a solution": used.total(),
        "demands in the certificate": {str(size): used[size] for size in sorted(used)},
    }


def main() -> None:
    start = time.perf_counter()
    searches = [search(width) for width in (1, 2, 3)]
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    result = {
        "command": "python benchmarks/nine_changes.py",
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "versions": {"python": platform.python_version()},
        "seconds": round(time.perf_counter() - start, 1),
        "searches": searches,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")

    print("widths   changes   programs   without a solution")
    for row in searches:
        print(
            f"{row['widths']}   {row['changes']:7}   {row['programs']:8}   "
            f"{row['without a solution']:18}"
        )
    print(f"{result['date']}, Python {platform.python_version()}, {result['seconds']} s")


if __name__ == "__main__":
    main()
