// Figures are written as the server writes them: grouped, exact, a blank for no area.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as figures from "../../../web/static/js/page/figures.js";

test("whole numbers are grouped by threes", () => {
  const grouped = [0, 7, 999, 1000, 12_345, 1_234_567].map((value) => figures.grouped(value));

  assert.deepEqual(grouped, ["0", "7", "999", "1,000", "12,345", "1,234,567"]);
});

test("decimals are rounded and not grouped", () => {
  assert.equal(figures.grouped(12_345.678, 1), "12,345.7");
  assert.equal(figures.grouped(0.12345, 2), "0.12");
});

test("a mu is two thousand thirds of a square metre", () => {
  assert.equal(figures.inMu(2000 / 3), "1.00");
  assert.equal(figures.inMu(1_000_000), "1,500.00");
});

test("an area that nobody measured is blank, not zero", () => {
  assert.equal(figures.inSquareMetres(0), figures.BLANK);
  assert.equal(figures.inMu(0.004), figures.BLANK);
  assert.equal(figures.inSquareMetres(0.1), "0.1");
});

test("a change has its sign, and nothing is plus nothing", () => {
  assert.deepEqual([0, 3, -1234].map(figures.signed), ["0", "+3", "−1,234"]);
});
