// The playground's one way in: links, files and typed formulas.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {FormulaError, parse} from "../../docs/_js/expression.js";
import {Network, Refusal} from "../../docs/_js/network.js";
import {breakpoints, formulas} from "../../docs/_js/reading.js";
import {decode, encode, formulaTask, fromData, makeState, networkFromText, toData, trainStep, widthsFromText} from "../../docs/_js/state.js";
import {meanLoss} from "../../docs/_js/training.js";
import {ticks} from "../../docs/_js/chart.js";
import {zeros} from "../../docs/_js/plane.js";

const tasks = [
  {id: "line", words: "a line", x: [[0], [1], [2]], y: [[0], [1], [2]]},
  {id: "pair", words: "two", x: [[0, 1], [1, 0]], y: [[0], [1]]},
];
const state = () => makeState({task: tasks[0], network: Network.fromSeed({widths: [1, 3, 1]}, 4), training: {optimizer: "adam", lr: 0.03}});
const refused = (run, message) => assert.throws(run, (error) => error instanceof Refusal && message.test(error.message));

test("formulas mean what they say", () => {
  const values = {
    "x": (x) => x, "2 * x + 1": (x) => 2 * x + 1, "-x^2": (x) => -(x ** 2), "2^-1": () => 0.5, "2^3^2": () => 512,
    "(x + 1)(x)": null, "abs(x - 1) / 2": (x) => Math.abs(x - 1) / 2, "min(x, 0.5) + max(x, -1)": (x) => Math.min(x, 0.5) + Math.max(x, -1),
    "x < 1": (x) => +(x < 1), "x >= 1": (x) => +(x >= 1), "x % 2 == 1": (x) => +(((x % 2) + 2) % 2 === 1), "mod(x, 2)": (x) => ((x % 2) + 2) % 2,
    "sin(pi * x)": (x) => Math.sin(Math.PI * x), "relu(x) - relu(-x)": (x) => x, "1e2 - .5": () => 99.5, "x ** 2 - e": (x) => x ** 2 - Math.E,
    "1 - 2 - 3": () => -4, "8 / 4 / 2": () => 1, "+x": (x) => x,
  };
  for (const [source, f] of Object.entries(values)) {
    if (f === null) assert.throws(() => parse(source), FormulaError);
    else for (const x of [-3, -0.5, 0, 1, 2.5]) assert.ok(Math.abs(parse(source)(x) - f(x)) < 1e-12, `${source} at ${x}`);
  }
});

test("a formula that does not parse names the character", () => {
  const places = {
    "": 0, "x +": 3, "2 x": 2, "(x": 2, "x)": 1, "max(x)": 5, "y + 1": 0, "x # 2": 2, "abs x": 4, "constructor(x)": 0,
    "x => x": 2, "alert(1)": 0, "x.y": 1, "__proto__": 0, [`${"x+".repeat(120)}x`]: 200, "x * * 2": 4,
  };
  for (const [source, at] of Object.entries(places)) {
    assert.throws(() => parse(source), (error) => error instanceof FormulaError && error.at === at, source);
  }
});

test("what is missing in a formula is said", () => {
  const said = {"": /empty/, " ": /empty/, "x +": /ends too early/, "2x": /product is written with \*/, "(x)(x)": /product/, "X": /input is x/, "x)": /does not fit/};
  for (const [source, message] of Object.entries(said)) assert.throws(() => parse(source), message, source);
});

test("nesting that is too deep for nothing but its length is read", () => {
  assert.equal(parse(`${"(".repeat(90)}x${")".repeat(90)}`)(7), 7);
  assert.equal(parse(`${"-".repeat(100)}x`)(7), 7);
});

test("a typed formula makes a task between its ends, or is refused", () => {
  const task = formulaTask("x^2", -2, 2);
  assert.deepEqual([task.x[0], task.x.at(-1), task.y[0], task.x.length], [[-2], [2], [4], 33]);
  refused(() => formulaTask("1 / x", -2, 2), /At x = 0 the formula gives Infinity/);
  refused(() => formulaTask("exp(x)", 0, 100), /million/);
  refused(() => formulaTask("x", 2, 2), /ends/);
  refused(() => formulaTask("x", NaN, 2), /ends/);
});

test("a link restores everything, and training goes on as it would have", () => {
  const one = state();
  for (let i = 0; i < 500; i++) trainStep(one);
  const other = decode(encode(one), tasks);
  assert.deepEqual(toData(other), toData(one));
  for (const each of [one, other]) for (let i = 0; i < 20; i++) trainStep(each);
  assert.deepEqual([...other.network.parameters], [...one.network.parameters]);
  const typed = makeState({task: formulaTask("abs(x)", -1, 1), network: Network.fromSeed({widths: [1, 2, 1]}, 0)});
  assert.deepEqual(decode(encode(typed), tasks).task, typed.task);
});

