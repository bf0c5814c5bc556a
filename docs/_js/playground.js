// The playground at work: from what a reader does to a new state, and from the state to the page.

import {showNumbers} from "./controls.js";
import {FormulaError} from "./expression.js";
import {Network, Refusal, WEIGHT, insist, isWeight} from "./network.js";
import {PARTS, SPEEDS, networkOptions, presetState, weights as weightMarkup} from "./page.js";
import {MAX_TEXT, decode, encode, formulaTask, makeState, networkFromText, trainStep, widthsFromText} from "./state.js";
import {Trainer} from "./training.js";
import {summary} from "./view.js";

const FRAME = 10; // milliseconds of training in a frame, so that drawing has its share
const UNDOS = 100;
const CALM = 500; // milliseconds between drawings for readers who want little motion
const MANY = 150; // numbers of a network that is large to draw
const HEAVY = ["graph", "loss", "traces", "neurons", "folds"]; // drawn at once only where they are seen

const root = document.querySelector("[data-playground]");
if (root) play(root, JSON.parse(document.getElementById("playground-data").textContent));

function play(place, data) {
  const find = (id) => document.getElementById(`pg-${id}`);
  const part = (name) => place.querySelector(`.part-${name}`);
  const [message, done, spoken] = [".message", ".done", ".spoken"].map((name) => place.querySelector(name));
  const weights = part("weights");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let state = presetState(data);
  let preset = data.networks[0].id;
  let running = false;
  let asked = false;
  let resting = 0;
  let moves = 0;
  let shownShape = "";
  const past = [];
  const stale = new Set();

  // ---- from the state to the page

  function drawPart(name) {
    stale.delete(name);
    part(name).innerHTML = PARTS[name](state);
  }

  // While something moves, what is out of sight waits until it comes to rest.
  function drawMoving() {
    asked = false;
    moves += 1;
    // Hundreds of edges take longer than a frame has: their drawing follows a little later.
    const late = state.network.parameters.length > MANY && moves % 6 > 0;
    for (const name of Object.keys(PARTS)) {
      const {top, bottom} = part(name).getBoundingClientRect();
      const unseen = HEAVY.includes(name) && (bottom < 0 || top > innerHeight);
      if (unseen || (late && name === "graph")) stale.add(name);
      else drawPart(name);
    }
    showNumbers(weights, state.network);
    clearTimeout(resting);
    resting = setTimeout(rest, 200);
  }

  function rest() {
    [...stale].forEach(drawPart);
    place.querySelector(".folding").hidden = !part("folds").innerHTML;
    place.querySelector(".neurons").hidden = !part("neurons").innerHTML;
    // Those who listen hear how things stand once they rest.
    if (!running) resting = setTimeout(() => (spoken.textContent = summary(state)), 600);
  }

  function draw() {
    clearTimeout(resting);
    Object.keys(PARTS).forEach(drawPart);
    showControls();
    rest();
  }

  function soon() {
    if (!asked) requestAnimationFrame(drawMoving);
    asked = true;
  }

  // New controls; which neurons are unfolded stays as it was where the shape is the same.
  function showControls() {
    const open = [...weights.querySelectorAll("details")].map((neuron) => neuron.open);
    weights.innerHTML = weightMarkup(state);
    const shape = state.network.widths.join();
    if (shape === shownShape) weights.querySelectorAll("details").forEach((neuron, i) => (neuron.open = open[i]));
    shownShape = shape;
  }

  function showSettings() {
    const {task, network, training} = state;
    find("task").value = task.id;
    place.querySelector(".typed").hidden = task.id !== "formula";
    if (task.id === "formula") {
      find("formula").value = task.source;
      [find("low").value, find("high").value] = task.range;
    }
    find("network").innerHTML = networkOptions(data, task.id);
    find("network").value = preset;
    find("widths").value = network.widths.join(", ");
    find("activation").value = network.activation;
    find("output").value = network.output;
    find("skip").checked = network.skip;
    find("optimizer").value = training.optimizer;
    const rates = [...find("lr").options].map(({value}) => Number(value));
    if (!rates.includes(training.lr)) find("lr").add(new Option(training.lr, training.lr));
    find("lr").value = training.lr;
    find("undo").disabled = past.length === 0;
    find("reset").disabled = !data.networks.some(({id}) => id === preset);
  }

  // ---- from the reader to the state

  const isTold = (error) => error instanceof Refusal || error instanceof FormulaError;

  function tell(error) {
    if (!isTold(error)) throw error;
    message.textContent = error.at === undefined ? error.message : `Character ${error.at + 1}: ${error.message}`;
  }

  // What is refused is told, and the state stays as it was.
  function attempt(change) {
    message.textContent = done.textContent = "";
    try {
      change();
    } catch (error) {
      tell(error);
    }
  }

  function remember() {
    const {network, trainer, losses, traces} = state;
    past.push({state: {...state, network: network.copy(), trainer: trainer.copy(), losses: [...losses], traces: [...traces]}, preset});
    if (past.length > UNDOS) past.shift();
    find("undo").disabled = false;
  }

  function become(next, nextPreset = "") {
    stop();
    remember();
    state = next;
    preset = nextPreset;
    showSettings();
    draw();
  }

  // Training starts anew, from the weights as they are.
  const restart = () => Object.assign(state, {trainer: new Trainer(state.training), losses: [], traces: [], stride: 1});

  const readFormula = () => formulaTask(find("formula").value, find("low").valueAsNumber, find("high").valueAsNumber);

  find("task").addEventListener("change", ({target: {value}}) => {
    place.querySelector(".typed").hidden = value !== "formula";
    attempt(() => {
      if (value === "formula") {
        become(makeState({task: readFormula(), network: Network.fromSeed({widths: [1, 4, 1]}, 0), training: state.training}));
        place.querySelector(".shape").open = true;
      } else {
        const {id} = data.networks.find(({task}) => task === value);
        become(presetState(data, id, state.training), id);
      }
    });
  });
  for (const id of ["formula", "low", "high"]) {
    find(id).addEventListener("change", () => attempt(() => {
      const {network, start, training} = state;
      const fits = network.widths[0] === 1 && network.widths.at(-1) === 1;
      become(makeState({task: readFormula(), training, ...(fits ? {network: network.copy(), start} : {network: Network.fromSeed({widths: [1, 4, 1]}, 0)})}));
    }));
  }
  find("network").addEventListener("change", ({target: {value}}) => attempt(() => {
    if (value) become(presetState(data, value, state.training), value);
    else place.querySelector(".shape").open = true;
  }));
  place.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => {
      const seed = find("seed").valueAsNumber;
      insist(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32, "A seed is a whole number from 0 to 4294967295.");
      const settings = {widths: widthsFromText(find("widths").value), activation: find("activation").value, output: find("output").value, skip: find("skip").checked};
      become(makeState({task: state.task, network: Network.fromSeed(settings, seed), training: state.training}));
    });
  });

  let moved = null; // the control that is being moved, and its number before
  function setWeight(target, value) {
    stop();
    state.network.parameters[target.dataset.parameter] = value;
    state.start = state.network.parameters.slice();
    restart();
    soon();
  }
  weights.addEventListener("input", ({target}) => {
    if (target.value === "" || !isWeight(target.valueAsNumber)) return;
    if (moved?.target !== target) {
      moved = {target, before: state.network.parameters[target.dataset.parameter]};
      remember();
    }
    attempt(() => setWeight(target, target.valueAsNumber));
  });
  weights.addEventListener("change", ({target}) => {
    const before = moved?.target === target ? moved.before : state.network.parameters[target.dataset.parameter];
    moved = null;
    if (target.value !== "" && isWeight(target.valueAsNumber)) return;
    message.textContent = `This is no weight; ${WEIGHT}`;
    setWeight(target, before);
    target.value = before;
  });
  weights.addEventListener("toggle", () => showNumbers(weights, state.network), true);

  // ---- training

  for (const id of ["optimizer", "lr"]) {
    find(id).addEventListener("change", () => {
      remember();
      state.training = {optimizer: find("optimizer").value, lr: Number(find("lr").value)};
      // Another optimiser starts afresh; another rate goes on with the moments there are.
      if (id === "optimizer") restart();
      else state.trainer.lr = state.training.lr;
      soon();
    });
  }

  let [lastDrawing, drawingTook] = [0, 0];
  function frame() {
    if (!running) return;
    const count = SPEEDS[find("speed").value];
    const start = performance.now();
    try {
      // Large networks take long to draw: they train for as long in between.
      for (let i = 0; i < count && (i === 0 || performance.now() - start < Math.max(FRAME, drawingTook)); i++) trainStep(state);
    } catch (error) {
      stop();
      tell(error);
    }
    const now = performance.now();
    if (!running || !calm.matches || now - lastDrawing > CALM) {
      drawMoving();
      lastDrawing = now;
      drawingTook = performance.now() - now;
    }
    if (running) requestAnimationFrame(frame);
    else draw();
  }

  function stop() {
    running = false;
    find("run").textContent = "Run";
  }

  find("run").addEventListener("click", () => {
    if (running) {
      stop();
      return draw();
    }
    message.textContent = done.textContent = "";
    remember();
    running = true;
    find("run").textContent = "Pause";
    requestAnimationFrame(frame);
  });
  find("step").addEventListener("click", () => attempt(() => {
    stop();
    remember();
    soon();
    trainStep(state);
  }));
  find("rewind").addEventListener("click", () => attempt(() => {
    stop();
    remember();
    state.network.parameters.set(state.start);
    restart();
    draw();
  }));
  find("undo").addEventListener("click", () => attempt(() => {
    stop();
    ({state, preset} = past.pop());
    showSettings();
    draw();
    if (find("undo").disabled) find("run").focus();
  }));
  find("reset").addEventListener("click", () => attempt(() => become(presetState(data, preset, state.training), preset)));

  // ---- out of the page and into it

  find("link").addEventListener("click", async () => {
    history.replaceState(null, "", `#${encode(state)}`);
    try {
      await navigator.clipboard.writeText(location.href);
      done.textContent = "The link is copied. It holds the task, the network, its start and its training.";
    } catch {
      done.textContent = "The link is in the address bar.";
    }
  });
  find("download").addEventListener("click", () => {
    const file = new Blob([JSON.stringify(state.network.toDict(), null, 1)], {type: "application/json"});
    const anchor = Object.assign(document.createElement("a"), {href: URL.createObjectURL(file), download: "network.json"});
    anchor.click();
    URL.revokeObjectURL(anchor.href);
  });
  find("load").addEventListener("change", async ({target}) => {
    const [file] = target.files;
    if (!file) return;
    const text = file.size > MAX_TEXT ? null : await file.text();
    attempt(() => {
      insist(text !== null, `The file is longer than ${MAX_TEXT} characters; a network's file is shorter.`);
      become(makeState({task: state.task, network: networkFromText(text), training: state.training}));
    });
    target.value = "";
  });

  function follow() {
    const fragment = location.hash.slice(1);
    // The page's own headings have ids; they are not states.
    if (fragment && !document.getElementById(fragment)) attempt(() => become(decode(fragment, data.tasks)));
  }
  addEventListener("hashchange", follow);
  // A browser that comes back to the page may fill in what was there before.
  addEventListener("pageshow", () => {
    showSettings();
    draw();
  });

  showSettings();
  follow();
  place.classList.add("alive");
}
