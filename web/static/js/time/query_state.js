// What is asked of the map: its dates, its filter and the rest, as the address says them.
import { readQuery, writeQuery } from "../page/address.js";
import { dayOf, inDistrict } from "../page/civil.js";
import { keyOf } from "./histories.js";

/** @import { Query } from "../page/address.js" */
/** @import { Clocks } from "../shell/clocks.js" */

/**
 * @typedef {"typed" | "stepped" | "scrubbed" | "returned"} How Dates that were typed are
 *   for the server to judge; what is typed or stepped to can be gone back from.
 */

export class QueryState {
  #clocks;
  #value = readQuery();

  /** @param {Clocks} clocks Know what day it is. */
  constructor(clocks) {
    this.#clocks = clocks;
  }

  get value() {
    return this.#value;
  }

  /** The dates and the language of what the page shows. */
  get dates() {
    const { as_of, as_known, lang } = this.#value;
    return { as_of, as_known, lang };
  }

  /** The as-of day, or the day of the instant asked for. */
  get day() {
    return this.dayOf(this.#value);
  }

  /** @param {Query} query */
  dayOf({ as_of }) {
    return as_of ? (dayOf(as_of) ?? dayOf(inDistrict(as_of)[0]) ?? 0) : this.#clocks.today;
  }

  /** @param {Query} query Whether it shows other dates or other plots. */
  differsFrom(query) {
    const { as_of, known } = this.#value;
    return query.as_of !== as_of || query.known !== known || keyOf(query) !== keyOf(this.#value);
  }

  /** @param {Query} query Goes into the address, if at all, by `write`. */
  take(query) {
    this.#value = query;
  }

  /**
   * The plot that is chosen stays: dates and filter have nothing to do with it.
   *
   * @param {Query} query
   * @param {How} how
   */
  accept(query, how) {
    this.#value = { ...query, plot: this.#value.plot };
    if (how === "typed" || how === "stepped") this.write({ isStep: true });
  }

  /** @param {{ isStep: boolean }} kind */
  write(kind) {
    writeQuery(this.#value, kind);
  }
}
