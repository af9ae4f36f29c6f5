// Where the sites of projects come from: asked once, kept for both sides of a comparison.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";

import { SiteSource } from "../../../web/static/js/sites/site_source.js";
import { serving } from "./serving.mjs";

const WORLD_PX = 256;

/** By the definition of EPSG:3857, over the whole world in 256 pixels. */
const latLngToPoint = (/** @type {[number, number]} */ [lat, lng]) => ({
  x: WORLD_PX * (lng / 360 + 0.5),
  y: WORLD_PX * (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)),
});
/** @type {any} */ (globalThis).L = { CRS: { EPSG3857: { latLngToPoint } }, latLng: (/** @type {number} */ lat, /** @type {number} */ lng) => [lat, lng] };

/** @param {number} id @param {number} side @param {number} from @param {number | null} to */
function site(id, side, from, to) {
  const ring = [[0, 0], [side, 0], [side, side], [0, 0]];
  return { id, geometry: { type: "Polygon", coordinates: [ring] }, properties: { project: `P${id}`, name: id === 1 ? "园" : null, from, to } };
}

const NOWHERE = { id: 9, geometry: { type: "Point", coordinates: [0, 0] }, properties: { project: "P9", name: null, from: 0, to: null } };
const server = await serving({ features: [site(1, 10, 100, 200), site(2, 20, 150, null), NOWHERE] });
/** @type {SiteSource} */
let source;

beforeEach(() => {
  source = new SiteSource(`${server.address}/sites`);
  server.asked.length = 0;
});
after(() => server.close());

test("the sites of a day are those whose period holds it, the largest first", async () => {
  const projects = async (/** @type {number} */ day) => (await source.at({ position: 7, asOf: "", day })).map(({ project }) => project);

  assert.deepEqual(await Promise.all([99, 100, 150, 199, 200].map(projects)), [[], ["P1"], ["P2", "P1"], ["P2", "P1"], ["P2"]]);
  assert.deepEqual(server.asked, ["/sites?as_known=7"]);
});

test("an instant is asked for, and its answer needs no choosing", async () => {
  const found = await source.at({ position: 7, asOf: "2026-03-31T09:12:00+08:00", day: 0 });

  assert.equal(found.length, 2);
  assert.equal(new URL(server.asked[0], server.address).searchParams.get("as_of"), "2026-03-31T09:12:00+08:00");
});

test("before anything is known there are no sites, and nobody is asked", async () => {
  assert.deepEqual(await source.at({ position: 0, asOf: "", day: 150 }), []);
  assert.deepEqual(server.asked, []);
});

test("four answers are kept, those asked for last", async () => {
  for (const position of [1, 2, 3, 4, 1, 5, 1, 2]) await source.at({ position, asOf: "", day: 150 });

  assert.deepEqual(server.asked.map((each) => each.split("=")[1]), ["1", "2", "3", "4", "5", "2"]);
});

test("what could not be had is asked for again", async () => {
  const nowhere = new SiteSource(`${server.address.replace(/\d+$/, "1")}/sites`);

  await assert.rejects(nowhere.at({ position: 7, asOf: "", day: 150 }));
  await assert.rejects(nowhere.at({ position: 7, asOf: "", day: 150 }));
  assert.deepEqual(await source.at({ position: 7, asOf: "", day: 0 }), []);
});

test("a site is named by its project where it has no name, and lies where the map has it", async () => {
  const [large, small] = await source.at({ position: 7, asOf: "", day: 150 });

  assert.deepEqual([large.name, small.name], ["P2", "园"]);
  // 20° are 2,226,389.816 m east and 2,273,030.927 m north, of 20,037,508.343 to an edge.
  assert.deepEqual(large.box.map((each) => Number(each.toFixed(3))), [128, 113.48, 142.222, 128]);
  assert.equal(large.isArea, true);
});
