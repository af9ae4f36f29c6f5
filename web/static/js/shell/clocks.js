// The two clocks in the header: what they read, and what a reader asks of them.
import { readQuery } from "../page/address.js";
import { dayOf, inDistrict, monthsOn, textOf } from "../page/civil.js";
import { ClockFace } from "./clock_face.js";
import { onKey } from "../page/keys.js";
import { one } from "../page/page.js";

/** @import { Found } from "./clock_face.js" */

/**
 * @typedef {{ as_of: string, as_known: string, known: string }} Asked Dates as in the
 *   address: blank is now; `known` is `then` while knowledge follows the as-of day.
 * @typedef {(asked: Asked, how: { isTyped: boolean }) => void} Follow
 */

export class Clocks {
  #face;
  #form;
  /** @type {Follow} */
  #follow;
  /** @type {Asked} */
  #asked;
  /** @type {number | null} */
  #today;
  /** @type {number | null} The first day that anything happened, where it is known. */
  #first = null;

  /** @param {HTMLElement} strip */
  constructor(strip) {
    this.#face = new ClockFace(strip);
    this.#form = /** @type {HTMLFormElement} */ (one("form", strip));
    this.#follow = () => load(this.#form);
    const { as_of, as_known, known } = readQuery();
    this.#asked = { as_of, as_known, known };
    this.#today = dayOf(strip.dataset.today ?? "") ?? this.#guessToday();
    this.#listen(strip);
    this.#read();
  }

  /** @param {Follow} follow Takes the place of loading the page anew. */
  set onChange(follow) {
    this.#follow = follow;
  }

  /** What the page shows. */
  get query() {
    return this.#asked;
  }

  /** The present day in the district. */
  get today() {
    return this.#today ?? 0;
  }

  /** The as-of day; null while an instant within a day is asked for. */
  get day() {
    return this.#asked.as_of ? dayOf(this.#asked.as_of) : this.#today;
  }

  /** The last day that is known of. */
  get knownDay() {
    return this.#face.knownDay;
  }

  /**
   * @param {number} day
   * @returns {Asked} That day, with knowledge as it is or, if it follows, of that day.
   */
  at(day) {
    const as_of = day === this.#today ? "" : textOf(day);
    return this.#followed({ ...this.#asked, as_of });
  }

