// Shapes that a page carries are unpacked as they were packed; sites among them lie where they lie.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Shapes, meet } from "../../../web/static/js/plots/packed_shapes.js";
import { carriedSites } from "../../../web/static/js/sites/carried_sites.js";
import { varints, zigzag } from "./packing.mjs";

/** @typedef {[number, number][]} Ring Whole units from the origin. */

/** @param {{ kind: number, rings: Ring[] }[]} shapes @param {number} unit @param {[number, number]} origin */
function packed(shapes, unit, origin) {
  const rings = shapes.flatMap((shape) => shape.rings);
  let [x, y] = [0, 0];
  const steps = rings.flat().flatMap(([toX, toY]) => {
    const moved = [zigzag(toX - x), zigzag(toY - y)];
    [x, y] = [toX, toY];
    return moved;
  });
  return {
    ...{ count: shapes.length, unit, origin, kinds: varints(shapes.map(({ kind }) => kind)) },
    ...{ rings: varints(shapes.map((shape) => shape.rings.length)), corners: varints(rings.map((ring) => ring.length)) },
    steps: varints(steps),
  };
}

/** @type {{ kind: number, rings: Ring[] }[]} */
const DRAWN = [
  { kind: 3, rings: [[[0, 0], [200, 0], [200, 100]], [[10, 5], [20, 5], [20, 9]]] },
  { kind: 1, rings: [[[-70_000, 4]]] },
];

test("corners come out where they were, within the unit", () => {
  const shapes = new Shapes(packed(DRAWN, 0.5, [1000, 2000]));

  const corners = DRAWN.flatMap(({ rings }) => rings.flat());
  assert.deepEqual(Array.from(shapes.x), corners.map(([x]) => 1000 + x / 2));
  assert.deepEqual(Array.from(shapes.y), corners.map(([, y]) => 2000 + y / 2));
  assert.deepEqual(Array.from(shapes.firstRing), [0, 2, 3]);
  assert.deepEqual(Array.from(shapes.firstCorner), [0, 3, 6, 7]);
  assert.equal(shapes.corner(1), 6);
});

test("a shape is found by every window that meets its box, edges too", () => {
  const shapes = new Shapes(packed(DRAWN, 1, [0, 0]));

  assert.deepEqual(shapes.box(0), [0, 0, 200, 100]);
  assert.deepEqual(shapes.within([200, 100, 300, 300]), [0]);
  assert.deepEqual(shapes.within([201, 0, 300, 300]), []);
  assert.deepEqual(shapes.bounds(), [-70_000, 0, 200, 100]);
});

test("two boxes that share a corner meet, two that are apart do not", () => {
  assert.equal(meet([0, 0, 1, 1], [1, 1, 2, 2]), true);
  assert.equal(meet([0, 0, 1, 1], [0, 1.1, 1, 2]), false);
});

test("sites come largest first, closed where they are areas, in pixels of the world", () => {
  const half = 20_037_508.342789244;
  const small = { kind: 3, rings: [/** @type {Ring} */ ([[1, 1], [2, 1], [2, 2]])] };
  const large = { kind: 2, rings: [/** @type {Ring} */ ([[0, 0], [90, 0]])] };
  const sites = carriedSites({ label: ["small", "large"], shapes: packed([small, large], half / 128, [0, 0]) });

  assert.deepEqual(sites.map(({ name }) => name), ["large", "small"]);
  assert.deepEqual(Array.from(sites[0].lines[0]).map(Math.round), [128, 128, 218, 128]);
  assert.deepEqual(Array.from(sites[1].lines[0]).map(Math.round), [129, 127, 130, 127, 130, 126, 129, 127]);
  assert.deepEqual(sites[1].box.map(Math.round), [129, 126, 130, 127]);
});
