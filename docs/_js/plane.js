// The plane of two inputs: what the network says as shades and contour lines, and where it folds.

import {ticks} from "./chart.js";
import {element, path, picture, short, text} from "./svg.js";

const [SIZE, LEFT, TOP] = [250, 46, 8];
const CELLS = 30;
const SHADES = 8;

/** The places where a function given on a grid of corners is zero: a path of short pieces. */
export function zeros(corners, count) {
  const pieces = [];
  const value = (i, j) => corners[i * (count + 1) + j];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const around = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1], [i, j]];
      const crossings = [];
      for (let k = 0; k < 4; k++) {
        const [[i0, j0], [i1, j1]] = [around[k], around[k + 1]];
        const [v0, v1] = [value(i0, j0), value(i1, j1)];
        if (v0 > 0 === v1 > 0) continue;
        const t = v0 / (v0 - v1);
        crossings.push([i0 + t * (i1 - i0), j0 + t * (j1 - j0)]);
      }
      for (let k = 0; k + 1 < crossings.length; k += 2) pieces.push(crossings[k], crossings[k + 1], null);
    }
  }
  return pieces;
}

/**
 * Draw a function of two inputs, both from `range`: shades and contour lines, those of a `target`
 * at the same heights, dashed lines where one of the numbers that `folds` gives is zero, and points.
 */
export function plane(f, range, {label, folds = () => [], target, points = [], cells = CELLS, size = SIZE}) {
  const [low, high] = range;
  const at = (i) => low + ((high - low) * i) / cells;
  const across = (value) => LEFT + ((value - low) / (high - low)) * size;
  const up = (value) => TOP + size - ((value - low) / (high - low)) * size;
  const corners = [];
  for (let i = 0; i <= cells; i++) for (let j = 0; j <= cells; j++) corners.push([at(i), at(j)]);
  const says = corners.map((x) => f(x)[0]);
  const sums = corners.map(folds);
  const [least, most] = [Math.min(...says), Math.max(...says)];
  const place = (point) => point && [across(at(point[0])), up(at(point[1]))];
  const shades = Array.from({length: SHADES}, () => "");
  for (let i = 0; i < cells; i++) {
    for (let j = 0; j < cells; j++) {
      const corner = i * (cells + 1) + j;
      const mean = (says[corner] + says[corner + 1] + says[corner + cells + 1] + says[corner + cells + 2]) / 4;
      const shade = Math.floor((SHADES * (mean - least)) / (most - least || 1));
      const side = (size / cells).toFixed(2);
      const [x, y] = [across(at(i)).toFixed(1), up(at(j + 1)).toFixed(1)];
      shades[Math.min(shade, SHADES - 1)] += `M${x} ${y}h${side}v${side}h-${side}z`;
    }
  }
  const parts = shades.map((d, k) => element("path", {d, class: "shade", "fill-opacity": (0.55 * k) / (SHADES - 1)}));
  const levels = most - least > 1e-9 ? ticks(least, most, 6) : [];
  const contours = (values, role) => levels.map((level) => path(zeros(values.map((value) => value - level), cells).map(place), {class: role}));
  if (target) parts.push(...contours(corners.map(target), "contour target"));
  parts.push(...contours(says, "contour"));
  for (let k = 0; k < sums[0].length; k++) parts.push(path(zeros(sums.map((row) => row[k]), cells).map(place), {class: "fold"}));
  for (const {x, wrong, high: isHigh} of points) {
    const kind = wrong ? "dot error" : isHigh === false ? "hollow data" : "dot data";
    parts.push(element("circle", {cx: across(x[0]), cy: up(x[1]), r: points.length > 20 ? 2.2 : 5, class: kind}));
  }
  for (const value of ticks(low, high, 4)) {
    parts.push(text(across(value), TOP + size + 15, short(value), {class: "tick", "text-anchor": "middle"}));
    parts.push(text(LEFT - 5, up(value) + 4, short(value), {class: "tick", "text-anchor": "end"}));
  }
  parts.push(text(LEFT + size / 2, TOP + size + 29, "a", {class: "axis", "text-anchor": "middle"}));
  parts.push(text(2, TOP + size / 2 + 4, "b", {class: "axis"}));
  return picture(LEFT + size + 12, TOP + size + 33, label, ...parts);
}
