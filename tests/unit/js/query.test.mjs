// What is asked of the map, as the address says it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { dayOf } from "../../../web/static/js/page/civil.js";
import { QueryState } from "../../../web/static/js/time/query_state.js";

const TODAY = 20_000;
/** @type {string[]} */
let moves = [];

/** @param {string} search */
function at(search) {
  moves = [];
  const page = /** @type {any} */ (globalThis);
  page.location = new URL(`http://127.0.0.1/${search}#map=12/31/117`);
  const move = (/** @type {string} */ kind) => (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ address) => moves.push(`${kind} ${decodeURI(address)}`);
  page.history = { pushState: move("push"), replaceState: move("replace") };
  return new QueryState(/** @type {any} */ ({ today: TODAY }));
}

beforeEach(() => at(""));

test("the address says dates, language and filter, and blanks are nothing", () => {
  const query = at("?as_of=2026-03-31&zone=甲&zone=甲&zone=&plot=A-1&lang=zh");

  assert.deepEqual(query.dates, { as_of: "2026-03-31", as_known: "", lang: "zh" });
  assert.deepEqual([query.value.zone, query.value.plot, query.value.town], [["甲"], "A-1", []]);
});

test("the day is the one asked for, that of an instant in the district, or today", () => {
  assert.equal(at("?as_of=2026-03-31").day, dayOf("2026-03-31"));
  assert.equal(at("?as_of=2026-03-31T17:00:00Z").day, dayOf("2026-04-01"));
  assert.equal(at("").day, TODAY);
});

test("another date or other plots make another question, and the language does not", () => {
  const query = at("?as_of=2026-03-31&zone=甲");
  const same = { ...query.value };

  assert.equal(query.differsFrom({ ...same, lang: "en", plot: "B-2" }), false);
  for (const other of [{ as_of: "2026-04-01" }, { known: "then" }, { as_known: "2026-04-01" }, { zone: ["乙"] }]) {
    assert.equal(query.differsFrom({ ...same, ...other }), true);
  }
});

test("what is typed or stepped to can be gone back from, and the plot that is chosen stays", () => {
  for (const how of /** @type {const} */ (["typed", "stepped"])) {
    const query = at("?plot=A-1");

    query.accept({ ...query.value, as_of: "2026-03-31", plot: "" }, how);

    assert.deepEqual(moves, ["push /?as_of=2026-03-31&plot=A-1#map=12/31/117"]);
  }
});

test("what is scrubbed over or come back to moves no address", () => {
  for (const how of /** @type {const} */ (["scrubbed", "returned"])) {
    const query = at("");

    query.accept({ ...query.value, as_of: "2026-03-31" }, how);

    assert.deepEqual([query.value.as_of, moves], ["2026-03-31", []]);
  }
});

test("what is taken goes into the address by writing, once", () => {
  const query = at("");
  query.take({ ...query.value, off: ["cleared"] });

  query.write({ isStep: false });

  assert.deepEqual(moves, ["replace /?off=cleared#map=12/31/117"]);
  at("?off=cleared").write({ isStep: true });
  assert.deepEqual(moves, []);
});
