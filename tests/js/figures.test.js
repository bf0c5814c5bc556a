// What the prompts under the live figures promise, and what the figures draw.

import assert from "node:assert/strict";
import {test} from "node:test";

import {FIGURES, drawn, initial, knobValue, markup, minimum} from "../../docs/_js/figures.js";

const says = (name, settings) => FIGURES[name].draw(settings, "id").says;

test("every figure is drawn at every end of every knob, with numbers only", () => {
  for (const [name, figure] of Object.entries(FIGURES)) {
    const start = initial(figure);
    for (const knob of figure.knobs) {
      const raws = knob.choices ? knob.choices.keys() : [knob.from, knob.to];
      for (const raw of raws) {
        const {panels, values} = drawn(figure, {...start, [knob.name]: raw}, "id");
        assert.ok(panels.length === 2 && panels.every((panel) => panel.startsWith("<svg")), name);
        assert.doesNotMatch(panels.join(""), /NaN|undefined|Infinity/);
        if (!knob.choices) assert.ok(values[knob.name]);
      }
    }
  }
});

test("the markup names its controls and is the same every time", () => {
  for (const name of Object.keys(FIGURES)) {
    const html = markup(name, "one");
    assert.equal(markup(name, "one"), html);
    const inputs = [...html.matchAll(/<(?:input|select) id="([^"]+)"/g)].map((match) => match[1]);
    assert.equal(inputs.length, FIGURES[name].knobs.length);
    for (const id of inputs) assert.match(html, new RegExp(`<label for="${id}">`));
  }
});

test("a logarithmic knob stands for a power, one of choices for its choice", () => {
  assert.equal(knobValue({log: true}, 2), 100);
  assert.equal(knobValue({choices: [5, 7]}, 1), 7);
});

test("at a given sharpness the best threshold is 9.5", () => {
  for (const sharpness of [0.3, 1, 10]) {
    assert.match(says("less-than", {sharpness, threshold: 9.5}), /Every integer is on its side/);
    assert.match(says("less-than", {sharpness, threshold: 10}), /Wrong or undecided: 10\./);
  }
});

test("theta is free, the sum of the strengths is not", () => {
  for (const theta of [-1, 0, 0.25, 0.5, 1, 2]) {
    const network = minimum(theta, 0);
    for (const [a, b] of [[3, 5], [5, 3], [-4, -4], [7, -2]]) {
      assert.ok(Math.abs(network.run([a, b])[0] - Math.min(a, b)) < 1e-12);
    }
    assert.match(says("minimum", {theta, broken: 0}), /right for every pair/);
    assert.match(says("minimum", {theta, broken: 0.25}), /off by 2\.5\.$/);
  }
});

test("four folds in their places are right, a moved or missing one is not", () => {
  const right = {folds: 4, c1: 8, c2: 4, c3: 2, c4: 1};
  assert.match(says("parity", right), /Right for every integer/);
  // The first fold, moved to the right, does the most damage, the last the least.
  const missed = [{c1: 8.25}, {c2: 4.25}, {c3: 2.25}, {c4: 1.25}].map((change) => says("parity", {...right, ...change}).split(",").length);
  assert.deepEqual(missed, [8, 7, 6, 4]);
  for (const change of [{folds: 3}, {c1: 7}, {c2: 3}, {c3: 1.25}, {c4: 0.25}]) {
    assert.match(says("parity", {...right, ...change}), /^Wrong or undecided: /);
  }
});

test("the learning rate is not what is missing", () => {
  const end = (seed, lr) => says("stuck", {seed, lr, step: 600});
  for (const lr of [0.001, 0.003, 0.01, 0.03]) assert.match(end(7, lr), /loss is 0\.233[34] .*alive/);
  for (const lr of [0.1, 0.3]) assert.match(end(7, lr), /the same to every input/);
  for (const lr of [0.001, 0.003]) assert.match(end(13, lr), /loss is 0\.250?2? .*alive/);
  assert.match(end(13, 0.01), /the same to every input/);
  const [{choices: seeds}, {choices: rates}] = FIGURES.stuck.knobs;
  for (const lr of rates) assert.match(end(0, lr), /the same to every input/);
  const ends = seeds.flatMap((seed) => rates.map((lr) => ({seed, says: end(seed, lr)})));
  assert.equal(ends.length, 36);
  const found = ends.map(({seed, says}) => ({seed, loss: Number(says.match(/loss is ([\d.]+)/)[1]), right: Number(says.match(/(\d+) of 16 are right/)[1])}));
  assert.equal(Math.max(...found.map(({right}) => right)), 10);
  assert.equal(found.reduce((a, b) => (b.loss < a.loss ? b : a)).seed, 22);
});
