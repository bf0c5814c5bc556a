"""Every question answered a second time, from its own words alone, by brute force."""

import json
import re
from fractions import Fraction
from itertools import combinations

import pytest
from _ext.digests import ROOT

import tinynets as tn
from tinynets import quiz

SEEDS = range(40)


def numbers(text):
    return [Fraction(n) for n in re.findall(r"-?\d+(?:\.\d+|/\d+)?", text)]


def says(shown, x, without=None):
    """Return what every line of formulas says, a neuron held at 0 if asked."""
    values = dict(x)
    for line in shown.splitlines():
        name, formula = (part.strip() for part in line.split("=", 1))
        code = re.sub(r"([\d.]) (?=[xabh])", r"\1 * ", formula)
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


def answer_theta(item):
    first, second, one, two = (abs(n) for n in numbers(re.sub(r"h\d", "h", item.shown)))
    signs = [-1 if f"(-{n}" in item.shown else 1 for n in (one, two)]
    # At (1, 0) the output must be 0, at (0, 1) too: the weight of a is what h1 takes away there.
    a, b = signs[0] * one * first, signs[1] * two * second
    assert a + b == 1  # min(1, 1) = 1
    return a


def answer_fewest(item):
    (count,) = numbers(item.question)
    return next(Fraction(h) for h in range(100) if 2**h + 1 >= count)


def answer_most(item):
    (neurons,) = numbers(item.question)
    return Fraction(max(n for n in range(3000) if quiz.fewest(n + 1).answer <= neurons) + 1)


def answer_resting_loss(item):
    count, ones = numbers(item.question)[:2]
    targets = [1] * int(ones) + [0] * int(count - ones)
    errors = [sum((t - Fraction(k, 400)) ** 2 for t in targets) / count for k in range(401)]
    return min(errors)


ANSWERS = {
    "ablation": answer_ablation,
    "bends": answer_bends,
    "born_dead": answer_born_dead,
    "fewest": answer_fewest,
    "folding": answer_folding,
    "graph": answer_graph,
    "limit": answer_limit,
    "minimum": answer_value,
    "most": answer_most,
    "resting_loss": answer_resting_loss,
    "theta": answer_theta,
    "threshold": answer_threshold,
    "value": answer_value,
}


def test_every_kind_is_answered_twice():
    with pytest.raises(ValueError, match="it must be one of") as told:
        quiz.draw("nothing", 0)
    assert re.findall(r"\w+", str(told.value).split("one of")[1]) == sorted(ANSWERS)


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_answer_is_that_of_the_words(kind):
    for seed in SEEDS:
        item = quiz.draw(kind, seed)
        found = ANSWERS[kind](item)
        wanted = set(item.answer) if isinstance(item.answer, tuple) else item.answer
        assert found == wanted, (seed, item)
        assert item.accepts(item.answer_text)


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
        with pytest.raises(ValueError, match=r"no number|not one number|no choice"):
            item.accepts(text)


LINE = tn.Network.from_weights([([[2]], [1])])
FOLD = tn.circuits.parity(1, skip=True)
SIGMOID = tn.circuits.less_than()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: quiz.threshold(0, 3), "weight is 0"),
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
        (lambda: quiz.theta(0, 1, 1), "first is 0"),
        (lambda: quiz.theta(1, -2, 1), "second is -2"),
        (lambda: quiz.ablation(LINE, 0, 3), "2 to 8 neurons"),
        (lambda: quiz.ablation(tn.circuits.parity(2, skip=True), 3, 1), "no integer"),
        (lambda: quiz.ablation(tn.circuits.parity(2, skip=True), 0, 4), "0 neurons can go"),
        (lambda: quiz.born_dead([1], [1, 2], 0, 3), "1 weights and 2 biases"),
        (lambda: quiz.born_dead([1], [1], 3, 0), "no integer"),
        (lambda: quiz.born_dead([1], [1], 0, 3), "no neuron is dead"),
        (lambda: quiz.resting_loss(0, 4), "0 of 4"),
        (lambda: quiz.resting_loss(4, 4), "4 of 4"),
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
        lambda: quiz.draw("most", 0.5),
    ],
)
def test_what_is_no_parameter_is_refused(make):
    with pytest.raises(TypeError):
        make()
