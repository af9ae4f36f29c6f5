// How a curve is sent: by how much it changes from day to day, which packs well.

/** @import { CurveAnswer } from "./curve.js" */

const CM2_A_M2 = 10_000;

/**
 * @typedef {object} Changes What comes first, and then by how much it changes.
 * @property {string} [today]
 * @property {string} as_known
 * @property {number} position
 * @property {boolean} provisional
 * @property {string[]} stages
 * @property {number[]} days
 * @property {number[][]} [plots] Stage by stage; so are those below.
 * @property {string[][]} [amount]
 * @property {number[][]} [area_cm2]
 * @property {{ unit_m2: number, changes: number[][], highest_m2: number[] }} [area_drawn]
 */

/**
 * @param {Changes} sent
 * @returns {CurveAnswer}
 */
export function readChanges({ days, plots, amount, area_cm2, area_drawn: drawn, ...about }) {
  const money = amount && byDay(amount.map((changes) => sums(changes.map(inSmallestUnit), 0n)));
  return {
    ...about,
    days: sums(days, 0),
    plots: plots && rows(plots),
    money,
    amount: money?.map((figures) => figures.map(Number)),
    area_m2: area_cm2 && rows(area_cm2, (cm2) => cm2 / CM2_A_M2),
    area_drawn: drawn && { ...drawn, area_m2: rows(drawn.changes, (units) => units * drawn.unit_m2) },
  };
}

/**
 * @param {number[][]} changes Stage by stage.
 * @param {(sum: number) => number} [inUnit]
 * @returns {number[][]} Day by day.
 */
function rows(changes, inUnit = (sum) => sum) {
  return byDay(changes.map((each) => sums(each, 0).map(inUnit)));
}

/** @param {string} amount With two decimals: numbers are exact to 2^53 only. */
function inSmallestUnit(amount) {
  return BigInt(amount.replace(".", ""));
}

/**
 * @template Figure
 * @param {Figure[][]} stages Stage by stage.
 * @returns {Figure[][]} Day by day.
 */
function byDay(stages) {
  return stages[0].map((_, day) => stages.map((figures) => figures[day]));
}

/**
 * @template {number | bigint} Figure
 * @param {Figure[]} changes
 * @param {Figure} nothing
 * @returns {Figure[]}
 */
function sums(changes, nothing) {
  let sum = /** @type {any} */ (nothing);
  return changes.map((change) => (sum += change));
}
