// SVG as text, so that the build under node and the page draw by the same functions.

const ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};

export const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

/** A number for people: `digits` digits, but never fewer than before the point; a real minus sign. */
export function short(number, digits = 4) {
  if (!Number.isFinite(number)) return String(number);
  const whole = Math.min(String(Math.trunc(Math.abs(number))).length, 7);
  return String(Number(number.toPrecision(Math.max(digits, whole))) + 0).replaceAll("-", "−");
}

/** An element with its attributes, whose numbers are rounded, and its children, which are markup. */
export function element(name, attributes = {}, ...children) {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => ` ${key}="${escape(typeof value === "number" ? Math.round(value * 100) / 100 : value)}"`);
  return `<${name}${written.join("")}>${children.join("")}</${name}>`;
}

/** A picture of a size in its own units, told in words. */
export function picture(width, height, label, ...children) {
  const attributes = {viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label};
  return element("svg", attributes, ...children);
}

/** A path through points; a null starts it again. */
export function path(points, attributes) {
  let d = "";
  let pen = "M";
  for (const point of points) {
    if (point !== null) d += `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    pen = point === null ? "M" : "L";
  }
  return element("path", {d, ...attributes});
}

export const text = (x, y, words, attributes) => element("text", {x, y, ...attributes}, escape(words));
