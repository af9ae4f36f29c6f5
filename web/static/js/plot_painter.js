// Paints the plots of one tile, and finds the plot under a position on it.

/** @import { Plot } from "./plot_tile.js" */
/** @import { Palette } from "./stage_palette.js" */

const OUTLINES_FROM_ZOOM = 15;
const LEAST_TARGET_PX = 8;
const FULL_TURN = 2 * Math.PI;

const ruler = /** @type {CanvasRenderingContext2D} */ (
  document.createElement("canvas").getContext("2d")
);

/**
 * @param {HTMLCanvasElement} canvas As wide as the tile times the pixel ratio.
 * @param {Plot[]} plots
 * @param {{ zoom: number, size: number, palette: Palette, selected: number | null }} options
 */
export function paintPlots(canvas, plots, { zoom, size, palette, selected }) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = canvas.width / size;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size, size);
  const radius = discRadius(zoom);
  const outlines = byStage(plots, palette.fills.length, radius);
  if (zoom < OUTLINES_FROM_ZOOM) strokeAll(context, outlines, { width: 1.8, colour: palette.line });
  for (const [stage, outline] of outlines.entries()) {
    context.fillStyle = palette.fills[stage];
    context.fill(outline);
    edge(context, outline, { zoom, line: palette.line, fill: palette.fills[stage] });
  }
  for (const plot of plots) {
    if (plot.number === selected) highlight(context, shapeOf(plot, radius), palette);
  }
}

/**
 * @param {Plot[]} plots
 * @param {{ x: number, y: number, zoom: number }} position In CSS pixels of the tile.
 * @returns {number | null} The plot's number; points lie above polygons.
 */
export function plotAt(plots, { x, y, zoom }) {
  const reach = Math.max(LEAST_TARGET_PX, discRadius(zoom));
  const nearest = plots
    .filter((plot) => plot.isPoint)
    .map((plot) => ({ plot, away: Math.hypot(plot.box[0] - x, plot.box[1] - y) }))
    .filter(({ away }) => away <= reach)
    .sort((one, other) => one.away - other.away)[0];
  const hit = nearest?.plot ?? plots.findLast((plot) => covers(plot, x, y));
  return hit?.number ?? null;
}

/**
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 */
function covers({ isPoint, box, outline }, x, y) {
  if (isPoint || x < box[0] || y < box[1] || x > box[2] || y > box[3]) return false;
  return ruler.isPointInPath(outline, x, y);
}

/** @param {number} zoom */
function discRadius(zoom) {
  return Math.min(9, Math.max(1.75, 1.75 * 2 ** ((zoom - 11) / 2.5)));
}

/**
 * @param {Plot[]} plots
 * @param {number} count
 * @param {number} radius
 */
function byStage(plots, count, radius) {
  const outlines = Array.from({ length: count }, () => new Path2D());
  for (const plot of plots) outlines[plot.stage].addPath(shapeOf(plot, radius));
  return outlines;
}

/**
 * @param {Plot} plot
 * @param {number} radius
 */
function shapeOf({ isPoint, box, outline }, radius) {
  if (!isPoint) return outline;
  const disc = new Path2D();
  disc.arc(box[0], box[1], radius, 0, FULL_TURN);
  return disc;
}

/**
 * From afar the outline lies under all fills, so that it shows around blocks only.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D[]} outlines
 * @param {{ width: number, colour: string }} pen
 */
function strokeAll(context, outlines, { width, colour }) {
  context.lineWidth = width;
  context.strokeStyle = colour;
  for (const outline of outlines) context.stroke(outline);
}

/**
 * Close by every plot has an outline; from afar its own colour hides seams between plots.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} outline
 * @param {{ zoom: number, line: string, fill: string }} options
 */
function edge(context, outline, { zoom, line, fill }) {
  const near = zoom >= OUTLINES_FROM_ZOOM;
  const width = near && zoom > OUTLINES_FROM_ZOOM + 1 ? 1 : 0.7;
  strokeAll(context, [outline], { width, colour: near ? line : fill });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} outline
 * @param {Palette} palette
 */
function highlight(context, outline, { selection, casing }) {
  context.lineJoin = "round";
  for (const [width, colour] of /** @type {const} */ ([[7, casing], [3.5, selection]])) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke(outline);
  }
}
