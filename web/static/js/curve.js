// The stages over all time as known at one K: figures of any day without a request.
import { dayOf } from "./civil.js";
import { ask } from "./requests.js";

/** @import { Parameters } from "./requests.js" */

/** @typedef {"plots" | "area" | "amount"} Measure */

/**
 * @typedef {object} CurveAnswer
 * @property {string} as_of Today, when no day was asked for.
 * @property {string} as_known
 * @property {number} position
 * @property {boolean} provisional
 * @property {string[]} stages
 * @property {number[]} days
 * @property {number[][]} plots
 * @property {number[][]} amount In the currency's smallest unit.
 * @property {number[][]} area_m2
 */

export class Curve {
  /** @param {CurveAnswer} answer */
  constructor(answer) {
    this.answer = answer;
    this.days = Int32Array.from(answer.days);
    this.nothing = answer.stages.map(() => 0);
  }

  /** The day that it is in the district, as the curve is asked for without one. */
  get today() {
    return dayOf(this.answer.as_of) ?? undefined;
  }

  /** What the server knows of its knowledge date. */
  get knowledge() {
    const { as_known, position, provisional } = this.answer;
    return { as_known, position, provisional };
  }

  /** The first day that a plot is in the books; null while none is. */
  get first() {
    return this.days.length ? this.days[0] : null;
  }

  /** The last day that anything changes. */
  get last() {
    return this.days.length ? this.days[this.days.length - 1] : null;
  }

  /**
   * @param {number} day
   * @param {Measure} measure
   * @returns {number[]} One figure a stage; they hold from the last change until the next.
   */
  figures(day, measure) {
    const at = lastUpTo(this.days, day);
    return at < 0 ? this.nothing : this.#rows(measure)[at];
  }

  /**
   * @param {Measure} measure
   * @param {(stage: number) => boolean} [counts] Which stages do.
   */
  highest(measure, counts = () => true) {
    const sum = (/** @type {number[]} */ row) => total(row.filter((_, stage) => counts(stage)));
    return this.#rows(measure).reduce((most, row) => Math.max(most, sum(row)), 0);
  }

  /** @param {Measure} measure */
  #rows(measure) {
    const { plots, amount, area_m2 } = this.answer;
    return { plots, amount, area: area_m2 }[measure];
  }
}

/**
 * @param {string} path
 * @param {Parameters} query `as_known`, blank for now, and what restricts the plots.
 * @param {AbortSignal} signal
 */
export async function fetchCurve(path, query, signal) {
  return new Curve(await (await ask(path, query, signal)).json());
}

/** @param {number[]} figures */
export function total(figures) {
  return figures.reduce((sum, each) => sum + each, 0);
}

/**
 * @param {Int32Array} sorted
 * @param {number} value
 * @returns {number} Where the last one up to the value stands; -1 where none does.
 */
export function lastUpTo(sorted, value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
