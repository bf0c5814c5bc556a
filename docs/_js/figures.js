// The live figures of the chapters: from the settings of their knobs to pictures and a sentence.
//
// A figure has knobs (name, words, start, and either from, to and step, `log` for a scale of powers,
// or `choices`), and `draw`, which gives for settings of the knobs the panels, what the knobs' values
// are called, which knobs are unused, and what is to be said.

import {chart, curve} from "./chart.js";
import {graph} from "./graph.js";
import {Network} from "./network.js";
import {element, escape, picture, short, text} from "./svg.js";
import {Trainer, meanLoss} from "./training.js";

const range = (count, from = 0) => Array.from({length: count}, (_, i) => from + i);

// ---- x < 10: sharpness and threshold

const below10 = {x: range(60, -20).map((x) => [x]), y: range(60, -20).map((x) => [x < 10 ? 1 : 0])};

const LOSSES = [1e-5, 20]; // that the chart shows
function neuron(sharpness, threshold) {
  return new Network({widths: [1, 1], output: "sigmoid"}, [-sharpness, sharpness * threshold]);
}

const lessThan = {
  knobs: [
    {name: "sharpness", words: "sharpness", from: -1, to: 2, step: 0.01, start: 0, log: true},
    {name: "threshold", words: "threshold", from: 6, to: 14, step: 0.05, start: 10},
  ],
  draw({sharpness, threshold}, id) {
    const network = neuron(sharpness, threshold);
    const says = (x) => network.run([x])[0];
    const [loss, best] = [meanLoss(network, below10), meanLoss(neuron(sharpness, 9.5), below10)];
    const points = below10.x.map(([x], i) => [x, below10.y[i][0]]).filter(([x]) => x >= 0 && x <= 20);
    const wrong = below10.x.filter(([x], i) => Math.abs(says(x) - below10.y[i][0]) >= 0.5).map(([x]) => x);
    const panel = chart({
      x: [0, 20], y: [0, 1], yTicks: [0, 0.5, 1], clip: `${id}-curve`, xLabel: "x",
      label: `A falling curve through 1/2 at ${short(threshold)}, with the labels 1 up to 9 and 0 from 10 on.`,
      marks: [
        {upright: threshold, role: "network"},
        {level: 0.5, role: "muted"},
        {line: curve(says, [0, 20], [threshold], 200), role: "network", width: 2.5},
        {dots: points, role: "data"},
      ],
    });
    const byThreshold = curve((x) => meanLoss(neuron(sharpness, x), below10), [6, 14], [9, 9.5, 10], 160);
    const losses = chart({
      x: [6, 14], y: LOSSES, log: true, clip: `${id}-loss`, xLabel: "threshold, at this sharpness",
      label: "The loss against the threshold, at the sharpness chosen: lowest near 9.5.",
      marks: [
        {upright: 9.5, role: "muted"},
        {words: "9.5", at: [9.6, 8], role: "muted"},
        {line: byThreshold, role: "error", width: 2},
        {dots: [[threshold, loss]], role: "network", size: 5},
      ],
    });
    const missed = wrong.length ? `Wrong or undecided: ${wrong.map((x) => short(x)).join(", ")}.` : "Every integer is on its side.";
    return {
      panels: [panel, losses],
      values: {sharpness: short(sharpness, 3), threshold: short(threshold)},
      says: `σ(${short(sharpness, 3)} (${short(threshold)} − x)). Loss ${short(loss, 3)}; at the threshold 9.5 it would be ${short(best, 3)}. ${missed}`,
    };
  },
};

// ---- min: theta, and a strength that breaks the sum rule

export function minimum(theta, broken) {
  return new Network({widths: [2, 2, 1], skip: true}, [
    ...[1, -1, -1, 1, 0, 0],
    ...[theta, 1 - theta, -theta, theta - 1 + broken, 0],
  ]);
}

const minFigure = {
  knobs: [
    {name: "theta", words: "θ", from: -1, to: 2, step: 0.05, start: 0.5},
    {name: "broken", words: "added to the last strength", from: -0.5, to: 0.5, step: 0.05, start: 0},
  ],
  draw({theta, broken}, id) {
    const network = minimum(theta, broken);
    const error = (d) => network.run([d, 0])[0] - Math.min(d, 0);
    const panel = chart({
      x: [-10, 10], y: [-6, 6], clip: `${id}-error`, xLabel: "a − b",
      label: broken === 0 ? "What the network says minus min(a, b): a flat line at 0." : "What the network says minus min(a, b): 0 at the right, a slope at the left.",
      marks: [
        {words: "network − min(a, b)", at: [-9.6, 5.2], role: error(-10) === 0 ? "network" : "error"},
        {line: curve(error, [-10, 10], [0], 20), role: broken === 0 ? "network" : "error", width: 2.5},
      ],
    });
    const label = `The network of ${network.names.length} neurons with its weights, theta being ${short(theta)}.`;
    const worst = Math.max(...[-10, 10].map((d) => Math.abs(error(d))));
    const says = broken === 0
      ? `θ = ${short(theta)}: right for every pair.`
      : `The strengths add up to ${short(broken - 1)} instead of −1. Where b − a = 10, the answer is off by ${short(worst)}.`;
    return {panels: [graph(network, label), panel], values: {theta: short(theta), broken: short(broken)}, says};
  },
};

