// The time of the map: clocks, legend, track and plots shown at the same two dates.
import { readQuery, writeQuery } from "./address.js";
import { clocks } from "./clocks.js";
import { dayOf, inDistrict } from "./civil.js";
import { fetchCurve } from "./curve.js";
import { replaceParts, setBusy } from "./dated_parts.js";
import { fillLegend, pressMeasure, tendLegend } from "./legend.js";
import { tellNothing, tendNothing } from "./nothing.js";
import { element } from "./page.js";
import { PlotSource } from "./plot_source.js";
import { Playback } from "./playback.js";
import { fetchFragment } from "./requests.js";
import { TimeTrack } from "./time_track.js";

/** @import { Query } from "./address.js" */
/** @import { Clocks } from "./clocks.js" */
/** @import { Curve, Measure } from "./curve.js" */
/** @import { PlotLayer } from "./plot_layer.js" */

const REST_MS = 180;

/**
 * @typedef {object} Follow
 * @property {() => void} moved The dates have changed, perhaps not for long.
 * @property {() => void} settled The dates have come to rest.
 * @property {(query: Query) => void} returned The reader went back or forth.
 * @property {(error: unknown) => void} refuse Tells why nothing has changed.
 *
 * @typedef {"typed" | "stepped" | "scrubbed" | "returned"} How Dates that were typed are
 *   for the server to judge; what is typed or stepped to can be gone back from.
 */

export class TimeOfMap {
  #page;
  #plots;
  #source;
  #follow;
  #track;
  #play;
  #clocks = /** @type {Clocks} */ (clocks);
  #query = readQuery();
  /** @type {Curve | null} */
  #curve = null;
  /** @type {string | null} The knowledge date that the curve answers. */
  #known = null;
  /** @type {Measure} */
  #measure = "area";
  #rest = 0;
  #request = new AbortController();

