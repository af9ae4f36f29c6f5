// Brings the page to what is asked: at once where it is known, else when it has been fetched.
import { dayOf } from "../page/civil.js";
import { replaceParts, setBusy } from "../page/dated_parts.js";
import { fetchFragment } from "../page/requests.js";

/** @import { Query } from "../page/address.js" */
/** @import { Clocks } from "../shell/clocks.js" */
/** @import { Curve } from "../curves/curve.js" */
/** @import { Knowledge } from "./knowledge.js" */
/** @import { How, MapQuery } from "./map_query.js" */
/** @import { PlotLayer } from "../plots/plot_layer.js" */
/** @import { Reading } from "./reading.js" */

const REST_MS = 180;

/**
 * @typedef {object} Parts
 * @property {HTMLElement} page
 * @property {PlotLayer} plots
 * @property {MapQuery} asked
 * @property {Clocks} clocks
 * @property {Knowledge} knowledge
 * @property {Reading} reading
 *
 * @typedef {object} Act
 * @property {(what: string) => void} say
 * @property {() => void} tell Reads the curve out.
 * @property {(error: unknown) => void} refuse Tells why nothing has changed.
 */

export class Showing {
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
    const { asked, knowledge } = this.#parts;
    knowledge.take(asked.value, asked.day, position).catch(this.#act.refuse);
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
    const { page, asked, clocks, knowledge, reading } = this.#parts;
    this.#request.abort();
    clearTimeout(this.#rest);
    const { signal } = (this.#request = new AbortController());
    if (how !== "typed" && knowledge.has(query)) return this.#showAtOnce(query, how);
    setBusy(page, true);
    this.#act.say("moved");
    if (how === "stepped" || how === "scrubbed") {
      clocks.show(query, query.as_known ? { as_known: query.as_known } : {});
      reading.point(asked.dayOf(query));
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
    const { asked, knowledge } = this.#parts;
    if (!(await knowledge.grow(asked.value))) return;
    const { today, first, knowledge: found } = /** @type {Curve} */ (knowledge.curve);
    this.#showKnowledge(asked.value, { today, first, ...found });
    await knowledge.take(asked.value, asked.day);
    this.#act.say("grown");
  }

  /** Fetches the figures that the first look did without, once they are wanted. */
  async complete() {
    const { asked, knowledge } = this.#parts;
    await this.#begun;
    try {
      if (await knowledge.complete(asked.value)) this.#act.tell();
    } catch (error) {
      this.#act.refuse(error);
    }
  }

  /** @param {AbortSignal} signal */
  async #sketch(signal) {
    const { asked, knowledge } = this.#parts;
    try {
      await knowledge.sketch(asked.value, signal);
      this.#showKnowledge(asked.value, { today: knowledge.curve?.today, first: knowledge.curve?.first });
    } catch (error) {
      if (!signal.aborted) this.#act.refuse(error);
    }
  }

  /**
   * @param {Query} query
   * @param {How} how
   */
  #showAtOnce(query, how) {
    const { page, plots, asked, clocks, reading } = this.#parts;
    asked.accept(query, how);
    clocks.show(query);
    reading.setDay(asked.day);
    plots.setDay(asked.day);
    setBusy(page, false);
    this.#act.say("moved");
    this.#act.say("shown");
    this.#rest = setTimeout(() => this.#settle(), REST_MS);
  }

  /**
   * @param {Query} query
   * @param {How} how
   * @param {AbortSignal} signal
   */
  async #load(query, how, signal) {
    const { page, asked, knowledge } = this.#parts;
    const isPlain = [query.as_of, query.as_known].every((text) => !text || dayOf(text) !== null);
    const { as_of, as_known, lang } = query;
    const isForServer = how === "typed" || !isPlain;
    const parts = isForServer
      ? await fetchFragment(page.dataset.partsUrl ?? "", { as_of, as_known, lang }, signal)
      : null;
    await knowledge.learn(query, signal);
    const { today, first, knowledge: found } = /** @type {Curve} */ (knowledge.curve);
    asked.accept(query, how);
    if (parts) replaceParts(parts);
    this.#showKnowledge(query, parts ? { today, first } : { today, first, ...found });
    await knowledge.take(asked.value, asked.day);
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
    this.#act.say("shown");
  }

  #settle() {
    this.#parts.plots.settle();
    this.#parts.asked.write({ isStep: false });
    this.#act.say("settled");
  }

  /**
   * What is shown stays; what was typed stays too, for the reader to mend.
   *
   * @param {unknown} error
   * @param {How} how
   */
  #fail(error, how) {
    const { page, asked, knowledge } = this.#parts;
    setBusy(page, false);
    if (how !== "typed") this.#showKnowledge(asked.value, knowledge.curve?.knowledge ?? {});
    this.#act.say("settled");
    this.#act.refuse(error);
  }
}

/** @param {number} time_ms */
function pause(time_ms) {
  return new Promise((resolve) => setTimeout(resolve, time_ms));
}
