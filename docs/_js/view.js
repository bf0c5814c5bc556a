// What the playground shows of a state: markup only, the same in the build and in the page.

import {chart, curve} from "./chart.js";
import {graph} from "./graph.js";
import {plane} from "./plane.js";
import {breakpoints, formula, formulas} from "./reading.js";
import {element, escape, path, picture, short, text} from "./svg.js";
import {meanLoss} from "./training.js";

const FOLDED = 64; // at most so many integers are shown on a folded line

// Targets of two inputs that are known everywhere, for their contour lines.
const TARGETS = {minimum: ([a, b]) => Math.min(a, b)};

/** The range of inputs that a task is shown on. */
export function inputRange({x, range}) {
  if (range) return range;
  const all = x.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = (high - low) * 0.08;
  return [low - margin, high + margin];
}

const isWrong = (network, x, y) => y.some((target, k) => !(Math.abs(network.run(x)[k] - target) < 0.5));

/** The loss, and how many examples are missed by 1/2 or more. */
export function score({network, task}) {
  const wrong = task.x.filter((x, i) => isWrong(network, x, task.y[i])).length;
  return {loss: meanLoss(network, task), wrong};
}

/** The same in words. */
export function standing(state) {
  const {loss, wrong} = score(state);
  const count = state.task.x.length;
  return `Loss ${short(loss, 4)}. ${wrong ? `${wrong} of ${count} examples are missed by 1/2 or more.` : `All ${count} examples are nearer than 1/2 to their targets.`}`;
}

/** The same with the steps of training. */
export function summary(state) {
  const {steps} = state.trainer;
  return `${standing(state)} ${steps} step${steps === 1 ? "" : "s"} of training.`;
}

/** What the network says, against the task. */
export function functionPanel(state) {
  return state.network.widths[0] === 1 ? functionChart(state) : functionPlane(state);
}

function functionChart({network, task, id = "play"}) {
  const range = inputRange(task);
  const bends = breakpoints(network, range) ?? [];
  const line = curve((x) => network.run([x])[0], range, bends, 300);
  const targets = task.y.map(([y]) => y);
  const [low, high] = [Math.min(...targets), Math.max(...targets)];
  const margin = Math.max((high - low) * 0.35, 0.1);
  const [wrong, right] = [[], []];
  task.x.forEach((x, i) => (isWrong(network, x, task.y[i]) ? wrong : right).push([x[0], task.y[i][0]]));
  const marks = [
    ...(task.source ? [{line: task.x.map(([x], i) => [x, task.y[i][0]]), role: "target", width: 4}] : []),
    {line, role: "network", width: 2.5},
    {dots: bends.map((x) => [x, network.run([x])[0]]), role: "network", size: 2.5},
    {dots: right.filter(([, y]) => y > 0.5), role: "data"},
    {dots: right.filter(([, y]) => y <= 0.5), role: "data", hollow: true},
    {cross: wrong, role: "error"},
  ];
  return chart({x: range, y: [low - margin, high + margin], clip: `${id}-function`, xLabel: "x", marks,
    label: `What the network says of x, with ${task.x.length} examples, ${wrong.length} of them missed.`});
}

function functionPlane({network, task}) {
  const points = task.x.slice(0, 400).map((x, i) => ({x, wrong: isWrong(network, x, task.y[i]), high: task.x.length > 20 || task.y[i][0] > 0.5}));
  return plane((x) => network.run(x), inputRange(task), {points, folds: foldingSums(network), target: TARGETS[task.id],
    label: "What the network says of a and b: shades and contour lines, and dashed lines where a neuron folds the plane."});
}

// The sums that are zero where a ReLU folds the plane.
function foldingSums(network) {
  const places = Array.from({length: network.size - network.widths[0]}, (_, i) => network.widths[0] + i);
  const folding = places.filter((place) => network.neuron(place).activation === "relu");
  return (x) => {
    network.run(x);
    return folding.map((place) => network.sums[place]);
  };
}

/** Where the output bends, in words. */
export function bendsText({network, task}) {
  const bends = breakpoints(network, inputRange(task));
  if (network.widths.join() === "1,1" && network.output === "sigmoid") {
    const [w, b] = network.parameters;
    return w === 0 ? "" : `Says 1/2 at x = ${short(-b / w)}.`;
  }
  if (bends === null) return "";
  if (!bends.length) return "No breakpoints in the range shown.";
  return `Bends at x = ${bends.slice(0, 40).map((x) => short(x, 4)).join(", ")}${bends.length > 40 ? ", …" : ""}.`;
}

export const graphPanel = ({network}) =>
  graph(network, `The network: widths ${network.widths.join(", ")}${network.skip ? ", with skip connections" : ""}.`);

/** A small picture for each neuron behind the inputs. */
export function neuronPanels(state) {
  const {network, task} = state;
  const range = inputRange(task);
  const first = network.widths[0];
  const places = Array.from({length: network.size - first}, (_, i) => first + i);
  if (first !== 1) {
    const says = (place) => (x) => {
      network.run(x);
      return [network.values[place]];
    };
    return first !== 2 ? [] : places.map((place) => ({name: network.names[place], svg: plane(says(place), range,
      {cells: 14, size: 92, label: `What ${network.names[place]} says of a and b.`})}));
  }
  const grid = Array.from({length: 121}, (_, i) => range[0] + ((range[1] - range[0]) * i) / 120);
  const rows = grid.map((x) => {
    network.run([x]);
    return network.values.slice();
  });
  return places.map((place) => {
    const says = rows.map((row) => row[place]);
    const [low, high] = [Math.min(0, ...says), Math.max(0, ...says)];
    const y = high - low > 1e-9 ? [low, high] : [-1, 1];
    const scale = (value) => 64 - (60 * (value - y[0])) / (y[1] - y[0]);
    const drawn = [
      element("line", {x1: 0, x2: 120, y1: scale(0), y2: scale(0), class: "grid"}),
      path(grid.map((_, i) => [i, scale(says[i])]), {class: "line network"}),
    ];
    return {name: `${network.names[place]}, ${short(low, 3)} to ${short(high, 3)}`, svg: picture(120, 68, `What ${network.names[place]} says of x, from ${short(low, 3)} to ${short(high, 3)}.`, ...drawn)};
  });
}

