// The playground as it stands in the page before any script runs.

import {ACTIVATIONS, Network, OUTPUTS} from "./network.js";
import {makeState} from "./state.js";
import {element, escape} from "./svg.js";
import {bendsText, foldsPanel, formulaText, functionPanel, graphPanel, lossPanel, neuronPanels, summary, tracesPanel, weightControls} from "./view.js";

const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
export const SPEEDS = {"1 step a frame": 1, "10 steps a frame": 10, "up to 100 steps a frame": 100, "as fast as it goes": Infinity};
const FEW = 40; // with more numbers than this the weights stay folded away

/** A task of the build's data by its name, or the first. */
const taskOf = (data, id) => data.tasks.find((task) => task.id === id) ?? data.tasks[0];

/** The state with a hand-set or trained network of the build's data. */
export function presetState(data, id, training) {
  const preset = data.networks.find((network) => network.id === id) ?? data.networks[0];
  return makeState({task: taskOf(data, preset.task), network: Network.fromDict(preset.network), training});
}

/** Sliders and boxes for all weights, folded away where there are many. */
export const weights = (state) => weightControls(state, state.network.parameters.length <= FEW);

/** What hangs on the state, by the class of its place: drawn when it is asked for. */
export const PARTS = {
  function: functionPanel,
  bends: (state) => escape(bendsText(state)),
  says: (state) => escape(summary(state)),
  graph: graphPanel,
  loss: lossPanel,
  traces: tracesPanel,
  formula: (state) => escape(formulaText(state)),
  neurons: (state) => neuronPanels(state).map(({name, svg}) => element("figure", {}, svg, element("figcaption", {}, escape(name)))).join(""),
  folds: foldsPanel,
};

const option = (value, words, selected) => element("option", {value, selected: selected && "selected"}, escape(words));
const field = (id, words, control) => element("div", {class: "field"}, element("label", {for: id}, escape(words)), control);
const button = (id, words) => element("button", {type: "button", id}, escape(words));
const select = (id, ...options) => element("select", {id, autocomplete: "off"}, ...options);

/** Options for the hand-set and trained networks of a task. */
export const networkOptions = (data, task) =>
  [...data.networks.filter((network) => network.task === task).map(({id, words}) => option(id, words)), option("", "another")].join("");

/** All of the playground's markup. */
export function markup(data) {
  const state = presetState(data);
  const {task, network} = state;
  const place = (name, kind = "div") => element(kind, {class: `part-${name}`}, PARTS[name](state));
  const group = (name, words, ...inside) => element("section", {class: `group ${name}`, "aria-label": words}, element("h2", {}, escape(words)), ...inside);
  const number = (id, value, more = "") => `<input type="number" id="${id}" value="${value}" autocomplete="off" ${more}>`;
  const words = (id, value, more = "") => `<input type="text" id="${id}" value="${escape(value)}" autocomplete="off" spellcheck="false" ${more}>`;
  return [
    group("acts", "Task and network",
      element("div", {class: "fields"},
        field("pg-task", "Task", select("pg-task", ...data.tasks.map(({id, words: label}) => option(id, label, id === task.id)), option("formula", "a formula of your own"))),
        field("pg-network", "Network", select("pg-network", networkOptions(data, task.id)))),
      element("div", {class: "fields typed", hidden: "hidden"},
        field("pg-formula", "Formula in x", words("pg-formula", "abs(x - 1)", 'maxlength="250"')),
        field("pg-low", "from", number("pg-low", -4, 'step="any"')),
        field("pg-high", "to", number("pg-high", 4, 'step="any"'))),
      element("details", {class: "shape"},
        element("summary", {}, "Another shape, another start"),
        element("form", {class: "fields", novalidate: "novalidate"},
          field("pg-widths", "Widths", words("pg-widths", network.widths.join(", "))),
          field("pg-activation", "Activation", select("pg-activation", ...Object.keys(ACTIVATIONS).map((name) => option(name, name, name === network.activation)))),
          field("pg-output", "Output", select("pg-output", ...OUTPUTS.map((name) => option(name, name, name === network.output)))),
          field("pg-skip", "Skip connections", `<input type="checkbox" id="pg-skip"${network.skip ? " checked" : ""}>`),
          field("pg-seed", "Seed", number("pg-seed", 0, 'min="0" max="4294967295" step="1"')),
          element("button", {type: "submit", id: "pg-start"}, "Start from this seed")))),
    element("div", {class: "panels stage"},
      element("div", {class: "panel"}, place("function"), place("bends", "p"), place("says", "p"),
        element("p", {class: "message", role: "alert"}), element("p", {class: "done", role: "status"})),
      element("div", {class: "panel"}, place("graph"))),
    element("span", {class: "spoken", role: "status"}),
    group("acts", "Train",
      element("div", {class: "fields"},
        field("pg-optimizer", "Optimiser", select("pg-optimizer", option("adam", "Adam", true), option("sgd", "gradient descent"))),
        field("pg-lr", "Learning rate", select("pg-lr", ...RATES.map((rate) => option(String(rate), String(rate), rate === 0.01)))),
        field("pg-speed", "Speed", select("pg-speed", ...Object.keys(SPEEDS).map((name) => option(name, name, name === "10 steps a frame"))))),
      element("div", {class: "buttons"}, button("pg-run", "Run"), button("pg-step", "Step"), button("pg-rewind", "Rewind"), button("pg-undo", "Undo"), button("pg-reset", "Reset")),
      element("div", {class: "panels training"}, element("div", {class: "panel"}, place("loss")), element("div", {class: "panel"}, place("traces")))),
    group("weights", "Weights", element("div", {class: "part-weights"}, weights(state))),
    group("formulas", "The formula", place("formula", "pre")),
    group("neurons", "What each neuron says", place("neurons")),
    group("folding", "The number line, folded", place("folds")),
    group("acts", "Take it with you",
      element("div", {class: "buttons"}, button("pg-link", "Copy a link"), button("pg-download", "Download the network"),
        element("span", {class: "field"}, element("label", {for: "pg-load"}, "Load a network"), '<input type="file" id="pg-load" accept=".json,application/json">'))),
  ].join("");
}
