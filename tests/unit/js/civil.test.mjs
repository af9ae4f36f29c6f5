// Civil days are counted as the server counts them: from 1970-01-01, leap years and all.
import assert from "node:assert/strict";
import { test } from "node:test";

import { dayOf, inDistrict, monthsOn, textOf } from "../../../web/static/js/page/civil.js";

/** Days before a year, by the rule of 1582 and no library. @param {number} year */
function daysBefore(year) {
  const past = year - 1;
  return 365 * past + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

test("a day is its number since 1970, by the rule of leap years", () => {
  for (let year = 1900; year <= 2199; year += 1) {
    assert.equal(dayOf(`${year}-01-01`), daysBefore(year) - daysBefore(1970));
  }
});

test("a day is written as it was read", () => {
  for (let day = -25_567; day < 84_006; day += 13) assert.equal(dayOf(textOf(day)), day);
});

test("what is no day of 1900 to 2199 is none", () => {
  const wrong = ["2025-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "1899-12-31", "2200-01-01"];
  for (const text of [...wrong, "", "2024-1-1", "today", " 2024-01-01", "2024-01-01T00:00Z"]) {
    assert.equal(dayOf(text), null, text);
  }
});

test("a month on keeps the day, or the end of a shorter month", () => {
  const on = (/** @type {string} */ text, /** @type {number} */ months) => textOf(monthsOn(Number(dayOf(text)), months));

  assert.equal(on("2024-01-31", 1), "2024-02-29");
  assert.equal(on("2025-01-31", 1), "2025-02-28");
  assert.equal(on("2024-12-15", 1), "2025-01-15");
  assert.equal(on("2024-03-31", -1), "2024-02-29");
  assert.equal(on("2024-05-05", 0), "2024-05-05");
});

test("an instant is told in the district's time, a day as its end", () => {
  assert.deepEqual(inDistrict("2026-03-31T16:30:00Z"), ["2026-04-01", "00:30"]);
  assert.deepEqual(inDistrict("2026-03-31"), ["2026-03-31", "23:59"]);
  // Summer time was kept in Shanghai until 1991.
  assert.deepEqual(inDistrict("1988-07-01T00:00:00Z"), ["1988-07-01", "09:00"]);
});
