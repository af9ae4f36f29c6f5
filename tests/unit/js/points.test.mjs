// A pair of numbers in the search is a point: degrees where it can be, metres otherwise.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pairIn, pointAt } from "../../../web/static/js/shell/finder_point.js";

test("two numbers are a pair, however they are parted", () => {
  for (const text of ["35.05, 118.3", "35.05 118.3", " 35.05;118.3 ", "35.05，118.3"]) {
    assert.deepEqual(pairIn(text), [35.05, 118.3], text);
  }
});

test("what is no pair is none", () => {
  for (const text of ["", "35.05", "a, b", "35.05, 118.3, 1", "1e5, 2", "LS-0101 2"]) assert.equal(pairIn(text), null, text);
});

test("latitude comes first where it can be one, else it is swapped", () => {
  assert.deepEqual(pointAt([35.05, 118.3])?.centre, [35.05, 118.3]);
  assert.deepEqual(pointAt([118.3, 35.05])?.centre, [35.05, 118.3]);
});

test("metres are no degrees", () => {
  assert.equal(pointAt([500_000, 3_900_000]), null);
  assert.equal(pointAt([100, 120]), null);
});