// ---- parity: folds of the number line

const RIGHT = [8, 4, 2, 1];

function folded(x, creases) {
  return creases.reduce((y, crease) => y - 2 * Math.max(y - crease, 0), x);
}

const parityFigure = {
  knobs: [
    {name: "folds", words: "folds", from: 0, to: 4, step: 1, start: 4},
    ...RIGHT.map((crease, i) => ({
      name: `c${i + 1}`, words: `fold ${i + 1} at`, from: 0, to: [16, 8, 4, 2][i], step: 0.25, start: crease,
    })),
  ],
  draw({folds, c1, c2, c3, c4}, id) {
    const creases = [c1, c2, c3, c4].slice(0, folds);
    const numbers = range(17);
    const [left, right, top, row] = [104, 330, 16, 38];
    const parts = [];
    const across = (value) => left + ((right - left) * value) / 16;
    for (const step of range(folds + 1)) {
      const y = top + row * step;
      parts.push(element("line", {x1: left, x2: right, y1: y, y2: y, class: "grid"}));
      parts.push(text(46, y + 4, step ? `fold ${step}` : "start", {class: "tick", "text-anchor": "end"}));
      if (step < folds) {
        const at = across(creases[step]);
        parts.push(element("path", {d: `M${at.toFixed(1)} ${y - 11}v22`, class: "mark error"}));
      }
      for (const x of numbers) {
        const at = across(Math.min(Math.max(folded(x, creases.slice(0, step)), -3), 16.4));
        parts.push(element("circle", {cx: at, cy: y, r: 4, class: x % 2 ? "dot data" : "hollow data"}));
      }
    }
    const label = `The integers 0 to 16 on a line, and the line after each of ${folds} folds.`;
    const lines = picture(340, top + row * 4 + 22, label, ...parts);
    const says = (x) => folded(x, creases);
    const wrong = numbers.filter((x) => Math.abs(says(x) - (x % 2)) >= 0.5);
    const zigzag = curve(says, [0, 16], [], 512);
    const [least, most] = [Math.min(0, ...zigzag.map(([, y]) => y)), Math.max(1, ...zigzag.map(([, y]) => y))];
    const panel = chart({
      x: [0, 16], y: [least, most + 0.1 * (most - least)], clip: `${id}-says`, xLabel: "x",
      label: `What comes out after ${folds} folds, a zigzag, with the parity of each integer.`,
      marks: [
        {line: zigzag, role: "network", width: 2},
        {dots: numbers.filter((x) => x % 2).map((x) => [x, 1]), role: "data"},
        {dots: numbers.filter((x) => x % 2 === 0).map((x) => [x, 0]), role: "data", hollow: true},
        {cross: wrong.map((x) => [x, says(x)]), role: "error"},
      ],
    });
    const values = {folds: String(folds), ...Object.fromEntries([c1, c2, c3, c4].map((c, i) => [`c${i + 1}`, short(c)]))};
    return {
      panels: [lines, panel],
      values,
      unused: range(4).filter((i) => i >= folds).map((i) => `c${i + 1}`),
      says: wrong.length ? `Wrong or undecided: ${wrong.join(", ")}.` : "Right for every integer from 0 to 16.",
    };
  },
};

// ---- getting stuck: one start, several learning rates

const parity16 = {x: range(16).map((x) => [x]), y: range(16).map((x) => [x % 2])};
const STEPS = 600;
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
const runs = new Map(); // trajectories, by seed and rate

function trajectory(seed, lr) {
  const key = `${seed} ${lr}`;
  if (!runs.has(key)) {
    const network = Network.fromSeed({widths: [1, 2, 2, 2, 2, 2, 1], output: "relu"}, seed);
    const trainer = new Trainer({lr});
    const [losses, places] = [[], []];
    for (let step = 0; step <= STEPS; step++) {
      places.push(network.parameters.slice());
      losses.push(trainer.step(network, parity16));
    }
    runs.set(key, {losses, places, network});
  }
  return runs.get(key);
}