  /**
   * @param {HTMLElement} page
   * @param {PlotLayer} plots
   * @param {Follow} follow
   */
  constructor(page, plots, follow) {
    this.#page = page;
    this.#plots = plots;
    this.#source = new PlotSource(plots, page.dataset.tilesAtUrl ?? "");
    this.#follow = follow;
    this.#track = new TimeTrack(element("track"), { page, scrub: (day) => this.#scrub(day) });
    this.#play = new Playback(element("play"), {
      page,
      day: () => this.day,
      span: () => this.#track.span,
      go: (day) => this.#goTo(day),
    });
    this.#clocks.onChange = (asked, { isTyped }) => {
      this.#play.stop();
      this.#show({ ...this.#query, ...asked }, isTyped ? "typed" : "stepped");
    };
    tendLegend(page, (measure) => this.#measureBy(measure));
    tendNothing(this.#clocks, () => this.#curve?.first ?? null);
    addEventListener("popstate", () => this.#return());
  }

  /** Shows the dates of the address: the server has written all but plots and track. */
  async open() {
    const position = Number(this.#page.dataset.position);
    this.#source.take(position, this.#query.as_of, this.day).catch(this.#follow.refuse);
    try {
      await this.#learn(this.#query, this.#request.signal);
      this.#showKnowledge(this.#query, { today: this.#curve?.today, first: this.#curve?.first });
    } catch (error) {
      this.#follow.refuse(error);
    }
  }

  /** The dates and the language of what the page shows. */
  get query() {
    const { as_of, as_known, lang } = this.#query;
    return { as_of, as_known, lang };
  }

  /** The as-of day, or the day of the instant asked for. */
  get day() {
    return this.#dayOf(this.#query);
  }

  /** The days of the track. */
  get span() {
    return this.#track.span;
  }

  /** @returns {number | null} The plot that the address asks for. */
  get plotAsked() {
    return /^\d+$/.test(this.#query.plot) ? Number(this.#query.plot) : null;
  }

  /** @param {number | null} number The address names it from now on. */
  choose(number) {
    this.#query = { ...this.#query, plot: number === null ? "" : String(number) };
    writeQuery(this.#query, { isStep: false });
  }

  /** @param {Query} query */
  #dayOf({ as_of }) {
    return as_of ? (dayOf(as_of) ?? dayOf(inDistrict(as_of)[0]) ?? 0) : this.#clocks.today;
  }

  /** @param {number} day */
  #scrub(day) {
    this.#play.stop();
    this.#goTo(day);
  }

  /**
   * @param {number} day
   * @returns {Promise<void>} Settles when the day is shown.
   */
  #goTo(day) {
    return this.#show({ ...this.#query, ...this.#clocks.at(day) }, "scrubbed");
  }

  #return() {
    const query = readQuery();
    const { as_of, as_known, known } = this.#query;
    if (query.as_of !== as_of || query.as_known !== as_known || query.known !== known) {
      this.#show({ ...query, plot: this.#query.plot }, "returned");
    }
    this.#follow.returned(query);
  }

  /**
   * A day at the knowledge that is there is shown at once; other knowledge is fetched
   * when scrubbing rests.
   *
   * @param {Query} query
   * @param {How} how
   */
  async #show(query, how) {
    this.#request.abort();
    clearTimeout(this.#rest);
    const { signal } = (this.#request = new AbortController());
    if (how !== "typed" && this.#isThere(query)) return this.#showAtOnce(query, how);
    setBusy(this.#page, true);
    this.#follow.moved();
    if (how === "stepped" || how === "scrubbed") {
      this.#clocks.show(query, query.as_known ? { as_known: query.as_known } : {});
      this.#track.setDay(this.#dayOf(query));
    }
    if (how === "scrubbed") await pause(REST_MS);
    if (signal.aborted) return;
    try {
      await this.#load(query, how, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error, how);
    }
  }

  /** @param {Query} query */
  #isThere({ as_of, as_known }) {
    const isDay = !as_of || dayOf(as_of) !== null;
    return isDay && as_known === this.#known && !this.#source.isAtInstant;
  }

  /**
   * @param {Query} query
   * @param {How} how
   */
  #showAtOnce(query, how) {
    this.#accept(query, how);
    this.#clocks.show(query);
    this.#showDay();
    setBusy(this.#page, false);
    this.#follow.moved();
    this.#rest = setTimeout(() => this.#settle(), REST_MS);
  }

  /**
   * @param {Query} query
   * @param {How} how
   * @param {AbortSignal} signal
   */
  async #load(query, how, signal) {
    const isPlain = [query.as_of, query.as_known].every((text) => !text || dayOf(text) !== null);
    const { partsUrl = "" } = this.#page.dataset;
    const { as_of, as_known, lang } = query;
    const parts =
      how === "typed" || !isPlain ? await fetchFragment(partsUrl, { as_of, as_known, lang }, signal) : null;
    await this.#learn(query, signal);
    const curve = /** @type {Curve} */ (this.#curve);
    this.#accept(query, how);
    if (parts) replaceParts(parts);
    const { today, first, knowledge } = curve;
    this.#showKnowledge(query, parts ? { today, first } : { today, first, ...knowledge });
    await this.#source.take(curve.answer.position, query.as_of, this.#dayOf(query));
    if (signal.aborted) return;
    setBusy(this.#page, false);
    this.#settle();
  }

  /**
   * Gets the curve of another knowledge date.
   *
   * @param {Query} query
   * @param {AbortSignal} signal
   */
  async #learn({ as_known }, signal) {
    if (as_known === this.#known) return;
    this.#curve = await fetchCurve(this.#page.dataset.curveUrl ?? "", as_known, signal);
    this.#known = as_known;
  }

  /**
   * @param {Query} query
   * @param {Parameters<Clocks["show"]>[1]} found
   */
  #showKnowledge(query, found) {
    this.#clocks.show(query, found);
    const curve = /** @type {Curve} */ (this.#curve);
    const isWithoutArea = curve.highest("plots") > 0 && curve.highest("area") === 0;
    if (isWithoutArea && this.#measure === "area") this.#measure = "plots";
    if (!isWithoutArea && this.#measure === "plots") this.#measure = "area";
    this.#page.dataset.measure = this.#measure;
    pressMeasure(this.#measure);
    this.#showTrack();
    if (!this.#source.isAtInstant) fillLegend(curve, this.day);
    tellNothing(curve, this.day);
  }

  #showTrack() {
    const curve = /** @type {Curve} */ (this.#curve);
    const known = this.#clocks.knownDay;
    this.#track.show({ curve, measure: this.#measure, day: this.day, known, today: this.#clocks.today });
  }

  #showDay() {
    const curve = /** @type {Curve} */ (this.#curve);
    fillLegend(curve, this.day);
    this.#track.setDay(this.day);
    this.#plots.setDay(this.day);
    tellNothing(curve, this.day);
  }

  #settle() {
    this.#plots.settle();
    writeQuery(this.#query, { isStep: false });
    this.#follow.settled();
  }

  /**
   * @param {Query} query
   * @param {How} how
   */
  #accept(query, how) {
    this.#query = { ...query, plot: this.#query.plot };
    if (how === "typed" || how === "stepped") writeQuery(this.#query, { isStep: true });
  }

  /**
   * What is shown stays; what was typed stays too, for the reader to mend.
   *
   * @param {unknown} error
   * @param {How} how
   */
  #fail(error, how) {
    this.#play.stop();
    setBusy(this.#page, false);
    if (how !== "typed") this.#showKnowledge(this.#query, this.#curve?.knowledge ?? {});
    this.#follow.settled();
    this.#follow.refuse(error);
  }

  /** @param {Measure} measure */
  #measureBy(measure) {
    this.#measure = measure;
    if (this.#curve) this.#showKnowledge(this.#query, {});
  }
}

/** @param {number} time_ms */
function pause(time_ms) {
  return new Promise((resolve) => setTimeout(resolve, time_ms));
}
