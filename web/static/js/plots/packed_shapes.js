// Shapes that a page carries in itself, unpacked once into flat arrays.

/**
 * @typedef {object} Packed
 * @property {number} count
 * @property {number} unit Metres.
 * @property {[number, number]} origin
 * @property {string} kinds Varints in base64, as are the next three.
 * @property {string} rings
 * @property {string} corners
 * @property {string} steps
 */

/** @typedef {[number, number, number, number]} Box West, south, east, north. */

/** The shapes of a layer in EPSG:3857; shape i has the rings `firstRing[i]` to `firstRing[i + 1]`. */
export class Shapes {
  /** @param {Packed} packed */
  constructor({ count, unit, origin, kinds, rings, corners, steps }) {
    this.count = count;
    this.kinds = Uint8Array.from(varints(kinds));
    this.firstRing = running(varints(rings));
    this.firstCorner = running(varints(corners));
    const moves = varints(steps);
    this.x = new Float64Array(moves.length / 2);
    this.y = new Float64Array(moves.length / 2);
    let [x, y] = [0, 0];
    for (let corner = 0; corner < this.x.length; corner += 1) {
      x += signed(moves[2 * corner]);
      y += signed(moves[2 * corner + 1]);
      this.x[corner] = origin[0] + x * unit;
      this.y[corner] = origin[1] + y * unit;
    }
    this.boxes = this.#boxes();
  }

  /** Corners from one shape to the next: `corner(i)` to `corner(i + 1)`. @param {number} shape */
  corner(shape) {
    return this.firstCorner[this.firstRing[shape]];
  }

  #boxes() {
    const boxes = new Float64Array(4 * this.count);
    for (let shape = 0; shape < this.count; shape += 1) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (let at = this.corner(shape); at < this.corner(shape + 1); at += 1) {
        box[0] = Math.min(box[0], this.x[at]);
        box[1] = Math.min(box[1], this.y[at]);
        box[2] = Math.max(box[2], this.x[at]);
        box[3] = Math.max(box[3], this.y[at]);
      }
      boxes.set(box, 4 * shape);
    }
    return boxes;
  }

  /**
   * @param {number} shape
   * @returns {Box}
   */
  box(shape) {
    const at = 4 * shape;
    return [this.boxes[at], this.boxes[at + 1], this.boxes[at + 2], this.boxes[at + 3]];
  }

  /**
   * @param {Box} window
   * @returns {number[]} The shapes whose boxes meet it, in order.
   */
  within([west, south, east, north]) {
    const [found, boxes] = [/** @type {number[]} */ ([]), this.boxes];
    for (let shape = 0, at = 0; shape < this.count; shape += 1, at += 4) {
      if (boxes[at] <= east && boxes[at + 2] >= west && boxes[at + 1] <= north && boxes[at + 3] >= south) found.push(shape);
    }
    return found;
  }

  /** @returns {Box} Of all. */
  bounds() {
    /** @type {Box} */
    const all = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < this.boxes.length; at += 4) {
      all[0] = Math.min(all[0], this.boxes[at]);
      all[1] = Math.min(all[1], this.boxes[at + 1]);
      all[2] = Math.max(all[2], this.boxes[at + 2]);
      all[3] = Math.max(all[3], this.boxes[at + 3]);
    }
    return all;
  }
}

/**
 * @param {Box} one
 * @param {Box} other
 */
export function meet(one, other) {
  return one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
}

/** @param {number} value Zigzag: 0, 1, 2, 3 are 0, -1, 1, -2. */
function signed(value) {
  return value % 2 ? -(value + 1) / 2 : value / 2;
}

/** @param {number[]} counts */
function running(counts) {
  const starts = new Int32Array(counts.length + 1);
  for (const [at, count] of counts.entries()) starts[at + 1] = starts[at] + count;
  return starts;
}

/** @param {string} text Base64. */
function varints(text) {
  const bytes = atob(text);
  const values = [];
  for (let at = 0, value = 0, place = 1; at < bytes.length; at += 1) {
    const byte = bytes.charCodeAt(at);
    value += (byte & 0x7f) * place;
    place *= 128;
    if (byte < 128) {
      values.push(value);
      value = 0;
      place = 1;
    }
  }
  return values;
}
