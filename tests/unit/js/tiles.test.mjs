// Tiles are read as another reader reads them, and plots stand on each day where their steps say.
import assert from "node:assert/strict";
import { test } from "node:test";

import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

import { PlotTile } from "../../../web/static/js/plots/plot_tile.js";
import { readLayer } from "../../../web/static/js/plots/tile_reader.js";
import { layers, tile } from "./packing.mjs";

/** @typedef {import("./packing.mjs").Drawn} Drawn */

const STAGES = ["registered", "signed", "demolished"];
/** @type {[number, number][]} */
const SQUARE = [[0, 0], [400, 0], [400, 300], [0, 300]];
/** @type {Drawn[]} */
const DRAWN = [
  { id: 7, type: 3, parts: [SQUARE, [[100, 100], [100, 200], [200, 200]]], tags: { stage: "signed" } },
  { id: 2 ** 40 + 1, type: 1, parts: [[[-5, 4100]]], tags: { stage: "demolished", name: "甲" } },
  { id: 9, type: 2, parts: [[[1, 1], [2, 3]], [[9, 9], [-300, 8]]] },
];

/** @param {ArrayBuffer} bytes @param {string} name Read by the library of the format's makers. */
function byLibrary(bytes, name) {
  const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers[name];
  return Array.from({ length: layer.length }, (_, at) => layer.feature(at));
}

test("a layer is read as the format's own library reads it", () => {
  const bytes = tile("plots", DRAWN);

  const found = readLayer(bytes, "plots");

  const wanted = byLibrary(bytes, "plots");
  assert.deepEqual(Array.from(found?.ids ?? []), wanted.map(({ id }) => id));
  assert.deepEqual(Array.from(found?.types ?? []), wanted.map(({ type }) => type));
  assert.deepEqual(found?.texts("stage"), ["signed", "demolished", ""]);
  assert.deepEqual(found?.texts("name"), ["", "甲", ""]);
  assert.deepEqual(found?.texts("nothing"), ["", "", ""]);
  for (const [at, feature] of wanted.entries()) {
    const [from, to] = [Number(found?.starts[at]), Number(found?.starts[at + 1])];
    // The library repeats the first corner of a ring at its end.
    const corners = feature.loadGeometry().flatMap((part) => (feature.type === 3 ? part.slice(0, -1) : part));
    assert.deepEqual(Array.from(found?.x.slice(from, to) ?? []), corners.map(({ x }) => x));
    assert.deepEqual(Array.from(found?.y.slice(from, to) ?? []), corners.map(({ y }) => y));
  }
  assert.deepEqual(Array.from(found?.turns ?? []), [1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0]);
});

test("corners come in the size that is asked for", () => {
  const found = readLayer(tile("plots", DRAWN, 4096), "plots", 256);

  assert.deepEqual(Array.from(found?.x.slice(0, 4) ?? []), [0, 25, 25, 0]);
});

test("a tile without the layer, or without anything, has none", () => {
  assert.equal(readLayer(tile("roads", DRAWN), "plots"), null);
  assert.equal(readLayer(new ArrayBuffer(0), "plots"), null);
});

/** @param {[number, number][][]} steps Of each plot: day and stage. */
function withHistory(steps) {
  const plots = steps.map((_, at) => /** @type {Drawn} */ ({ id: at + 1, type: 3, parts: [SQUARE] }));
  const history = steps.map((own, at) => /** @type {Drawn} */ ({ id: at + 1, type: 1, parts: [own] }));
  return new PlotTile(layers([["plots", plots, 4096], ["plots_history", history, 4096]]), { size: 256, stages: STAGES });
}

test("a plot stands in the stage of its last step, whichever way time is scrubbed", () => {
  /** @type {[number, number][][]} */
  const steps = [[[10, 0], [20, 1], [30, 2]], [[15, 1], [25, -1]], [[20, 0]]];
  const plots = withHistory(steps);
  const days = [5, 10, 14, 15, 19, 20, 24, 25, 29, 30, 40, 26, 25, 24, 12, 9, 31, 0, 20];

  for (const day of days) {
    plots.moveTo(day);

    const wanted = steps.map((own) => own.filter(([from]) => from <= day).at(-1)?.[1] ?? -1);
    assert.deepEqual(Array.from(plots.now), wanted, `day ${day}`);
  }
});

test("only plots whose stage has changed are painted anew", () => {
  const plots = withHistory([[[10, 0], [20, 1]], [[15, 1]]]);

  assert.deepEqual(plots.moveTo(12), [0]);
  assert.deepEqual(plots.moveTo(16), [1]);
  assert.deepEqual(plots.moveTo(17), []);
  assert.deepEqual(plots.moveTo(20), [0]);
  assert.deepEqual(plots.moveTo(9), [0, 1]);
});

test("a plot with two boundaries is one plot: its steps are joined, the present one is found", () => {
  /** @type {Drawn[]} */
  const plots = [{ id: 4, type: 3, parts: [SQUARE] }, { id: 4, type: 3, parts: [SQUARE] }];
  /** @type {Drawn[]} */
  const history = [{ id: 4, type: 1, parts: [[[10, 0], [20, -1]]] }, { id: 4, type: 1, parts: [[[20, 1]]] }];
  const found = new PlotTile(layers([["plots", plots, 4096], ["plots_history", history, 4096]]), { size: 256, stages: STAGES });

  found.moveTo(25);

  assert.equal(found.indexOf(4), 1);
  assert.equal(found.indexOf(5), -1);
  assert.deepEqual(found.stepsOf(4), [[10, 0], [20, 1]]);
  assert.deepEqual(found.box(0), [0, 0, 25, 18.75]);
});

test("without a history one stage holds on every day", () => {
  const found = new PlotTile(tile("plots", DRAWN), { size: 4096, stages: STAGES });

  assert.deepEqual(found.moveTo(-40_000), [0, 1, 2]);
  assert.deepEqual(Array.from(found.now), [1, 2, 0]);
});

test("from afar a tile is of named areas", () => {
  /** @type {Drawn[]} */
  const areas = [{ id: 1, type: 3, parts: [SQUARE], tags: { name: "片区 甲" } }];
  const found = new PlotTile(tile("areas", areas), { size: 256, stages: STAGES });

  assert.equal(found.isOfAreas, true);
  assert.deepEqual(found.names, ["片区 甲"]);
});
