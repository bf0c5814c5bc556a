// The package's network once more: fully connected layers, each reading the layer before it or,
// with skip connections, all before it.

import {Generator} from "./random.js";

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** What a neuron says of its sum z, and the slope there; `a` is what it says. */
export const ACTIVATIONS = {
  relu: {says: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0)},
  sigmoid: {says: sigmoid, slope: (z, a) => a * (1 - a)},
  tanh: {says: Math.tanh, slope: (z, a) => 1 - a * a},
  sine: {says: Math.sin, slope: Math.cos},
  square: {says: (z) => z * z, slope: (z) => 2 * z},
  identity: {says: (z) => z, slope: () => 1},
};
export const OUTPUTS = ["identity", "relu", "sigmoid"];
export const MAX_PARAMETERS = 2000; // of a network that a page is asked to draw
export const LARGEST = 1e9; // a number beyond this is no weight
const DTYPES = ["float16", "bfloat16", "float32", "float64"];

/** What was asked for cannot be done; the message is for the reader. */
export class Refusal extends Error {}

export const isWeight = (number) => Number.isFinite(number) && Math.abs(number) <= LARGEST;
export const WEIGHT = "a weight is a number of size 1e9 at most.";

/** Refuse with a message unless a rule holds. */
export function insist(holds, message) {
  if (!holds) throw new Refusal(message);
}

const quoted = (value) => (typeof value === "object" && value !== null ? "an object" : String(value).slice(0, 40));
const isWidth = (n) => Number.isInteger(n) && n >= 1;
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

export class Network {
  /** `parameters`: layer by layer the weights, row by row, and the biases; zeros if left out. */
  constructor({widths, activation = "relu", output = "identity", skip = false}, parameters) {
    insist(
      Array.isArray(widths) && widths.length >= 2 && widths.length <= 32 && widths.every(isWidth),
      `The widths ${quoted(widths)} must be 2 to 32 whole numbers, each at least 1.`,
    );
    const known = Object.keys(ACTIVATIONS);
    insist(known.includes(activation), `The activation ${quoted(activation)} is none of ${known.join(", ")}.`);
    insist(OUTPUTS.includes(output), `The output ${quoted(output)} is none of ${OUTPUTS.join(", ")}.`);
    insist(typeof skip === "boolean", `skip is ${quoted(skip)}; it must be true or false.`);
    Object.assign(this, {widths: [...widths], activation, output, skip});

    // All neurons stand in one row, the inputs first. A layer reads the neurons from..to.
    this.layers = [];
    let [place, start] = [widths[0], 0];
    for (const [i, width] of widths.slice(1).entries()) {
      const from = skip ? 0 : place - widths[i];
      const bias = start + width * (place - from);
      this.layers.push({from, to: place, width, start, bias});
      place += width;
      start = bias + width;
    }
    insist(start <= MAX_PARAMETERS, `The network would have ${start} numbers; at most ${MAX_PARAMETERS} can be shown.`);
    this.size = place;
    this.parameters = Float64Array.from(parameters ?? new Float64Array(start));
    insist(this.parameters.length === start, `The network has ${start} numbers, not ${this.parameters.length}.`);
    this.names = neuronNames(widths);
    this.sums = new Float64Array(place);
    this.values = new Float64Array(place);
  }

  /** The start of a seed: uniform within 1/sqrt(n) for a layer that reads n numbers. */
  static fromSeed(settings, seed) {
    const network = new Network(settings);
    const generator = new Generator(seed);
    for (const {from, to, start, bias, width} of network.layers) {
      const bound = 1 / Math.sqrt(to - from);
      for (let i = start; i < bias + width; i++) {
        network.parameters[i] = (2 * generator.next() - 1) * bound;
      }
    }
    return network;
  }

  /** The network that the package's `to_dict` describes. */
  static fromDict(data) {
    insist(data !== null && typeof data === "object", `${quoted(data)} describes no network.`);
    insist(data.format === 1, `The format is ${quoted(data.format)}; only format 1 is known.`);
    insist(DTYPES.includes(data.dtype), `The dtype ${quoted(data.dtype)} is none of ${DTYPES.join(", ")}.`);
    for (const key of ["activation", "output", "skip"]) insist(key in data, `The description lacks ${key}.`);
    const network = new Network(data);
    insist(
      Array.isArray(data.layers) && data.layers.length === network.layers.length,
      `The network has ${network.layers.length} layers of weights; the description has others.`,
    );
    for (const [i, {from, to, start, bias, width}] of network.layers.entries()) {
      const {weight, bias: biases} = data.layers[i] ?? {};
      insist(
        Array.isArray(weight) && weight.length === width &&
          weight.every((row) => Array.isArray(row) && row.length === to - from) &&
          Array.isArray(biases) && biases.length === width,
        `Layer ${i + 1} must have ${width} times ${to - from} weights and ${width} biases.`,
      );
      network.parameters.set(checkedNumbers(weight.flat()), start);
      network.parameters.set(checkedNumbers(biases), bias);
    }
    return network;
  }

  /** What the package's `from_dict` reads. */
  toDict() {
    const {widths, activation, output, skip} = this;
    const layers = this.layers.map(({from, to, start, bias, width}) => ({
      weight: Array.from({length: width}, (_, unit) => {
        const row = start + unit * (to - from);
        return [...this.parameters.subarray(row, row + to - from)];
      }),
      bias: [...this.parameters.subarray(bias, bias + width)],
    }));
    return {format: 1, widths, activation, output, skip, dtype: "float64", layers};
  }

  copy() {
    return new Network(this, this.parameters);
  }

  /** What the outputs say on one input, an array; every neuron's number stands in `values`. */
  run(x) {
    const {values, sums, parameters, layers} = this;
    for (let i = 0; i < this.widths[0]; i++) values[i] = x[i];
    for (const [i, {from, to, width, start, bias}] of layers.entries()) {
      const {says} = ACTIVATIONS[i === layers.length - 1 ? this.output : this.activation];
      let weight = start;
      for (let unit = 0; unit < width; unit++) {
        let z = parameters[bias + unit];
        for (let k = from; k < to; k++) z += parameters[weight++] * values[k];
        sums[to + unit] = z;
        values[to + unit] = says(z);
      }
    }
    return values.subarray(this.size - this.widths.at(-1));
  }

  /** For a neuron by its place in the row: its layer, where its weights and its bias stand. */
  neuron(place) {
    const layer = this.layers.findLast(({to}) => place >= to);
    const unit = place - layer.to;
    const [reads, last] = [layer.to - layer.from, layer === this.layers.at(-1)];
    return {
      activation: last ? this.output : this.activation,
      from: layer.from,
      reads,
      start: layer.start + unit * reads,
      bias: layer.bias + unit,
    };
  }
}

// Names as the book gives them, in the row of all neurons: x, h1, …, y.
function neuronNames(widths) {
  const [n, m] = [widths[0], widths.at(-1)];
  const letter = (i) => (n === 1 ? "x" : n <= 26 ? String.fromCharCode(97 + i) : `x${i + 1}`);
  return [
    ...Array.from({length: n}, (_, i) => letter(i)),
    ...Array.from({length: sum(widths.slice(1, -1))}, (_, i) => `h${i + 1}`),
    ...Array.from({length: m}, (_, i) => (m === 1 ? "y" : `y${i + 1}`)),
  ];
}

function checkedNumbers(numbers) {
  const bad = numbers.findIndex((number) => !isWeight(number));
  insist(bad < 0, `${quoted(numbers[bad])} is no weight; ${WEIGHT}`);
  return numbers;
}
