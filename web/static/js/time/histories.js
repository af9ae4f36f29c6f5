// What is known at one K of the plots that are asked about: their curve, and their tiles.
import { filterOf } from "../page/address.js";
import { dayOf } from "../page/civil.js";
import { REST, SKETCH, fetchCurve } from "../curves/curve.js";
import { PlotSource } from "../plots/plot_source.js";
import { search } from "../page/requests.js";

/** @import { Query } from "../page/address.js" */
/** @import { Curve } from "../curves/curve.js" */
/** @import { PlotLayer } from "../plots/plot_layer.js" */

export class Histories {
  #curveUrl;
  #source;
  /** @type {Curve | null} */
  #curve = null;
  /** @type {string | null} The knowledge date and the filter that the curve answers. */
  #known = null;
  /** @type {Promise<void> | null} What the sketch lacks is on its way. */
  #rest = null;

  /**
   * @param {HTMLElement} page Says where to ask.
   * @param {PlotLayer} plots
   */
  constructor({ dataset }, plots) {
    this.#curveUrl = dataset.curveUrl ?? "";
    this.#source = new PlotSource(plots, dataset.tilesAtUrl ?? "");
  }

  get curve() {
    return this.#curve;
  }

  /** Whether the plots hold at one instant only. */
  get isAtInstant() {
    return this.#source.isAtInstant;
  }

  /**
   * @param {Query} query
   * @returns {boolean} Whether any day of it can be shown without a request.
   */
  has(query) {
    const isDay = !query.as_of || dayOf(query.as_of) !== null;
    return isDay && keyOf(query) === this.#known && !this.isAtInstant;
  }

  /**
   * Learns what the first look at a map needs.
   *
   * @param {Query} query
   * @param {AbortSignal} signal
   */
  async sketch(query, signal) {
    this.#curve = await this.#fetch(query, signal, SKETCH);
    this.#known = keyOf(query);
  }

  /**
   * @param {Query} query
   * @param {AbortSignal} signal
   */
  async learn(query, signal) {
    if (keyOf(query) === this.#known && this.#curve?.isWhole) return;
    this.#curve = await this.#fetch(query, signal);
    this.#known = keyOf(query);
  }

  /**
   * Learns what a sketch lacks, as known at its position: figures stay of one moment.
   *
   * @param {Query} query
   * @returns {Promise<boolean>} Whether figures have come that were not there.
   */
  async complete(query) {
    const curve = this.#curve;
    if (!curve || curve.isWhole || this.#rest || keyOf(query) !== this.#known) return false;
    this.#rest = this.#completeAt(curve, query).finally(() => (this.#rest = null));
    await this.#rest;
    return curve === this.#curve;
  }

  /**
   * Learns what has been recorded since.
   *
   * @param {Query} query
   * @returns {Promise<boolean>} Whether there is more, and nothing else is shown by now.
   */
  async grow(query) {
    if (keyOf(query) !== this.#known) return false;
    const curve = await this.#fetch(query, new AbortController().signal);
    const isMore = curve.answer.position > (this.#curve?.answer.position ?? 0);
    if (!isMore || keyOf(query) !== this.#known) return false;
    this.#curve = curve;
    return true;
  }

  /**
   * @param {Query} query
   * @param {number} day
   * @param {number} [position] Where it is known without a curve.
   * @returns {Promise<void>} Settles when every tile shows it.
   */
  take(query, day, position = this.#curve?.answer.position ?? 0) {
    return this.#source.take({ position, asOf: query.as_of, day, filter: filterOf(query) });
  }

  /**
   * @param {Curve} curve
   * @param {Query} query
   */
  async #completeAt(curve, query) {
    const as_known = String(curve.answer.position);
    const rest = await fetchCurve(this.#curveUrl, { as_known, ...filterOf(query), measures: REST });
    curve.complete(rest.answer);
  }

  /**
   * @param {Query} query
   * @param {AbortSignal} signal
   * @param {string} [measures] Blank for all.
   */
  #fetch(query, signal, measures = "") {
    return fetchCurve(this.#curveUrl, { as_known: query.as_known, ...filterOf(query), measures }, signal);
  }
}

/** @param {Query} query */
export function keyOf(query) {
  return search({ as_known: query.as_known, ...filterOf(query) });
}
