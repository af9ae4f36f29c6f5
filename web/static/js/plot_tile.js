// One vector tile, decoded once into what painting and hit testing need.
import { PbfReader, VectorTile } from "../vendor/vector-tile.js";

const LAYER = "plots";
const POINT = 1;

/**
 * @typedef {object} Plot
 * @property {number} number Feature id.
 * @property {number} stage Index into the stages, in painting order.
 * @property {Path2D} outline In CSS pixels of the tile; empty for a point.
 * @property {number[]} box West, north, east, south in CSS pixels.
 * @property {boolean} isPoint
 */

/**
 * @param {ArrayBuffer} bytes A Mapbox Vector Tile; may be empty.
 * @param {{ size: number, stages: string[] }} options Width in CSS pixels; stage codes.
 * @returns {Plot[]}
 */
export function decodePlots(bytes, { size, stages }) {
  if (bytes.byteLength === 0) return [];
  const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers[LAYER];
  if (!layer) return [];
  const scale = size / layer.extent;
  return Array.from({ length: layer.length }, (_, at) => {
    const feature = layer.feature(at);
    const stage = Math.max(0, stages.indexOf(String(feature.properties.stage)));
    const shape = drawn(feature.loadGeometry(), { scale, isPoint: feature.type === POINT });
    return { number: feature.id ?? 0, stage, ...shape };
  });
}

/**
 * @param {{ x: number, y: number }[][]} rings
 * @param {{ scale: number, isPoint: boolean }} options
 */
function drawn(rings, { scale, isPoint }) {
  const outline = new Path2D();
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [nth, corner] of ring.entries()) {
      const [x, y] = [corner.x * scale, corner.y * scale];
      widen(box, x, y);
      if (isPoint) continue;
      if (nth === 0) outline.moveTo(x, y);
      else outline.lineTo(x, y);
    }
    if (!isPoint) outline.closePath();
  }
  return { outline, box, isPoint };
}

/**
 * @param {number[]} box
 * @param {number} x
 * @param {number} y
 */
function widen(box, x, y) {
  if (x < box[0]) box[0] = x;
  if (y < box[1]) box[1] = y;
  if (x > box[2]) box[2] = x;
  if (y > box[3]) box[3] = y;
}
