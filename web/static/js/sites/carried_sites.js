// The sites that an evidence page carries, as the map's own layer of sites takes them.
import { Shapes } from "../plots/packed_shapes.js";

/** @import { Packed } from "../plots/packed_shapes.js" */
/** @import { Box, Site } from "./site_shapes.js" */

const HALF_WORLD_M = 20_037_508.342789244;
const HALF_WORLD_PX = 128;
const AREA = 3;

/**
 * @param {{ label: string[], shapes: Packed }} carried
 * @returns {Site[]} The largest first.
 */
export function carriedSites({ label, shapes: packed }) {
  const shapes = new Shapes(packed);
  const sites = label.map((name, at) => {
    const [west, south, east, north] = shapes.box(at);
    const isArea = shapes.kinds[at] === AREA;
    const box = /** @type {Box} */ ([across(west), down(north), across(east), down(south)]);
    return { number: at, project: name, name, from: 0, to: null, lines: linesOf(shapes, at, isArea), isArea, box };
  });
  return sites.sort((a, b) => b.box[2] - b.box[0] - (a.box[2] - a.box[0]));
}

/**
 * @param {Shapes} shapes
 * @param {number} at
 * @param {boolean} isArea Then its rings are closed: packed ones are not.
 */
function linesOf(shapes, at, isArea) {
  const lines = [];
  for (let ring = shapes.firstRing[at]; ring < shapes.firstRing[at + 1]; ring += 1) {
    const [from, end] = [shapes.firstCorner[ring], shapes.firstCorner[ring + 1]];
    const corners = Array.from({ length: end - from }, (_, nth) => from + nth);
    if (isArea) corners.push(from);
    lines.push(Float64Array.from(corners.flatMap((corner) => [across(shapes.x[corner]), down(shapes.y[corner])])));
  }
  return lines;
}

/** @param {number} x_m In EPSG:3857. */
function across(x_m) {
  return HALF_WORLD_PX * (1 + x_m / HALF_WORLD_M);
}

/** @param {number} y_m In EPSG:3857. */
function down(y_m) {
  return HALF_WORLD_PX * (1 - y_m / HALF_WORLD_M);
}
