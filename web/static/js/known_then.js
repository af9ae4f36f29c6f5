// What was known then: for each day, what had been recorded by the end of it about that day.
import { reached } from "./chart_data.js";
import { textOf } from "./civil.js";
import { fetchCurve } from "./curve.js";

/** @import { Parameters } from "./requests.js" */

/** Answers of a large district take their time: then every third day is asked for. */
const SLOW_MS = 700;
const THIRD = 3;

/**
 * @param {string} url
 * @param {{ days: number[], query: Parameters, signal: AbortSignal,
 *   told: (at: number, figures: number[]) => void }} asked The latest days come first.
 * @throws {Error} One of them cannot be had.
 */
export async function learnThen(url, { days, query, signal, told }) {
  let step = 1;
  for (let at = days.length - 1; at >= 0; at -= step) {
    const begun = performance.now();
    const curve = await fetchCurve(url, { ...query, as_known: textOf(days[at]) }, signal);
    if (signal.aborted) return;
    told(at, reached(curve, days[at]));
    if (performance.now() - begun > SLOW_MS) step = THIRD;
  }
}
