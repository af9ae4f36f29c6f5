// Paints one tile by how far its plots have moved between two dates, forward or back.
import { cleared, highlight, isFar, stroke } from "./plot_painter.js";
import { traceOf } from "./plot_shapes.js";

/** @import { Look } from "./plot_painter.js" */
/** @import { PlotTile } from "./plot_tile.js" */
/** @import { CHANGES } from "./stage_palette.js" */

/** @typedef {typeof CHANGES[number]} Change */

const ABSENT = -1;
const SPECKLE_PX = 7;

/**
 * @param {number} from Place of the stage in the ramp; -1 where the plot is not in the books.
 * @param {number} to
 * @returns {Change | null} Null where it is at neither date.
 */
export function changeOf(from, to) {
  if (from === ABSENT && to === ABSENT) return null;
  if (from === ABSENT) return "new";
  if (to === ABSENT) return "gone";
  const steps = to - from;
  if (steps === 0) return "same";
  const many = Math.min(Math.abs(steps), steps > 0 ? 4 : 2);
  return /** @type {Change} */ (`${steps > 0 ? "on" : "back"}${many}`);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ before: PlotTile, after: PlotTile }} tiles At their days.
 * @param {Look} look
 */
export function paintChanges(canvas, { before, after }, look) {
  const context = cleared(canvas, look.size);
  const [was, is] = [stagesOf(before), stagesOf(after)];
  const groups = grouped(after, look, (number, stage) => changeOf(was.get(number) ?? ABSENT, stage));
  for (const [change, plots] of groups) fill(context, after, plots, change, look);
  const gone = grouped(before, look, (number) => (is.has(number) ? null : "gone"));
  for (const [change, plots] of gone) fill(context, before, plots, change, look);
  highlight(context, after, look);
}

/** @param {PlotTile} tile */
function stagesOf({ count, numbers, now }) {
  const stages = new Map();
  for (let plot = 0; plot < count; plot += 1) if (now[plot] >= 0) stages.set(numbers[plot], now[plot]);
  return stages;
}

/**
 * @param {PlotTile} tile
 * @param {Look} look
 * @param {(number: number, stage: number) => Change | null} classify
 * @returns {Map<Change, number[]>}
 */
function grouped({ count, numbers, now }, { off }, classify) {
  const groups = new Map();
  for (let plot = 0; plot < count; plot += 1) {
    if (now[plot] < 0 || off?.has(now[plot])) continue;
    const change = classify(numbers[plot], now[plot]);
    if (!change) continue;
    if (!groups.has(change)) groups.set(change, []);
    groups.get(change).push(plot);
  }
  return groups;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotTile} tile
 * @param {number[]} plots
 * @param {Change} change
 * @param {Look} look
 */
function fill(context, tile, plots, change, look) {
  const { palette, size, zoom } = look;
  traceOf(context, tile, plots, zoom);
  context.fillStyle = palette.changes[change];
  context.fill();
  stroke(context, zoom > 16 ? 1 : 0.7, isFar(tile, look) ? palette.changes[change] : palette.changes.line);
  if (change !== "new" && change !== "gone") return;
  context.save();
  context.clip();
  context.beginPath();
  for (let x = -size; x < 2 * size; x += SPECKLE_PX) {
    context.moveTo(x, change === "new" ? size : 0);
    context.lineTo(x + size, change === "new" ? 0 : size);
  }
  stroke(context, 1, palette.changes.line);
  context.restore();
}
