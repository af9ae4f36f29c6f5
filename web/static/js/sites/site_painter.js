// Paints the sites of projects in one tile: dash-dot lines with a halo, nothing filled.
import { meet } from "./site_shapes.js";
import { colours } from "../plots/stage_palette.js";

/** @import { Box, Site } from "./site_shapes.js" */

/** Smaller sites are no more than grain; up to the second size a pattern would not be read. */
const [LEAST_PX, LEAST_DASHED_PX] = [5, 28];
const LEAST_STEP_PX = 0.7;
const CLOSE_ZOOM = 15;
const DASHES = [10, 3, 2, 3];
const REACH_PX = 6;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Site[]} sites
 * @param {{ x: number, y: number, zoom: number, size: number, marked: number | null }} look Its
 *   corner and width in pixels; the site of the project that is marked stands out.
 */
export function paintSites(canvas, sites, { x, y, zoom, size, marked }) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const [ratio, scale, colour] = [canvas.width / size, 2 ** zoom, colours()];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size, size);
  context.lineJoin = "round";
  const window = /** @type {Box} */ ([x - REACH_PX, y - REACH_PX, x + size + REACH_PX, y + size + REACH_PX].map((side) => side / scale));
  const near = sites.filter((site) => meet(site.box, window) && widthOf(site) * scale >= LEAST_PX);
  const width = zoom < CLOSE_ZOOM ? 1.1 : 1.6;
  /** @param {Site[]} those @param {string} ink @param {number} wide @param {number[]} dashes */
  const draw = (those, ink, wide, dashes) => {
    context.beginPath();
    for (const site of those) trace(context, site, { x, y, scale });
    context.setLineDash(dashes);
    context.lineWidth = wide;
    context.strokeStyle = colour(ink);
    context.stroke();
  };
  const isLarge = (/** @type {Site} */ site) => widthOf(site) * scale >= LEAST_DASHED_PX;
  draw(near.filter(isLarge), "--map-site-halo", width + 2.2, []);
  draw(near.filter(isLarge), "--map-site", width, DASHES);
  draw(near.filter((site) => !isLarge(site)), "--map-site", width - 0.2, []);
  const chosen = near.filter(({ number }) => number === marked);
  if (chosen.length) {
    draw(chosen, "--selection-casing", width + 4.5, []);
    draw(chosen, "--selection", width + 1.4, []);
  }
}

/** @param {Site} site Its longer side. */
function widthOf({ box: [left, top, right, bottom] }) {
  return Math.max(right - left, bottom - top);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Site} site
 * @param {{ x: number, y: number, scale: number }} place
 */
function trace(context, { lines, isArea }, { x, y, scale }) {
  for (const line of lines) {
    let [lastX, lastY] = [Infinity, Infinity];
    for (let at = 0; at < line.length; at += 2) {
      const [left, top] = [line[at] * scale - x, line[at + 1] * scale - y];
      if (Math.abs(left - lastX) + Math.abs(top - lastY) < LEAST_STEP_PX) continue;
      if (at === 0) context.moveTo(left, top);
      else context.lineTo(left, top);
      [lastX, lastY] = [left, top];
    }
    if (isArea) context.closePath();
  }
}
