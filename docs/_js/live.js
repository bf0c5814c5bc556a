// Brings the figures of a chapter to life: what a reader moves is drawn anew.

import {FIGURES, drawn, initial} from "./figures.js";

for (const place of document.querySelectorAll("[data-live]")) enliven(place);

function enliven(place) {
  const figure = FIGURES[place.dataset.live];
  const inputs = new Map([...place.querySelectorAll("input, select")].map((input) => [input.name, input]));
  const panels = [...place.querySelectorAll(".panel")];
  const says = place.querySelector(".says");
  const spoken = place.querySelector(".spoken");
  let [waiting, moved, resting] = [false, false, 0];

  function draw() {
    waiting = false;
    const raw = Object.fromEntries([...inputs].map(([name, input]) => [name, Number(input.value)]));
    const now = drawn(figure, raw, place.id);
    now.panels.forEach((panel, i) => (panels[i].innerHTML = panel));
    for (const [name, value] of Object.entries(now.values)) {
      const input = inputs.get(name);
      input.setAttribute("aria-valuetext", value);
      input.nextElementSibling.textContent = value;
      input.disabled = now.unused?.includes(name) ?? false;
    }
    says.textContent = now.says;
    // Those who listen hear it once the knob rests.
    clearTimeout(resting);
    if (moved) resting = setTimeout(() => (spoken.textContent = now.says), 600);
  }

  // At most one drawing a frame, however fast the knob moves.
  function soon() {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  }

  place.addEventListener("input", () => {
    moved = true;
    soon();
  });
  place.querySelector(".reset").addEventListener("click", () => {
    for (const [name, value] of Object.entries(initial(figure))) inputs.get(name).value = value;
    soon();
  });
  // A browser may keep what was entered before a reload.
  soon();
}
