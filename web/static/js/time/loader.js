// Brings the page to what is asked: at once where it is known, else when it has been fetched.
import { dayOf } from "../page/civil.js";
import { replaceParts, setBusy } from "../page/dated_parts.js";
import { fetchFragment } from "../page/requests.js";

/** @import { Query } from "../page/address.js" */
/** @import { Clocks } from "../shell/clocks.js" */
/** @import { Curve } from "../curves/curve.js" */
/** @import { Histories } from "./histories.js" */
/** @import { How, QueryState } from "./query_state.js" */
/** @import { PlotLayer } from "../plots/plot_layer.js" */
/** @import { Readout } from "./readout.js" */

const REST_MS = 180;

/**
 * @typedef {object} Parts
 * @property {HTMLElement} page
 * @property {PlotLayer} plots
 * @property {QueryState} asked
 * @property {Clocks} clocks
 * @property {Histories} histories
 * @property {Readout} readout
 *
 * @typedef {object} Act
 * @property {(what: string) => void} emit
 * @property {() => void} tell Reads the curve out.
 * @property {(error: unknown) => void} reportError Tells why nothing has changed.
 */

export class Loader {
  #parts;
  #act;
  #rest = 0;
  #request = new AbortController();
  /** @type {Promise<void> | null} The first look. */
  #begun = null;

  /**
   * @param {Parts} parts
   * @param {Act} act
   */
  constructor(parts, act) {
    this.#parts = parts;
    this.#act = act;
  }

  /** @param {number} position Of what the server has written into the page. */
  async begin(position) {
    const { asked, histories } = this.#parts;
    histories.take(asked.value, asked.day, position).catch(this.#act.reportError);
    this.#begun = this.#sketch(this.#request.signal);
    await this.#begun;
  }

  /**
   * A day at the knowledge that is there is shown at once; other knowledge is fetched
   * when scrubbing rests.
   *
   * @param {Query} query
   * @param {How} how
   */
  async show(query, how) {
    const { page, asked, clocks, histories, readout } = this.#parts;
    this.#request.abort();
    clearTimeout(this.#rest);
    const { signal } = (this.#request = new AbortController());
    if (how !== "typed" && histories.has(query)) return this.#showAtOnce(query, how);
    setBusy(page, true);
    this.#act.emit("dates-changing");
    if (how === "stepped" || how === "scrubbed") {
      clocks.show(query, query.as_known ? { as_known: query.as_known } : {});
      readout.point(asked.dayOf(query));
    }
    if (how === "scrubbed") await pause(REST_MS);
    if (signal.aborted) return;
    try {
      await this.#load(query, how, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error, how);
    }
  }

  /** Shows what has become known since, quietly: nothing is hidden while it is fetched. */
  async grow() {
    const { asked, histories } = this.#parts;
    if (!(await histories.grow(asked.value))) return;
    const { today, first, knowledge: found } = /** @type {Curve} */ (histories.curve);
    this.#showKnowledge(asked.value, { today, first, ...found });
    await histories.take(asked.value, asked.day);
    this.#act.emit("grown");
  }

  /** Fetches the figures that the first look did without, once they are wanted. */
  async complete() {
    const { asked, histories } = this.#parts;
    await this.#begun;
    try {
      if (await histories.complete(asked.value)) this.#act.tell();
    } catch (error) {
      this.#act.reportError(error);
    }
  }

  /** @param {AbortSignal} signal */
  async #sketch(signal) {
    const { asked, histories } = this.#parts;
    try {
      await histories.sketch(asked.value, signal);
      this.#showKnowledge(asked.value, { today: histories.curve?.today, first: histories.curve?.first });
    } catch (error) {
      if (!signal.aborted) this.#act.reportError(error);
    }
  }

  /**
   * @param {Query} query
   * @param {How} how
   */
  #showAtOnce(query, how) {
    const { page, plots, asked, clocks, readout } = this.#parts;
    asked.accept(query, how);
    clocks.show(query);
    readout.setDay(asked.day);
    plots.setDay(asked.day);
    setBusy(page, false);
    this.#act.emit("dates-changing");
    this.#act.emit("shown");
    this.#rest = setTimeout(() => this.#settle(), REST_MS);
  }

  /**
   * @param {Query} query
   * @param {How} how
   * @param {AbortSignal} signal
   */
  async #load(query, how, signal) {
    const { page, asked, histories } = this.#parts;
    const isPlain = [query.as_of, query.as_known].every((text) => !text || dayOf(text) !== null);
    const { as_of, as_known, lang } = query;
    const isForServer = how === "typed" || !isPlain;
    const parts = isForServer
      ? await fetchFragment(page.dataset.partsUrl ?? "", { as_of, as_known, lang }, signal)
      : null;
    await histories.learn(query, signal);
    const { today, first, knowledge: found } = /** @type {Curve} */ (histories.curve);
    asked.accept(query, how);
    if (parts) replaceParts(parts);
    this.#showKnowledge(query, parts ? { today, first } : { today, first, ...found });
    await histories.take(asked.value, asked.day);
    if (signal.aborted) return;
    setBusy(page, false);
    this.#settle();
  }

  /**
   * @param {Query} query
   * @param {Parameters<Clocks["show"]>[1]} found
   */
  #showKnowledge(query, found) {
    this.#parts.clocks.show(query, found);
    this.#act.tell();
    this.#act.emit("shown");
  }

  #settle() {
    this.#parts.plots.settle();
    this.#parts.asked.write({ isStep: false });
    this.#act.emit("settled");
  }

  /**
   * What is shown stays; what was typed stays too, for the reader to mend.
   *
   * @param {unknown} error
   * @param {How} how
   */
  #fail(error, how) {
    const { page, asked, histories } = this.#parts;
    setBusy(page, false);
    if (how !== "typed") this.#showKnowledge(asked.value, histories.curve?.knowledge ?? {});
    this.#act.emit("settled");
    this.#act.reportError(error);
  }
}

/** @param {number} time_ms */
function pause(time_ms) {
  return new Promise((resolve) => setTimeout(resolve, time_ms));
}
