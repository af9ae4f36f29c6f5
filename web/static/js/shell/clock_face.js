// What the two clocks read: their dates, marks, position, and the time square.
import { dayOf, inDistrict, inWords, textOf } from "../page/civil.js";
import { one, wordsOf } from "../page/page.js";
import { drawSquare } from "./time_square.js";

/**
 * @typedef {object} Found What the server knows of the dates; what is left out stays.
 * @property {string} [as_known] A day or an instant.
 * @property {number} [position]
 * @property {boolean} [provisional]
 */

export class ClockFace {
  #strip;

  /** @param {HTMLElement} strip */
  constructor(strip) {
    this.#strip = strip;
  }

  /** The as-of day that is shown; of an instant, its day. */
  get day() {
    return this.#dayIn(".clock-as-of");
  }

  set day(day) {
    this.#write(".clock-as-of strong", textOf(day));
  }

  /** The last day that is known of. */
  get knownDay() {
    return this.#dayIn(".clock-known");
  }

  /**
   * @param {Found} found
   * @param {{ isPresent: boolean }} how Whether the present day was asked for, which has no
   *   end yet.
   */
  know({ as_known, position, provisional }, { isPresent }) {
    if (as_known !== undefined) {
      const [day, time] = inDistrict(as_known);
      this.#write(".clock-known strong", day);
      this.#write(".clock-known [data-time]", isPresent ? "" : time);
    }
    if (position !== undefined) {
      this.#write("[data-position]", `#${position.toLocaleString("en")}`);
    }
    if (provisional !== undefined) this.#markKnowledge(provisional);
  }

  /**
   * Brings in line what follows from both dates.
   *
   * @param {{ today: number | null, first: number | null, isNow: boolean }} time `first` is
   *   the first day that anything happened, `isNow` whether knowledge is today's.
   */
  mark({ today, first, isNow }) {
    const { day, knownDay } = this;
    this.#write("[data-weekday]", inWords(day, { weekday: "short" }));
    one(".clock-as-of [data-is-now]", this.#strip).toggleAttribute("hidden", day !== today);
    one(".clock-known [data-is-now]", this.#strip).toggleAttribute("hidden", !isNow);
    const square = one("#time-square", this.#strip);
    drawSquare(square, { asOf: day, known: knownDay, today: today ?? knownDay, first });
  }

  /** @param {boolean} provisional */
  #markKnowledge(provisional) {
    const shown = /** @type {HTMLElement} */ (one("#dates-shown", this.#strip));
    const words = wordsOf(shown);
    shown.dataset.knowledge = provisional ? "today" : "past";
    const mark = /** @type {HTMLElement} */ (one(".mark", shown));
    mark.classList.toggle("mark-provisional", provisional);
    mark.textContent = words(provisional ? "provisional" : "final");
    mark.title = words(provisional ? "provisionalWhy" : "finalWhy");
  }

  /** @param {string} clock */
  #dayIn(clock) {
    const text = one(`${clock} strong`, this.#strip).textContent ?? "";
    return dayOf(text.slice(0, 10)) ?? 0;
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #write(selector, text) {
    one(selector, this.#strip).textContent = text;
  }
}
