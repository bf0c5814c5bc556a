// The playground at work: from what a reader does to a new state, and from the state to the page.

import {Network, Refusal} from "./network.js";
import {RATES, SPEEDS, networkOptions, parts, presetState, taskOf, weights as weightMarkup} from "./page.js";
import {FormulaError, decode, encode, formulaTask, makeState, networkFromText, widthsFromText} from "./state.js";
import {formulas} from "./reading.js";
import {Trainer} from "./training.js";
import {sliderEnd, summary} from "./view.js";

const FRAME = 10; // milliseconds of training in a frame, so that drawing has its share
const KEPT = 200; // points of the loss curve; when there are more, every other one goes
const UNDOS = 100;
const LARGEST = 1e9; // a weight beyond this has diverged

const root = document.querySelector("[data-playground]");
if (root) play(root, JSON.parse(document.getElementById("playground-data").textContent));

function play(place, data) {
  const find = (id) => document.getElementById(`pg-${id}`);
  const part = (name) => place.querySelector(`.part-${name}`);
  const message = place.querySelector(".message");
  const spoken = place.querySelector(".spoken");
  let state = presetState(data);
  let preset = data.networks[0].id;
  let running = false;
  let asked = false;
  let resting = 0;
  let shownShape = state.network.widths.join();
  const past = [];

  // ---- from the state to the page

  function draw({controls = true} = {}) {
    asked = false;
    const drawn = parts(state);
    for (const [name, markup] of Object.entries(drawn)) part(name).innerHTML = markup;
    place.querySelector('[aria-label="The number line, folded"]').hidden = !drawn.folds;
    place.querySelector('[aria-label="What each neuron says"]').hidden = !drawn.neurons;
    if (controls) showControls();
    else showNumbers();
    clearTimeout(resting);
    resting = setTimeout(() => (spoken.textContent = running ? "" : summary(state)), 800);
  }

  function soon() {
    if (!asked) requestAnimationFrame(() => draw({controls: false}));
    asked = true;
  }

  // New controls; which neurons are unfolded stays as it was where the shape is the same.
  function showControls() {
    const open = [...part("weights").querySelectorAll("details")].map((neuron) => neuron.open);
    part("weights").innerHTML = weightMarkup(state);
    const neurons = [...part("weights").querySelectorAll("details")];
    const shape = state.network.widths.join();
    if (shape === shownShape) neurons.forEach((neuron, i) => (neuron.open = open[i]));
    shownShape = shape;
  }

  // New numbers in the controls that can be seen, but for the one in use.
  function showNumbers() {
    for (const input of part("weights").querySelectorAll("details[open] input")) {
      const value = state.network.parameters[input.dataset.parameter];
      if (input === document.activeElement && Number(input.value) === value) continue;
      if (input.type === "range" && Math.abs(value) > Number(input.max)) {
        const end = sliderEnd(value);
        Object.assign(input, {min: -end, max: end, step: end / 200});
      }
      if (input !== document.activeElement || input.type === "range") input.value = value;
    }
    const lines = formulas(state.network);
    part("weights").querySelectorAll(".formula").forEach((span, i) => ([, span.textContent] = lines[i]));
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
    if (!RATES.includes(training.lr)) find("lr").add(new Option(training.lr, training.lr));
    find("lr").value = training.lr;
    find("undo").disabled = past.length === 0;
    find("reset").disabled = !data.networks.some(({id}) => id === preset);
  }

  // ---- from the reader to the state

  // What is refused is told, and the state stays as it was.
  function attempt(change) {
    try {
      message.textContent = "";
      change();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof FormulaError)) throw error;
      message.textContent = error.at === undefined ? error.message : `Character ${error.at + 1}: ${error.message}`;
    }
  }

  function remember() {
    past.push({state: {...state, network: state.network.copy(), trainer: copyOf(state.trainer), losses: [...state.losses], traces: [...state.traces]}, preset});
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

  const freshTrainer = () => Object.assign(state, {trainer: new Trainer(state.training), losses: [], traces: []});

  function fit(task) {
    // The network stays where it fits the new task; else the task's first takes its place.
    const {network, training} = state;
    const fits = network.widths[0] === task.x[0].length && network.widths.at(-1) === task.y[0].length;
    const first = data.networks.find((other) => other.task === task.id);
    if (first) become(presetState(data, first.id, training), first.id);
    else if (fits) become(makeState({task, network: network.copy(), training}));
    else become(makeState({task, network: Network.fromSeed({widths: [1, 8, 1]}, 0), training}));
  }

  const readFormula = () => formulaTask(find("formula").value, find("low").valueAsNumber, find("high").valueAsNumber);
  find("task").addEventListener("change", () => attempt(() => fit(find("task").value === "formula" ? readFormula() : taskOf(data, find("task").value))));
  for (const id of ["formula", "low", "high"]) find(id).addEventListener("change", () => attempt(() => fit(readFormula())));
  find("network").addEventListener("change", () => {
    const {value} = find("network");
    if (value) become(presetState(data, value, state.training), value);
    else place.querySelector(".shape").open = true;
  });
  find("start").addEventListener("click", () => attempt(() => {
    const seed = find("seed").valueAsNumber;
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new Refusal("A seed is a whole number from 0 to 4294967295.");
    const settings = {widths: widthsFromText(find("widths").value), activation: find("activation").value, output: find("output").value, skip: find("skip").checked};
    become(makeState({task: state.task, network: Network.fromSeed(settings, seed), training: state.training}));
  }));

  const weights = part("weights");
  let before = null; // the state when a knob was first moved
  weights.addEventListener("input", ({target}) => {
    const value = target.valueAsNumber;
    if (!Number.isFinite(value) || Math.abs(value) > LARGEST) return;
    stop();
    if (!before) remember();
    before = target;
    state.network.parameters[target.dataset.parameter] = value;
    freshTrainer();
    message.textContent = "";
    soon();
  });
  weights.addEventListener("toggle", showNumbers, true);
  weights.addEventListener("change", ({target}) => {
    before = null;
    const value = target.valueAsNumber;
    if (Number.isFinite(value) && Math.abs(value) <= LARGEST) return;
    message.textContent = "A weight is a number of size 1e9 at most.";
    target.value = state.network.parameters[target.dataset.parameter];
  });

  // ---- training

  for (const id of ["optimizer", "lr"]) {
    find(id).addEventListener("change", () => {
      state.training = {optimizer: find("optimizer").value, lr: Number(find("lr").value)};
      // Another optimiser starts afresh; another rate goes on with the moments there are.
      if (id === "optimizer") state.trainer = new Trainer(state.training);
      else state.trainer.lr = state.training.lr;
    });
  }

  function trainStep() {
    const {network, task, trainer} = state;
    const saved = network.parameters.slice();
    const {steps} = trainer;
    const loss = trainer.step(network, task);
    if (!Number.isFinite(loss) || network.parameters.some((value) => !(Math.abs(value) <= LARGEST))) {
      network.parameters.set(saved);
      stop();
      throw new Refusal(`Training diverges at step ${steps + 1}; the weights before it are kept. Try a smaller learning rate, or rewind.`);
    }
    const stride = state.stride ?? 1;
    if (steps % stride === 0) {
      state.losses.push([steps, loss]);
      state.traces.push([steps, saved]);
      if (state.losses.length > KEPT) {
        state.stride = 2 * stride;
        for (const name of ["losses", "traces"]) state[name] = state[name].filter(([step]) => step % state.stride === 0);
      }
    }
  }

  function frame() {
    if (!running) return;
    const count = SPEEDS[find("speed").value];
    const end = performance.now() + FRAME;
    attempt(() => {
      for (let i = 0; i < count && (i === 0 || performance.now() < end); i++) trainStep();
    });
    draw({controls: false});
    if (running) requestAnimationFrame(frame);
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
    remember();
    running = true;
    find("run").textContent = "Pause";
    requestAnimationFrame(frame);
  });
  find("step").addEventListener("click", () => attempt(() => {
    stop();
    remember();
    trainStep();
    soon();
  }));
  find("rewind").addEventListener("click", () => {
    stop();
    remember();
    state.network.parameters.set(state.start);
    freshTrainer();
    state.stride = 1;
    draw();
  });
  find("undo").addEventListener("click", () => {
    stop();
    message.textContent = "";
    const last = past.pop();
    if (last) ({state, preset} = last);
    showSettings();
    draw();
  });
  find("reset").addEventListener("click", () => become(presetState(data, preset, state.training), preset));

  // ---- out of the page and into it

  find("link").addEventListener("click", async () => {
    const link = `#${encode(state)}`;
    history.replaceState(null, "", link);
    try {
      await navigator.clipboard.writeText(location.href);
      message.textContent = "The link is copied. It holds the task, the weights, the start and the state of training.";
    } catch {
      message.textContent = "The link is in the address bar.";
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
    const text = file.size > 1e6 ? "x".repeat(1e6) : await file.text();
    attempt(() => become(makeState({task: state.task, network: networkFromText(text), training: state.training})));
    target.value = "";
  });

  function follow() {
    const fragment = location.hash.slice(1);
    // The page's own headings have ids; they are not states.
    if (fragment && !document.getElementById(fragment)) attempt(() => become(decode(fragment, data.tasks)));
  }
  addEventListener("hashchange", follow);

  showSettings();
  follow();
  place.classList.add("alive");
}

function copyOf(trainer) {
  const copy = new Trainer(trainer);
  return Object.assign(copy, {steps: trainer.steps, first: trainer.first?.slice() ?? null, second: trainer.second?.slice() ?? null});
}
