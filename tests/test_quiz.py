"""Every question answered a second time, from its own words alone, by brute force."""

import json
import math
import re
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise, permutations, product
from operator import mul
from random import Random

import pytest
import torch
from _ext import worksheet
from _ext.digests import ROOT
from _ext.quiz import items
from chapters import QUIZZES

import tinynets as tn
from tinynets import quiz
from tinynets.quiz import _draws

SEEDS = range(40)


def numbers(text):
    return [Fraction(n) for n in re.findall(r"-?\d+(?:\.\d+|/\d+)?", text)]


def says(shown, x, without=None):
    """Return what every line of formulas says, a neuron held at 0 if asked."""
    values = dict(x)
    for line in shown.splitlines():
        name, formula = (part.strip() for part in line.split("=", 1))
        code = re.sub(r"([\d.]) (?=[xabh(])", r"\1 * ", formula)
        code = re.sub(r"(?<![\w.])[\d.]+", lambda number: f"Fraction('{number[0]}')", code)
        scope = {"Fraction": Fraction, "relu": lambda z: max(z, Fraction(0)), **values}
        values[name] = Fraction(0) if name == without else eval(code, scope)
    return values


def output(shown, x, without=None):
    return says(shown, {"x": Fraction(x)}, without)["y"]


def answer_value(item):
    asked = re.search(r"say at (.*)\?", item.question)[1]
    x = {part.split(" = ")[0]: Fraction(part.split(" = ")[1]) for part in asked.split(", ")}
    return says(item.shown, x)["y"]


def answer_bends(item):
    grid = [Fraction(k, 4) for k in range(-60, 61)]
    f = [output(item.shown, x) for x in grid]
    return {grid[k] for k in range(1, 120) if f[k - 1] + f[k + 1] != 2 * f[k]}


def answer_ablation(item):
    low, high = numbers(item.question)[:2]
    data = range(int(low), int(high) + 1)
    free = [
        k
        for k, name in enumerate(item.choices)
        if all(output(item.shown, x) == output(item.shown, x, without=name) for x in data)
    ]
    (only,) = free
    return only


def answer_born_dead(item):
    low, high = (int(n) for n in numbers(item.question)[:2])
    rows = [says(item.shown, {"x": Fraction(x)}) for x in range(low, high + 1)]
    count = len(item.shown.splitlines())
    return {Fraction(k) for k in range(1, count + 1) if all(row[f"y{k}"] == 0 for row in rows)}


def answer_graph(item):
    low, high = item.interval
    grid = [Fraction(k, 8) for k in range(8 * low, 8 * high + 1)]
    same = [
        k for k, f in enumerate(item.choices) if all(f(x) == output(item.shown, x) for x in grid)
    ]
    (only,) = same
    return only


def answer_folding(item):
    listed, count = re.search(r"folded at ([\d, ]+):.* to (\d+) do", item.question).groups()
    wrong = set()
    for x in range(int(count) + 1):
        y = x
        for c in map(int, listed.split(", ")):
            y = y if y <= c else 2 * c - y
        if y != (x & 1):
            wrong.add(Fraction(x))
    return wrong


def answer_limit(item):
    """The line of least norm that keeps all examples at 1: among corners and feet of perpendiculars."""
    ones, zeros = (numbers(re.search(rf"Label {k}: ([^.]*)\.", item.question)[1]) for k in (1, 0))
    rows = [(x, 1, Fraction(1)) for x in ones] + [(-x, -1, Fraction(1)) for x in zeros]
    candidates = [(x / (x * x + 1), s / (x * x + 1)) for x, s, _ in rows]
    for (x, s, _), (u, t, _) in combinations(rows, 2):
        if x * t != u * s:
            determinant = x * t - s * u
            candidates.append(((t - s) / determinant, (x - u) / determinant))
    feasible = [
        (w * w + b * b, w, b) for w, b in candidates if all(w * x + b * s >= 1 for x, s, _ in rows)
    ]
    _, w, b = min(feasible)
    return -b / w


def answer_threshold(item):
    weight, bias = re.search(r"sigmoid\((-?[\d.]*) ?x(.*)\)", item.shown).groups()
    slope = {"": 1, "-": -1}.get(weight) or Fraction(weight)
    return -Fraction(bias.replace(" ", "") or 0) / slope


