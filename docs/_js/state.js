// What the playground holds, and the one way in for what comes from outside: a link or a file.

import {parse} from "./expression.js";
import {Network, Refusal, insist, isWeight} from "./network.js";
import {Trainer, lossName, meanLoss} from "./training.js";

export const MAX_TEXT = 300_000; // characters of a link or a file
const POINTS = 33; // where a typed formula is asked
const KEPT = 200; // points of a curve; when there are more, every other one goes
const LINKED = 40; // as many at most go into a link, to three digits
const TRACED = 32; // at most so many weights are followed
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** The task of a typed formula, between two ends; FormulaError or Refusal if there is none. */
export function formulaTask(source, low, high) {
  insist(Number.isFinite(low) && Number.isFinite(high) && low < high && Math.max(-low, high) <= 1e6,
    "The ends of the range must be numbers, the first below the second, of size a million at most.");
  const f = parse(source);
  const x = Array.from({length: POINTS}, (_, i) => [low + ((high - low) * i) / (POINTS - 1)]);
  const y = x.map(([value]) => [f(value)]);
  const bad = y.findIndex(([value]) => !Number.isFinite(value) || Math.abs(value) > 1e6);
  insist(bad < 0, `At x = ${x[Math.max(bad, 0)][0]} the formula gives ${y[Math.max(bad, 0)][0]}; it must be a number of size a million at most.`);
  return {id: "formula", words: source, x, y, source, range: [low, high]};
}

/** A state: the task, the network, where it started, and how it is trained. */
export function makeState({task, network, start, training = {}, trainer}) {
  insist(network.widths[0] === task.x[0].length, `This task has ${task.x[0].length} inputs, the network ${network.widths[0]}.`);
  insist(network.widths.at(-1) === task.y[0].length, `This task has ${task.y[0].length} targets, the network ${network.widths.at(-1)}.`);
  const beyond = task.y.flat().find((target) => target < 0 || target > 1);
  insist(lossName(network) === "mse" || beyond === undefined, `The task has the target ${beyond}; a sigmoid output, which is trained by cross-entropy, needs targets from 0 to 1.`);
  insist(Number.isFinite(meanLoss(network, task)), "On this task the network's numbers grow beyond what can be computed.");
  const settings = {optimizer: "adam", lr: 0.01, ...training};
  return {
    task, network, training: settings,
    start: start ?? network.parameters.slice(),
    trainer: trainer ?? new Trainer(settings),
    losses: [], traces: [], stride: 1,
  };
}

/** Train by one step, noted for the curves; Refusal, and all as it was, if training diverges. */
export function trainStep(state) {
  const {network, task} = state;
  const [before, trainer] = [network.parameters.slice(), state.trainer.copy()];
  const {steps} = trainer;
  const loss = state.trainer.step(network, task);
  if (!Number.isFinite(loss) || !network.parameters.every(isWeight)) {
    network.parameters.set(before);
    state.trainer = trainer;
    throw new Refusal(`Training diverges at step ${steps + 1}; the weights before it are kept. Try a smaller learning rate, or rewind.`);
  }
  if (steps % state.stride) return;
  state.losses.push([steps, loss]);
  state.traces.push([steps, before.slice(0, TRACED)]);
  Object.assign(state, thinned(state, KEPT));
}

function thinned({losses, traces, stride}, count) {
  while (losses.length > count) {
    stride *= 2;
    [losses, traces] = [losses, traces].map((rows) => rows.filter(([step]) => step % stride === 0));
  }
  return {losses, traces, stride};
}

function curvesToData(state) {
  const {losses, traces, stride} = thinned(state, LINKED);
  const brief = (value) => Number(value.toPrecision(3));
  return {stride, losses: losses.map(([, loss]) => brief(loss)), traces: traces.map(([, row]) => Array.from(row, brief))};
}

