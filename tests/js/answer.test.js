// What a reader answers, read as `tinynets.quiz` reads it.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {NoAnswer, accepts} from "../../docs/_js/answer.js";

// tests/test_quiz.py asks the package the same.
const rows = JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8"));
const [one] = rows;

test("answers are read exactly, or refused in words", () => {
  for (const {right, wrong, none, ...item} of rows) {
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
