// The time track: a slider over all days whose ground is the stacked area of the stages.
import { inWords, monthsOn, textOf } from "../page/civil.js";
import { total } from "../curves/curve.js";
import { one, wordsOf } from "../page/page.js";
import { onPaletteChange } from "../plots/stage_palette.js";
import { paintTrack } from "./track_painter.js";

/** @import { Curve, Measure } from "../curves/curve.js" */

const KNOWN_WORD_PX = 90;
const EMPTY_DAYS = 365;

/**
 * @typedef {object} TrackState
 * @property {Curve} curve
 * @property {Measure} measure
 * @property {number} day The as-of day.
 * @property {number} known The last day that is known of.
 * @property {number} today
 * @property {string[]} off Codes of stages that are left out.
 * @property {number | null} before The other as-of day of a comparison.
 */

export class TimeTrack {
  #element;
  #words;
  #scrub;
  /** @type {TrackState | null} */
  #state = null;
  /** The days that the track spans; they only grow, so that it does not shift. */
  #span = { first: Infinity, last: -Infinity };

  /**
   * @param {HTMLElement} element
   * @param {{ page: HTMLElement, scrub: (day: number) => void }} options `page` has the words.
   */
  constructor(element, { page, scrub }) {
    this.#element = element;
    this.#words = wordsOf(page);
    this.#scrub = scrub;
    element.addEventListener("pointerdown", (event) => this.#grasp(event));
    element.addEventListener("keydown", (event) => this.#press(event));
    new ResizeObserver(() => this.#paint()).observe(element);
    onPaletteChange(() => this.#paint());
  }

  /** The first and the last day that can be scrubbed to. */
  get span() {
    const { first, last } = this.#span;
    return { first: Number.isFinite(first) ? first : last - EMPTY_DAYS, last };
  }

  /** @param {TrackState} state Another curve, measure or knowledge. */
  show(state) {
    const { curve, today } = state;
    this.#state = state;
    const first = Math.min(this.#span.first, curve.first ?? Infinity);
    const last = Math.max(this.#span.last, curve.last ?? today, today);
    this.#span = { first, last };
    this.#element.ariaValueMin = String(this.span.first);
    this.#element.ariaValueMax = String(last);
    this.#paint();
    this.setDay(state.day);
  }

  /** @param {number} day The as-of day. */
  setDay(day) {
    if (!this.#state) return;
    this.#state.day = day;
    const { curve } = this.#state;
    const inBooks = total(curve.figures(day, "plots")).toLocaleString("en");
    const date = inWords(day, { year: "numeric", month: "long", day: "numeric", weekday: "short" });
    this.#element.ariaValueNow = String(day);
    this.#element.ariaValueText = `${date} · ${inBooks} ${this.#words("inBooks")}`;
    this.#place(day);
  }

  /** @param {number} day */
  #place(day) {
    const handle = /** @type {HTMLElement} */ (one(".track-handle", this.#element));
    const flag = /** @type {HTMLElement} */ (one(".track-flag", handle));
    const width = this.#element.clientWidth;
    const x = this.#x(this.#within(day));
    handle.style.transform = `translateX(${x}px)`;
    flag.textContent = textOf(day);
    const half = flag.offsetWidth / 2;
    const shift = Math.min(width - 4 - half, Math.max(4 + half, x)) - x;
    flag.style.transform = `translateX(calc(-50% + ${shift}px))`;
    this.#avoidFlag(x + shift, half);
    const title = /** @type {HTMLElement} */ (one(".track-title", this.#element));
    const isUnder = title.offsetLeft + title.offsetWidth > x + shift - half;
    title.style.visibility = isUnder ? "hidden" : "";
  }

  /**
   * The word at the knowledge line gives way to the flag.
   *
   * @param {number} centre
   * @param {number} half
   */
  #avoidFlag(centre, half) {
    const known = one(".track-known", this.#element);
    const word = /** @type {HTMLElement} */ (one("span", known));
    const x = this.#x(this.#state?.known ?? 0);
    const isLeft = known.classList.contains("is-left");
    const [from, to] = isLeft ? [x - KNOWN_WORD_PX, x] : [x, x + KNOWN_WORD_PX];
    word.hidden = from < centre + half && to > centre - half;
  }

  /** @param {number} day */
  #x(day) {
    const { first, last } = this.span;
    const [left, width] = this.#inside();
    return left + ((day - first) / Math.max(1, last - first)) * width;
  }

  /** Left edge and width of the chart within the element, CSS pixels. */
  #inside() {
    return [14, Math.max(1, this.#element.clientWidth - 48)];
  }

  #paint() {
    if (!this.#state) return;
    const { curve, measure, known, today, off, before } = this.#state;
    const [left, width] = this.#inside();
    const canvas = /** @type {HTMLCanvasElement} */ (one("canvas", this.#element));
    const { top, isFromSecond } = paintTrack(canvas, { curve, measure, known, off, ...this.span, left, width });
    one("[data-track-top]", this.#element).textContent = top;
    one("[data-track-rest]", this.#element).toggleAttribute("hidden", !isFromSecond);
    const mark = /** @type {HTMLElement} */ (one(".track-known", this.#element));
    mark.style.transform = `translateX(${this.#x(known)}px)`;
    mark.classList.toggle("is-left", this.#x(known) > this.#element.clientWidth - KNOWN_WORD_PX);
    one("[data-known-word]", mark).textContent = this.#words(known >= today ? "today" : "knownToHere");
    const other = /** @type {HTMLElement} */ (one(".track-before", this.#element));
    other.hidden = before === null;
    if (before !== null) other.style.transform = `translateX(${this.#x(this.#within(before))}px)`;
    this.#place(this.#state.day);
  }

  /** @param {number} day */
  #within(day) {
    const { first, last } = this.span;
    return Math.min(last, Math.max(first, day));
  }

  /** @param {PointerEvent} event */
  #grasp(event) {
    if (event.button !== 0) return;
    const element = this.#element;
    element.setPointerCapture(event.pointerId);
    /** @param {PointerEvent} at */
    const follow = ({ clientX }) => {
      const [left, width] = this.#inside();
      const share = (clientX - element.getBoundingClientRect().left - left) / width;
      const { first, last } = this.span;
      this.#go(first + Math.round(share * (last - first)));
    };
    follow(event);
    element.addEventListener("pointermove", follow);
    element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", follow), {
      once: true,
    });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const day = this.#state?.day ?? 0;
    const { first, last } = this.span;
    const by = event.shiftKey ? 1 : 0;
    const to = {
      ArrowLeft: by ? monthsOn(day, -1) : day - 1,
      ArrowDown: by ? monthsOn(day, -1) : day - 1,
      ArrowRight: by ? monthsOn(day, 1) : day + 1,
      ArrowUp: by ? monthsOn(day, 1) : day + 1,
      PageUp: monthsOn(day, 1),
      PageDown: monthsOn(day, -1),
      Home: first,
      End: last,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#go(to);
  }

  /** @param {number} day */
  #go(day) {
    const within = this.#within(day);
    if (within !== this.#state?.day) this.#scrub(within);
  }
}
