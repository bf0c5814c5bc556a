// The playground as it stands in the page before any script runs.

import {ACTIVATIONS, Network, OUTPUTS} from "./network.js";
import {makeState} from "./state.js";
import {element, escape} from "./svg.js";
import {bendsText, foldsPanel, formulaText, functionPanel, graphPanel, neuronPanels, summary, trainingPanels, weightControls} from "./view.js";

export const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
export const SPEEDS = {"1 step a frame": 1, "10 steps a frame": 10, "100 steps a frame": 100, "as fast as it goes": Infinity};
const FEW = 40; // with more numbers than this the weights stay folded away

/** A task of the build's data by its name, or the first. */
export const taskOf = (data, id) => data.tasks.find((task) => task.id === id) ?? data.tasks[0];

/** The state with a hand-set or trained network of the build's data. */
export function presetState(data, id, training) {
  const preset = data.networks.find((network) => network.id === id) ?? data.networks[0];
  return makeState({task: taskOf(data, preset.task), network: Network.fromDict(preset.network), training});
}

/** Sliders and boxes for all weights, folded away where there are many. */
export const weights = (state) => weightControls(state, state.network.parameters.length <= FEW);

/** The parts of the page that hang on the state, by the class of their place. */
export function parts(state) {
  const [loss, traces] = trainingPanels(state);
  return {
    function: functionPanel(state),
    graph: graphPanel(state),
    neurons: neuronPanels(state).map(({name, svg}) => element("figure", {}, svg, element("figcaption", {}, escape(name)))).join(""),
    folds: foldsPanel(state),
    loss, traces,
    bends: escape(bendsText(state)),
    formula: escape(formulaText(state)),
    says: escape(summary(state)),
  };
}

const option = (value, words, selected) => element("option", {value, selected: selected && "selected"}, escape(words));
const field = (id, words, control) => element("div", {class: "field"}, element("label", {for: id}, escape(words)), control);
const button = (id, words) => element("button", {type: "button", id}, escape(words));
const select = (id, ...options) => element("select", {id}, ...options);

/** Options for the hand-set and trained networks of a task. */
export const networkOptions = (data, task) =>
  [...data.networks.filter((network) => network.task === task).map(({id, words}) => option(id, words)), option("", "a start of your own")].join("");

/** All of the playground's markup. */
export function markup(data) {
  const state = presetState(data);
  const {task, network} = state;
  const now = parts(state);
  const place = (name, kind = "div") => element(kind, {class: `part-${name}`}, now[name]);
  const titled = (words, ...inside) => element("section", {class: "group", "aria-label": words}, element("h2", {}, escape(words)), ...inside);
  const number = (id, value, more = "") => `<input type="number" id="${id}" value="${value}" ${more}>`;
  const words = (id, value, more = "") => `<input type="text" id="${id}" value="${escape(value)}" ${more} spellcheck="false" autocomplete="off">`;
  return [
    titled("Task and network",
      element("div", {class: "fields"},
        field("pg-task", "Task", select("pg-task", ...data.tasks.map(({id, words: label}) => option(id, label, id === task.id)), option("formula", "a formula of your own"))),
        field("pg-network", "Network", element("select", {id: "pg-network"}, networkOptions(data, task.id)))),
      element("div", {class: "fields typed", hidden: "hidden"},
        field("pg-formula", "Formula in x", words("pg-formula", "abs(x - 1)", 'maxlength="250"')),
        field("pg-low", "from", number("pg-low", -4, 'step="any"')),
        field("pg-high", "to", number("pg-high", 4, 'step="any"'))),
      element("details", {class: "shape"},
        element("summary", {}, "Another shape, another start"),
        element("div", {class: "fields"},
          field("pg-widths", "Widths", words("pg-widths", network.widths.join(", "))),
          field("pg-activation", "Activation", select("pg-activation", ...Object.keys(ACTIVATIONS).map((name) => option(name, name, name === network.activation)))),
          field("pg-output", "Output", select("pg-output", ...OUTPUTS.map((name) => option(name, name, name === network.output)))),
          field("pg-skip", "Skip connections", `<input type="checkbox" id="pg-skip"${network.skip ? " checked" : ""}>`),
          field("pg-seed", "Seed", number("pg-seed", 0, 'min="0" max="4294967295" step="1"')),
          button("pg-start", "Start from this seed")))),
    element("p", {class: "message", role: "alert"}),
    element("div", {class: "panels"},
      element("div", {class: "panel"}, place("function"), place("bends", "p")),
      element("div", {class: "panel"}, place("graph"))),
    place("says", "p"),
    element("span", {class: "spoken", role: "status"}),
    titled("Train",
      element("div", {class: "fields"},
        field("pg-optimizer", "Optimiser", select("pg-optimizer", option("adam", "Adam", true), option("sgd", "gradient descent"))),
        field("pg-lr", "Learning rate", select("pg-lr", ...RATES.map((rate) => option(String(rate), String(rate), rate === 0.01)))),
        field("pg-speed", "Speed", select("pg-speed", ...Object.keys(SPEEDS).map((name) => option(name, name, name === "10 steps a frame"))))),
      element("div", {class: "buttons"}, button("pg-run", "Run"), button("pg-step", "Step"), button("pg-rewind", "Rewind"), button("pg-undo", "Undo"), button("pg-reset", "Reset")),
      element("div", {class: "panels training"}, element("div", {class: "panel"}, place("loss")), element("div", {class: "panel"}, place("traces")))),
    titled("Weights", element("div", {class: "part-weights"}, weights(state))),
    titled("The formula", element("pre", {class: "part-formula"}, now.formula)),
    titled("What each neuron says", place("neurons")),
    titled("The number line, folded", place("folds")),
    titled("Take it with you",
      element("div", {class: "buttons"}, button("pg-link", "Copy a link"), button("pg-download", "Download the network"),
        element("span", {class: "field"}, element("label", {for: "pg-load"}, "Load a network"), '<input type="file" id="pg-load" accept=".json,application/json">'))),
  ].join("");
}
