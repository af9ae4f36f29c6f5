// What is painted of a tile, told by a canvas that writes down what it is told to draw.
import assert from "node:assert/strict";
import { test } from "node:test";

import { changeOf, paintChanges } from "../../../web/static/js/plots/change_painter.js";
import { paintChanged, paintPlots, plotAt } from "../../../web/static/js/plots/plot_painter.js";
import { placeAt } from "../../../web/static/js/plots/plot_shapes.js";
import { PlotTile } from "../../../web/static/js/plots/plot_tile.js";
import { layers, tile } from "./packing.mjs";

/** @typedef {[number, number]} Corner */

const SIZE = 256;
const STAGES = ["registered", "signed", "demolished"];
const CHANGES = Object.fromEntries(["back2", "back1", "same", "on1", "on2", "on3", "on4", "new", "gone", "line"].map((each) => [each, each]));
const PALETTE = { fills: ["f0", "f1", "f2"], edges: ["e0", "e1", "e2"], line: "line", selection: "selection", casing: "casing", changes: CHANGES };

/** A canvas that lists its fills and strokes, each with the corner that its path began at. */
function canvas() {
  /** @type {string[]} */
  const drawn = [];
  let begun = "";
  const context = {
    fillStyle: "",
    strokeStyle: "",
    beginPath: () => (begun = ""),
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => (begun += `(${x} ${y})`),
    fill: () => drawn.push(`fill ${context.fillStyle} ${begun}`),
    stroke: () => drawn.push(`stroke ${context.strokeStyle} ${begun}`),
    clearRect: () => drawn.push("clear"),
    ...{ lineTo() {}, arc() {}, setTransform() {}, save() {}, restore() {}, clip() {} },
  };
  return { drawn, canvas: /** @type {any} */ ({ width: SIZE, getContext: () => context }) };
}

/** @param {number} x @param {number} y @returns {Corner[]} A square of 16 pixels. */
function square(x, y) {
  return [[x, y], [x + 16, y], [x + 16, y + 16], [x, y + 16]];
}

/** @param {[id: number, at: Corner, stage: number][]} plots In their stages since ever. */
function standing(...plots) {
  const drawn = plots.map(([id, [x, y]]) => ({ id, type: 3, parts: [square(x, y)] }));
  const history = plots.map(([id, , stage]) => ({ id, type: 1, parts: [[/** @type {Corner} */ ([0, stage])]] }));
  const found = new PlotTile(layers([["plots", drawn, SIZE], ["plots_history", history, SIZE]]), { size: SIZE, stages: STAGES });
  found.moveTo(1);
  return found;
}

/** @param {object} [more] */
function look(more) {
  return /** @type {any} */ ({ zoom: 17, size: SIZE, palette: PALETTE, selected: null, ...more });
}

test("plots are filled stage by stage, in the colours of the stages", () => {
  const { drawn, canvas: paper } = canvas();

  paintPlots(paper, standing([1, [0, 0], 2], [2, [32, 0], 0], [3, [64, 0], 2]), look());

  assert.deepEqual(drawn, ["clear", "fill f0 (32 0)", "stroke line (32 0)", "fill f2 (0 0)(64 0)", "stroke line (0 0)(64 0)"]);
});

test("what is not in the books, or switched off, is not painted", () => {
  const { drawn, canvas: paper } = canvas();

  paintPlots(paper, standing([1, [0, 0], -1], [2, [32, 0], 1], [3, [64, 0], 0]), look({ off: new Set([1]) }));

  assert.deepEqual(drawn.filter((each) => each.startsWith("fill")), ["fill f0 (64 0)"]);
});

test("from afar edges have the colour of their stage, over one outline of all", () => {
  const { drawn, canvas: paper } = canvas();

  paintPlots(paper, standing([1, [0, 0], 1]), look({ zoom: 13 }));

  assert.deepEqual(drawn, ["clear", "stroke line (0 0)", "fill f1 (0 0)", "stroke e1 (0 0)"]);
});

test("only what has changed is painted over, and the selection stays on top", () => {
  const { drawn, canvas: paper } = canvas();

  paintChanged(paper, standing([1, [0, 0], 1], [2, [32, 0], 2]), [1], look({ selected: 1 }));

  assert.deepEqual(drawn, ["fill f2 (32 0)", "stroke line (32 0)", "stroke casing (0 0)", "stroke selection (0 0)"]);
});

test("a change is told by how far, forward or back, and by coming and going", () => {
  assert.deepEqual([[0, 0], [0, 1], [0, 3], [0, 7], [3, 2], [7, 0]].map(([from, to]) => changeOf(from, to)), ["same", "on1", "on3", "on4", "back1", "back2"]);
  assert.deepEqual([changeOf(-1, 2), changeOf(2, -1), changeOf(-1, -1)], ["new", "gone", null]);
});

test("a comparison paints each plot once, and what is gone from where it was", () => {
  const { drawn, canvas: paper } = canvas();
  const before = standing([1, [0, 0], 0], [2, [32, 0], 1]);
  const after = standing([1, [0, 0], 2], [3, [64, 0], 0]);

  paintChanges(paper, { before, after }, look());

  const fills = drawn.filter((each) => each.startsWith("fill"));
  assert.deepEqual(fills, ["fill on2 (0 0)", "fill new (64 0)", "fill gone (32 0)"]);
});

test("a plot lies under a position inside it, its holes do not", () => {
  const ring = [[/** @type {Corner} */ ([0, 0]), [100, 0], [100, 100], [0, 100]], [[40, 40], [40, 60], [60, 60], [60, 40]]];
  const found = new PlotTile(tile("plots", [{ id: 5, type: 3, parts: /** @type {Corner[][]} */ (ring), tags: { stage: "signed" } }], SIZE), { size: SIZE, stages: STAGES });
  found.moveTo(1);

  assert.equal(plotAt(found, { x: 10, y: 50, zoom: 17 }), 5);
  assert.equal(plotAt(found, { x: 50, y: 50, zoom: 17 }), null);
  assert.equal(plotAt(found, { x: 101, y: 50, zoom: 17 }), null);
  assert.equal(placeAt(found, { x: 10, y: 50, zoom: 17 }, new Set([1])), -1);
});

test("a point is hit within a finger's reach, the nearest first, above what it lies on", () => {
  const points = [[20, 20], [26, 20]].map((at, place) => ({ id: place + 1, type: 1, parts: [[/** @type {Corner} */ (at)]] }));
  const found = new PlotTile(tile("plots", [{ id: 9, type: 3, parts: [square(16, 16)] }, ...points], SIZE), { size: SIZE, stages: STAGES });
  found.moveTo(1);

  assert.equal(plotAt(found, { x: 22, y: 20, zoom: 10 }), 1);
  assert.equal(plotAt(found, { x: 25, y: 20, zoom: 10 }), 2);
  assert.equal(plotAt(found, { x: 20, y: 31, zoom: 10 }), 9);
});
