// Writes names onto a canvas, the most important first; one that would collide is left out.
import { colours } from "../plots/stage_palette.js";
import { meet } from "./site_shapes.js";

/** @import { Kind } from "../ground/ground_layer.js" */
/** @import { Place, Spot } from "./label_places.js" */
/** @import { Box } from "./site_shapes.js" */

/** Who is named first, how large, and from which zoom on. */
export const NAMED = /** @type {Partial<Record<Kind | "site", { rank: number, rem: number, from: number, ink: string, halo?: string, bold?: boolean }>>} */ ({
  town: { rank: 0, rem: 0.9375, from: 10, ink: "--map-label", bold: true },
  site: { rank: 1, rem: 0.8125, from: 10, ink: "--map-site-name", bold: true },
  water: { rank: 2, rem: 0.8125, from: 12, ink: "--map-water-ink", halo: "--map-water" },
  road: { rank: 3, rem: 0.75, from: 14, ink: "--map-label" },
  zone: { rank: 4, rem: 0.75, from: 14, ink: "--map-label-2" },
  rail: { rank: 5, rem: 0.75, from: 14, ink: "--map-label" },
  park: { rank: 6, rem: 0.75, from: 15, ink: "--map-label" },
});
const LAST = 9;
const UPRIGHT_FROM = Math.PI / 3.2;
const HAN = /^[\u4e00-\u9fff\d]+$/;
const GAP_PX = 6;
const APART_PX = 420;

/** @typedef {{ place: Place, spot: Spot }} Written */

/** @param {Place} one @param {Place} other The most important first, the longest before the others. */
export function inOrder(one, other) {
  /** @param {Place} place */
  const rank = ({ kind }) => NAMED[kind]?.rank ?? LAST;
  return rank(one) - rank(other) || other.length - one.length;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Place["kind"]} kind
 * @returns {number} The height of its letters.
 */
export function setType(context, kind) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const look = NAMED[kind];
  const size = (look?.rem ?? 1) * rem;
  const style = kind === "water" ? "italic " : "";
  context.font = `${style}${look?.bold ? 700 : 400} ${size}px ${colours()("--sans")}`;
  return size;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Place[]} places In order.
 * @param {{ taken: Box[], mayStand: (place: Place, box: Box) => boolean, isLink: (place: Place) => boolean }} rules
 *   Names that are links are left for others to write.
 * @returns {Written[]} Where the links stand.
 */
export function writeLabels(context, places, { taken, mayStand, isLink }) {
  /** @type {Map<string, Spot[]>} */
  const drawn = new Map();
  /** @type {Written[]} */
  const links = [];
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const place of places) {
    const size = setType(context, place.kind);
    const near = drawn.get(place.text) ?? [];
    for (const spot of place.spots) {
      const shape = shaped(context, place, spot, size);
      const isNear = near.some(({ x, y }) => Math.hypot(x - spot.x, y - spot.y) < APART_PX);
      if (isNear || !shape || taken.some((box) => meet(box, shape.box)) || !mayStand(place, shape.box)) continue;
      taken.push(shape.box);
      drawn.set(place.text, [...near, spot]);
      if (isLink(place)) links.push({ place, spot });
      else write(context, place, { ...spot, isUpright: shape.isUpright, size });
      break;
    }
  }
  return links;
}

/**
 * North–south names in Chinese are set upright, one character below another.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Spot} spot
 * @param {number} size
 * @returns {{ box: Box, isUpright: boolean } | null} Null where the line is too short for it.
 */
function shaped(context, { text, kind, angle, length }, { x, y }, size) {
  const along = context.measureText(text).width + 2 * (text.length - 1);
  if (kind === "road" && along > length) return null;
  const isUpright = Math.abs(angle) > UPRIGHT_FROM && HAN.test(text);
  const [wide, high] = isUpright
    ? [size, text.length * size * 1.25]
    : [
        along * Math.cos(angle) + size * Math.abs(Math.sin(angle)),
        along * Math.abs(Math.sin(angle)) + size * Math.cos(angle),
      ];
  const [dx, dy] = [wide / 2 + GAP_PX, high / 2 + GAP_PX];
  return { box: [x - dx, y - dy, x + dx, y + dy], isUpright };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Spot & { isUpright: boolean, size: number }} how
 */
function write(context, { text, kind, angle }, { x, y, isUpright, size }) {
  const colour = colours();
  context.save();
  context.translate(x, y);
  if (!isUpright) context.rotate(angle);
  const look = NAMED[kind];
  context.strokeStyle = colour(look?.halo ?? "--map-halo");
  context.fillStyle = colour(look?.ink ?? "--map-label");
  context.lineWidth = 3;
  const lines = isUpright ? [...text] : [text];
  for (const [nth, line] of lines.entries()) {
    const down = (nth - (lines.length - 1) / 2) * size * 1.25;
    context.strokeText(line, 0, down);
    context.fillText(line, 0, down);
  }
  context.restore();
}
