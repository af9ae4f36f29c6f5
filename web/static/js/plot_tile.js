// One vector tile of plots, decoded once into arrays for painting at any date.
import { PbfReader, VectorTile } from "../vendor/vector-tile.js";

/** @import { VectorTileFeature } from "@mapbox/vector-tile" */

const LAYER = "plots";
const HISTORY = "plots_history";
const POINT = 1;
const ABSENT = -1;
const ALWAYS = -0x8000_0000;

/**
 * The plots of a tile; plot i has the corners `starts[i]` to `starts[i + 1]`, two numbers
 * each, in rings that begin where `turns` is 1, and the steps `first[i]` to `first[i + 1]`.
 */
export class PlotTile {
  /**
   * @param {ArrayBuffer} bytes A Mapbox Vector Tile; may be empty.
   * @param {{ size: number, stages: string[] }} options Width in CSS pixels; stage codes.
   */
  constructor(bytes, { size, stages }) {
    const [features, histories] = featuresOf(bytes, LAYER, HISTORY);
    const scale = features.length ? size / features[0].extent : 1;
    const shapes = features.map((feature) => feature.loadGeometry());
    const corners = shapes.flatMap((rings) => rings.flat());
    const steps = features.map(({ properties }, at) => stepsOf(histories[at], properties, stages));
    this.count = features.length;
    this.numbers = Float64Array.from(features, ({ id }) => id ?? 0);
    this.isPoint = Uint8Array.from(features, ({ type }) => Number(type === POINT));
    this.x = Float32Array.from(corners, (corner) => corner.x * scale);
    this.y = Float32Array.from(corners, (corner) => corner.y * scale);
    this.turns = Uint8Array.from(shapes.flat().flatMap((ring) => ring.map((_, at) => Number(at === 0))));
    this.starts = running(shapes.map((rings) => rings.flat().length));
    this.days = Int32Array.from(steps.flatMap(([days]) => days));
    this.stages = Int8Array.from(steps.flatMap(([, reached]) => reached));
    this.first = running(steps.map(([days]) => days.length));
    /** The stage of each plot on the day of `stagesOn`. */
    this.now = new Int8Array(this.count).fill(ABSENT);
    this.#at = new Int32Array(this.count).fill(-1);
  }

  /** Which step each plot has reached, from its own first; -1 before that. */
  #at;

  /**
   * Brings `now` to a day.
   *
   * @param {number} day
   * @returns {number[]} The plots whose stage has changed.
   */
  moveTo(day) {
    const [changed, at, { first, days, stages, now }] = [/** @type {number[]} */ ([]), this.#at, this];
    for (let plot = 0; plot < this.count; plot += 1) {
      const [from, end] = [first[plot], first[plot + 1]];
      let step = from + at[plot];
      while (step + 1 < end && days[step + 1] <= day) step += 1;
      while (step >= from && days[step] > day) step -= 1;
      at[plot] = step - from;
      const stage = step < from ? ABSENT : stages[step];
      if (stage !== now[plot]) {
        now[plot] = stage;
        changed.push(plot);
      }
    }
    return changed;
  }

  /**
   * @param {number} plot
   * @returns {[number, number][]} Its steps: day and stage.
   */
  steps(plot) {
    const [from, end] = [this.first[plot], this.first[plot + 1]];
    return Array.from(this.days.subarray(from, end), (day, at) => [day, this.stages[from + at]]);
  }

  /**
   * @param {number} plot
   * @returns {[number, number, number, number]} West, north, east, south in CSS pixels.
   */
  box(plot) {
    const [from, end] = [this.starts[plot], this.starts[plot + 1]];
    const [x, y] = [this.x.subarray(from, end), this.y.subarray(from, end)];
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  }

  /** @param {number} number */
  indexOf(number) {
    return this.numbers.indexOf(number);
  }
}

/**
 * @param {ArrayBuffer} bytes
 * @param {...string} names
 * @returns {VectorTileFeature[][]} The features of each layer; none where it is not there.
 */
function featuresOf(bytes, ...names) {
  if (bytes.byteLength === 0) return names.map(() => []);
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(bytes)));
  return names.map((name) => Array.from({ length: layers[name]?.length ?? 0 }, (_, at) => layers[name].feature(at)));
}

/**
 * @param {VectorTileFeature | undefined} history Its positions are steps: day and stage.
 * @param {Record<string, unknown>} properties `stage` holds on every day where there is no history.
 * @param {string[]} stages
 * @returns {[number[], number[]]} Days and stages.
 */
function stepsOf(history, { stage }, stages) {
  if (!history) return [[ALWAYS], [Math.max(0, stages.indexOf(String(stage)))]];
  const steps = history.loadGeometry().flat();
  return [steps.map(({ x }) => x), steps.map(({ y }) => y)];
}

/** @param {number[]} lengths */
function running(lengths) {
  const starts = new Int32Array(lengths.length + 1);
  for (const [at, length] of lengths.entries()) starts[at + 1] = starts[at] + length;
  return starts;
}
