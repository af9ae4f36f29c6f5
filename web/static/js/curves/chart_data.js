// Curves as charts want them: how many plots had reached each stage at the end of each month.
import { monthsOn } from "../page/civil.js";

/** @import { Curve } from "./curve.js" */

const MOST_MONTHS = 60;
const DAYS_A_WEEK = 7;

/**
 * @param {number} first
 * @param {number} last
 * @returns {number[]} The last days of months, and the last day itself; of long times only
 *   some of them.
 */
export function monthEnds(first, last) {
  const ends = [];
  const [year, month] = [new Date(first * 86_400_000).getUTCFullYear(), new Date(first * 86_400_000).getUTCMonth()];
  let next = Date.UTC(year, month + 1, 1) / 86_400_000;
  for (; next - 1 < last; next = monthsOn(next, 1)) ends.push(next - 1);
  const step = Math.ceil(ends.length / MOST_MONTHS);
  return [...ends.filter((_, at) => (ends.length - at) % step === 0), last];
}

/**
 * @param {Curve} curve
 * @param {number} day
 * @returns {number[]} For each stage, the plots in it or further along.
 */
export function reached(curve, day) {
  return reachedBy(curve.figures(day, "plots"));
}

/**
 * @param {number[]} plots In each stage.
 * @returns {number[]} In it or further along.
 */
export function reachedBy(plots) {
  let sum = 0;
  return [...plots].reverse().map((each) => (sum += each)).reverse();
}

/**
 * @param {number[]} ends
 * @param {(number | null)[]} figures At the ends.
 * @returns {(number | null)[]} How many more there are a week since the last known figure.
 */
export function paceOf(ends, figures) {
  let last = -1;
  return figures.map((figure, at) => {
    if (figure === null) return null;
    const before = last < 0 ? null : figures[last];
    const days = ends[at] - (ends[last] ?? ends[at]);
    last = at;
    return before === null || days === 0 ? null : ((figure - before) * DAYS_A_WEEK) / days;
  });
}
