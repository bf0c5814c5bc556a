// Brings the figures of a chapter to life: what a reader moves is drawn anew.

import {showNumbers} from "./controls.js";
import {FIGURES, drawn, initial} from "./figures.js";
import {isWeight} from "./network.js";
import {shownPanels, shownState} from "./shown.js";
import {standing} from "./view.js";

for (const place of document.querySelectorAll("[data-live]")) enliven(place);
for (const place of document.querySelectorAll("[data-network]")) show(place);

// Draws what `look` gives, at most once a frame however fast a knob moves; those who listen hear
// the sentence once it rests.
function redrawing(place, look) {
  const panels = [...place.querySelectorAll(".panel")];
  const [says, spoken] = [".says", ".spoken"].map((name) => place.querySelector(name));
  let [waiting, moved, resting] = [false, false, 0];

  function draw() {
    waiting = false;
    const now = look();
    now.panels.forEach((panel, i) => (panels[i].innerHTML = panel));
    says.textContent = now.says;
    clearTimeout(resting);
    if (moved) resting = setTimeout(() => (spoken.textContent = now.says), 600);
  }
  return (byReader) => {
    moved ||= byReader;
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  };
}

function enliven(place) {
  const figure = FIGURES[place.dataset.live];
  const inputs = new Map([...place.querySelectorAll("input, select")].map((input) => [input.name, input]));
  const redraw = redrawing(place, () => {
    const raw = Object.fromEntries([...inputs].map(([name, input]) => [name, Number(input.value)]));
    const now = drawn(figure, raw, place.id);
    for (const [name, value] of Object.entries(now.values)) {
      const input = inputs.get(name);
      input.setAttribute("aria-valuetext", value);
      input.nextElementSibling.textContent = value;
      input.disabled = now.unused?.includes(name) ?? false;
    }
    return now;
  });

  place.addEventListener("input", () => redraw(true));
  place.querySelector(".reset").addEventListener("click", () => {
    for (const [name, value] of Object.entries(initial(figure))) inputs.get(name).value = value;
    redraw(true);
  });
  // A browser may keep what was entered before a reload.
  redraw(false);
}

function show(place) {
  const state = shownState(JSON.parse(place.querySelector("script").textContent), place.id);
  const {parameters} = state.network;
  const redraw = redrawing(place, () => {
    showNumbers(place, state.network);
    return {panels: shownPanels(state), says: standing(state)};
  });

  place.addEventListener("input", ({target}) => {
    if (target.value === "" || !isWeight(target.valueAsNumber)) return;
    parameters[target.dataset.parameter] = target.valueAsNumber;
    redraw(true);
  });
  place.querySelector(".reset").addEventListener("click", () => {
    parameters.set(state.start);
    redraw(true);
  });
  redraw(false);
}
