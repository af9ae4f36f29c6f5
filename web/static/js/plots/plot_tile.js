// One vector tile of plots, decoded once into arrays for painting at any date.
import { readLayer } from "./tile_reader.js";

/** @import { Features } from "./tile_reader.js" */

const PLOTS = "plots";
/** From far away a large district comes as areas: zones in the stage of their middle plot. */
const AREAS = "areas";
const POINT = 1;
const ABSENT = -1;
const ALWAYS = -0x8000_0000;

/** @typedef {[day: number, stage: number]} Step */

/**
 * The plots of a tile. Plot i has the corners `starts[i]` to `starts[i + 1]`, two numbers
 * each, in rings that begin where `turns` is 1, and the steps `first[i]` to `first[i + 1]`.
 * A plot whose boundary has changed is there once a boundary, and present once at most.
 */
export class PlotTile {
  /**
   * @param {ArrayBuffer} bytes A Mapbox Vector Tile; may be empty.
   * @param {{ size: number, stages: string[] }} options Width in CSS pixels; stage codes.
   */
  constructor(bytes, { size, stages }) {
    const areas = readLayer(bytes, AREAS, size);
    const features = areas ?? readLayer(bytes, PLOTS, size);
    const history = readLayer(bytes, `${areas ? AREAS : PLOTS}_history`);
    const steps = history ? stepsOf(history) : standing(features, stages);
    this.count = features?.count ?? 0;
    this.isOfAreas = areas !== null;
    this.names = areas?.texts("name") ?? [];
    this.numbers = features?.ids ?? new Float64Array();
    this.isPoint = Uint8Array.from(features?.types ?? [], (type) => Number(type === POINT));
    this.x = features?.x ?? new Float32Array();
    this.y = features?.y ?? new Float32Array();
    this.turns = features?.turns ?? new Uint8Array();
    this.starts = features?.starts ?? new Int32Array(1);
    this.days = steps.days;
    this.stages = steps.stages;
    this.first = steps.first;
    /** The stage of each plot on the day it was moved to. */
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
   * @param {number} number
   * @returns {Step[]} The steps of a plot with that number, over all its boundaries.
   */
  stepsOf(number) {
    const steps = this.#allOf(number).flatMap((plot) => this.#steps(plot));
    steps.sort(([day, stage], [other, reached]) => day - other || stage - reached);
    return steps.filter(([day], at) => steps[at + 1]?.[0] !== day);
  }

  /** @param {number} plot */
  #steps(plot) {
    const [from, end] = [this.first[plot], this.first[plot + 1]];
    return Array.from(this.days.subarray(from, end), (day, at) => /** @type {Step} */ ([day, this.stages[from + at]]));
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

  /**
   * @param {number} number
   * @returns {number} The boundary of the plot that is present, else any; -1 where none is.
   */
  indexOf(number) {
    const all = this.#allOf(number);
    return all.find((plot) => this.now[plot] !== ABSENT) ?? all[0] ?? -1;
  }

  /** @param {number} number */
  #allOf(number) {
    const found = [];
    let plot = this.numbers.indexOf(number);
    for (; plot >= 0; plot = this.numbers.indexOf(number, plot + 1)) found.push(plot);
    return found;
  }
}

/** @param {Features} history Its positions are steps: day and stage. */
function stepsOf({ x, y, starts }) {
  return { days: Int32Array.from(x), stages: Int8Array.from(y), first: starts };
}

/**
 * Where there is no history, one stage holds on every day.
 *
 * @param {Features | null} features
 * @param {string[]} stages
 */
function standing(features, stages) {
  const reached = features?.texts("stage") ?? [];
  return {
    days: new Int32Array(reached.length).fill(ALWAYS),
    stages: Int8Array.from(reached, (code) => Math.max(0, stages.indexOf(code))),
    first: Int32Array.from({ length: reached.length + 1 }, (_, at) => at),
  };
}
