// Reading a network: its formula with the numbers in it, and where it bends.

import {short} from "./svg.js";

const MOST = 2000; // bends that are looked for

/** One line a neuron: [name, formula], with the numbers as people write them. */
export function formulas(network) {
  const {names, widths} = network;
  return names.slice(widths[0]).map((name, i) => [name, formula(network, widths[0] + i)]);
}

/** What a neuron computes, as text; its terms with weight 0 left out. */
export function formula(network, place) {
  const {activation, from, reads, start, bias} = network.neuron(place);
  const terms = [];
  for (let k = 0; k < reads; k++) terms.push([network.parameters[start + k], network.names[from + k]]);
  terms.push([network.parameters[bias], ""]);
  let text = "";
  for (const [number, name] of terms) {
    if (number === 0) continue;
    const size = name && Math.abs(number) === 1 ? "" : short(Math.abs(number));
    const sign = number < 0 ? "−" : text && "+";
    text += `${text && " "}${sign}${text && " "}${[size, name].filter(Boolean).join(" ")}`;
  }
  return activation === "identity" ? text || "0" : `${activation}(${text || "0"})`;
}

/**
 * Where the output of a network of one number bends between two ends, in order; under a sigmoid,
 * where its sum does. Null where the hidden neurons are curved, or the bends are very many.
 *
 * Between neighbouring places of the list every sum is a straight line, since the bends of all
 * earlier layers are in it; so a sum's zero there is found from its ends.
 */
export function breakpoints(network, [low, high]) {
  const straight = network.widths.length === 2 || ["relu", "identity"].includes(network.activation);
  if (network.widths[0] !== 1 || network.widths.at(-1) !== 1 || !straight) return null;
  // What lies next to a fraction over 2^20 is it, but for rounding.
  const tidy = (x) => {
    const near = Math.round(x * 2 ** 20) / 2 ** 20;
    return Math.abs(x - near) < 1e-12 * (high - low) ? near : x;
  };
  let places = [low, high];
  const last = network.widths.length - 2;
  for (const [i, {to, width}] of network.layers.entries()) {
    if ((i === last ? network.output : network.activation) !== "relu") continue;
    const sums = places.map((x) => {
      network.run([x]);
      return network.sums.slice(to, to + width);
    });
    const found = new Set(places);
    for (let k = 1; k < places.length; k++) {
      for (let unit = 0; unit < width; unit++) {
        const [z, next] = [sums[k - 1][unit], sums[k][unit]];
        if (z * next < 0) found.add(tidy(places[k - 1] + ((places[k] - places[k - 1]) * z) / (z - next)));
      }
    }
    if (found.size > MOST) return null;
    places = [...found].sort((a, b) => a - b);
  }
  // A hidden bend may cancel out: the output bends where its slope changes.
  const says = places.map((x) => {
    network.run([x]);
    return (network.output === "sigmoid" ? network.sums : network.values).at(-1);
  });
  const slopes = places.slice(1).map((x, k) => (says[k + 1] - says[k]) / (x - places[k]));
  const steepest = Math.max(...slopes.map(Math.abs));
  return places.slice(1, -1).filter((_, k) => Math.abs(slopes[k + 1] - slopes[k]) > 1e-7 * steepest);
}
