// The ground under the plots, told by a canvas that writes down what it is told to draw.
import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.mjs";
import { paintGround } from "../../../web/static/js/ground/ground_painter.js";

const SIZE = 256;
const EQUATOR_M = 2 * Math.PI * 6_378_137;
const [POINT, LINE, AREA] = [1, 2, 3];

/** @param {number} zoom @param {object[]} features @param {number} [latitude] */
function painted(zoom, features, latitude = 0) {
  /** @type {string[]} */
  const drawn = [];
  /** @type {any} */
  const context = {
    beginPath: () => (context.path = ""),
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => (context.path += `M${x} ${y}`),
    lineTo: (/** @type {number} */ x, /** @type {number} */ y) => (context.path += `L${x} ${y}`),
    closePath: () => (context.path += "Z"),
    setLineDash: (/** @type {number[]} */ dash) => (context.dash = dash),
    fill: (/** @type {string} */ rule) => drawn.push(`fill ${context.fillStyle} ${rule} ${context.path}`),
    stroke: () => drawn.push(`stroke ${context.strokeStyle} ${Number(context.lineWidth.toFixed(3))} [${context.dash}] ${context.path}`),
    clearRect: () => drawn.push("clear"),
    setTransform: (/** @type {number} */ ratio) => drawn.push(`scale ${ratio}`),
  };
  const canvas = /** @type {any} */ ({ width: 2 * SIZE, getContext: () => context });
  paintGround(canvas, /** @type {any} */ (features), { size: SIZE, zoom, latitude });
  return drawn;
}

/** @param {string} kind @param {number} type @param {string} [of] @param {number} [x] */
function feature(kind, type, of = "", x = 0) {
  return { kind, type, of, rings: [[{ x, y: 0 }, { x: x + 8, y: 0 }, { x: x + 8, y: 8 }]] };
}

/** @param {number} metres @param {number} zoom At the equator: by the definition of the tiles. */
function pixels(metres, zoom) {
  return (metres * SIZE * 2 ** zoom) / EQUATOR_M;
}

test("a tile is cleared and drawn as finely as its canvas", () => {
  assert.deepEqual(painted(14, []), ["scale 2", "clear"]);
});

test("features of one look are painted in one stroke, areas closed", () => {
  const drawn = painted(14, [feature("park", AREA), feature("field", AREA, "", 16), feature("park", AREA, "", 32)]);

  assert.deepEqual(drawn.slice(2), ["fill --map-park evenodd M0 0L8 0L8 8ZM32 0L40 0L40 8Z", "fill --map-field evenodd M16 0L24 0L24 8Z"]);
});

test("edges of all roads come before their surfaces, so that crossings are open", () => {
  const drawn = painted(17, [feature("road", LINE, "street"), feature("road", LINE, "lane", 4)]);

  const [street, lane] = [16, 5].map((metres) => pixels(metres, 17));
  const widths = [street + 1.4, lane + 1.4, street, lane].map((each) => Number(each.toFixed(3)));
  assert.deepEqual(drawn.slice(2).map((each) => each.split(" ").slice(1, 3)), [
    ["--map-road-line", String(widths[0])],
    ["--map-road-line", String(widths[1])],
    ["--map-road", String(widths[2])],
    ["--map-road", String(widths[3])],
  ]);
});

test("roads are wider towards the poles, where a metre takes more of the map", () => {
  const width = (/** @type {number} */ latitude) => Number(painted(17, [feature("road", LINE, "street")], latitude).at(-1)?.split(" ")[2]);

  assert.equal(Math.abs(width(60) / width(0) - 2) < 0.001, true);
});

test("from afar only the arterial roads are left, thin", () => {
  const drawn = painted(8, [feature("road", LINE, "lane"), feature("road", LINE, "arterial")]);

  assert.deepEqual(drawn.slice(2).map((each) => each.split(" ").slice(0, 3).join(" ")), ["stroke --map-road-line 3.2", "stroke --map-road 1.8"]);
});

test("water and railways are lines or areas, and each looks like itself", () => {
  const looks = (/** @type {string} */ kind, /** @type {number} */ type) => painted(10, [feature(kind, type)]).slice(2).map((each) => each.split(" ").slice(0, 2).join(" "));

  assert.deepEqual(looks("water", LINE), ["stroke --map-water"]);
  assert.deepEqual(looks("water", AREA), ["fill --map-water"]);
  assert.deepEqual(looks("rail", LINE), ["stroke --map-rail", "stroke --map-land"]);
  assert.deepEqual(looks("rail", AREA), ["fill --map-rail"]);
  assert.deepEqual(looks("road", AREA), ["stroke --map-road-line", "fill --map-road"]);
  assert.deepEqual(looks("building", AREA), ["fill --map-building", "stroke --map-building-line"]);
  assert.deepEqual(looks("zone", AREA), ["stroke --map-border"]);
  assert.deepEqual(looks("town", AREA), ["stroke --map-border"]);
});

test("what has no look of its own is a thin line, and a point is not drawn", () => {
  const [stroke] = painted(20, [feature("other", LINE)]).slice(2);
  const [point] = painted(20, [feature("other", POINT)]).slice(2);

  assert.equal(stroke, "stroke --map-border 1 [] M0 0L8 0L8 8");
  assert.equal(point, "stroke --map-border 1 [] ");
});
