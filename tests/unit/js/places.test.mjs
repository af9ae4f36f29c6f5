// Names stand along lines, in the middle of areas, over or beside sites, and only where they are seen.
import assert from "node:assert/strict";
import { test } from "node:test";

import { mayStand, placesOfGround, placesOfSites } from "../../../web/static/js/sites/label_places.js";

/** @param {number} x @param {number} y */
function point(x, y) {
  return { x, y, subtract: (/** @type {{ x: number, y: number }} */ other) => point(x - other.x, y - other.y) };
}

const VIEW = /** @type {any} */ ({ zoom: 2, origin: point(0, 0), width: 800, height: 600 });

/** @param {...object} features */
function ground(...features) {
  return /** @type {any} */ ({ features: () => features.map((feature) => ({ feature, corner: point(100, 50) })) });
}

test("a line is named in the middle of its length, along its direction there", () => {
  const rings = [[{ x: 0, y: 0 }, { x: 30, y: 0 }, { x: 30, y: 50 }]];
  const road = { type: 2, kind: "road", label: "滨河路", rings };

  const [place] = placesOfGround(ground(road), VIEW, () => true);

  // 80 long: its middle is 10 down the second part.
  assert.deepEqual(place.spots, [{ x: 130, y: 60 }]);
  assert.equal(place.angle, Math.PI / 2);
  assert.equal(place.length, 80);
});

test("a name is never upside down", () => {
  const road = { type: 2, kind: "road", label: "x", rings: [[{ x: 90, y: 0 }, { x: 0, y: 0 }]] };

  const [place] = placesOfGround(ground(road), VIEW, () => true);

  assert.equal(Math.abs(place.angle), 0);
});

test("an area is named in its middle; what has no name, or is not wanted, or not seen, is not", () => {
  const rings = [[{ x: 0, y: 0 }, { x: 40, y: 0 }, { x: 40, y: 20 }]];
  const park = { type: 3, kind: "park", label: "公园", rings };
  const far = { ...park, rings: [[{ x: 5000, y: 0 }, { x: 5010, y: 9 }]] };

  const places = placesOfGround(ground(park, { ...park, label: "" }, { ...park, kind: "water" }, far), VIEW, (kind) => kind === "park");

  assert.deepEqual(places.map(({ spots }) => spots), [[{ x: 120, y: 60 }]]);
});

/** @param {number[]} box @param {string} name */
function layer(box, name) {
  const sites = [{ name, box }];
  return /** @type {any} */ ({ sites, span: [0, 1], isOverAnother: (/** @type {number[]} */ [left]) => left > 150 });
}

test("a wide site is named over itself first, a narrow one above or below, a tiny one not", () => {
  const [wide] = placesOfSites(layer([25, 25, 75, 75], "港"), VIEW, () => 40);
  const [narrow] = placesOfSites(layer([25, 25, 35, 75], "港"), VIEW, () => 40);

  // At zoom 2 a pixel of the world is four of the view.
  assert.deepEqual(wide.spots[0], { x: 200, y: 200 });
  assert.deepEqual(narrow.spots, [{ x: 120, y: 88 }, { x: 120, y: 312 }]);
  assert.deepEqual(placesOfSites(layer([25, 25, 26, 26], "港"), VIEW, () => 40), []);
});

test("a site's name may lie in view and over no other site", () => {
  const [place] = placesOfSites(layer([25, 25, 75, 75], "港"), VIEW, () => 40);

  assert.equal(mayStand(place, [180, 190, 220, 210], VIEW), true);
  assert.equal(mayStand(place, [-1, 190, 220, 210], VIEW), false);
  assert.equal(mayStand(place, [640, 190, 700, 210], VIEW), false);
  assert.equal(mayStand(/** @type {any} */ ({}), [-9, -9, 0, 0], VIEW), true);
});