  /**
   * Reads other dates.
   *
   * @param {Asked} asked
   * @param {Found & { today?: number, first?: number | null }} [found] `today` is the present
   *   day in the district, `first` the first day that anything happened.
   */
  show({ as_of, as_known, known }, found = {}) {
    const asked = (this.#asked = { as_of, as_known, known });
    this.#today = found.today ?? this.#today;
    if (found.first !== undefined) this.#first = found.first;
    if (this.day !== null) this.#face.day = this.day;
    this.#face.know(found, { isPresent: Boolean(as_known) && found.as_known === textOf(this.today) });
    for (const name of /** @type {const} */ (["as_of", "as_known"])) {
      const field = this.#field(name);
      field.value = asked[name];
      field.classList.remove("is-typed");
      field.ariaInvalid = null;
    }
    this.#field("known").value = asked.known;
    this.#read();
  }

  /** Marks what was typed and is refused. */
  markInvalid() {
    for (const field of this.#form.querySelectorAll(".is-typed")) field.ariaInvalid = "true";
  }

  /** @param {number} days Forth, or back. */
  step(days) {
    this.#move("as_of", (day) => day + days);
  }

  /** @param {number} day */
  goTo(day) {
    this.#move("as_of", () => day);
  }

  /** @param {"then" | "now"} known */
  know(known) {
    this.#ask({ ...this.#asked, as_known: "", known: known === "then" ? "then" : "" });
  }

  /** @param {HTMLElement} strip */
  #listen(strip) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask(this.#typed(), { isTyped: true });
    });
    this.#form.addEventListener("input", ({ target }) => {
      const field = /** @type {HTMLInputElement} */ (target);
      const shown = this.#asked[/** @type {"as_of" | "as_known"} */ (field.name)];
      field.classList.toggle("is-typed", field.value.trim() !== shown);
    });
    this.#form.addEventListener("keydown", ({ key, target }) => {
      if (key !== "Escape" || !(target instanceof HTMLInputElement)) return;
      this.show(this.#asked);
      target.blur();
    });
    this.#form.addEventListener("click", ({ target }) => this.#press(/** @type {Element} */ (target)));
    const square = one("#time-square", strip);
    square.addEventListener("keydown", (event) => this.#steer(/** @type {KeyboardEvent} */ (event)));
    onKey("[", () => this.step(-1));
    onKey("]", () => this.step(1));
    onKey("n", () => this.#backToNow());
    onKey("t", () => /** @type {HTMLElement} */ (square).focus());
    onKey("k", () => this.know(this.#asked.known === "then" ? "now" : "then"));
  }

  /** @param {Element} target */
  #press(target) {
    const { step, by, knowing, now } = target.closest("button")?.dataset ?? {};
    if (step === "as_of" || step === "as_known") this.#move(step, (day) => day + Number(by));
    if (knowing === "then" || knowing === "now") this.know(knowing);
    if (now !== undefined) this.#backToNow();
  }

  /** @param {KeyboardEvent} event An arrow on the time square. */
  #steer(event) {
    const [clock, sign] = {
      ArrowLeft: /** @type {const} */ (["as_of", -1]),
      ArrowRight: /** @type {const} */ (["as_of", 1]),
      ArrowDown: /** @type {const} */ (["as_known", -1]),
      ArrowUp: /** @type {const} */ (["as_known", 1]),
    }[event.key] ?? [null, 0];
    if (clock === null) return;
    event.preventDefault();
    this.#move(clock, (day) => (event.shiftKey ? monthsOn(day, sign) : day + sign));
  }

  #backToNow() {
    this.#ask({ as_of: "", as_known: "", known: this.#asked.known });
  }

  /**
   * @param {"as_of" | "as_known"} clock
   * @param {(day: number) => number} move
   */
  #move(clock, move) {
    const day = move(clock === "as_of" ? this.#face.day : this.#face.knownDay);
    const isNow = clock === "as_of" ? day === this.#today : day >= this.today;
    const known = clock === "as_known" ? "" : this.#asked.known;
    this.#ask({ ...this.#asked, [clock]: isNow ? "" : textOf(day), known });
  }

  /**
   * @param {Asked} asked
   * @param {{ isTyped: boolean }} [how]
   */
  #ask(asked, how = { isTyped: false }) {
    const followed = this.#followed(asked);
    for (const name of /** @type {const} */ (["as_of", "as_known", "known"])) {
      if (!how.isTyped) this.#field(name).value = followed[name];
    }
    this.#follow(followed, how);
  }

  /** @param {Asked} asked */
  #followed(asked) {
    if (asked.known !== "then") return asked;
    const day = dayOf(asked.as_of);
    return { ...asked, as_known: day !== null && day < this.today ? asked.as_of : "" };
  }

  /** @returns {Asked} A knowledge date that is typed no longer follows. */
  #typed() {
    const [as_of, as_known] = [this.#field("as_of").value.trim(), this.#field("as_known").value.trim()];
    const follows = as_known === this.#asked.as_known;
    return { as_of, as_known, known: follows ? this.#asked.known : "" };
  }

  /** Brings in line what follows from both dates. */
  #read() {
    const { as_of, as_known, known } = this.#asked;
    this.#face.mark({ today: this.#today, first: this.#first, isNow: !as_known });
    const isThen = known === "then" || (as_known !== "" && as_known === as_of);
    const knowing = isThen ? "then" : as_known ? "" : "now";
    for (const button of this.#form.querySelectorAll("[data-knowing]")) {
      button.ariaPressed = String(/** @type {HTMLElement} */ (button).dataset.knowing === knowing);
    }
    one("[data-now]", this.#form).toggleAttribute("disabled", !as_of && !as_known);
  }

  /** A page that shows now tells what day it is; the reader's own clock is the last resort. */
  #guessToday() {
    if (!this.#asked.as_of) return this.#face.day;
    if (!this.#asked.as_known) return this.#face.knownDay;
    return dayOf(inDistrict(new Date().toISOString())[0]);
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement} */ (one(`input[name=${name}]`, this.#form));
  }
}

/** @param {HTMLFormElement} form Asks for the page anew, without the blanks. */
function load(form) {
  const given = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  const asked = new URLSearchParams(given.filter(([, value]) => value));
  location.assign(`${location.pathname}?${asked}${location.hash}`);
}

const strip = document.getElementById("dates-strip");

/** The clocks of this page, if it has any. */
export const clocks = strip && new Clocks(strip);
