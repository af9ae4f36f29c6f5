// The time of the map: clocks, legend, track and plots shown at the same two dates.
import { NO_FILTER, filterOf, readQuery } from "../page/address.js";
import { clocks } from "../shell/clocks.js";
import { Histories } from "./histories.js";
import { bindLegend } from "./legend.js";
import { QueryState } from "./query_state.js";
import { bindNothing } from "./nothing.js";
import { element } from "../page/page.js";
import { Playback } from "./playback.js";
import { Readout } from "./readout.js";
import { search } from "../page/requests.js";
import { Loader } from "./loader.js";

/** @import { Query } from "../page/address.js" */
/** @import { Clocks } from "../shell/clocks.js" */
/** @import { PlotLayer } from "../plots/plot_layer.js" */

/**
 * Tells its listeners: `dates-changing`, other dates are shown or fetched, perhaps not for
 * long; `shown`, figures are those of the query; `settled`, the dates have come to rest;
 * `changed`, something else of the query has; `returned`, the reader went back or forth;
 * `grown`, more is known.
 */
export class TimeOfMap extends EventTarget {
  #page;
  #plots;
  #histories;
  #play;
  #loader;
  #clocks = /** @type {Clocks} */ (clocks);
  #asked = new QueryState(this.#clocks);

  /**
   * @param {HTMLElement} page
   * @param {PlotLayer} plots
   * @param {(error: unknown) => void} reportError Tells why nothing has changed.
   */
  constructor(page, plots, reportError) {
    super();
    this.#page = page;
    this.#plots = plots;
    this.#histories = new Histories(page, plots);
    this.readout = new Readout(page, {
      written: this.day,
      scrub: (day) => this.#scrub(day),
      complete: () => this.#loader.complete(),
    });
    const [asked, histories, readout] = [this.#asked, this.#histories, this.readout];
    this.#play = new Playback(element("play"), {
      page,
      day: () => this.day,
      span: () => this.span,
      go: (day) => this.#goTo(day),
    });
    this.#loader = new Loader({ page, plots, asked, clocks: this.#clocks, histories, readout }, {
      emit: (what) => this.#emit(what),
      tell: () => this.readout.readOff(this),
      reportError: (error) => [this.#play.stop(), reportError(error)],
    });
    this.#listen();
  }

  /** Shows the dates of the address: the server has written all but plots and track. */
  open() {
    this.#plots.hide(this.query.off);
    return this.#loader.begin(Number(this.#page.dataset.position));
  }

  /** The dates and the language of what the page shows. */
  get dates() {
    return this.#asked.dates;
  }

  /** Everything that is asked for. */
  get query() {
    return this.#asked.value;
  }

  /** The as-of day, or the day of the instant asked for. */
  get day() {
    return this.#asked.day;
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
    return this.readout.span;
  }

  get curve() {
    return this.#histories.curve;
  }

  /** Whether an instant within a day is shown, to which no other day can be compared. */
  get isAtInstant() {
    return this.#histories.isAtInstant;
  }

  /** @param {number | null} number The address names it from now on. */
  choose(number) {
    this.#asked.take({ ...this.query, plot: number === null ? "" : String(number) });
    this.#asked.write({ isStep: false });
  }

  /**
   * @param {Partial<Query>} part Anything but the dates.
   * @param {{ isStep: boolean }} [kind]
   */
  change(part, kind = { isStep: true }) {
    const query = { ...this.query, ...part };
    if (search(filterOf(query)) !== search(filterOf(this.query))) return this.#loader.show(query, "stepped");
    this.#asked.take(query);
    this.#asked.write(kind);
    this.#showRest();
  }

  /** @param {Pick<Query, "as_of" | "as_known" | "as_of_1" | "as_known_1">} dates All dates at once. */
  goBoth(dates) {
    return this.#loader.show({ ...this.query, ...dates, known: "" }, "stepped");
  }

  /** Shows what has become known since, quietly: nothing is hidden while it is fetched. */
  async refresh() {
    if (this.query.as_known || !this.curve) return;
    if (this.isAtInstant) return this.#loader.show(this.query, "returned");
    await this.#loader.grow();
  }

  /** Shows the zones from afar as they are drawn now. */
  async redraw() {
    if (!this.curve) return;
    await this.#histories.take(this.query, this.day);
    this.#emit("grown");
  }

  #listen() {
    this.#clocks.onChange = (asked, { isTyped }) => {
      this.#play.stop();
      this.#loader.show({ ...this.query, ...asked }, isTyped ? "typed" : "stepped");
    };
    bindLegend(this.#page, {
      measured: (measure) => this.readout.measureBy(measure),
      toggled: (code) => this.#toggle(code),
      scoped: (scope) => this.change({ scope: scope === "view" ? scope : "" }),
    });
    for (const place of document.querySelectorAll("#dates-strip, .track-panel")) {
      for (const what of ["pointerenter", "focusin"]) place.addEventListener(what, () => this.#loader.complete());
    }
    bindNothing(this.#clocks, {
      first: () => this.curve?.first ?? null,
      clear: () => this.change(NO_FILTER),
    });
    addEventListener("popstate", () => this.#return());
  }

  /** @param {string} what */
  #emit(what) {
    this.dispatchEvent(new Event(what));
  }

  /** @param {string} code */
  #toggle(code) {
    const { off } = this.query;
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
    return this.#loader.show({ ...this.query, ...this.#clocks.at(day) }, "scrubbed");
  }

  #return() {
    const { plot, ...rest } = readQuery();
    const query = { ...rest, plot: this.query.plot };
    if (this.#asked.differsFrom(query)) this.#loader.show(query, "returned");
    else this.#asked.take(query);
    this.#showRest();
    this.dispatchEvent(new CustomEvent("returned", { detail: { plot } }));
  }

  /** What of the query is no date. */
  #showRest() {
    this.#plots.hide(this.query.off);
    this.readout.readOff(this);
    this.#emit("changed");
  }
}