test("a link's curves are those of the page, thinned and rounded", () => {
  for (const steps of [1, 2, 40, 41, 199, 200, 201, 1234]) {
    const one = state();
    const seen = [];
    for (let i = 0; i < steps; i++) {
      const [before, first] = [one.network.copy(), one.network.parameters[0]];
      seen.push([meanLoss(before, one.task), first]);
      trainStep(one);
    }
    const other = decode(encode(one), tasks);
    assert.ok(one.losses.length > Math.min(steps, 100) - 1 && one.losses.length <= 200, `${steps}: ${one.losses.length}`);
    assert.ok(other.losses.length > Math.min(steps, 20) - 1 && other.losses.length <= 40, `${steps}: ${other.losses.length}`);
    for (const [i, [step, loss]] of other.losses.entries()) {
      assert.equal(step, i * other.stride);
      assert.ok(Math.abs(loss - seen[step][0]) <= 0.005 * seen[step][0]);
      assert.equal(other.traces[i][0], step);
      assert.ok(Math.abs(other.traces[i][1][0] - seen[step][1]) <= 0.005 * Math.abs(seen[step][1]));
    }
  }
});

test("a step that diverges changes nothing", () => {
  const one = makeState({task: tasks[0], network: Network.fromSeed({widths: [1, 3, 1]}, 4), training: {optimizer: "sgd", lr: 1000}});
  let kept;
  refused(() => {
    for (let i = 0; i < 100; i++) {
      kept = toData(one);
      trainStep(one);
    }
  }, /diverges at step/);
  assert.deepEqual(toData(one), kept);
});

test("a broken or hostile link is refused", () => {
  const data = toData(state());
  const packed = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const change = (name, value) => packed({...data, [name]: value});
  const parameters = [...data.start];
  const trained = state();
  for (let i = 0; i < 3; i++) trainStep(trained);
  const {curves, ...rest} = toData(trained);
  const bent = (name, value) => packed({...rest, curves: {...curves, [name]: value}});
  const cases = [
    ["%3Cscript%3E", /signs that no such link has/], ["a", /cannot be read/], ["_w", /cannot be read/], ["x".repeat(400_000), /longer/],
    [packed(null), /no state/], [packed([1]), /no state/], [packed("text"), /no state/],
    [change("task", "nothing"), /task/], [change("task", {source: "x", range: null}), /damaged/], [change("task", {source: 7, range: [0, 1]}), /damaged/],
    [change("task", "pair"), /2 inputs/], [change("network", null), /describes no network/],
    [change("start", parameters.slice(1)), /start/], [change("start", [...parameters.slice(1), null]), /start/], [change("start", [...parameters.slice(1), 1e308]), /start/],
    [change("training", null), /training/], [change("training", {optimizer: "adam", lr: -1}), /learning rate/], [change("training", {optimizer: "<b>", lr: 1}), /optimiser/],
    [change("steps", 0.5), /steps/], [change("steps", 3), /moments/],
    [packed(rest), /curves/], [bent("stride", 0), /curves/], [bent("stride", 1e-3), /curves/], [bent("losses", [1, 2]), /curves/], [bent("losses", [1, 2, -1]), /curves/],
    [bent("losses", "<b>"), /curves/], [bent("traces", [1, 2, 3]), /curves/], [bent("traces", curves.traces.map((row) => [...row, 1])), /curves/],
    [bent("traces", curves.traces.map((row) => row.map(() => "<b>"))), /curves/], [packed({...rest, steps: 1e9, curves: {...curves, losses: [], traces: []}}), /curves/],
    [packed({...data, steps: 3, first: parameters, second: parameters.map(() => -1)}), /moments/], [change("steps", 1e300), /steps/], [change("steps", undefined), /steps/],
  ];
  for (const [fragment, message] of cases) refused(() => decode(fragment, tasks), message);
  assert.throws(() => decode(change("task", {source: "x +", range: [0, 1]}), tasks), FormulaError);
  assert.equal({}.polluted, undefined);
  assert.doesNotThrow(() => fromData(JSON.parse(`{"__proto__": {"polluted": 1}, ${JSON.stringify(data).slice(1)}`), tasks));
  assert.equal({}.polluted, undefined);
});

test("a file is a network's, or is refused", () => {
  const {network} = state();
  assert.deepEqual(networkFromText(JSON.stringify(network.toDict())).toDict(), network.toDict());
  refused(() => networkFromText("{"), /no JSON/);
  refused(() => networkFromText("[]"), /format/);
  refused(() => networkFromText("x".repeat(1e6)), /longer/);
  refused(() => networkFromText('{"format": 1, "widths": [1, 1], "layers": [{"weight": [[NaN]], "bias": [0]}]}'), /no JSON/);
});

