// Packs shapes and tiles for tests, in another way than the product unpacks them.
import { PbfWriter } from "pbf";

/** @param {number[]} values @returns {string} Varints in base64. */
export function varints(values) {
  const bytes = values.flatMap((value) => {
    const parts = [];
    for (let rest = BigInt(value); ; rest >>= 7n) {
      if (rest < 128n) return [...parts, Number(rest)];
      parts.push(Number(rest & 127n) | 128);
    }
  });
  return Buffer.from(bytes).toString("base64");
}

/** @param {number} value */
export const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

/** @typedef {{ id: number, type: number, parts: [number, number][][], tags?: Record<string, string> }} Drawn */

/**
 * @param {string} name
 * @param {Drawn[]} features Polygons' rings are closed by the reader, as in the format.
 * @param {number} [extent]
 * @returns {ArrayBuffer} A Mapbox Vector Tile of one layer, version 2.
 */
export function tile(name, features, extent = 4096) {
  return layers([[name, features, extent]]);
}

/** @param {[string, Drawn[], number][]} all */
export function layers(all) {
  const pbf = new PbfWriter();
  for (const [name, features, extent] of all) pbf.writeMessage(3, writeLayer, { name, features, extent });
  const bytes = pbf.finish();
  return /** @type {ArrayBuffer} */ (bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** @param {{ name: string, features: Drawn[], extent: number }} layer @param {any} pbf */
function writeLayer({ name, features, extent }, pbf) {
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  const keys = [...new Set(features.flatMap(({ tags = {} }) => Object.keys(tags)))];
  const values = [...new Set(features.flatMap(({ tags = {} }) => Object.values(tags)))];
  for (const feature of features) pbf.writeMessage(2, writeFeature, { ...feature, keys, values });
  for (const key of keys) pbf.writeStringField(3, key);
  for (const value of values) pbf.writeMessage(4, (/** @type {string} */ text, /** @type {any} */ inner) => inner.writeStringField(1, text), value);
  pbf.writeVarintField(5, extent);
}

/** @param {any} feature @param {any} pbf */
function writeFeature({ id, type, parts, tags = {}, keys, values }, pbf) {
  pbf.writeVarintField(1, id);
  pbf.writePackedVarint(2, Object.entries(tags).flatMap(([key, value]) => [keys.indexOf(key), values.indexOf(value)]));
  pbf.writeVarintField(3, type);
  pbf.writePackedVarint(4, commands(type, parts));
}

/** @param {number} type @param {[number, number][][]} parts */
function commands(type, parts) {
  let [x, y] = [0, 0];
  const step = (/** @type {[number, number]} */ [toX, toY]) => {
    const moved = [zigzag(toX - x), zigzag(toY - y)];
    [x, y] = [toX, toY];
    return moved;
  };
  const count = (/** @type {number} */ command, /** @type {number} */ times) => (times << 3) | command;
  return parts.flatMap((part) => {
    if (type === 1) return [count(1, part.length), ...part.flatMap(step)];
    const [first, ...rest] = part;
    const end = type === 3 ? [count(7, 1)] : [];
    return [count(1, 1), ...step(first), count(2, rest.length), ...rest.flatMap(step), ...end];
  });
}