function curvesFromData(data, steps, parameters) {
  const rows = (values, holds) => Array.isArray(values) && values.length === Math.ceil(steps / data.stride) && values.every(holds);
  const isRow = (row) => Array.isArray(row) && row.length === Math.min(parameters, TRACED) && row.every(isWeight);
  insist(isObject(data) && Number.isInteger(data.stride) && data.stride > 0 && steps <= data.stride * KEPT
    && rows(data.losses, (loss) => Number.isFinite(loss) && loss >= 0) && rows(data.traces, isRow), "The link's curves are damaged.");
  const [losses, traces] = [data.losses, data.traces].map((values) => values.map((value, i) => [i * data.stride, value]));
  return {losses, traces, stride: data.stride};
}

/** All that a link carries, as plain data. */
export function toData(state) {
  const {task, network, start, training, trainer} = state;
  return {
    task: task.id === "formula" ? {source: task.source, range: task.range} : task.id,
    network: network.toDict(),
    start: [...start],
    training,
    steps: trainer.steps,
    ...(trainer.first && {first: [...trainer.first], second: [...trainer.second]}),
    ...(trainer.steps > 0 && {curves: curvesToData(state)}),
  };
}

/** The state that plain data describe; Refusal or FormulaError if they describe none. */
export function fromData(data, tasks) {
  insist(isObject(data), "The link holds no state of the playground.");
  let task;
  if (isObject(data.task)) {
    const {source, range} = data.task;
    insist(typeof source === "string" && Array.isArray(range), "The link's formula is damaged.");
    task = formulaTask(source, range[0], range[1]);
  } else {
    task = tasks.find(({id}) => id === data.task);
    insist(task, "The link names a task that there is not.");
  }
  const network = Network.fromDict(data.network);
  const numbers = (values, name, holds) => {
    insist(Array.isArray(values) && values.length === network.parameters.length && values.every(holds),
      `The link's ${name} must be ${network.parameters.length} numbers${holds === isWeight ? " of size 1e9 at most" : ""}.`);
    return Float64Array.from(values);
  };
  insist(isObject(data.training), "The link's settings of training are damaged.");
  const {optimizer, lr} = data.training;
  const trainer = new Trainer({optimizer, lr});
  insist(Number.isInteger(data.steps) && data.steps >= 0 && data.steps <= 1e9, "The link's number of steps is damaged.");
  trainer.steps = data.steps;
  if (optimizer === "adam" && data.steps > 0) {
    trainer.first = numbers(data.first, "moments", Number.isFinite);
    trainer.second = numbers(data.second, "moments", (value) => Number.isFinite(value) && value >= 0);
  }
  const state = makeState({task, network, start: numbers(data.start, "start", isWeight), training: {optimizer, lr}, trainer});
  return data.steps > 0 ? Object.assign(state, curvesFromData(data.curves, data.steps, network.parameters.length)) : state;
}

/** Text for a link's fragment. */
export function encode(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(toData(state)));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The state in a link's fragment. */
export function decode(fragment, tasks) {
  insist(fragment.length <= MAX_TEXT, `The link is longer than ${MAX_TEXT} characters.`);
  insist(/^[\w-]+$/.test(fragment), "The link is damaged: it holds signs that no such link has.");
  let data;
  try {
    const binary = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
    data = JSON.parse(new TextDecoder("utf-8", {fatal: true}).decode(Uint8Array.from(binary, (sign) => sign.charCodeAt(0))));
  } catch {
    throw new Refusal("The link is damaged: it cannot be read.");
  }
  return fromData(data, tasks);
}

/** The network in a file's text. */
export function networkFromText(text) {
  insist(text.length <= MAX_TEXT, `The file is longer than ${MAX_TEXT} characters; a network's file is shorter.`);
  let data;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Refusal(`The file is no JSON: ${error.message.slice(0, 100)}`);
  }
  return Network.fromDict(data);
}

/** The widths in a text such as "1, 2, 2, 1". */
export function widthsFromText(text) {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const bad = parts.find((part) => !/^\d{1,4}$/.test(part));
  insist(bad === undefined && parts.length >= 2, bad === undefined ? "Widths are two numbers or more: inputs, hidden layers, outputs." : `“${bad.slice(0, 20)}” is no width; widths are whole numbers, such as 1, 2, 2, 1.`);
  return parts.map(Number);
}
