// Paints the plots of one tile by stage, or by how far they have moved since another date.
import { placeAt, traceOf } from "./plot_shapes.js";

/** @import { PlotTile } from "./plot_tile.js" */
/** @import { Palette } from "./stage_palette.js" */

/**
 * @typedef {object} Look
 * @property {number} zoom
 * @property {number} size Width of the tile in CSS pixels.
 * @property {Palette} palette
 * @property {number | null} selected The number of a plot.
 * @property {ReadonlySet<number>} [off] Stages that are not shown.
 */

const OUTLINES_FROM_ZOOM = 15;

/**
 * @param {HTMLCanvasElement} canvas As wide as the tile times the pixel ratio.
 * @param {PlotTile} tile
 * @param {Look} look
 */
export function paintPlots(canvas, tile, look) {
  const context = cleared(canvas, look.size);
  const shown = [];
  for (let plot = 0; plot < tile.count; plot += 1) {
    if (tile.now[plot] >= 0 && !look.off?.has(tile.now[plot])) shown.push(plot);
  }
  if (isFar(tile, look)) {
    traceOf(context, tile, shown, look.zoom);
    stroke(context, 1.8, look.palette.line);
  }
  fillByStage(context, tile, shown, look);
  highlight(context, tile, look);
}

/**
 * Paints only the plots that have changed: quick, though edges may blend.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {PlotTile} tile
 * @param {number[]} changed All of them shown now.
 * @param {Look} look
 */
export function paintChanged(canvas, tile, changed, look) {
  const context = prepared(canvas, look.size);
  fillByStage(context, tile, changed, look);
  highlight(context, tile, look);
}

/**
 * @param {PlotTile} tile
 * @param {{ x: number, y: number, zoom: number }} position In CSS pixels of the tile.
 * @returns {number | null} The number of the plot there.
 */
export function plotAt(tile, position) {
  const place = placeAt(tile, position);
  return place < 0 ? null : tile.numbers[place];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} size
 */
export function cleared(canvas, size) {
  const context = prepared(canvas, size);
  context.clearRect(0, 0, size, size);
  return context;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} size
 */
function prepared(canvas, size) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const ratio = canvas.width / size;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/**
 * Close by every plot has an outline; from afar its own colour hides seams between plots.
 *
 * @param {PlotTile} tile
 * @param {Look} look
 */
export function isFar(tile, { zoom }) {
  return zoom < OUTLINES_FROM_ZOOM && !tile.isOfAreas;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotTile} tile
 * @param {number[]} plots
 * @param {Look} look
 */
function fillByStage(context, tile, plots, look) {
  const { zoom, palette } = look;
  const byStage = palette.fills.map(() => /** @type {number[]} */ ([]));
  for (const plot of plots) byStage[tile.now[plot]]?.push(plot);
  for (const [stage, inside] of byStage.entries()) {
    if (inside.length === 0) continue;
    traceOf(context, tile, inside, zoom);
    context.fillStyle = palette.fills[stage];
    context.fill();
    const edge = isFar(tile, look) ? palette.edges[stage] : palette.line;
    stroke(context, zoom > OUTLINES_FROM_ZOOM + 1 ? 1 : 0.7, edge);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {string} colour
 */
export function stroke(context, width, colour) {
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotTile} tile
 * @param {Look} look
 */
export function highlight(context, tile, { zoom, palette, selected }) {
  const plot = selected === null || tile.isOfAreas ? -1 : tile.indexOf(selected);
  if (plot < 0) return;
  traceOf(context, tile, [plot], zoom);
  context.lineJoin = "round";
  stroke(context, 7, palette.casing);
  stroke(context, 3.5, palette.selection);
}
