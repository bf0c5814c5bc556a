// The maths of the page against the package: run by tests/test_page_maths.py, which writes the cases.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {Network, Refusal} from "../../docs/_js/network.js";
import {Trainer, gradient, meanLoss} from "../../docs/_js/training.js";

const cases = JSON.parse(readFileSync(process.env.TINYNETS_CASES, "utf8"));

function close(found, wanted, what) {
  assert.equal(found.length, wanted.length, what);
  for (let i = 0; i < wanted.length; i++) {
    const bound = 1e-9 * Math.max(1, Math.abs(wanted[i]));
    assert.ok(Math.abs(found[i] - wanted[i]) <= bound, `${what}[${i}]: ${found[i]} is not ${wanted[i]}`);
  }
}

for (const {name, task, network, seeds, values, loss, loss_value, gradient: slopes, runs} of cases) {
  test(`${name}: the start of a seed`, () => {
    for (const [seed, parameters] of seeds.entries()) {
      assert.deepEqual([...Network.fromSeed(network, seed).parameters], parameters);
    }
  });

  test(`${name}: what every neuron says, loss and gradient`, () => {
    const net = Network.fromDict(network);
    for (const [i, x] of task.x.entries()) {
      net.run(x);
      close([...net.values], [...x, ...values[i]], `values of example ${i}`);
    }
    const found = gradient(net, task, loss);
    close([found.loss, meanLoss(net, task, loss)], [loss_value, loss_value], "loss");
    close(found.gradient, slopes, "gradient");
  });

  test(`${name}: backprop against finite differences`, () => {
    const net = Network.fromDict(network);
    const found = gradient(net, task, loss).gradient;
    for (let i = 0; i < found.length; i++) {
      const here = net.parameters[i];
      const at = (value) => {
        net.parameters[i] = value;
        return meanLoss(net, task, loss);
      };
      const step = 1e-6;
      const [left, middle, right] = [at(here - step), at(here), at(here + step)];
      net.parameters[i] = here;
      const [one, other] = [(middle - left) / step, (right - middle) / step];
      if (Math.abs(one - other) > 1e-3 * Math.max(1, Math.abs(one))) continue; // a bend lies between
      const bound = 1e-3 * Math.max(1, Math.abs(one));
      assert.ok(Math.abs(found[i] - (one + other) / 2) < bound, `parameter ${i}`);
    }
  });

  for (const {settings, losses, parameters} of runs) {
    test(`${name}: 200 steps of ${JSON.stringify(settings)}`, () => {
      const net = Network.fromDict(network);
      const trainer = new Trainer(settings);
      close(losses.map(() => trainer.step(net, task)), losses, "losses");
      close(net.parameters, parameters, "parameters");
    });
  }

  test(`${name}: the package's format there and back`, () => {
    const net = Network.fromDict(network);
    const back = Network.fromDict(JSON.parse(JSON.stringify(net.toDict())));
    assert.deepEqual([...back.parameters], [...net.parameters]);
    assert.deepEqual({...net.toDict(), dtype: network.dtype}, network);
  });
}

const good = new Network({widths: [1, 2, 1]}).toDict();
const bad = {
  "no object": [7, /describes no network/],
  "nothing": [null, /describes no network/],
  "another format": [{...good, format: 2}, /only format 1/],
  "no widths": [{...good, widths: undefined}, /widths/],
  "a width of 0": [{...good, widths: [1, 0, 1]}, /widths/],
  "too many numbers": [{...good, widths: [1, 4000, 4000, 1]}, /at most/],
  "too many layers": [{...good, widths: Array(40).fill(1)}, /widths/],
  "an unknown activation": [{...good, activation: "<img src=x>"}, /activation/],
  "an inherited name": [{...good, activation: "constructor"}, /activation/],
  "no dtype": [{...good, dtype: undefined}, /dtype/],
  "no word on skips": [(({skip, ...rest}) => rest)(good), /lacks skip/],
  "an unknown output": [{...good, output: "tanh"}, /output/],
  "skip that is no truth": [{...good, skip: 1}, /skip/],
  "no layers": [{...good, layers: undefined}, /layers/],
  "a layer too many": [{...good, layers: [...good.layers, good.layers[0]]}, /layers/],
  "a wrong shape": [{...good, layers: [good.layers[1], good.layers[0]]}, /Layer 1/],
  "an absent layer": [{...good, layers: [null, null]}, /Layer 1/],
  "no number": [{...good, layers: [{weight: [[null], [1]], bias: [0, 0]}, good.layers[1]]}, /no weight/],
  "a huge number": [{...good, layers: [{weight: [[1e308], [1]], bias: [0, 0]}, good.layers[1]]}, /no weight/],
};
for (const [name, [data, message]] of Object.entries(bad)) {
  test(`a description with ${name} is refused`, () => {
    assert.throws(() => Network.fromDict(data), (error) => error instanceof Refusal && message.test(error.message));
  });
}

test("settings of training out of range are refused", () => {
  for (const settings of [{lr: 0}, {lr: NaN}, {lr: Infinity}, {optimizer: "rmsprop"}]) {
    assert.throws(() => new Trainer(settings), Refusal);
  }
});
