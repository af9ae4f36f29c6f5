// The bar of a comparison: its way, and the date that the map is compared with.
import { dayOf, monthsOn, textOf } from "../page/civil.js";
import { one, wordsOf } from "../page/page.js";

/** @import { TimeOfMap } from "../time/time_of_map.js" */

const WAYS = /** @type {const} */ (["swipe", "side", "change"]);
const MONTHS_BACK = 6;

/** @typedef {typeof WAYS[number]} Way */
/** @typedef {{ before: [string, string], after: [string, string] }} Flags A date, and what was known. */

export class CompareBar {
  #element;
  #form;
  #time;
  #words;

  /**
   * @param {HTMLElement} element
   * @param {TimeOfMap} time
   */
  constructor(element, time) {
    this.#element = element;
    this.#form = /** @type {HTMLFormElement} */ (one("form", element));
    this.#time = time;
    this.#words = wordsOf(element);
    element.addEventListener("click", ({ target }) => this.#press(/** @type {Element} */ (target)));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
    this.#form.addEventListener("change", () => this.#take());
    this.#form.addEventListener("keydown", (event) => this.#step(event));
    for (const what of ["shown", "changed"]) time.addEventListener(what, () => this.#show());
    new ResizeObserver(([{ target }]) => {
      const { offsetHeight } = /** @type {HTMLElement} */ (target);
      element.parentElement?.style.setProperty("--compare-bar", `${offsetHeight}px`);
    }).observe(element);
    this.#show();
  }

  /** @returns {Way | null} An instant within a day is compared with nothing. */
  get way() {
    const { compare } = this.#time.query;
    return this.#time.isAtInstant ? null : (WAYS.find((way) => way === compare) ?? null);
  }

  /** @returns {Flags} */
  flags() {
    const { as_of, as_known, as_of_1, as_known_1 } = this.#time.query;
    const today = textOf(this.#time.today);
    const known = (/** @type {string} */ date) => this.#words("known").replace("{date}", date || this.#words("now"));
    return { before: [as_of_1 || today, known(as_known_1)], after: [as_of || today, known(as_known)] };
  }

  /** Opens with the date of half a year before, unless the address says another. */
  toggle() {
    const { compare, as_of_1, as_known_1 } = this.#time.query;
    if (compare) return this.#close();
    const first = this.#time.curve?.first ?? this.#time.day;
    const half = Math.max(Math.min(first, this.#time.day - 1), monthsOn(this.#time.day, -MONTHS_BACK));
    const dates = as_of_1 || as_known_1 ? {} : { as_of_1: textOf(half) };
    this.#time.change({ compare: "swipe", ...dates });
    this.#field("as_of_1").focus();
  }

  /** Marks that the dates cannot be had. */
  markInvalid() {
    this.#field("as_known_1").ariaInvalid = "true";
  }

  #close() {
    this.#time.change({ compare: "", as_of_1: "", as_known_1: "", split: "" });
    document.getElementById("tool-compare")?.focus();
  }

  /** @param {Element} target */
  #press(target) {
    const { compareBy, thenNow, swap, closeCompare } = target.closest("button")?.dataset ?? {};
    if (compareBy) this.#time.change({ compare: compareBy });
    if (thenNow !== undefined) this.#compareKnowledge();
    if (swap !== undefined) this.#swap();
    if (closeCompare !== undefined) this.#close();
  }

  #compareKnowledge() {
    const day = textOf(this.#time.day);
    this.#time.goBoth({ as_of: day, as_known: "", as_of_1: day, as_known_1: day });
  }

  #swap() {
    const { as_of, as_known, as_of_1, as_known_1 } = this.#time.query;
    this.#time.goBoth({ as_of: as_of_1, as_known: as_known_1, as_of_1: as_of, as_known_1: as_known });
  }

  #take() {
    const [as_of_1, as_known_1] = [this.#field("as_of_1"), this.#field("as_known_1")];
    const isDay = !as_of_1.value.trim() || dayOf(as_of_1.value.trim()) !== null;
    as_of_1.ariaInvalid = isDay ? null : "true";
    if (isDay) this.#time.change({ as_of_1: as_of_1.value.trim(), as_known_1: as_known_1.value.trim() });
  }

  /** @param {KeyboardEvent} event Arrows step a date by days, or by months. */
  #step(event) {
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const field = event.target;
    if (sign === undefined || !(field instanceof HTMLInputElement)) return;
    event.preventDefault();
    const day = dayOf(field.value) ?? this.#time.today;
    field.value = textOf(event.shiftKey ? monthsOn(day, sign) : day + sign);
    this.#take();
  }

  #show() {
    const { way } = this;
    this.#element.hidden = way === null;
    for (const button of this.#element.querySelectorAll("[data-compare-by]")) {
      button.ariaPressed = String(button.getAttribute("data-compare-by") === way);
    }
    for (const name of /** @type {const} */ (["as_of_1", "as_known_1"])) {
      const field = this.#field(name);
      field.value = this.#time.query[name];
      field.ariaInvalid = null;
    }
  }

  /** @param {"as_of_1" | "as_known_1"} name */
  #field(name) {
    return /** @type {HTMLInputElement} */ (one(`input[name=${name}]`, this.#form));
  }
}
