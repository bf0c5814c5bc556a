// What a reader answers, read as `tinynets.quiz` reads it.

import assert from "node:assert/strict";
import {test} from "node:test";

import {NoAnswer, accepts} from "../../docs/_js/answer.js";

const one = {answer: ["7/2"], many: false, letters: ""};
const below = {answer: ["-3/2"], many: false, letters: ""};
const some = {answer: ["5", "6", "7"], many: true, letters: ""};
const letter = {answer: ["B"], many: false, letters: "AB"};
// The rows of tests/test_quiz.py.
const rows = [
  [one, ["3.5", "7/2", " +3.50 ", "14/4"], ["3", "-3.5"], ["", "x", "3,5", "1/0", "1e3", "nan"]],
  [some, ["5, 6, 7", "7 6 5", "5 6,7", "7 7 6 5"], ["5", "5 6 8", ""], ["5; 6", "all"]],
  [below, ["-3/2", "−1.5", "-1.50"], ["3/2"], ["--1", "1 2", "½"]],
  [letter, ["B", " b "], ["a"], ["C", "", "h2", "AB"]],
];

test("answers are read exactly, or refused in words", () => {
  for (const [item, right, wrong, none] of rows) {
    for (const text of right) assert.equal(accepts(item, text), true, text);
    for (const text of wrong) assert.equal(accepts(item, text), false, text);
    for (const text of none) assert.throws(() => accepts(item, text), NoAnswer, text);
  }
});

test("numbers of any size are compared exactly, and text of any length is read in time", () => {
  const big = {answer: [`${2n ** 200n}`], many: false, letters: ""};
  assert.equal(accepts(big, String(2n ** 200n)), true);
  assert.equal(accepts(big, String(2n ** 200n + 1n)), false);
  assert.throws(() => accepts(one, "<img src=x onerror=alert(1)>".repeat(1e5)), NoAnswer);
  assert.equal(accepts(one, `3.5${"0".repeat(500)}`), true);
});
