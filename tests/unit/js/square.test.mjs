// The time square: across when it happened, up when it was known.
import assert from "node:assert/strict";
import { test } from "node:test";

import { drawSquare } from "../../../web/static/js/shell/time_square.js";

const [LOW, HIGH] = [2, 38];

/** @param {{ asOf: number, known: number, today: number, first: number | null }} corner */
function drawn(corner) {
  /** @type {Record<string, Record<string, string>>} */
  const parts = {};
  const part = (/** @type {string} */ selector) => (parts[selector] ??= {});
  const square = { querySelector: (/** @type {string} */ selector) => ({ setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => (part(selector)[name] = value) }) };
  drawSquare(/** @type {any} */ (square), corner);
  return parts;
}

test("what happened up to a day, as known on a day, is shaded from the corner", () => {
  const { "[data-used]": used, "[data-dot]": dot } = drawn({ asOf: 1000, known: 500, today: 1999, first: 0 });

  assert.deepEqual(dot, { cx: "20", cy: "29" });
  assert.deepEqual(used, { y: "29", width: "18", height: "9" });
});

test("lines lead from the dot to both axes", () => {
  const parts = drawn({ asOf: 1000, known: 500, today: 1999, first: 0 });

  assert.equal(parts["[data-known]"].d, `M${LOW} 29H20`);
  assert.equal(parts["[data-as-of]"].d, `M20 ${HIGH}V29`);
});

test("days outside lie on the edge", () => {
  assert.deepEqual(drawn({ asOf: -9, known: 9999, today: 1999, first: 0 })["[data-dot]"], { cx: String(LOW), cy: String(LOW) });
});

test("a young district, or an empty one, is a year wide", () => {
  for (const first of [900, null]) {
    assert.deepEqual(drawn({ asOf: 1000 - 365, known: 1001, today: 1000, first })["[data-dot]"], { cx: String(LOW), cy: String(LOW) });
  }
});

test("a fact that is dated ahead lies inside", () => {
  assert.equal(drawn({ asOf: 2000, known: 0, today: 1000, first: 1999 })["[data-dot]"].cx, String(HIGH));
});
