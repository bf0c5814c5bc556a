// The network as a drawing: neurons in columns, weights on the edges, biases below the neurons.

import {element, picture, short, text} from "./svg.js";

const COLUMN = 84;
const ROW = 58;
const LIFT = 24; // an arc rises by this for each column that it passes
const FEW = 24; // more edges than this, and their numbers would cover each other
const WIDE = 300; // a drawing of more layers has narrower columns
const NARROW = 56; // columns with no room for numbers

/** Draw a network. */
export function graph(network, label) {
  const {widths, names} = network;
  const rows = Math.min(Math.max(...widths), 16);
  const row = rows > 4 ? Math.max((ROW * 4) / rows, 15) : ROW;
  const column = Math.min(COLUMN, Math.max(WIDE / (widths.length - 1), 8));
  const radius = row < 30 || column < 44 ? 5 : 15;
  const room = network.skip && widths.length > 2 ? radius + LIFT * (widths.length - 1) : 0; // for arcs
  const width = column * (widths.length - 1) + 2 * radius + 48;
  const middle = room + 8 + radius + (row * (rows - 1)) / 2;
  const height = 2 * middle + 14;
  const places = widths.flatMap((count, layer) =>
    Array.from({length: count}, (_, i) => ({
      x: radius + 24 + layer * column,
      y: middle + (i - (count - 1) / 2) * (count > rows ? (row * (rows - 1)) / (count - 1) : row),
      layer,
      // Arcs from the upper half of a layer go above all neurons, the others below; a layer of one takes turns.
      above: count > 1 ? i < count / 2 : layer % 2 === 0,
    })),
  );
  const edge = (row * (rows - 1)) / 2 + radius; // from the middle to the outermost neurons' rim
  const edges = [];
  for (let to = widths[0]; to < network.size; to++) {
    const {from, reads, start} = network.neuron(to);
    for (let k = 0; k < reads; k++) edges.push({from: from + k, to, weight: network.parameters[start + k]});
  }
  const largest = Math.max(...edges.map(({weight}) => Math.abs(weight)), 1e-9);
  const few = edges.length <= FEW && radius > 10 && column >= NARROW;
  const digits = column < COLUMN ? 2 : 3;
  const lines = [];
  const numbers = [];
  for (const {from, to, weight} of edges) {
    const {bend, at} = route(places[from], places[to], middle, edge);
    const role = weight < 0 ? "negative" : "positive";
    const thick = weight === 0 ? 0.5 : 0.8 + (3.2 * Math.abs(weight)) / largest;
    const style = {class: `edge ${role}${weight === 0 ? " none" : ""}`, "stroke-width": thick};
    lines.push(element("path", {d: bend, ...style}));
    if (few && weight !== 0) numbers.push(text(at[0], at[1] + 4, short(weight, digits), {class: `number ${role}`, "text-anchor": "middle"}));
  }
  const neurons = places.map(({x, y}, i) => {
    const parts = [element("circle", {cx: x, cy: y, r: radius, class: "neuron"})];
    if (radius > 10) parts.push(text(x, y + 4, names[i], {class: "name", "text-anchor": "middle"}));
    if (few && i >= widths[0]) {
      const bias = network.parameters[network.neuron(i).bias];
      if (bias !== 0) parts.push(text(x, y + radius + 13, (bias > 0 ? "+" : "") + short(bias, digits), {class: "bias", "text-anchor": "middle"}));
    }
    return element("g", {}, ...parts);
  });
  return picture(width, height, label, ...lines, ...neurons, ...numbers);
}

// A straight edge to the next column; an arc past the columns between.
function route(a, b, middle, edge) {
  const far = b.layer - a.layer;
  if (far === 1) {
    // Edges that cross carry their numbers near where they come from, apart.
    const t = Math.abs(a.y - b.y) < 1 ? 0.5 : 0.4;
    return {bend: `M${a.x} ${a.y.toFixed(1)}L${b.x} ${b.y.toFixed(1)}`, at: [a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)]};
  }
  const apex = middle + (a.above ? -1 : 1) * (edge + LIFT * (far - 1) - 6);
  const control = 2 * apex - (a.y + b.y) / 2;
  const across = (a.x + b.x) / 2;
  return {bend: `M${a.x} ${a.y.toFixed(1)}Q${across} ${control.toFixed(1)} ${b.x} ${b.y.toFixed(1)}`, at: [across, apex]};
}
