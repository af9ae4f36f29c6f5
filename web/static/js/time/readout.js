// What a reader reads off the curve: legend, track, and the note where there is nothing.
import { filterOf } from "../page/address.js";
import { fillLegend, press } from "./legend.js";
import { showNothing } from "./nothing.js";
import { element } from "../page/page.js";
import { search } from "../page/requests.js";
import { TimeTrack } from "./time_track.js";

/** @import { Curve, Measure } from "../curves/curve.js" */
/** @import { TimeOfMap } from "./time_of_map.js" */

/**
 * @typedef {object} Told
 * @property {Curve} curve
 * @property {number} day
 * @property {number} known The last day that is known of.
 * @property {number} today
 * @property {string[]} off Codes of stages that are not shown.
 * @property {boolean} isFiltered
 * @property {boolean} isAtInstant Then the server writes the legend: the curve knows days.
 */

export class Readout {
  #page;
  #track;
  #complete;
  /** The day that the server wrote the legend for. */
  #written;
  /** @type {Told | null} */
  #told = null;
  /** @type {Measure} */
  #measure = "area";
  /** @type {Curve | null} */
  #view = null;
  /** @type {{ curve: Curve, day: number } | null} */
  #before = null;

  /**
   * @param {HTMLElement} page
   * @param {{ written: number, scrub: (day: number) => void, complete: () => void }} options
   *   `written` is the day that the server wrote the legend for; `complete` is called where
   *   figures are lacking.
   */
  constructor(page, { written, scrub, complete }) {
    this.#page = page;
    this.#written = written;
    this.#complete = complete;
    this.#track = new TimeTrack(element("track"), { page, scrub });
  }

  /** The days of the track. */
  get span() {
    return this.#track.span;
  }

  /** @param {TimeOfMap} time All that can be read off it. */
  readOff({ curve, day, knownDay: known, today, query, isAtInstant }) {
    press("scope", query.scope === "view" ? "view" : "all");
    const isFiltered = search(filterOf(query)) !== "";
    if (curve) this.tell({ curve, day, known, today, off: query.off, isFiltered, isAtInstant });
  }

  /** @param {Told} told */
  tell(told) {
    this.#told = told;
    this.#choose(told.curve);
    const before = this.#before?.day ?? null;
    this.#track.show({ ...told, measure: this.#measure, before });
    this.#fill();
  }

  /** @param {number} day Another day of what was told. */
  setDay(day) {
    if (!this.#told) return;
    this.#told.day = day;
    this.#track.setDay(day);
    this.#fill();
  }

  /** @param {number} day The track alone, while figures are awaited. */
  point(day) {
    this.#track.setDay(day);
  }

  /** @param {Curve | null} view What is in view, for the legend; null tells the whole. */
  setView(view) {
    if (view === this.#view) return;
    this.#view = view;
    this.#again();
  }

  /** @param {{ curve: Curve, day: number } | null} before What the legend compares with. */
  setBefore(before) {
    if (before?.curve === this.#before?.curve && before?.day === this.#before?.day) return;
    this.#before = before;
    this.#again();
  }

  /** @param {Measure} measure */
  measureBy(measure) {
    this.#measure = measure;
    this.#again();
  }

  #again() {
    if (this.#told) this.tell(this.#told);
  }

  /** Whether the legend is about what the server wrote it for: figures need not be known. */
  get #isWritten() {
    if (!this.#told || this.#view) return false;
    const { curve, day, off, isFiltered } = this.#told;
    const isSame = day === this.#written && !off.length && !isFiltered;
    return isSame && curve.answer.position === Number(this.#page.dataset.position);
  }

  #fill() {
    const told = /** @type {Told} */ (this.#told);
    const isWritten = this.#isWritten;
    if (!told.isAtInstant) fillLegend({ ...told, view: this.#view, before: this.#before, isWritten });
    if (!told.curve.isWhole && !(isWritten && told.curve.has(this.#measure))) this.#complete();
    showNothing(told.curve, told.day, told.isFiltered);
  }

  /**
   * Where no plot has a boundary there is no area to measure by.
   *
   * @param {Curve} curve
   */
  #choose(curve) {
    const isWithoutArea = curve.highest("plots") > 0 && curve.highest("area") === 0;
    if (isWithoutArea && this.#measure === "area") this.#measure = "plots";
    if (!isWithoutArea && this.#measure === "plots") this.#measure = "area";
    this.#page.dataset.measure = this.#measure;
    press("measureBy", this.#measure);
  }
}
