// A network in a chapter: drawn with its function, and with its weights in reach.

import {Network} from "./network.js";
import {makeState} from "./state.js";
import {element, escape} from "./svg.js";
import {functionPanel, graphPanel, standing, weightControls} from "./view.js";

/** The state of a shown network: its description and its task, as the build gives them. */
export const shownState = ({network, task}, id) => ({...makeState({task, network: Network.fromDict(network)}), id});

/** Its two pictures. */
export const shownPanels = (state) => [graphPanel(state), functionPanel(state)];

/** All of it, as it stands in the page before any script runs. */
export function markup(data, id) {
  const state = shownState(data, id);
  return [
    element("div", {class: "panels"}, ...shownPanels(state).map((panel) => element("div", {class: "panel"}, panel))),
    element("p", {class: "says"}, escape(standing(state))),
    element("span", {class: "spoken", role: "status"}),
    element("details", {class: "knobs-of-weights"},
      element("summary", {}, "Move its weights"),
      element("div", {class: "part-weights"}, weightControls(state, true)),
      element("button", {type: "button", class: "reset"}, "Reset")),
  ].join("");
}
