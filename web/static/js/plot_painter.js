// Paints the plots of one tile by stage, and finds the plot under a position on it.

/** @import { PlotTile } from "./plot_tile.js" */
/** @import { Palette } from "./stage_palette.js" */

/** @typedef {{ zoom: number, size: number, palette: Palette, selected: number | null }} Look */

const OUTLINES_FROM_ZOOM = 15;
const LEAST_TARGET_PX = 8;
const FULL_TURN = 2 * Math.PI;

/**
 * @param {HTMLCanvasElement} canvas As wide as the tile times the pixel ratio.
 * @param {PlotTile} tile
 * @param {Look} look
 */
export function paintPlots(canvas, tile, look) {
  const context = prepared(canvas, look.size);
  context.clearRect(0, 0, look.size, look.size);
  const all = Array.from({ length: tile.count }, (_, plot) => plot);
  if (look.zoom < OUTLINES_FROM_ZOOM) {
    trace(context, tile, all.filter((plot) => tile.now[plot] >= 0), look.zoom);
    stroke(context, 1.8, look.palette.line);
  }
  fillByStage(context, tile, all, look);
  highlight(context, tile, look);
}

/**
 * Paints only the plots that have changed: quick, though edges may blend.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {PlotTile} tile
 * @param {number[]} changed None of them absent now.
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
 * @returns {number | null} The plot's number; points lie above polygons.
 */
export function plotAt(tile, { x, y, zoom }) {
  const reach = Math.max(LEAST_TARGET_PX, discRadius(zoom));
  let [nearest, away, covering] = [-1, reach, -1];
  for (let plot = 0; plot < tile.count; plot += 1) {
    if (tile.now[plot] < 0) continue;
    if (!tile.isPoint[plot]) {
      if (covers(tile, plot, x, y)) covering = plot;
      continue;
    }
    const corner = tile.starts[plot];
    const distance = Math.hypot(tile.x[corner] - x, tile.y[corner] - y);
    if (distance <= away) [nearest, away] = [plot, distance];
  }
  const hit = nearest >= 0 ? nearest : covering;
  return hit < 0 ? null : tile.numbers[hit];
}

/**
 * Even-odd over all rings, so that holes are outside.
 *
 * @param {PlotTile} tile
 * @param {number} plot
 * @param {number} x
 * @param {number} y
 */
function covers(tile, plot, x, y) {
  let isInside = false;
  let start = tile.starts[plot];
  for (let at = start; at < tile.starts[plot + 1]; at += 1) {
    if (tile.turns[at]) start = at;
    const isLast = at + 1 === tile.starts[plot + 1] || tile.turns[at + 1];
    const next = isLast ? start : at + 1;
    const [ax, ay, bx, by] = [tile.x[at], tile.y[at], tile.x[next], tile.y[next]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
  }
  return isInside;
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

/** @param {number} zoom */
function discRadius(zoom) {
  return Math.min(9, Math.max(1.75, 1.75 * 2 ** ((zoom - 11) / 2.5)));
}

/**
 * Close by every plot has an outline; from afar its own colour hides seams between plots.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {PlotTile} tile
 * @param {number[]} plots
 * @param {Look} look
 */
function fillByStage(context, tile, plots, { zoom, palette }) {
  const near = zoom >= OUTLINES_FROM_ZOOM;
  for (const [stage, fill] of palette.fills.entries()) {
    const inside = plots.filter((plot) => tile.now[plot] === stage);
    if (inside.length === 0) continue;
    trace(context, tile, inside, zoom);
    context.fillStyle = fill;
    context.fill();
    stroke(context, near && zoom > OUTLINES_FROM_ZOOM + 1 ? 1 : 0.7, near ? palette.line : fill);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotTile} tile
 * @param {number[]} plots
 * @param {number} zoom
 */
function trace(context, { x, y, turns, starts, isPoint }, plots, zoom) {
  const radius = discRadius(zoom);
  context.beginPath();
  for (const plot of plots) {
    const [from, end] = [starts[plot], starts[plot + 1]];
    for (let at = from; at < end; at += 1) {
      if (isPoint[plot]) {
        context.moveTo(x[at] + radius, y[at]);
        context.arc(x[at], y[at], radius, 0, FULL_TURN);
      } else if (turns[at]) {
        if (at > from) context.closePath();
        context.moveTo(x[at], y[at]);
      } else context.lineTo(x[at], y[at]);
    }
    if (!isPoint[plot]) context.closePath();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {string} colour
 */
function stroke(context, width, colour) {
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotTile} tile
 * @param {Look} look
 */
function highlight(context, tile, { zoom, palette, selected }) {
  const plot = selected === null ? -1 : tile.indexOf(selected);
  if (plot < 0) return;
  trace(context, tile, [plot], zoom);
  context.lineJoin = "round";
  stroke(context, 7, palette.casing);
  stroke(context, 3.5, palette.selection);
}
