// Where names may stand on the map: along lines, in the middle of areas, over or beside sites.

/** @import { Feature, GroundLayer, Kind } from "../ground/ground_layer.js" */
/** @import { SiteLayer } from "./site_layer.js" */
/** @import { Box, Site } from "./site_shapes.js" */

/** @typedef {{ x: number, y: number }} Spot In pixels of the map's view. */

/**
 * @typedef {object} Place One name, and where it may stand; the first free spot is taken.
 * @property {string} text
 * @property {Kind | "site"} kind
 * @property {Spot[]} spots
 * @property {number} angle
 * @property {number} length Of what is named; the longest of a kind come first.
 * @property {{ site: Site, layer: SiteLayer }} [of]
 */

/**
 * @typedef {object} View
 * @property {number} zoom
 * @property {L.Point} origin Its corner in pixels of the world.
 * @property {number} width
 * @property {number} height
 */

/** From which size on a site is named, and how much of it a name over it may fill. */
const [LEAST_SITE_PX, MOST_SHARE] = [22, 0.8];
const BESIDE_PX = 12;

/**
 * @param {GroundLayer} ground
 * @param {View} view
 * @param {(kind: Kind) => boolean} isNamed
 * @returns {Place[]}
 */
export function placesOfGround(ground, { origin, width, height }, isNamed) {
  /** @type {Place[]} */
  const places = [];
  for (const { feature, corner } of ground.features()) {
    if (!feature.label || !isNamed(feature.kind)) continue;
    const shift = corner.subtract(origin);
    for (const { x, y, angle, length } of middlesOf(feature)) {
      const spot = { x: x + shift.x, y: y + shift.y };
      const isSeen = spot.x > 0 && spot.y > 0 && spot.x < width && spot.y < height;
      if (isSeen) places.push({ text: feature.label, kind: feature.kind, spots: [spot], angle, length });
    }
  }
  return places;
}

/** @param {Feature} feature In pixels of its tile. */
function middlesOf({ type, rings }) {
  if (type === 2) return rings.map(longestStretch).filter((each) => each !== null);
  const [ring] = rings;
  if (!ring?.length) return [];
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const length = type === 1 ? Infinity : east - west;
  return [{ x: (west + east) / 2, y: (north + south) / 2, angle: 0, length }];
}

/**
 * The middle of a line, along its direction there.
 *
 * @param {Spot[]} line
 */
function longestStretch(line) {
  const steps = line.slice(1).map((to, at) => Math.hypot(to.x - line[at].x, to.y - line[at].y));
  const length = steps.reduce((sum, step) => sum + step, 0);
  if (length < 1) return null;
  let rest = length / 2;
  const at = steps.findIndex((step) => (rest -= step) <= 0);
  const [from, to] = [line[at], line[at + 1]];
  const share = 1 + rest / steps[at];
  const turned = Math.atan2(to.y - from.y, to.x - from.x);
  const angle = Math.abs(turned) > Math.PI / 2 ? turned - Math.sign(turned) * Math.PI : turned;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, angle, length };
}

/**
 * Over a site that is wide enough for its name, else above or below it.
 *
 * @param {SiteLayer} layer
 * @param {View} view
 * @param {(text: string) => number} widthOf
 * @returns {Place[]}
 */
export function placesOfSites(layer, { zoom, origin, width, height }, widthOf) {
  const scale = 2 ** zoom;
  /** @type {Place[]} */
  const places = [];
  for (const site of layer.sites) {
    const [left, top, right, bottom] = site.box.map((side, at) => side * scale - (at % 2 ? origin.y : origin.x));
    const [west, east] = [Math.max(left, layer.span[0] * width), Math.min(right, layer.span[1] * width)];
    const [north, south] = [Math.max(top, 0), Math.min(bottom, height)];
    const length = Math.max(right - left, bottom - top);
    if (west >= east || north >= south || length < LEAST_SITE_PX) continue;
    const share = widthOf(site.name) / (east - west);
    const isWide = share < MOST_SHARE && south - north > 2 * BESIDE_PX;
    const heights = [...(isWide ? [(north + south) / 2] : []), top - BESIDE_PX, bottom + BESIDE_PX];
    // The middle of a large site may lie under a panel.
    const shares = share < 1 / 3 ? [1 / 2, 3 / 4, 1 / 4] : [1 / 2];
    const spots = shares.flatMap((part) => heights.map((y) => ({ x: west + (east - west) * part, y })));
    places.push({ text: site.name, kind: "site", spots, angle: 0, length, of: { site, layer } });
  }
  return places;
}

/**
 * @param {Place} place
 * @param {Box} box In pixels of the view.
 * @param {View} view
 * @returns {boolean} Whether a name may lie there: all of it in view, over no other site.
 */
export function mayStand({ of }, box, { zoom, origin, width, height }) {
  if (!of) return true;
  const [from, to] = of.layer.span.map((share) => share * width);
  if (box[0] < from || box[1] < 0 || box[2] > to || box[3] > height) return false;
  const scale = 2 ** zoom;
  const world = /** @type {Box} */ (box.map((side, at) => (side + (at % 2 ? origin.y : origin.x)) / scale));
  return !of.layer.isOverAnother(world, of.site);
}