test("widths are read as people write them", () => {
  assert.deepEqual(widthsFromText(" 1, 2 2,1 "), [1, 2, 2, 1]);
  refused(() => widthsFromText("1"), /two numbers/);
  refused(() => widthsFromText("1, -2, 1"), /“-2” is no width/);
  refused(() => widthsFromText("1, <b>, 1"), /is no width/);
});

test("breakpoints are the package's", () => {
  const cases = JSON.parse(readFileSync(process.env.TINYNETS_CASES, "utf8")).filter((one) => one.breakpoints);
  assert.ok(cases.length >= 6);
  for (const {name, network, breakpoints: wanted, range} of cases) {
    const found = breakpoints(Network.fromDict(network), range);
    assert.equal(found.length, wanted.length, `${name}: ${found} is not ${wanted}`);
    found.forEach((x, i) => assert.ok(Math.abs(x - wanted[i]) < 1e-9 * Math.max(1, Math.abs(wanted[i])), name));
  }
});

test("where neurons are curved, or bends without number, no breakpoints are claimed", () => {
  for (const activation of ["tanh", "sine", "square", "sigmoid"]) {
    assert.equal(breakpoints(Network.fromSeed({widths: [1, 4, 1], activation, output: "relu"}, 3), [0, 15]), null);
  }
  assert.deepEqual(breakpoints(new Network({widths: [1, 1, 1], output: "sigmoid"}, [1, -1, 0, 0.5]), [-3, 3]), []);
  assert.deepEqual(breakpoints(new Network({widths: [1, 1, 1], output: "sigmoid"}, [1, -1, 2, 0.5]), [-3, 3]), [1]);
  assert.deepEqual(breakpoints(new Network({widths: [1, 1], output: "relu"}, [2, -1]), [-3, 3]), [0.5]);
  // Eighteen tents, one on top of the other.
  const tents = new Network({widths: [1, ...Array(18).fill(2), 1]});
  for (const {start, bias, from, to} of tents.layers.slice(0, -1)) {
    const tent = to - from === 1 ? [1, 1] : [2, -4, 2, -4];
    tents.parameters.set(tent, start);
    tents.parameters.set([0, to - from === 1 ? -0.5 : -0.5], bias);
  }
  tents.parameters.set([2, -4], tents.layers.at(-1).start);
  assert.equal(breakpoints(tents, [0, 1]), null);
});

test("a sigmoid output needs targets from 0 to 1, as in the package", () => {
  const network = new Network({widths: [1, 1], output: "sigmoid"});
  refused(() => makeState({task: tasks[0], network}), /target 2; a sigmoid output/);
});

test("numbers that grow beyond all bounds are refused", () => {
  const network = new Network({widths: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], activation: "square"}, Array(20).fill(1e9));
  refused(() => makeState({task: tasks[0], network}), /beyond what can be computed/);
});

test("the largest network's link is no longer than a link may be", () => {
  const network = Network.fromSeed({widths: [1, 665, 1]}, 0);
  assert.ok(network.parameters.length > 1990);
  const one = makeState({task: tasks[0], network});
  for (let i = 0; i < 40; i++) trainStep(one);
  assert.deepEqual(toData(decode(encode(one), tasks)), toData(one));
});

test("a trainer's copy goes its own way", () => {
  const one = state();
  one.trainer.step(one.network, one.task);
  const copy = one.trainer.copy();
  one.trainer.step(one.network, one.task);
  assert.equal(copy.steps, 1);
  assert.notDeepEqual([...copy.first], [...one.trainer.first]);
});

test("a formula has the numbers of the network", () => {
  const network = new Network({widths: [2, 2, 1], skip: true}, [1, -1, -1, 1, 0, 0.5, 0.25, 0.75, -0.25, -1, 0]);
  assert.deepEqual(formulas(network), [["h1", "relu(a − b)"], ["h2", "relu(−a + b + 0.5)"], ["y", "0.25 a + 0.75 b − 0.25 h1 − h2"]]);
  assert.deepEqual(formulas(new Network({widths: [1, 1]}, [0, 0])), [["y", "0"]]);
});

test("ticks are round and lie between the ends", () => {
  assert.deepEqual(ticks(0, 20), [0, 5, 10, 15, 20]);
  assert.deepEqual(ticks(-1, 1, 4), [-1, -0.5, 0, 0.5, 1]);
});

test("the zeros of a slanted plane lie on a line", () => {
  const count = 8;
  const corners = Array.from({length: (count + 1) ** 2}, (_, k) => Math.floor(k / (count + 1)) - (k % (count + 1)) - 0.5);
  const pieces = zeros(corners, count).filter(Boolean);
  assert.ok(pieces.length > 8);
  for (const [i, j] of pieces) assert.ok(Math.abs(i - j - 0.5) < 1e-12);
});
