// The time of the map: clocks, legend, track and plots shown at the same two dates.
import { filterOf, readQuery, writeQuery } from "./address.js";
import { clocks } from "./clocks.js";
import { dayOf, inDistrict } from "./civil.js";
import { replaceParts, setBusy } from "./dated_parts.js";
import { Knowledge, keyOf } from "./knowledge.js";
import { press, tendLegend } from "./legend.js";
import { tendNothing } from "./nothing.js";
import { element } from "./page.js";
import { Playback } from "./playback.js";
import { Reading } from "./reading.js";
import { fetchFragment, search } from "./requests.js";

/** @import { Query } from "./address.js" */
/** @import { Clocks } from "./clocks.js" */
/** @import { Curve } from "./curve.js" */
/** @import { PlotLayer } from "./plot_layer.js" */

const REST_MS = 180;

/**
 * @typedef {"typed" | "stepped" | "scrubbed" | "returned"} How Dates that were typed are
 *   for the server to judge; what is typed or stepped to can be gone back from.
 */

/**
 * Tells its listeners: `moved`, the dates have changed, perhaps not for long; `shown`, figures
 * are those of the query; `settled`, the dates have come to rest; `changed`, something else of
 * the query has; `returned`, the reader went back or forth; `grown`, more is known.
 */
export class TimeOfMap extends EventTarget {
  #page;
  #plots;
  #knowledge;
  #refuse;
  #play;
  #clocks = /** @type {Clocks} */ (clocks);
  #query = readQuery();
  #rest = 0;
  #request = new AbortController();

