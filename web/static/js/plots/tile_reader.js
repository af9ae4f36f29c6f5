// Reads a layer of a Mapbox Vector Tile straight into typed arrays, with no object a corner.
// Fields are those of vector_tile.proto, specification 2.1.

const LAYER = 3;
const IN_LAYER = { name: 1, feature: 2, key: 3, value: 4, extent: 5 };
const IN_FEATURE = { id: 1, tags: 2, type: 3, geometry: 4 };
const STRING_VALUE = 1;
const [VARINT, BYTES, FOUR_BYTES] = [0, 2, 5];
const [MOVE_TO, LINE_TO] = [1, 2];
const words = new TextDecoder();

/**
 * The features of a layer; feature i has the corners `starts[i]` to `starts[i + 1]`, two
 * numbers each, in parts that begin where `turns` is 1.
 *
 * @typedef {object} Features
 * @property {number} count
 * @property {Float64Array} ids
 * @property {Uint8Array} types 1 for points, 2 for lines, 3 for polygons.
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Uint8Array} turns
 * @property {Int32Array} starts
 * @property {(name: string) => string[]} texts Values of a property; blank where it is not.
 */

/** @typedef {{ key: number, type: number, from: number, to: number, value: number }} Field */

/**
 * @param {ArrayBuffer} buffer A tile; may be empty.
 * @param {string} name
 * @param {number} [size] What the layer's extent becomes; left out, numbers stay as they are.
 * @returns {Features | null} Null where the tile has no such layer.
 */
export function readLayer(buffer, name, size) {
  const bytes = new Uint8Array(buffer);
  for (const { key, from, to } of fields(bytes, 0, bytes.length)) {
    if (key !== LAYER) continue;
    const layer = [...fields(bytes, from, to)];
    if (textOf(bytes, layer.find((field) => field.key === IN_LAYER.name)) === name) {
      return featuresOf(bytes, layer, size);
    }
  }
  return null;
}

/**
 * @param {Uint8Array} bytes
 * @param {Field[]} layer
 * @param {number | undefined} size
 * @returns {Features}
 */
function featuresOf(bytes, layer, size) {
  const parts = layer.filter(({ key }) => key === IN_LAYER.feature);
  const extent = layer.find(({ key }) => key === IN_LAYER.extent)?.value ?? 4096;
  const [ids, types] = [new Float64Array(parts.length), new Uint8Array(parts.length)];
  const shapes = new Int32Array(2 * parts.length);
  const tags = new Int32Array(2 * parts.length);
  for (const [at, part] of parts.entries()) {
    for (const { key, value, from, to } of fields(bytes, part.from, part.to)) {
      if (key === IN_FEATURE.id) ids[at] = value;
      else if (key === IN_FEATURE.type) types[at] = value;
      else if (key === IN_FEATURE.geometry) shapes.set([from, to], 2 * at);
      else if (key === IN_FEATURE.tags) tags.set([from, to], 2 * at);
    }
  }
  const corners = cornersOf(bytes, shapes, size === undefined ? 1 : size / extent);
  const texts = (/** @type {string} */ name) => textsOf(bytes, layer, tags, name);
  return { count: parts.length, ids, types, ...corners, texts };
}

/**
 * @param {Uint8Array} bytes
 * @param {Int32Array} shapes Where the geometry of each feature begins and ends.
 * @param {number} scale
 */
function cornersOf(bytes, shapes, scale) {
  const count = shapes.length / 2;
  let most = 0;
  for (let at = 0; at < count; at += 1) most += (shapes[2 * at + 1] - shapes[2 * at]) >> 1;
  const [x, y] = [new Float32Array(most), new Float32Array(most)];
  const [turns, starts] = [new Uint8Array(most), new Int32Array(count + 1)];
  let corner = 0;
  for (let at = 0; at < count; at += 1) {
    corner = walk(bytes, shapes[2 * at], shapes[2 * at + 1], { x, y, turns, corner, scale });
    starts[at + 1] = corner;
  }
  return { x: x.slice(0, corner), y: y.slice(0, corner), turns: turns.slice(0, corner), starts };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 * @param {{ x: Float32Array, y: Float32Array, turns: Uint8Array, corner: number, scale: number }} into
 * @returns {number} The corner after the last.
 */
function walk(bytes, from, to, { x, y, turns, corner, scale }) {
  let [at, here, left, command, atX, atY] = [from, corner, 0, 0, 0, 0];
  const next = () => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = bytes[at];
      at += 1;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
      shift += 7;
    }
  };
  while (at < to) {
    if (left === 0) {
      const word = next();
      [command, left] = [word & 7, word >> 3];
      if (command !== MOVE_TO && command !== LINE_TO) left = 0;
      continue;
    }
    const [dx, dy] = [next(), next()];
    atX += (dx >>> 1) ^ -(dx & 1);
    atY += (dy >>> 1) ^ -(dy & 1);
    [x[here], y[here], turns[here]] = [atX * scale, atY * scale, Number(command === MOVE_TO)];
    here += 1;
    left -= 1;
  }
  return here;
}

/**
 * @param {Uint8Array} bytes
 * @param {Field[]} layer
 * @param {Int32Array} tags Where the tags of each feature begin and end.
 * @param {string} name
 */
function textsOf(bytes, layer, tags, name) {
  const keys = layer.filter(({ key }) => key === IN_LAYER.key).map((field) => textOf(bytes, field));
  const values = layer.filter(({ key }) => key === IN_LAYER.value).map(({ from, to }) =>
    textOf(bytes, [...fields(bytes, from, to)].find(({ key }) => key === STRING_VALUE)),
  );
  const wanted = keys.indexOf(name);
  return Array.from({ length: tags.length / 2 }, (_, at) => {
    const pairs = varints(bytes, tags[2 * at], tags[2 * at + 1]);
    for (let tag = 0; tag < pairs.length; tag += 2) if (pairs[tag] === wanted) return values[pairs[tag + 1]];
    return "";
  });
}

/**
 * @param {Uint8Array} bytes
 * @param {Field | undefined} field
 */
function textOf(bytes, field) {
  return field ? words.decode(bytes.subarray(field.from, field.to)) : "";
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 */
function varints(bytes, from, to) {
  const [found, place] = [/** @type {number[]} */ ([]), { at: from }];
  while (place.at < to) found.push(varint(bytes, place));
  return found;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 * @returns {Iterable<Field>}
 */
function* fields(bytes, from, to) {
  const place = { at: from };
  while (place.at < to) {
    const head = varint(bytes, place);
    const [key, type] = [head >> 3, head & 7];
    const value = type === VARINT || type === BYTES ? varint(bytes, place) : 0;
    const start = place.at;
    if (type === BYTES) place.at += value;
    else if (type !== VARINT) place.at += type === FOUR_BYTES ? 4 : 8;
    yield { key, type, from: start, to: place.at, value };
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {{ at: number }} place Moves past what was read.
 * @returns {number} Exact up to 2**53, as numbers of plots are.
 */
function varint(bytes, place) {
  let [value, weight] = [0, 1];
  for (;;) {
    const byte = bytes[place.at];
    place.at += 1;
    value += (byte & 127) * weight;
    if (byte < 128) return value;
    weight *= 128;
  }
}
