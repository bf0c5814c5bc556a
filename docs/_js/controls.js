// The weights' sliders and boxes, kept in step with the network.

import {formulas} from "./reading.js";
import {sliderEnd} from "./view.js";

/** Put new numbers into the controls that are unfolded, but for the one in use, and into the formulas. */
export function showNumbers(place, network) {
  for (const input of place.querySelectorAll("details[open] input[data-parameter]")) {
    const value = network.parameters[input.dataset.parameter];
    if (input === document.activeElement && (input.type === "number" || Number(input.value) === value)) continue;
    if (input.type === "range" && Math.abs(value) > Number(input.max)) {
      const end = sliderEnd(value);
      Object.assign(input, {min: -end, max: end, step: end / 200});
    }
    input.value = value;
  }
  const lines = formulas(network);
  place.querySelectorAll(".formula").forEach((span, i) => ([, span.textContent] = lines[i]));
}
