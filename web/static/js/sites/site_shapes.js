// The sites of projects as shapes: read once, then asked what they hold and what they meet.

/** @typedef {[number, number, number, number]} Box Left, top, right, bottom. */

/**
 * @typedef {object} Site Over one period; coordinates are pixels of the world at zoom 0.
 * @property {number} number The project's.
 * @property {string} project Its id.
 * @property {string} name Its id where it has no name.
 * @property {number} from The first day.
 * @property {number | null} to The first day after; null is open.
 * @property {Float64Array[]} lines Rings, closed, or lines: x and y in turn.
 * @property {boolean} isArea
 * @property {Box} box
 *
 * @typedef {object} Feature As in GeoJSON.
 * @property {number} id
 * @property {{ type: string, coordinates: any }} geometry
 * @property {{ project: string, name: string | null, from: number, to: number | null }} properties
 */

/** How deep the positions of a geometry lie in lists of lists. */
const DEPTHS = /** @type {Record<string, number>} */ ({ LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 });

/**
 * @param {{ features: Feature[] }} answer
 * @returns {Site[]} The largest first.
 */
export function readSites({ features }) {
  const sites = features.filter(({ geometry }) => geometry.type in DEPTHS).map(readSite);
  return sites.sort((a, b) => extent(b) - extent(a));
}

/** @param {Site} site Its longer side. */
function extent({ box: [left, top, right, bottom] }) {
  return Math.max(right - left, bottom - top);
}

/** @param {Feature} feature */
function readSite({ id, geometry: { type, coordinates }, properties: { project, name, from, to } }) {
  const lines = [coordinates].flat(DEPTHS[type]).map(projected);
  return { number: id, project, name: name || project, from, to, lines, isArea: type.endsWith("Polygon"), box: around(lines) };
}

/** @param {[number, number][]} positions Longitude and latitude. */
function projected(positions) {
  return Float64Array.from(
    positions.flatMap(([lng, lat]) => {
      const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), 0);
      return [x, y];
    }),
  );
}

/** @param {Float64Array[]} lines */
function around(lines) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      box[0] = Math.min(box[0], line[at]);
      box[1] = Math.min(box[1], line[at + 1]);
      box[2] = Math.max(box[2], line[at]);
      box[3] = Math.max(box[3], line[at + 1]);
    }
  }
  return box;
}

/**
 * @param {Site} site
 * @param {number} x
 * @param {number} y
 * @returns {boolean} Whether the point lies inside an area, by crossings to its left.
 */
export function contains({ lines, isArea, box }, x, y) {
  if (!isArea || !meet(box, [x, y, x, y])) return false;
  let isInside = false;
  for (const line of lines) {
    for (let at = 2; at < line.length; at += 2) {
      const [x1, y1, x2, y2] = [line[at - 2], line[at - 1], line[at], line[at + 1]];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isInside = !isInside;
    }
  }
  return isInside;
}

/**
 * @param {Site} site
 * @param {Box} window
 * @returns {boolean} Whether any of the site lies in the window.
 */
export function touches(site, window) {
  if (!meet(site.box, window)) return false;
  if (contains(site, (window[0] + window[2]) / 2, (window[1] + window[3]) / 2)) return true;
  return site.lines.some((line) => {
    for (let at = 2; at < line.length; at += 2) {
      if (crosses(line[at - 2], line[at - 1], line[at], line[at + 1], window)) return true;
    }
    return false;
  });
}

/**
 * Whether a segment has a part in a window: it is cut by each side in turn (Liang and Barsky).
 *
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {Box} window
 */
function crosses(x1, y1, x2, y2, [left, top, right, bottom]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, to] = [0, 1];
  for (const [step, room] of [[-dx, x1 - left], [dx, right - x1], [-dy, y1 - top], [dy, bottom - y1]]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}

/**
 * @param {Box} one
 * @param {Box} other
 */
export function meet(one, other) {
  return one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];
}
