// A curve tells the figures of any day: those of the last change up to it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { monthEnds, paceOf, reached, reachedBy } from "../../../web/static/js/curves/chart_data.js";
import { Curve, lastUpTo, total } from "../../../web/static/js/curves/curve.js";
import { readChanges } from "../../../web/static/js/curves/curve_changes.js";
import { learnThen } from "../../../web/static/js/curves/known_then.js";
import { dayOf } from "../../../web/static/js/page/civil.js";
import { serving } from "./serving.mjs";

const ABOUT = { as_of: "2026-03-31", as_known: "2026-03-31", position: 7, provisional: false, stages: ["a", "b", "c"] };
const SENT = {
  ...ABOUT,
  days: [100, 5, 20],
  plots: [[5, -1, -2], [0, 1, 0], [0, 0, 2]],
  amount: [["0.50", "-0.50", "0.00"], ["90071992547409.93", "0.01", "0.00"], ["0.00", "0.00", "1.00"]],
  area_cm2: [[10_000, 0, -5_000], [0, 20_000, 0], [0, 0, 1]],
};

test("changes add up to figures, stage by stage, day by day", () => {
  const { days, plots, area_m2 } = readChanges(SENT);

  assert.deepEqual(days, [100, 105, 125]);
  assert.deepEqual(plots, [[5, 0, 0], [4, 1, 0], [2, 1, 2]]);
  assert.deepEqual(area_m2, [[1, 0, 0], [1, 2, 0], [0.5, 2, 0.0001]]);
});

test("money is exact beyond what a number holds", () => {
  const { money } = readChanges(SENT);

  assert.deepEqual(money, [[50n, 9007199254740993n, 0n], [0n, 9007199254740994n, 0n], [0n, 9007199254740994n, 100n]]);
});

test("figures hold from a change until the next, and before the first there are none", () => {
  const curve = new Curve(readChanges(SENT));

  assert.deepEqual(curve.figures(99, "plots"), [0, 0, 0]);
  assert.deepEqual(curve.figures(100, "plots"), [5, 0, 0]);
  assert.deepEqual(curve.figures(124, "plots"), [4, 1, 0]);
  assert.deepEqual(curve.figures(9999, "plots"), [2, 1, 2]);
  assert.deepEqual([curve.first, curve.last], [100, 125]);
});

test("the district's own day is told while what is known is today's, and never by an answer of the past", () => {
  const now = new Curve(readChanges({ ...SENT, today: "2026-03-31" }));
  const past = new Curve(readChanges(SENT));

  assert.equal(now.today, dayOf("2026-03-31"));
  assert.equal(past.today, undefined);
});

test("the highest sum counts the stages that are asked for", () => {
  const curve = new Curve(readChanges(SENT));

  assert.equal(curve.highest("plots"), 5);
  assert.equal(curve.highest("plots", (stage) => stage > 0), 3);
});

test("a sketch becomes whole when the rest has come", () => {
  const { amount, area_cm2, ...sketch } = SENT;
  const curve = new Curve(readChanges({ ...sketch, area_drawn: { unit_m2: 10, changes: [[1, 0, 0], [0, 2, 0], [0, 0, 0]], highest_m2: [33, 21, 4] } }));

  assert.equal(curve.isWhole, false);
  assert.equal(curve.has("amount"), false);
  assert.equal(curve.highest("area"), 33);
  assert.equal(curve.highest("area", (stage) => stage > 0), 21);
  curve.complete(readChanges({ ...ABOUT, days: SENT.days, amount, area_cm2 }));
  assert.equal(curve.isWhole, true);
  assert.deepEqual(curve.figures(105, "area"), [1, 2, 0]);
  assert.deepEqual(curve.figures(105, "plots"), [4, 1, 0]);
});

test("the last one up to a value is found as by looking at each", () => {
  const sorted = Int32Array.from([3, 3, 5, 9]);

  for (let value = 0; value < 12; value += 1) {
    const wanted = Array.from(sorted).filter((each) => each <= value).length - 1;
    assert.equal(lastUpTo(sorted, value), wanted);
  }
  assert.equal(lastUpTo(new Int32Array(), 1), -1);
});

test("reached are those in a stage or further along", () => {
  assert.deepEqual(reachedBy([4, 2, 1]), [7, 3, 1]);
  assert.deepEqual(reached(new Curve(readChanges(SENT)), 125), [5, 3, 2]);
  assert.equal(total([4, 2, 1]), 7);
});

test("months end on their last days, and the time on its own", () => {
  const day = (/** @type {string} */ text) => Number(dayOf(text));

  const ends = monthEnds(day("2024-01-15"), day("2024-04-10"));

  assert.deepEqual(ends, ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-10"].map(day));
  assert.equal(monthEnds(day("1990-01-01"), day("2026-01-01")).length <= 61, true);
});

test("a pace is a week's, and unknown where nothing is known before", () => {
  assert.deepEqual(paceOf([0, 14, 28, 35], [10, 30, null, 33]), [null, 10, null, 1]);
});

test("what was known then is asked for day by day, and not at all for no days", async () => {
  const signal = new AbortController().signal;
  const server = await serving({ days: [{ plots: [3, 1] }, { plots: [0, 4] }] });

  const found = await learnThen(`${server.address}/then`, { days: [0, 31], query: { zone: "甲" }, signal });

  assert.deepEqual(found, [[4, 1], [4, 4]]);
  assert.deepEqual(server.asked, ["/then?zone=%E7%94%B2&day=1970-01-01&day=1970-02-01"]);
  assert.deepEqual(await learnThen(`${server.address}/then`, { days: [], query: {}, signal }), []);
  assert.equal(server.asked.length, 1);
  server.close();
});
