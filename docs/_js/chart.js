// A chart of functions of one number, with data and marks.

import {element, path, picture, short, text} from "./svg.js";

const [WIDTH, HEIGHT] = [340, 230];
const EDGE = {left: 46, right: 16, top: 10, bottom: 34};

/** Round numbers between two ends, about `count` of them. */
export function ticks(low, high, count = 5) {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({length: Math.floor(high / step + 1e-9) - first + 1}, (_, i) => (first + i) * step);
}

/** Scales from numbers to the picture; `log` is for a logarithmic y. */
export function scales({x, y, log = false, width = WIDTH, height = HEIGHT}) {
  const [low, high] = log ? y.map(Math.log10) : y;
  const across = (width - EDGE.left - EDGE.right) / (x[1] - x[0]);
  const up = (height - EDGE.top - EDGE.bottom) / (high - low);
  return {
    x: (value) => EDGE.left + (value - x[0]) * across,
    y: (value) => {
      const place = height - EDGE.bottom - ((log ? Math.log10(Math.max(value, 1e-300)) : value) - low) * up;
      // Far outside it makes no difference where, and a browser draws no number of any size.
      return Math.min(Math.max(place, -1e4), 1e4);
    },
  };
}

/**
 * Draw marks on axes. A mark is {line: points, role, dash, width}, {dots: points, role, hollow},
 * {cross: points, role}, {upright: x, role}, {level: y, role} or {words, at: [x, y], role, anchor}.
 */
export function chart({x, y, log, label, xLabel, yTicks, marks, clip, width = WIDTH, height = HEIGHT}) {
  const scale = scales({x, y, log, width, height});
  const [bottom, left, right] = [height - EDGE.bottom, EDGE.left, width - EDGE.right];
  const parts = [];
  for (const value of ticks(...x)) {
    parts.push(text(scale.x(value), bottom + 15, short(value), {class: "tick", "text-anchor": "middle"}));
  }
  const powers = () => ticks(Math.log10(y[0]), Math.log10(y[1]), 4).filter(Number.isInteger).map((n) => 10 ** n);
  for (const value of yTicks ?? (log ? powers() : ticks(...y, 4))) {
    parts.push(element("line", {x1: left, x2: right, y1: scale.y(value), y2: scale.y(value), class: "grid"}));
    parts.push(text(left - 6, scale.y(value) + 4, tickText(value), {class: "tick", "text-anchor": "end"}));
  }
  parts.push(text((left + right) / 2, height - 2, xLabel, {class: "axis", "text-anchor": "middle"}));
  const box = {x: left - 6, y: EDGE.top - 6, width: right - left + 12, height: bottom - EDGE.top + 12};
  parts.push(element("clipPath", {id: clip}, element("rect", box)));
  const drawn = marks.map((mark) => drawMark(mark, scale, {left, right, top: EDGE.top, bottom}));
  parts.push(element("g", {"clip-path": `url(#${clip})`}, ...drawn));
  return picture(width, height, label, ...parts);
}

const RAISED = {"-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹"};

// Very small and very large round numbers as powers of ten.
function tickText(value) {
  const power = Math.log10(Math.abs(value));
  if (value === 0 || Math.abs(power) < 3 || !Number.isInteger(Math.round(power * 1e9) / 1e9)) return short(value, 3);
  return `${value < 0 ? "−" : ""}10${[...String(Math.round(power))].map((sign) => RAISED[sign]).join("")}`;
}

function drawMark(mark, scale, {left, right, top, bottom}) {
  const place = (point) => point && [scale.x(point[0]), scale.y(point[1])];
  if (mark.line) {
    const style = {class: `line ${mark.role}`, "stroke-dasharray": mark.dash, "stroke-width": mark.width};
    return path(mark.line.map(place), style);
  }
  if (mark.dots) {
    const kind = mark.hollow ? "hollow" : "dot";
    return mark.dots.map(place).map(([cx, cy]) => element("circle", {cx, cy, r: mark.size ?? 3.5, class: `${kind} ${mark.role}`})).join("");
  }
  if (mark.cross) {
    const arms = ([cx, cy]) => [[cx - 4, cy - 4], [cx + 4, cy + 4], null, [cx - 4, cy + 4], [cx + 4, cy - 4], null];
    return path(mark.cross.map(place).flatMap(arms), {class: `line ${mark.role}`});
  }
  if (mark.upright !== undefined) {
    const at = scale.x(mark.upright);
    return element("line", {x1: at, x2: at, y1: top, y2: bottom, class: `mark ${mark.role}`});
  }
  if (mark.level !== undefined) {
    const at = scale.y(mark.level);
    return element("line", {x1: left, x2: right, y1: at, y2: at, class: `mark ${mark.role}`});
  }
  const [at, up] = place(mark.at);
  return text(at, up, mark.words, {class: `words ${mark.role}`, "text-anchor": mark.anchor ?? "start"});
}

/** Points of a function: a fine grid and, where it bends, the bends themselves. */
export function curve(f, [low, high], bends = [], count = 160) {
  const grid = Array.from({length: count + 1}, (_, i) => low + ((high - low) * i) / count);
  const inside = bends.filter((bend) => bend > low && bend < high);
  return [...grid, ...inside].sort((a, b) => a - b).map((x) => [x, f(x)]);
}
