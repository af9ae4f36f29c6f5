// Paints the ground of the time track: stacked stages, their days, and what is not known yet.
import { inWords, monthsOn } from "../page/civil.js";
import { colours } from "../plots/stage_palette.js";

/** @import { Curve, Measure } from "../curves/curve.js" */

/**
 * @typedef {object} Ground
 * @property {Curve} curve
 * @property {Measure} measure
 * @property {number} known The last day that is known of.
 * @property {number} first
 * @property {number} last
 * @property {number} left In CSS pixels, as `width`.
 * @property {number} width
 * @property {string[]} off Codes of stages that are left out.
 */

const [TOP_PX, FOOT_PX] = [24, 22];
const LABEL_PX = 46;
const STEPS_IN_MONTHS = [1, 3, 6, 12, 24, 60, 120];
/** Where the later stages never fill more than this, the first is left out to show them. */
const LEAST_SHARE = 0.4;
const CENTS = 100;
const DAY_MS = 86_400_000;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Ground} ground
 * @returns {{ top: string, isFromSecond: boolean }} The highest figure of the chart, with
 *   its unit, and whether the first stage is left out.
 */
export function paintTrack(canvas, ground) {
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.round(clientWidth * devicePixelRatio);
  canvas.height = Math.round(clientHeight * devicePixelRatio);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(devicePixelRatio, devicePixelRatio);
  const bottom = clientHeight - FOOT_PX;
  const colour = colours();
  context.fillStyle = colour("--sunken");
  context.fillRect(ground.left, TOP_PX, ground.width, bottom - TOP_PX);
  const { curve, measure } = ground;
  const isOn = curve.answer.stages.map((code) => !ground.off.includes(code));
  const later = curve.highest(measure, (stage) => isOn[stage] && stage > 0);
  const isFromSecond = isOn[0] && later > 0 && later < LEAST_SHARE * curve.highest(measure, (stage) => isOn[stage]);
  const counts = isOn.map((on, stage) => on && !(isFromSecond && stage === 0));
  const highest = curve.highest(measure, (stage) => counts[stage]);
  paintStages(context, { ...ground, counts, highest }, bottom, colour);
  hatch(context, ground, bottom, colour);
  paintAxis(context, ground, bottom, colour);
  return { top: curve.has(measure) ? worded(highest, measure) : "", isFromSecond };
}

/**
 * One column of pixels after another, so that steps stay steps; furthest along lowest.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Ground & { counts: boolean[], highest: number }} ground
 * @param {number} bottom
 * @param {(name: string) => string} colour
 */
function paintStages(context, ground, bottom, colour) {
  const { curve, measure, first, last, left, width, counts, highest } = ground;
  if (highest <= 0) return;
  const scale = (bottom - TOP_PX) / highest;
  const columns = Array.from({ length: Math.ceil(width) + 1 }, (_, at) =>
    curve.figures(Math.floor(first + (at / width) * (last - first)), measure),
  );
  const heights = columns.map(() => 0);
  for (const [stage, code] of [...curve.answer.stages.entries()].reverse()) {
    if (!counts[stage]) continue;
    context.beginPath();
    for (const [at, height] of heights.entries()) context.lineTo(left + at, bottom - height * scale);
    for (const at of [...columns.keys()].reverse()) {
      heights[at] += columns[at][stage];
      context.lineTo(left + at, bottom - heights[at] * scale);
    }
    context.fillStyle = colour(`--stage-${code}`);
    context.fill();
  }
}

/**
 * What lies beyond knowledge may still change.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} ground
 * @param {number} bottom
 * @param {(name: string) => string} colour
 */
function hatch(context, { known, first, last, left, width }, bottom, colour) {
  const share = Math.min(1, Math.max(0, (known - first) / Math.max(1, last - first)));
  const from = left + share * width;
  const end = left + width + 20;
  context.save();
  context.beginPath();
  context.rect(from, TOP_PX, end - from, bottom - TOP_PX);
  context.clip();
  context.globalAlpha = 0.55;
  context.fillStyle = colour("--surface");
  context.fillRect(from, TOP_PX, end - from, bottom - TOP_PX);
  context.globalAlpha = 0.5;
  context.strokeStyle = colour("--edge");
  context.lineWidth = 0.7;
  context.beginPath();
  for (let x = from - bottom; x < end; x += 6) {
    context.moveTo(x, bottom);
    context.lineTo(x + bottom - TOP_PX, TOP_PX);
  }
  context.stroke();
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} ground
 * @param {number} bottom
 * @param {(name: string) => string} colour
 */
function paintAxis(context, { first, last, left, width }, bottom, colour) {
  const dayPx = width / Math.max(1, last - first);
  const months = STEPS_IN_MONTHS.find((count) => count * 30 * dayPx >= LABEL_PX) ?? 240;
  context.font = `${0.6875 * parseFloat(getComputedStyle(document.documentElement).fontSize)}px ${colour("--sans")}`;
  context.textBaseline = "middle";
  context.strokeStyle = colour("--edge");
  context.beginPath();
  context.moveTo(left, bottom + 0.5);
  context.lineTo(left + width, bottom + 0.5);
  let free = left;
  for (const day of ticks(first, last, months)) {
    const x = Math.round(left + (day - first) * dayPx) + 0.5;
    const isYear = new Date(day * DAY_MS).getUTCMonth() === 0;
    context.moveTo(x, bottom);
    context.lineTo(x, bottom + (isYear ? 6 : 4));
    const text = inWords(day, isYear || months >= 12 ? { year: "numeric" } : { month: "short" });
    const half = context.measureText(text).width / 2;
    if (x - half < free || x + half > left + width + 20) continue;
    context.fillStyle = colour(isYear ? "--ink" : "--ink-3");
    context.fillText(text, x - half, bottom + 13);
    free = x + half + 8;
  }
  context.stroke();
}

/**
 * @param {number} first
 * @param {number} last
 * @param {number} months
 * @returns {Iterable<number>} Firsts of months, in steps that meet the new year.
 */
function* ticks(first, last, months) {
  const from = new Date(first * DAY_MS);
  const month = Math.floor((from.getUTCFullYear() * 12 + from.getUTCMonth()) / months) * months;
  let day = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
  for (; day <= last; day = monthsOn(day, months)) if (day >= first) yield day;
}

/**
 * @param {number} highest
 * @param {Measure} measure
 * @returns {string} Short, in the language of the page.
 */
function worded(highest, measure) {
  const value = measure === "amount" ? highest / CENTS : highest;
  const short = value.toLocaleString(document.documentElement.lang, {
    maximumFractionDigits: 1,
    notation: "compact",
  });
  return measure === "area" ? `${short} m²` : short;
}
