// The stages over all time as known at one K: figures of any day without a request.
import { readChanges } from "./curve_changes.js";
import { dayOf } from "../page/civil.js";
import { ask } from "../page/requests.js";

/** @import { Parameters } from "../page/requests.js" */

/** @typedef {"plots" | "area" | "amount"} Measure */

/**
 * @typedef {object} AreaDrawn Enough for a picture, and the highest sums exactly.
 * @property {number[][]} area_m2
 * @property {number[]} highest_m2 For each stage the most that was in it or further along.
 */

/**
 * @typedef {object} CurveAnswer
 * @property {string} [today] While what is known is today's.
 * @property {string} as_known
 * @property {number} position
 * @property {boolean} provisional
 * @property {string[]} stages
 * @property {number[]} days
 * @property {number[][]} [plots] Day by day, one figure a stage; so are those below.
 * @property {bigint[][]} [money] In the currency's smallest unit, exact; `amount` is for drawing.
 * @property {number[][]} [amount]
 * @property {number[][]} [area_m2]
 * @property {AreaDrawn} [area_drawn]
 */

/** What the first look at a map needs, and what it does without. */
export const [SKETCH, REST] = ["plots,area_drawn", "area,amount"];

export class Curve {
  /** @param {CurveAnswer} answer */
  constructor(answer) {
    this.answer = answer;
    this.days = Int32Array.from(answer.days);
    this.nothing = answer.stages.map(() => 0);
  }

  /** The day that it is in the district; an answer of the past cannot tell. */
  get today() {
    return dayOf(this.answer.today ?? "") ?? undefined;
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

  /** Whether land and money are known of exactly, not only what a picture needs. */
  get isWhole() {
    return Boolean(this.answer.amount && this.answer.area_m2);
  }

  /** @param {Measure} measure Whether it can be drawn. */
  has(measure) {
    return this.#rows(measure) !== undefined;
  }

  /** @param {CurveAnswer} rest Of the same plots as known at the same position. */
  complete({ money, amount, area_m2 }) {
    this.answer = { ...this.answer, money, amount, area_m2, area_drawn: undefined };
  }

  /**
   * @param {number} day
   * @param {Measure} measure
   * @returns {number[]} One figure a stage; they hold from the last change until the next.
   */
  figures(day, measure) {
    const at = lastUpTo(this.days, day);
    return this.#rows(measure)?.[at] ?? this.nothing;
  }

  /**
   * @param {number} day
   * @returns {bigint[]} One sum a stage, in the currency's smallest unit.
   */
  money(day) {
    return this.answer.money?.[lastUpTo(this.days, day)] ?? this.nothing.map(() => 0n);
  }

  /**
   * @param {Measure} measure
   * @param {(stage: number) => boolean} [counts] Which stages do.
   */
  highest(measure, counts = () => true) {
    const exact = measure === "area" && !this.answer.area_m2 ? this.#highestDrawn(counts) : undefined;
    const sum = (/** @type {number[]} */ row) => total(row.filter((_, stage) => counts(stage)));
    return exact ?? (this.#rows(measure) ?? []).reduce((most, row) => Math.max(most, sum(row)), 0);
  }

  /**
   * @param {(stage: number) => boolean} counts
   * @returns {number | undefined} Where all stages count from one of them on.
   */
  #highestDrawn(counts) {
    const counted = this.nothing.map((_, stage) => counts(stage));
    const first = counted.indexOf(true);
    return counted.slice(first).every(Boolean) ? this.answer.area_drawn?.highest_m2[first] : undefined;
  }

  /** @param {Measure} measure */
  #rows(measure) {
    const { plots, amount, area_m2, area_drawn } = this.answer;
    return { plots, amount, area: area_m2 ?? area_drawn?.area_m2 }[measure];
  }
}

/**
 * @param {string} path
 * @param {Parameters} query `as_known`, blank for now, what restricts the plots, and which
 *   `measures`, blank for all.
 * @param {AbortSignal} [signal]
 */
export async function fetchCurve(path, query, signal) {
  return new Curve(readChanges(await (await ask(path, query, signal)).json()));
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
