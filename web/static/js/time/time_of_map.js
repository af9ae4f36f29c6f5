// The time of the map: clocks, legend, track and plots shown at the same two dates.
import { NO_FILTER, filterOf, readQuery } from "../page/address.js";
import { clocks } from "../shell/clocks.js";
import { Knowledge } from "./knowledge.js";
import { tendLegend } from "./legend.js";
import { MapQuery } from "./map_query.js";
import { tendNothing } from "./nothing.js";
import { element } from "../page/page.js";
import { Playback } from "./playback.js";
import { Reading } from "./reading.js";
import { search } from "../page/requests.js";
import { Showing } from "./showing.js";

/** @import { Query } from "../page/address.js" */
/** @import { Clocks } from "../shell/clocks.js" */
/** @import { PlotLayer } from "../plots/plot_layer.js" */

/**
 * Tells its listeners: `moved`, the dates have changed, perhaps not for long; `shown`, figures
 * are those of the query; `settled`, the dates have come to rest; `changed`, something else of
 * the query has; `returned`, the reader went back or forth; `grown`, more is known.
 */
export class TimeOfMap extends EventTarget {
  #page;
  #plots;
  #knowledge;
  #play;
  #showing;
  #clocks = /** @type {Clocks} */ (clocks);
  #asked = new MapQuery(this.#clocks);

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
    this.reading = new Reading(page, {
      written: this.day,
      scrub: (day) => this.#scrub(day),
      complete: () => this.#showing.complete(),
    });
    const [asked, knowledge, reading] = [this.#asked, this.#knowledge, this.reading];
    this.#play = new Playback(element("play"), {
      page,
      day: () => this.day,
      span: () => this.span,
      go: (day) => this.#goTo(day),
    });
    this.#showing = new Showing({ page, plots, asked, clocks: this.#clocks, knowledge, reading }, {
      say: (what) => this.#say(what),
      tell: () => this.reading.readOff(this),
      refuse: (error) => [this.#play.stop(), refuse(error)],
    });
    this.#listen();
  }

  /** Shows the dates of the address: the server has written all but plots and track. */
  open() {
    this.#plots.hide(this.query.off);
    return this.#showing.begin(Number(this.#page.dataset.position));
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
    this.#asked.take({ ...this.query, plot: number === null ? "" : String(number) });
    this.#asked.write({ isStep: false });
  }

  /**
   * @param {Partial<Query>} part Anything but the dates.
   * @param {{ isStep: boolean }} [kind]
   */
  change(part, kind = { isStep: true }) {
    const query = { ...this.query, ...part };
    if (search(filterOf(query)) !== search(filterOf(this.query))) return this.#showing.show(query, "stepped");
    this.#asked.take(query);
    this.#asked.write(kind);
    this.#showRest();
  }

  /** @param {Pick<Query, "as_of" | "as_known" | "as_of_1" | "as_known_1">} dates All dates at once. */
  goBoth(dates) {
    return this.#showing.show({ ...this.query, ...dates, known: "" }, "stepped");
  }

  /** Shows what has become known since, quietly: nothing is hidden while it is fetched. */
  async refresh() {
    if (this.query.as_known || !this.curve) return;
    if (this.isAtInstant) return this.#showing.show(this.query, "returned");
    await this.#showing.grow();
  }

  /** Shows the zones from afar as they are drawn now. */
  async redraw() {
    if (!this.curve) return;
    await this.#knowledge.take(this.query, this.day);
    this.#say("grown");
  }

  #listen() {
    this.#clocks.onChange = (asked, { isTyped }) => {
      this.#play.stop();
      this.#showing.show({ ...this.query, ...asked }, isTyped ? "typed" : "stepped");
    };
    tendLegend(this.#page, {
      measured: (measure) => this.reading.measureBy(measure),
      toggled: (code) => this.#toggle(code),
      scoped: (scope) => this.change({ scope: scope === "view" ? scope : "" }),
    });
    for (const place of document.querySelectorAll("#dates-strip, .track-panel")) {
      for (const what of ["pointerenter", "focusin"]) place.addEventListener(what, () => this.#showing.complete());
    }
    tendNothing(this.#clocks, {
      first: () => this.curve?.first ?? null,
      clear: () => this.change(NO_FILTER),
    });
    addEventListener("popstate", () => this.#return());
  }

  /** @param {string} what */
  #say(what) {
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
    return this.#showing.show({ ...this.query, ...this.#clocks.at(day) }, "scrubbed");
  }

  #return() {
    const { plot, ...rest } = readQuery();
    const query = { ...rest, plot: this.query.plot };
    if (this.#asked.differsFrom(query)) this.#showing.show(query, "returned");
    else this.#asked.take(query);
    this.#showRest();
    this.dispatchEvent(new CustomEvent("returned", { detail: { plot } }));
  }

  /** What of the query is no date. */
  #showRest() {
    this.#plots.hide(this.query.off);
    this.reading.readOff(this);
    this.#say("changed");
  }
}