  /**
   * @param {HTMLElement} page
   * @param {PlotLayer} plots
   * @param {(error: unknown) => void} refuse Tells why nothing has changed.
   */
  constructor(page, plots, refuse) {
    super();
    this.#page = page;
    this.#plots = plots;
    this.#knowledge = new Knowledge(page, plots);
    this.#refuse = refuse;
    this.reading = new Reading(page, (day) => this.#scrub(day));
    this.#play = new Playback(element("play"), {
      page,
      day: () => this.day,
      span: () => this.span,
      go: (day) => this.#goTo(day),
    });
    this.#clocks.onChange = (asked, { isTyped }) => {
      this.#play.stop();
      this.#show({ ...this.#query, ...asked }, isTyped ? "typed" : "stepped");
    };
    tendLegend(page, {
      measured: (measure) => this.reading.measureBy(measure),
      toggled: (code) => this.#toggle(code),
      scoped: (scope) => this.change({ scope: scope === "view" ? scope : "" }),
    });
    tendNothing(this.#clocks, {
      first: () => this.curve?.first ?? null,
      clear: () => this.change({ zone: [], project: [], land_use: [] }),
    });
    addEventListener("popstate", () => this.#return());
  }

  /** Shows the dates of the address: the server has written all but plots and track. */
  async open() {
    const position = Number(this.#page.dataset.position);
    this.#knowledge.take(this.#query, this.day, position).catch(this.#refuse);
    this.#plots.hide(this.#query.off);
    try {
      await this.#knowledge.learn(this.#query, this.#request.signal);
      this.#showKnowledge(this.#query, { today: this.curve?.today, first: this.curve?.first });
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** The dates and the language of what the page shows. */
  get dates() {
    const { as_of, as_known, lang } = this.#query;
    return { as_of, as_known, lang };
  }

  /** Everything that is asked for. */
  get query() {
    return this.#query;
  }

  /** The as-of day, or the day of the instant asked for. */
  get day() {
    return this.#dayOf(this.#query);
  }

  /** The present day in the district. */
  get today() {
    return this.#clocks.today;
  }

  /** The last day that is known of. */
  get knownDay() {
    return this.#clocks.knownDay;
  }

  /** The days of the track. */
  get span() {
    return this.reading.span;
  }

  get curve() {
    return this.#knowledge.curve;
  }

  /** Whether an instant within a day is shown, to which no other day can be compared. */
  get isAtInstant() {
    return this.#knowledge.isAtInstant;
  }

  /** @param {number | null} number The address names it from now on. */
  choose(number) {
    this.#query = { ...this.#query, plot: number === null ? "" : String(number) };
    writeQuery(this.#query, { isStep: false });
  }

  /**
   * @param {Partial<Query>} part Anything but the dates.
   * @param {{ isStep: boolean }} [kind]
   */
  change(part, kind = { isStep: true }) {
    const query = { ...this.#query, ...part };
    if (search(filterOf(query)) !== search(filterOf(this.#query))) return this.#show(query, "stepped");
    this.#query = query;
    writeQuery(query, kind);
    this.#showRest();
  }

  /** @param {Pick<Query, "as_of" | "as_known" | "as_of_1" | "as_known_1">} dates All dates at once. */
  goBoth(dates) {
    return this.#show({ ...this.#query, ...dates, known: "" }, "stepped");
  }

  /** Shows what has become known since, quietly: nothing is hidden while it is fetched. */
  async refresh() {
    if (this.#query.as_known || !this.curve) return;
    if (this.isAtInstant) return this.#show(this.#query, "returned");
    if (!(await this.#knowledge.grow(this.#query))) return;
    const { today, first, knowledge } = this.curve;
    this.#showKnowledge(this.#query, { today, first, ...knowledge });
    await this.#knowledge.take(this.#query, this.day);
    this.#say("grown");
  }

  /** @param {Query} query */
  #dayOf({ as_of }) {
    return as_of ? (dayOf(as_of) ?? dayOf(inDistrict(as_of)[0]) ?? 0) : this.#clocks.today;
  }

  /** @param {string} what */
  #say(what) {
    this.dispatchEvent(new Event(what));
  }

  /** @param {string} code */
  #toggle(code) {
    const { off } = this.#query;
    this.change({ off: off.includes(code) ? off.filter((each) => each !== code) : [...off, code] });
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
    const { plot, ...rest } = readQuery();
    const query = { ...rest, plot: this.#query.plot };
    const { as_of, known } = this.#query;
    const isOther = query.as_of !== as_of || query.known !== known || keyOf(query) !== keyOf(this.#query);
    if (isOther) this.#show(query, "returned");
    else this.#query = query;
    this.#showRest();
    this.dispatchEvent(new CustomEvent("returned", { detail: { plot } }));
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
    if (how !== "typed" && this.#knowledge.has(query)) return this.#showAtOnce(query, how);
    setBusy(this.#page, true);
    this.#say("moved");
    if (how === "stepped" || how === "scrubbed") {
      this.#clocks.show(query, query.as_known ? { as_known: query.as_known } : {});
      this.reading.point(this.#dayOf(query));
    }
    if (how === "scrubbed") await pause(REST_MS);
    if (signal.aborted) return;
    try {
      await this.#load(query, how, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error, how);
    }
  }

  /**
   * @param {Query} query
   * @param {How} how
   */
  #showAtOnce(query, how) {
    this.#accept(query, how);
    this.#clocks.show(query);
    this.reading.setDay(this.day);
    this.#plots.setDay(this.day);
    setBusy(this.#page, false);
    this.#say("moved");
    this.#say("shown");
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
    await this.#knowledge.learn(query, signal);
    const curve = /** @type {Curve} */ (this.curve);
    this.#accept(query, how);
    if (parts) replaceParts(parts);
    const { today, first, knowledge } = curve;
    this.#showKnowledge(query, parts ? { today, first } : { today, first, ...knowledge });
    await this.#knowledge.take(this.#query, this.day);
    if (signal.aborted) return;
    setBusy(this.#page, false);
    this.#settle();
  }

  /**
   * @param {Query} query
   * @param {Parameters<Clocks["show"]>[1]} found
   */
  #showKnowledge(query, found) {
    this.#clocks.show(query, found);
    this.#tell();
    this.#say("shown");
  }

  #tell() {
    press("scope", this.#query.scope === "view" ? "view" : "all");
    if (!this.curve) return;
    const [known, today, off] = [this.#clocks.knownDay, this.#clocks.today, this.#query.off];
    const { curve, day, isAtInstant } = this;
    const isFiltered = search(filterOf(this.#query)) !== "";
    this.reading.tell({ curve, day, known, today, off, isFiltered, isAtInstant });
  }

  /** What of the query is no date. */
  #showRest() {
    this.#plots.hide(this.#query.off);
    this.#tell();
    this.#say("changed");
  }

  #settle() {
    this.#plots.settle();
    writeQuery(this.#query, { isStep: false });
    this.#say("settled");
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
    if (how !== "typed") this.#showKnowledge(this.#query, this.curve?.knowledge ?? {});
    this.#say("settled");
    this.#refuse(error);
  }
}

/** @param {number} time_ms */
function pause(time_ms) {
  return new Promise((resolve) => setTimeout(resolve, time_ms));
}