def solved(equations):
    """Return the numbers that meet linear equations, each a row of factors and what they make."""
    rows = [[Fraction(v) for v in row] for row in equations]
    for k in range(len(rows)):
        pivot = next(n for n in range(k, len(rows)) if rows[n][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for n in range(len(rows)):
            if n != k:
                rows[n] = [v - rows[n][k] * w for v, w in zip(rows[n], rows[k], strict=True)]
    return [row[-1] for row in rows]


def answer_blotted(item):
    """All weights that are blotted out, from as many pairs on which the output must be min."""
    *neurons, output = item.shown.splitlines()
    names = re.findall(r"\? (\w+)", output)
    known = "\n".join([*neurons, re.sub(r"[+-]? ?\? \w+", "", output) + " + 0"])
    # On the diagonal, on both sides of it, or, where only a - b >= 0 is heard, on that side.
    pairs = [(2, 1), (1, 3), (5, 5)] if "a" in names else [(0, 0), (1, 0)]
    rows = []
    for a, b in pairs[: len(names)]:
        said = says(known, {"a": Fraction(a), "b": Fraction(b)})
        rows.append([*(said[name] for name in names), min(a, b) - said["y"]])
    found = dict(zip(names, solved(rows), strict=True))
    for a, b in product(range(-3, 4), repeat=2):
        said = says(known, {"a": Fraction(a), "b": Fraction(b)})
        assert said["y"] + sum(w * said[name] for name, w in found.items()) == min(a, b)
    return found[re.search(r"What is that of (\w+)\?", item.question)[1]]


def answer_slope(item):
    x = Fraction(re.search(r"at x = (-?\d+)\?", item.question)[1])
    held = re.match(r"(h\d) is held", item.question)
    step = Fraction(1, 1000)
    low, middle, high = (
        output(item.shown, x + d, without=held and held[1]) for d in (-step, 0, step)
    )
    assert high - middle == middle - low
    return (high - low) / (2 * step)


def answer_named(item):
    grid = [Fraction(k, 4) for k in range(-60, 61)]
    scope = {"max": max, "min": min, "abs": abs}
    same = [
        k
        for k, name in enumerate(item.choices)
        if all(eval(name, {**scope, "x": x}) == output(item.shown, x) for x in grid)
    ]
    (only,) = same
    return only


def answer_changes(item):
    """On either choice of every ReLU the output is one straight line: try where each passes 1/2."""
    *neurons, _ = item.shown.splitlines()
    found = set()
    for on in product([True, False], repeat=len(neurons)):
        lines = item.shown
        for k, speaks in enumerate(on, 1):
            lines = re.sub(
                rf"(h{k} = )relu(\(.*\))", rf"\g<1>{'' if speaks else '0 * '}\g<2>", lines
            )
        at_0, at_1 = output(lines, 0), output(lines, 1)
        if at_0 != at_1:
            x = (Fraction(1, 2) - at_0) / (at_1 - at_0)
            if output(item.shown, x) == Fraction(1, 2):
                found.add(x)
    # It passes, and does not touch.
    near = Fraction(1, 10**6)
    for x in found:
        sides = [output(item.shown, x + d) > Fraction(1, 2) for d in (-near, near)]
        assert sides[0] != sides[1]
    return len(found)


def answer_units(item):
    """Read the notation: a unit is a slope, its weights and a bias."""
    asked = re.search(r"eval n \(?(-?\d+)\)?", item.question)[1]
    rows = re.findall(r"Unit \(?(-?\d+)\)? \[(.*?)\] \(?(-?\d+)\)?", item.shown)
    said = []
    for k, (slope, weights, bias) in enumerate(rows):
        z = Fraction(slope) * Fraction(asked) + Fraction(bias)
        z += sum(w * v for w, v in zip(numbers(weights), said, strict=False))
        said.append(z if k == len(rows) - 1 else max(z, Fraction(0)))
    return said[-1]


def area(corners):
    turned = [*corners[1:], corners[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, turned, strict=True))) / 2


def answer_chance_dead(item):
    """The share of the square of all (w, b) that is left of each line w x + b = 0."""
    low, high = re.search(r"integers from (-?\d+) to (-?\d+)", item.question).groups()
    corners = [(Fraction(w), Fraction(b)) for w, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    for x in range(int(low), int(high) + 1):
        kept = []
        for (w, b), (u, c) in zip(corners, [*corners[1:], corners[0]], strict=True):
            here, there = w * x + b, u * x + c
            if here <= 0:
                kept.append((w, b))
            if here * there < 0:
                t = here / (here - there)
                kept.append((w + t * (u - w), b + t * (c - b)))
        corners = kept
    return area(corners) / 4


def answer_lost(item):
    """All ways to be dead or alive, each with its probability."""
    count, dead, needed = numbers(item.question)[:3]
    lost = Fraction(0)
    for alive in product([True, False], repeat=int(count)):
        if sum(alive) < needed:
            lost += (1 - dead) ** sum(alive) * dead ** (count - sum(alive))
    return lost


def answer_level(item):
    """The least error over all answers k / n for the n inputs that share one."""
    pattern = r"Of (\d+) targets (\d+) are 1.* has (\d+) of the ones and (\d+) of the zeros"
    count, ones, right_ones, right_zeros = map(int, re.search(pattern, item.question).groups())
    others = [1] * (ones - right_ones) + [0] * (count - ones - right_zeros)
    grid = [Fraction(k, len(others)) for k in range(len(others) + 1)]
    return min(sum((t - y) ** 2 for t in others) / count for y in grid)


def turns(classes):
    return sum(a != b for a, b in pairwise(classes))


def least_power(ways):
    """The least h with 2**h >= ways."""
    return next(h for h in range(99) if 2**h >= ways)


def largest_error(neurons):
    """How far off `circuits.square` is: at the ends of a piece, or where its slope is 2 x."""
    f = tn.pieces(tn.circuits.square(neurons), 0, 1)
    level = [slope / 2 for slope in f.slopes if 0 <= slope <= 2]
    return max(abs(f(x) - x * x) for x in [0, *f.breakpoints, *level, 1])


def answer_puzzle(item):
    """What the book's circuit uses, and that no fewer do where changes or orders tell."""
    text = re.search(r"at least to (.*)\?$", item.question)[1]
    size, *others = (int(n) for n in re.findall(r"\d+", text.replace("x^2", "")))
    if text.startswith("say the largest"):
        return tn.circuits.maximum(size).n_hidden
    if text.startswith("stay within"):
        return next(m for m in range(9) if largest_error(m) <= Fraction(1, others[0]))
    if text.startswith("say whether an odd number"):
        # What the chapter proves is that h neurons do less than 2**(h + 1) bits, and one not three.
        used = tn.circuits.bits_parity(size).n_hidden
        assert used == next(h for h in range(9) if size < 2 ** (h + 1) and (h, size) != (1, 3))
        return used
    if text.startswith("sort"):
        used, ways = tn.circuits.sort(size).n_hidden, len(list(permutations(range(size))))
    elif text.startswith("tell the multiples"):
        end = others[1]
        used = tn.circuits.divisible(size, least_power(Fraction(end, size))).n_hidden
        ways = turns(x % size == 0 for x in range(end + 1))
    else:
        used = tn.circuits.gray_code(size).n_hidden
        ways = turns((x ^ (x >> 1)) & 1 for x in range(others[1] + 1))
    assert used == least_power(ways)
    return used


def answer_comparators(item):
    """Each comparator by its ReLU."""
    row = [0, *numbers(re.search(r"stand ([\d, ]+)\. ", item.question)[1])]
    for i, j in re.findall(r"(\d) and (\d)", item.question):
        r = max(row[int(i)] - row[int(j)], 0)
        row[int(i)] -= r
        row[int(j)] += r
    return row[int(re.search(r"stands in place (\d)", item.question)[1])]


def largest_outputs(p, k, total):
    said = [math.cos(2 * math.pi * k * (total - c) / p) for c in range(p)]
    return {c for c in range(p) if said[c] > max(said) - 1e-9}


def added(item):
    """Return p, the frequency, a and b."""
    pattern = r"with (\d+) hours.* cos\(2π (?:· (\d*) )?\(.*For a = (\d+) and b = (\d+)"
    return [int(n or 1) for n in re.search(pattern, item.question).groups()]


def answer_clock(item):
    p, k, a, b = added(item)
    found = largest_outputs(p, k, a + b)
    if len(found) == 1:
        network, task = tn.circuits.modular_addition(p, k), tn.tasks.modular_addition(p)
        (row,) = ((task.x[:, a] == 1) & (task.x[:, p + b] == 1)).nonzero().flatten().tolist()
        assert found == {network(task.x.double())[row].argmax().item()}
    return found


def answer_second(item):
    """The largest outputs of the circuit when that of the sum is left out."""
    p, k, a, b = added(item)
    network, x = tn.circuits.modular_addition(p, k), torch.zeros(1, 2 * p, dtype=torch.float64)
    x[0, [a, p + b]] = 1
    said = dict(enumerate(network(x)[0].tolist()))
    del said[(a + b) % p]
    return {c for c, v in said.items() if v > max(said.values()) - 1e-9}


def answer_ties(item):
    p, top = map(int, re.search(r"has (\d+) hours.* from 1 to (\d+) does", item.question).groups())
    return {
        k
        for k in range(1, top + 1)
        if any(largest_outputs(p, k, total) != {total % p} for total in (0, 1, p - 1, 2 * p - 2))
    }


def answer_superposed(item):
    def vector(text):
        return numbers(re.search(rf"\b{text} = \((.*?)\)", f"{item.question}\n{item.shown}")[1])

    x = vector("x")
    network = tn.Network.from_weights(
        [
            ([*zip(*(vector(f"e{n}") for n in range(1, len(x) + 1)), strict=True)], [0, 0]),
            ([vector(f"d{n}") for n in range(1, len(x) + 1)], [0] * len(x)),
        ],
        activation="identity",
        output="relu",
        dtype=torch.float64,
    )
    out = network(torch.tensor([[float(v) for v in x]], dtype=torch.float64))[0].tolist()
    return {n for n, (y, v) in enumerate(zip(out, x, strict=True), 1) if abs(y - v) > 1e-9}


@cache
def most_alone(neurons):
    """The most directions on a grid of which each is heard by a reader that is deaf to the others."""
    grid = [v for v in product(range(-2, 3), repeat=neurons) if any(v)]
    heard = {
        e: {d for d in grid if sum(v * w for v, w in zip(d, e, strict=True)) > 0} for e in grid
    }

    def alone(chosen):
        return all(heard[e] - set().union(*(heard[f] for f in chosen if f != e)) for e in chosen)

    # With more directions there would be as many out of them.
    return next(k for k in range(1, 9) if not any(map(alone, combinations(grid, k + 1))))


def rank(rows):
    """Gauss's elimination in fractions."""
    rows, found = [[Fraction(v) for v in row] for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        found += 1
        for row in rows[found:]:
            factor = row[column] / pivot[column]
            row[:] = [v - factor * w for v, w in zip(row, pivot, strict=True)]
    return found


@cache
def most_together(features, neurons):
    """Outputs are the features themselves only if as many sums are independent."""
    random = Random(0)

    def matrix(rows, columns):
        return [[random.randint(-9, 9) for _ in range(columns)] for _ in range(rows)]

    ranks = []
    for _ in range(20):
        reads, writes = matrix(features, neurons), matrix(neurons, features)
        columns = list(zip(*writes, strict=True))
        ranks.append(rank([[sum(map(mul, row, column)) for column in columns] for row in reads]))
    return max(ranks)


def answer_room(item):
    features, neurons = map(int, re.findall(r"(\d+) (?:features|hidden)", item.question))
    if "on together" in item.question:
        return most_together(features, neurons)
    if neurons <= 2:
        return min(features, most_alone(neurons))
    # On the curve (1, k, k²) every feature is read by a direction that is deaf to all others.
    for i, j in product(range(features), repeat=2):
        heard = (1 - i * i) + 2 * i * j - j * j
        assert heard == 1 if i == j else heard <= 0
    return features


def rounded_to(x, bits):
    """The nearest m * 2**e with at most so many binary digits in m, or 2**bits; even m if tied."""
    step = 1
    while abs(x) > 2**bits * step:
        step *= 2
    return round(Fraction(x, step)) * step


def answer_rounded(item):
    bits, number = map(int, numbers(item.question))
    held = {m * 2**e for m in range(2**bits + 1) for e in range(10)}
    nearest = min(abs(number - n) for n in held)
    (only,) = (n for n in held if abs(number - n) == nearest)
    return only


def answer_missed(item):
    bits, folds, end = re.search(
        r"of (\d+) binary.* folded at ([\d, ]+) by .* from 0 to (\d+),", item.question
    ).groups()
    absolute = "|y - c|" in item.question
    wrong = 0
    for x in range(int(end) + 1):
        y = rounded_to(x, int(bits))
        for c in map(int, folds.split(", ")):
            z = rounded_to(y - c, int(bits))
            y = abs(z) if absolute else rounded_to(y - 2 * max(z, 0), int(bits))
        wrong += (1 - y if absolute else y) != x % 2
    return wrong


def most_pieces(neurons):
    """A further neuron's sum is straight on each piece, so that its ReLU splits it once at most."""
    return 1 if neurons == 0 else 2 * most_pieces(neurons - 1)


@cache
def most_integers(neurons):
    """On every piece the class changes once at most; the book's circuit changes as often."""
    circuit = (
        tn.circuits.parity(neurons, skip=True)
        if neurons
        else tn.Network.from_weights([([[1]], [0])])
    )
    x = torch.arange(most_pieces(neurons) + 1.0)[:, None]
    assert torch.equal(circuit(x), x % 2)
    if neurons <= 8:
        assert len(tn.pieces(circuit, 0, len(x) - 1).changes()) == most_pieces(neurons)
    return most_pieces(neurons) + 1


def answer_fewest(item):
    (count,) = numbers(item.question)
    return next(h for h in range(20) if most_integers(h) >= count)


def answer_most(item):
    (neurons,) = map(int, numbers(item.question))
    return most_integers(neurons)


def answer_mean_says(item):
    """How far from an even number the scaled mean lies."""
    bits, scale = map(
        int, re.search(r"of (\d+) bits. It takes (\d+) times", item.question).groups()
    )
    y = Fraction(scale * int(re.search(r"say if (\d+) of", item.question)[1]), bits)
    return min(abs(y - even) for even in range(0, scale + 1, 2))


def answer_mean_needs(item):
    """The classes along the means, and how often some ReLUs change theirs."""
    bits = int(re.search(r"mean of (\d+) bits", item.question)[1])
    wanted = turns([ones % 2 for ones in range(bits + 1)])
    return next(h for h in range(20) if most_integers(h) - 1 >= wanted)


def answer_shrunk(item):
    """The least loss on a grid that holds all sums and halves of the two numbers."""
    t, penalty = (Fraction(re.search(rf"{n} = ([\d/]+)", item.question)[1]) for n in ("t", "λ"))
    step = Fraction(1, 2 * t.denominator * penalty.denominator)
    grid = [k * step for k in range(int(t / step) + 1)]
    return min(grid, key=lambda f: (t - f) ** 2 + penalty * f)


def answer_resting_loss(item):
    count, ones = numbers(item.question)[:2]
    targets = [1] * int(ones) + [0] * int(count - ones)
    errors = [sum((t - Fraction(k, 400)) ** 2 for t in targets) / count for k in range(401)]
    return min(errors)


ANSWERS = {
    "ablation": answer_ablation,
    "bends": answer_bends,
    "between": answer_blotted,
    "born_dead": answer_born_dead,
    "chance_dead": answer_chance_dead,
    "changes": answer_changes,
    "clock": answer_clock,
    "comparators": answer_comparators,
    "cut": answer_slope,
    "fewest": answer_fewest,
    "folding": answer_folding,
    "graph": answer_graph,
    "level": answer_level,
    "limit": answer_limit,
    "lost": answer_lost,
    "mean_needs": answer_mean_needs,
    "mean_says": answer_mean_says,
    "minimum": answer_value,
    "missed": answer_missed,
    "most": answer_most,
    "named": answer_named,
    "order": answer_folding,
    "power": answer_fewest,
    "puzzle": answer_puzzle,
    "resting_loss": answer_resting_loss,
    "room": answer_room,
    "rounded": answer_rounded,
    "second": answer_second,
    "shrunk": answer_shrunk,
    "slope": answer_slope,
    "strength": answer_blotted,
    "superposed": answer_superposed,
    "theta": answer_blotted,
    "threshold": answer_threshold,
    "ties": answer_ties,
    "units": answer_units,
    "value": answer_value,
}


def test_every_kind_is_answered_twice():
    with pytest.raises(ValueError, match="it must be one of") as told:
        quiz.draw("nothing", 0)
    assert re.findall(r"\w+", str(told.value).split("one of")[1]) == sorted(ANSWERS)


def check_twice(kind, item):
    found = ANSWERS[kind](item)
    wanted = set(item.answer) if isinstance(item.answer, tuple) else item.answer
    assert found == wanted, item
    assert item.accepts(item.answer_text)


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_answer_is_that_of_the_words(kind):
    for seed in SEEDS:
        check_twice(kind, quiz.draw(kind, seed))


SHEETS = {
    sheet.title: (sheet.asked, worksheet.SEED + 100 * place)
    for place, sheet in enumerate(worksheet.SHEETS)
}


@pytest.mark.parametrize(("asked", "seed"), [*QUIZZES.values(), *SHEETS.values()],
                         ids=[*QUIZZES, *SHEETS])  # fmt: skip
def test_what_readers_see_is_answered_twice(asked, seed):
    parts = [part.split() for part in asked.split(",")]
    kinds = [kind for kind, count in parts for _ in range(int(count))]
    for kind, item in zip(kinds, items(asked, seed), strict=True):
        check_twice(kind, item)


def test_the_sheets_are_drawn_as_they_are_answered_here():
    assert [items(*each) for each in SHEETS.values()] == [*map(worksheet.drawn, worksheet.SHEETS)]


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_seed_is_one_question_and_seeds_are_many(kind):
    assert quiz.draw(kind, 7) == quiz.draw(kind, 7)
    asked = {quiz.draw(kind, seed).question + quiz.draw(kind, seed).shown for seed in SEEDS}
    assert len(asked) >= 8


# The same rows are asked of the page's script.
ANSWERED = json.loads((ROOT / "tests" / "js" / "answers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ANSWERED, ids=lambda row: row["answer"][0])
def test_what_a_reader_writes_is_understood_or_refused(row):
    letters = row["letters"]
    found = tuple(map(Fraction, row["answer"])) if not letters else letters.index(row["answer"][0])
    answer = found if letters or row["many"] else found[0]
    item = quiz.Item("", answer, "", choices=tuple(letters))
    assert all(item.accepts(text) for text in row["right"])
    assert not any(item.accepts(text) for text in row["wrong"])
    for text in row["none"]:
        with pytest.raises(ValueError, match=r"no number|not one number|no choice|no answer"):
            item.accepts(text)
    longest = row["right"][0].ljust(1000)
    assert item.accepts(longest)
    with pytest.raises(ValueError, match="1001 characters are no answer; write at most 1000"):
        item.accepts(longest + " ")


@pytest.mark.parametrize("text", ["", "5;6"])
def test_where_several_numbers_are_wanted_the_complaint_says_so(text):
    with pytest.raises(ValueError, match="with commas between"):
        quiz.folding([3, 2, 1], 9).accepts(text)


def test_a_kind_whose_parameters_are_all_refused_tells_why(monkeypatch):
    monkeypatch.setitem(_draws._DRAWS, "most", lambda random: quiz.most(-1))
    with pytest.raises(RuntimeError, match="'most' was found from seed 3 in 1000 tries") as told:
        quiz.draw("most", 3)
    assert str(told.value.__cause__) == "neurons is -1; it must be from 0 to 64"


LINE = tn.Network.from_weights([([[2]], [1])])
FOLD = tn.circuits.parity(1, skip=True)
FOLD_2 = tn.circuits.parity(2, skip=True)
LONG_CHAIN = tn.Network.from_weights([([[1]], [12345]), ([[1, 1]], [0])], skip=True)
SIGMOID = tn.circuits.less_than()
TOUCHES = tn.Network.from_weights([([[1], [-1]], [-1, 1]), ([[1, 1]], [0.5])])  # |x - 1| + 1/2


def test_what_counts_nothing_is_not_shown():
    assert quiz.theta(2, 1, 1).shown.endswith("y  = ? a + ? b - 1/2 h1")
    assert quiz.theta(2, 1, 0).shown.endswith("y  = ? a + ? b - h2")
    settled = quiz.between(0, 0.5)
    assert settled.shown.startswith("h1 = relu(a - b)\n")
    assert "so 1/2 k2 = 0;" in settled.explanation
    for item in (settled, quiz.between(0.5, 0), quiz.theta(2, 1, 1), quiz.strength(2, 1, 0)):
        check_twice("theta", item)


@pytest.mark.parametrize(
    ("kind", "item", "why"),
    [
        ("fewest", quiz.fewest(1), ". 0 neurons do at most 2^0 + 1 = 2 integers."),
        ("fewest", quiz.fewest(2), ". 0 neurons do at most 2^0 + 1 = 2 integers."),
        ("mean_needs", quiz.mean_needs(1), " 0 allow 2^0 = 1 changes."),
        ("puzzle", quiz.puzzle("square", 8), ": 0 come within 1/8."),
        (
            "named",
            quiz.named(LINE, {"abs(x)": tn.circuits.absolute(), "2 * x + 1": LINE}),
            "It is one straight line, with the slope 2; at x = 0 it says 1.",
        ),
    ],
)
def test_where_no_neuron_is_needed_fewer_are_not_spoken_of(kind, item, why):
    check_twice(kind, item)
    assert f". {item.explanation}".endswith(why)


def test_a_number_is_shown_as_what_is_answered():
    assert quiz.value(LINE, [0.1]).question.endswith(f"x = {Fraction(0.1)}?")
    assert quiz.units(FOLD, 0.5).question.startswith("What is eval n 1/2 for")
    assert quiz.folding([1.5], 3).question.startswith("Parity is folded at 3/2:")
    assert "Label 1: 1, 5/2. Label 0: 3." in quiz.limit([2.5, 1], [3]).question
    assert "stand 1/2, 2." in quiz.comparators([0.5, 2], [(1, 2)], 1).question


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: quiz.threshold(0, 3), "weight is 0"),
        (lambda: quiz.threshold(16777217, -16777216), "weight is 16777217 and would be shown as"),
        (lambda: quiz.threshold(1, 20000001), "bias is 20000001 and would be shown as 2e+07"),
        (lambda: quiz.threshold(1, 10**400), "bias is beyond the largest float"),
        (lambda: quiz.value(tn.circuits.minimum(1 / 3), [3, 8]), "would be shown as 0.3333; what"),
        (lambda: quiz.value(tn.Network.from_weights([([[0.1]], [0])]), [1]), "be shown as 0.1;"),
        (lambda: quiz.value(tn.Network.from_weights([([[1]], [1.0625])]), [1]), "shown as 1.062"),
        (lambda: quiz.value(tn.Network([1, 20, 1]), [1]), "widths are [1, 20, 1]; so many"),
        (lambda: quiz.units(LONG_CHAIN, 3), "12345.0 and would be shown as 1.234e+04"),
        (lambda: quiz.bends(tn.Network([1, 2, 1])), "would be shown as"),
        (lambda: quiz.limit([], [1]), "ones is empty"),
        (lambda: quiz.limit([3], [3]), "not left of"),
        (lambda: quiz.limit([-5], [1]), "0 lies between"),
        (lambda: quiz.value(LINE, [1, 2]), "x has 2 numbers"),
        (lambda: quiz.value(SIGMOID, [1]), "output is 'sigmoid'"),
        (lambda: quiz.value(tn.Network([1, 2, 2]), [1]), "one output"),
        (lambda: quiz.value(tn.Network([1, 2, 1], activation="sine"), [1]), "'sine'"),
        (lambda: quiz.bends(LINE), "bends nowhere"),
        (lambda: quiz.bends(SIGMOID), "output is 'sigmoid'"),
        (lambda: quiz.graph(FOLD, [], 0, 0, 2), "0 others"),
        (lambda: quiz.graph(FOLD, [LINE], 2, 0, 2), "place is 2"),
        (lambda: quiz.graph(FOLD, [LINE, FOLD], 0, 0, 2), "look the same"),
        (lambda: quiz.graph(FOLD, [LINE], 0, 2, 2), "low must be smaller"),
        (lambda: quiz.folding([], 3), "folds is empty"),
        (lambda: quiz.folding([1], 40), "count is 40"),
        (lambda: quiz.folding([2, 1], 5), "every integer below 5 is right"),
        (lambda: quiz.fewest(0), "count is 0"),
        (lambda: quiz.most(-1), "neurons is -1"),
        (lambda: quiz.most(65), "neurons is 65"),
        (lambda: quiz.mean_says(0, 0, 1), "bits is 0"),
        (lambda: quiz.mean_says(4, 5, 1), "ones is 5"),
        (lambda: quiz.mean_says(4, -1, 1), "ones is -1"),
        (lambda: quiz.mean_says(4, 1, 0), "folds is 0"),
        (lambda: quiz.mean_says(4, 1, 21), "folds is 21"),
        (lambda: quiz.mean_needs(0), "bits is 0"),
        (lambda: quiz.shrunk(-1, 1), "value is -1"),
        (lambda: quiz.shrunk(1, -1), "penalty is -1"),
        (lambda: quiz.theta(0, 1, 1), "first is 0"),
        (lambda: quiz.theta(1, -2, 1), "second is -2"),
        (lambda: quiz.ablation(LINE, 0, 3), "2 to 8 neurons"),
        (lambda: quiz.ablation(tn.circuits.parity(2, skip=True), 3, 1), "no integer"),
        (lambda: quiz.ablation(tn.circuits.parity(2, skip=True), 0, 4), "0 neurons can go"),
        (lambda: quiz.born_dead([1], [1, 2], 0, 3), "1 weights and 2 biases"),
        (lambda: quiz.born_dead([1], [1], 3, 0), "no integer"),
        (lambda: quiz.born_dead([1], [1], 0, 3), "no neuron is dead"),
        (lambda: quiz.born_dead([Fraction(-1, 3)], [0], 0, 3), "weight or bias is -1/3"),
        (lambda: quiz.born_dead([-1], [-20000001], 0, 3), "shown as -2e+07"),
        (lambda: quiz.resting_loss(0, 4), "0 of 4"),
        (lambda: quiz.resting_loss(4, 4), "4 of 4"),
        (lambda: quiz.resting_loss(2, 4, 2, 0), "0 of the other 2"),
        (lambda: quiz.resting_loss(2, 4, 0, 2), "2 of the other 2"),
        (lambda: quiz.resting_loss(2, 4, -1, 0), "right_ones is -1"),
        (lambda: quiz.chance_dead(0, 0), "low is 0"),
        (lambda: quiz.chance_dead(3, 7), "0 and another number"),
        (lambda: quiz.lost(0, 2, 1), "dead is 0"),
        (lambda: quiz.lost(1, 2, 1), "dead is 1"),
        (lambda: quiz.lost(0.5, 2, 3), "needed is 3"),
        (lambda: quiz.lost(0.5, 0, 1), "neurons is 0"),
        (lambda: quiz.slope(FOLD, 1), "bends there"),
        (lambda: quiz.slope(FOLD, 0, without="h2"), "without is 'h2'"),
        (lambda: quiz.slope(SIGMOID, 0), "output is 'sigmoid'"),
        (lambda: quiz.named(FOLD, {"x": FOLD}), "1 names"),
        (lambda: quiz.named(FOLD, {"x": FOLD, "y": FOLD}), "'x' and 'y' are one function"),
        (lambda: quiz.named(FOLD, {"x": LINE, "y": FOLD_2}), "none of x, y"),
        (lambda: quiz.named(FOLD, {"x": FOLD, "y": FOLD_2}, 0, 1), "are one function"),
        (lambda: quiz.changes(TOUCHES), "1/2 at its bend x = 1"),
        (lambda: quiz.changes(SIGMOID), "output is 'sigmoid'"),
        (lambda: quiz.units(LINE, 0), "in a row"),
        (lambda: quiz.units(tn.circuits.absolute(), 0), "in a row"),
        (lambda: quiz.puzzle("nothing", 3), "must be one of largest"),
        (lambda: quiz.puzzle("largest", 3, 4), "1 sizes, not 2"),
        (lambda: quiz.puzzle("sort", 5), "sort 5 numbers is open: at least 7"),
        (lambda: quiz.puzzle("parity", 5), "5 bits is open: 2 or 3"),
        (lambda: quiz.puzzle("multiples", 1, 4), "the divisor is 1"),
        (lambda: quiz.puzzle("gray", 0), "a size is 0"),
        (lambda: quiz.comparators([], [(1, 2)], 1), "numbers is empty"),
        (lambda: quiz.comparators([1, 2], [], 1), "places is empty"),
        (lambda: quiz.comparators([1, 2], [(1, 1)], 1), "the place 1 twice"),
        (lambda: quiz.comparators([1, 2], [(1, 2, 1)], 1), "it joins two places"),
        (lambda: quiz.comparators([1, 2], [(1,)], 1), "it joins two places"),
        (lambda: quiz.comparators([1, 2], [(1, 3)], 1), "a place is 3"),
        (lambda: quiz.comparators([1, 2], [(1, 2)], 0), "asked is 0"),
        *(
            (
                lambda p=p: quiz.clock(p, 1, 0, 0),
                f"p is {p}; it must be an odd number of at least 3",
            )
            for p in (-3, 0, 1, 2, 4, 12)
        ),
        (lambda: quiz.clock(7, 0, 1, 1), "frequency is 0"),
        (lambda: quiz.clock(7, 7, 1, 1), "frequency is 7"),
        (lambda: quiz.clock(7, 1, 7, 1), "a is 7"),
        (lambda: quiz.second(9, 3, 1, 1), "3 and 9 share the factor 3"),
        (lambda: quiz.second(8, 1, 1, 1), "p is 8; it must be an odd number"),
        (lambda: quiz.second(7, 7, 1, 1), "frequency is 7"),
        (lambda: quiz.second(7, 1, 1, 7), "b is 7"),
        (lambda: quiz.ties(8), "p is 8; it must be an odd number"),
        (lambda: quiz.ties(7), "p is 7, a prime"),
        (lambda: quiz.superposed([], [], []), "x is empty"),
        (lambda: quiz.superposed([[1, 0]], [], [1]), "1 directions to write, 0 to read"),
        (lambda: quiz.superposed([[1, 0]], [[1]], [1]), "differ in length"),
        (lambda: quiz.superposed([[1, 0]], [[1, 0]], [-1]), "x has -1"),
        (lambda: quiz.superposed([[1, 0]], [[1, 0]], [1]), "every output is right"),
        (lambda: quiz.room(2, 2, True), "features is 2"),
        (lambda: quiz.room(2, 0, True), "neurons is 0"),
        (lambda: quiz.rounded(45, 5), "halfway between 44 and 46"),
        (lambda: quiz.rounded(0, 5), "number is 0"),
        (lambda: quiz.rounded(5, 0), "bits is 0"),
        (lambda: quiz.missed(4, 0), "folds is 0"),
        (lambda: quiz.missed(65, 3), "bits is 65"),
        (lambda: quiz.strength(0, 1, 1), "first is 0"),
        (lambda: quiz.strength(1, 0, 1), "second is 0"),
        (lambda: quiz.between(0.5, 0.5), "both offsets are 1/2"),
        (lambda: quiz.between(2, 0.5), "first is 2"),
        (lambda: quiz.between(0.5, -1), "second is -1"),
    ],
)
def test_what_has_no_answer_or_two_is_refused(make, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: quiz.threshold(1.5, 3),
        lambda: quiz.limit(["a"], [1]),
        lambda: quiz.value("network", [1]),
        lambda: quiz.value(LINE, [None]),
        lambda: quiz.bends(None),
        lambda: quiz.graph(FOLD, [None], 0, 0, 2),
        lambda: quiz.folding([None], 3),
        lambda: quiz.fewest("many"),
        lambda: quiz.theta("1", 1, 1),
        lambda: quiz.ablation(3, 0, 1),
        lambda: quiz.born_dead([None], [1], 0, 3),
        lambda: quiz.born_dead([-1, -1], [0.75, -5], 0.5, 3),
        lambda: quiz.born_dead([-1], [0], 0, 3.5),
        lambda: quiz.graph(FOLD, [LINE], 0, 0.5, 2),
        lambda: quiz.graph(FOLD, [LINE], 0, 0, 2.5),
        lambda: quiz.ablation(FOLD_2, 0.5, 3),
        lambda: quiz.ablation(FOLD_2, 0, 3.5),
        lambda: quiz.comparators([1, 2], [3], 1),
        lambda: quiz.named(FOLD, {"x": FOLD, "y": LINE}, low="0"),
        lambda: quiz.draw("most", 0.5),
        lambda: quiz.resting_loss(1, 4, 0.5),
        lambda: quiz.chance_dead(0, 1.5),
        lambda: quiz.lost("1/2", 2, 1),
        lambda: quiz.slope(FOLD, "1"),
        lambda: quiz.named(FOLD, {"x": FOLD, "y": None}),
        lambda: quiz.changes(None),
        lambda: quiz.units(FOLD, "0"),
        lambda: quiz.puzzle("largest", 2.5),
        lambda: quiz.comparators([1, 2], [(1, 1.5)], 1),
        lambda: quiz.clock(7.0, 1, 1, 1),
        lambda: quiz.second(7, 1, 1.5, 1),
        lambda: quiz.mean_says(4, 1, 2.5),
        lambda: quiz.mean_needs("4"),
        lambda: quiz.shrunk(None, 1),
        lambda: quiz.ties("9"),
        lambda: quiz.superposed([["1"]], [[1]], [1]),
        lambda: quiz.room(4, 2, 1),
        lambda: quiz.rounded(4.5, 2),
        lambda: quiz.missed(4, 4, 1),
        lambda: quiz.strength("1", 1, 1),
        lambda: quiz.between(None, 1),
    ],
)
def test_what_is_no_parameter_is_refused(make):
    with pytest.raises(TypeError):
        make()
