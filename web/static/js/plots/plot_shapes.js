// Shapes of the plots of one tile: their path on a canvas, and which lies under a position.

/** @import { PlotTile } from "./plot_tile.js" */

const LEAST_TARGET_PX = 8;
const FULL_TURN = 2 * Math.PI;

/**
 * Rings end with a line to where they began: `closePath` measures the whole path each time.
 *
 * @param {CanvasRenderingContext2D} context Gets the path of all of them.
 * @param {PlotTile} tile
 * @param {number[]} plots
 * @param {number} zoom
 */
export function traceOf(context, { x, y, turns, starts, isPoint }, plots, zoom) {
  const radius = discRadius(zoom);
  context.beginPath();
  for (const plot of plots) {
    const end = starts[plot + 1];
    let start = starts[plot];
    for (let at = start; at < end; at += 1) {
      if (isPoint[plot]) {
        context.moveTo(x[at] + radius, y[at]);
        context.arc(x[at], y[at], radius, 0, FULL_TURN);
      } else if (turns[at]) {
        if (at > start) context.lineTo(x[start], y[start]);
        start = at;
        context.moveTo(x[at], y[at]);
      } else context.lineTo(x[at], y[at]);
    }
    if (!isPoint[plot] && end > start) context.lineTo(x[start], y[start]);
  }
}

/**
 * @param {PlotTile} tile
 * @param {{ x: number, y: number, zoom: number }} position In CSS pixels of the tile.
 * @param {ReadonlySet<number>} [off] Stages that are not shown.
 * @returns {number} Its place in the tile, -1 where none is; points lie above polygons.
 */
export function placeAt(tile, { x, y, zoom }, off) {
  const reach = Math.max(LEAST_TARGET_PX, discRadius(zoom));
  let [nearest, away, covering] = [-1, reach, -1];
  for (let plot = 0; plot < tile.count; plot += 1) {
    if (tile.now[plot] < 0 || off?.has(tile.now[plot])) continue;
    if (!tile.isPoint[plot]) {
      if (covers(tile, plot, x, y)) covering = plot;
      continue;
    }
    const corner = tile.starts[plot];
    const distance = Math.hypot(tile.x[corner] - x, tile.y[corner] - y);
    if (distance <= away) [nearest, away] = [plot, distance];
  }
  return nearest >= 0 ? nearest : covering;
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

/** @param {number} zoom */
function discRadius(zoom) {
  return Math.min(9, Math.max(1.75, 1.75 * 2 ** ((zoom - 11) / 2.5)));
}
