// Loss, gradient and the two ways down, as PyTorch takes them.

import {ACTIVATIONS, insist} from "./network.js";

/** The loss that suits a network: cross-entropy of the logit for a sigmoid output, else MSE. */
export const lossName = (network) => (network.output === "sigmoid" ? "cross_entropy" : "mse");

// Of an output's sum z, what it says, and its target: the loss and its slope in z.
const LOSSES = {
  mse: (z, says, target, slope) => [(says - target) ** 2, 2 * (says - target) * slope],
  cross_entropy: (z, says, target) => [
    Math.max(z, 0) - z * target + Math.log1p(Math.exp(-Math.abs(z))),
    says - target,
  ],
};

/** The mean loss over a task {x, y}, arrays of arrays. */
export function meanLoss(network, task, loss = lossName(network)) {
  return pass(network, task, loss, null);
}

/** The mean loss, and its gradient in the order of the parameters. */
export function gradient(network, task, loss = lossName(network)) {
  const slopes = new Float64Array(network.parameters.length);
  return {loss: pass(network, task, loss, slopes), gradient: slopes};
}

function pass(network, {x, y}, loss, slopes) {
  const {layers, values, sums, size, parameters} = network;
  const first = size - network.widths.at(-1);
  const count = x.length * (size - first);
  const back = new Float64Array(size); // the loss's slope in every neuron's sum, times count
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    network.run(x[i]);
    for (let k = first; k < size; k++) {
      const slope = ACTIVATIONS[network.output].slope(sums[k], values[k]);
      const [cost, down] = LOSSES[loss](sums[k], values[k], y[i][k - first], slope);
      total += cost;
      back[k] = down;
    }
    if (slopes === null) continue;
    back.fill(0, 0, first);
    for (let l = layers.length - 1; l >= 0; l--) {
      const {from, to, width, start, bias} = layers[l];
      let weight = start;
      for (let unit = 0; unit < width; unit++) {
        // With skip connections a neuron's slope is whole once all later layers have been passed.
        const slope = l === layers.length - 1 ? back[to + unit]
          : back[to + unit] * ACTIVATIONS[network.activation].slope(sums[to + unit], values[to + unit]);
        slopes[bias + unit] += slope / count;
        for (let k = from; k < to; k++, weight++) {
          slopes[weight] += (slope * values[k]) / count;
          back[k] += slope * parameters[weight];
        }
      }
    }
  }
  return total / count;
}

/** Gradient descent on all data at once, one step a call. */
export class Trainer {
  constructor({optimizer = "adam", lr = 0.01} = {}) {
    insist(["adam", "sgd"].includes(optimizer), `The optimiser is adam or sgd.`);
    insist(Number.isFinite(lr) && lr > 0, `The learning rate must be a number above 0.`);
    Object.assign(this, {optimizer, lr});
    this.steps = 0;
    this.first = null; // Adam's moments, made with the first step
    this.second = null;
  }

  /** The same trainer, with moments of its own. */
  copy() {
    const {steps, first, second} = this;
    return Object.assign(new Trainer(this), {steps, first: first && first.slice(), second: second && second.slice()});
  }

  /** Change the network by one step; return the loss before it. */
  step(network, task) {
    const {loss, gradient: slopes} = gradient(network, task);
    const p = network.parameters;
    this.steps += 1;
    if (this.optimizer === "sgd") {
      for (let i = 0; i < p.length; i++) p[i] -= this.lr * slopes[i];
      return loss;
    }
    this.first ??= new Float64Array(p.length);
    this.second ??= new Float64Array(p.length);
    const [corrected, root] = [1 - 0.9 ** this.steps, Math.sqrt(1 - 0.999 ** this.steps)];
    for (let i = 0; i < p.length; i++) {
      const g = slopes[i];
      this.first[i] += 0.1 * (g - this.first[i]);
      this.second[i] = 0.999 * this.second[i] + (1 - 0.999) * g * g;
      p[i] -= ((this.lr / corrected) * this.first[i]) / (Math.sqrt(this.second[i]) / root + 1e-8);
    }
    return loss;
  }
}