/** The integers as each layer sees them: the sum of its first neuron, on a line of its own. */
export function foldsPanel({network, task}) {
  if (network.widths[0] !== 1 || !task.x.every(([x]) => Number.isInteger(x))) return "";
  const numbers = task.x.map(([x]) => x).slice(0, FOLDED);
  const odd = task.y.map(([y]) => y > 0.5);
  const seen = numbers.map((x) => {
    network.run([x]);
    return [x, ...network.layers.map(({to}) => network.sums[to])];
  });
  const [left, right, top, row] = [92, 330, 16, 36];
  const parts = [];
  for (const layer of network.layers.keys()) {
    const name = layer === 0 ? "x" : `into ${network.names[network.layers[layer].to]}`;
    const places = seen.map((values) => values[layer === 0 ? 0 : layer + 1]);
    const [low, high] = [Math.min(...places), Math.max(...places)];
    const across = (value) => (high > low ? left + ((right - left) * (value - low)) / (high - low) : left);
    const y = top + row * layer;
    parts.push(element("line", {x1: left, x2: right, y1: y, y2: y, class: "grid"}));
    parts.push(text(left - 12, y + 4, name, {class: "tick", "text-anchor": "end"}));
    places.forEach((value, i) => {
      parts.push(element("circle", {cx: across(value), cy: y, r: 4, class: odd[i] ? "dot data" : "hollow data"}));
    });
    parts.push(text(left, y + 17, short(low, 3), {class: "tick", "text-anchor": "middle"}));
    if (high > low) parts.push(text(right, y + 17, short(high, 3), {class: "tick", "text-anchor": "middle"}));
  }
  return picture(340, top + row * (network.layers.length - 1) + 26, "The integers on a line, and where the first neuron of each layer sees them.", ...parts);
}

// The ends of what was recorded; null until there is a line to draw.
const recorded = (rows) => (rows.length > 1 && rows[0][0] < rows.at(-1)[0] ? [rows[0][0], rows.at(-1)[0]] : null);
const LATER = '<p class="later">Drawn here once you train.</p>';

/** The loss over the steps. */
export function lossPanel({losses}) {
  const steps = recorded(losses);
  if (!steps) return LATER;
  const shown = losses.map(([step, loss]) => [step, Math.max(loss, 1e-15)]);
  const values = shown.map(([, loss]) => loss);
  return chart({x: steps, y: [Math.min(...values) / 2, Math.max(...values) * 2], log: true, height: 190, clip: "play-loss", xLabel: "loss by step",
    label: `The loss from step ${steps[0]} to ${steps[1]}, on a logarithmic scale.`, marks: [{line: shown, role: "error"}]});
}

/** The weights over the steps, and the biases, dashed. */
export function tracesPanel({traces, network}) {
  const steps = recorded(traces);
  if (!steps) return "";
  const count = traces[0][1].length;
  const lines = Array.from({length: count}, (_, k) => traces.map(([step, row]) => [step, row[k]]));
  const all = lines.flat().map(([, value]) => value);
  const words = count < network.parameters.length ? `the first ${count} numbers` : "weights";
  const isBias = (k) => network.layers.some(({bias, width}) => k >= bias && k < bias + width);
  return chart({x: steps, y: [Math.min(...all) - 0.1, Math.max(...all) + 0.1], height: 190, clip: "play-traces", xLabel: `${words}, biases dashed, by step`,
    label: `How ${words} and, dashed, biases move from step ${steps[0]} to ${steps[1]}.`,
    marks: lines.map((line, k) => ({line, role: "network", width: 1, dash: isBias(k) ? "4 3" : undefined}))});
}

/** The formula with the numbers in it, a line a neuron. */
export const formulaText = ({network}) => formulas(network).map(([name, words]) => `${name} = ${words}`).join("\n");

/** How far a slider goes for a number that stands at `value`. */
export function sliderEnd(value) {
  const size = Math.max(1.5 * Math.abs(value), 2);
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].find((factor) => factor * power >= size * 0.999) * power;
}

/** Sliders and boxes for the numbers of each neuron. */
export function weightControls({network}, open) {
  const first = network.widths[0];
  return Array.from({length: network.size - first}, (_, i) => {
    const place = first + i;
    const {from, reads, start, bias} = network.neuron(place);
    const name = network.names[place];
    const rows = Array.from({length: reads + 1}, (_, k) => {
      const index = k < reads ? start + k : bias;
      const words = k < reads ? `${name}, weight of ${network.names[from + k]}` : `${name}, bias`;
      const value = network.parameters[index];
      const end = sliderEnd(value);
      const slider = `<input type="range" data-parameter="${index}" min="${-end}" max="${end}" step="${end / 200}" value="${value}" autocomplete="off" aria-label="${words}">`;
      const box = `<input type="number" data-parameter="${index}" step="any" value="${value}" autocomplete="off" aria-label="${words}, typed">`;
      return element("div", {class: "knob"}, element("span", {class: "which"}, k < reads ? network.names[from + k] : "bias"), slider, box);
    });
    const title = element("summary", {}, element("b", {}, name), " = ", element("span", {class: "formula"}, escape(formula(network, place))));
    return element("details", {open: open && "open"}, title, ...rows);
  }).join("");
}