const stuckFigure = {
  knobs: [
    {name: "seed", words: "start", start: 7, choices: [7, 12, 13, 14, 22, 0]},
    {name: "lr", words: "learning rate", start: 0.01, choices: RATES},
    {name: "step", words: "step", from: 0, to: STEPS, step: 1, start: STEPS},
  ],
  draw({seed, lr, step}, id) {
    const {losses, places, network} = trajectory(seed, lr);
    const net = new Network(network, places[step]);
    const steps = (run) => run.map((loss, i) => [i, loss]).filter(([i]) => i % 5 === 0);
    const panel = chart({
      x: [0, STEPS], y: [0, 0.8], clip: `${id}-loss`, xLabel: "step",
      label: `The loss over ${STEPS} steps at six learning rates, that at ${lr} stressed.`,
      marks: [
        {level: 0.25, role: "muted"},
        {words: "1/4: the mean for every input", at: [STEPS * 0.98, 0.265], role: "muted", anchor: "end"},
        ...RATES.map((rate) => ({line: steps(trajectory(seed, rate).losses), role: "muted", width: 1})),
        {line: steps(losses), role: "error", width: 2.5},
        {dots: [[step, losses[step]]], role: "network", size: 5},
      ],
    });
    const outputs = parity16.x.map(([x]) => net.run([x])[0]);
    const right = outputs.flatMap((y, x) => (Math.abs(y - (x % 2)) < 0.5 ? [x] : []));
    const wrong = range(16).filter((x) => !right.includes(x));
    const says = chart({
      x: [0, 15], y: [-0.2, 1.2], yTicks: [0, 0.5, 1], clip: `${id}-says`, xLabel: "x",
      label: `What the network says of 0 to 15 after ${step} steps, and the alternating labels.`,
      marks: [
        {dots: right.filter((x) => x % 2).map((x) => [x, 1]), role: "data"},
        {dots: right.filter((x) => x % 2 === 0).map((x) => [x, 0]), role: "data", hollow: true},
        {line: curve((x) => net.run([x])[0], [0, 15], [], 300), role: "network", width: 2.5},
        {cross: wrong.map((x) => [x, x % 2]), role: "error"},
      ],
    });
    const constant = outputs.every((y) => y === outputs[0]);
    return {
      panels: [panel, says],
      values: {step: String(step)},
      says: `After ${step} steps the loss is ${short(losses[step], 4)} and ${right.length} of 16 are right. ${constant ? "The network says the same to every input." : "The network is alive."}`,
    };
  },
};

export const FIGURES = {"less-than": lessThan, minimum: minFigure, parity: parityFigure, stuck: stuckFigure};

// ---- markup

/** The number that a knob stands for. */
export const knobValue = (knob, raw) => (knob.choices ? knob.choices[raw] : knob.log ? 10 ** raw : Number(raw));

/** The settings that a figure starts with, as its inputs hold them. */
export const initial = (figure) =>
  Object.fromEntries(figure.knobs.map((knob) => [knob.name, knob.choices ? knob.choices.indexOf(knob.start) : knob.start]));

/** Draw a figure for what its inputs hold. */
export function drawn(figure, raw, id) {
  const settings = Object.fromEntries(figure.knobs.map((knob) => [knob.name, knobValue(knob, raw[knob.name])]));
  return figure.draw(settings, id);
}

/** All of a figure as it stands in the page before any script runs. */
export function markup(name, id) {
  const figure = FIGURES[name];
  const raw = initial(figure);
  const {panels, values, says, unused = []} = drawn(figure, raw, id);
  const knobs = figure.knobs.map((knob) => {
    const input = `${id}-${knob.name}`;
    const label = element("label", {for: input}, escape(knob.words));
    if (knob.choices) {
      const options = knob.choices.map((choice, i) =>
        element("option", {value: String(i), selected: i === raw[knob.name] && "selected"}, escape(short(choice))));
      return element("div", {class: "knob"}, label, element("select", {id: input, name: knob.name}, ...options));
    }
    const {from: min, to: max, step} = knob;
    const attributes = {
      id: input, name: knob.name, type: "range", min: String(min), max: String(max), step: String(step),
      value: String(raw[knob.name]), "aria-valuetext": values[knob.name], disabled: unused.includes(knob.name) && "disabled",
    };
    const box = element("input", attributes).replace("</input>", "");
    const output = element("output", {for: input}, values[knob.name]);
    return element("div", {class: "knob"}, label, box, output);
  });
  return [
    element("div", {class: "panels"}, ...panels.map((panel) => element("div", {class: "panel"}, panel))),
    element("div", {class: "knobs"}, ...knobs, element("button", {type: "button", class: "reset"}, "Reset")),
    element("p", {class: "says"}, escape(says)),
    element("span", {class: "spoken", role: "status"}),
  ].join("");
}
