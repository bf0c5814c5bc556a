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
  assert.equal(accepts(one, `3.5${"0".repeat(997)}`), true);
  // Not cut to what would be right.
  for (const row of rows) assert.throws(() => accepts(row, row.right[0].padEnd(1001)), /1001 characters are no answer/);
});

test("where several numbers are wanted, all complaints say so", () => {
  const many = rows.find((row) => row.many);
  for (const text of many.none) assert.throws(() => accepts(many, text), /with commas between/, text);
  for (const text of one.none) assert.throws(() => accepts(one, text), (error) => !error.message.includes("commas"), text);
});
