// Play: goes through the days by itself, in whole days, until it is stopped or at the end.
import { onKey } from "../page/keys.js";
import { one, wordsOf } from "../page/page.js";

const FRAME_MS = 60;
const WHOLE_SPAN_MS = 24_000;

export class Playback {
  #button;
  #words;
  #course;
  #timer = 0;
  #isPlaying = false;

  /**
   * @param {HTMLButtonElement} button
   * @param {{ page: HTMLElement, day: () => number, span: () => { first: number, last: number },
   *   go: (day: number) => Promise<unknown> }} course `go` settles when the day is shown.
   */
  constructor(button, course) {
    this.#button = button;
    this.#words = wordsOf(course.page);
    this.#course = course;
    button.addEventListener("click", () => this.toggle());
    onKey(" ", () => this.toggle());
  }

  toggle() {
    if (this.#isPlaying) return this.stop();
    const { first, last } = this.#course.span();
    this.#show(true);
    this.#go(this.#course.day() >= last ? first : this.#course.day());
  }

  stop() {
    clearTimeout(this.#timer);
    if (this.#isPlaying) this.#show(false);
  }

  /** @param {number} day */
  async #go(day) {
    const { first, last } = this.#course.span();
    await this.#course.go(day);
    if (!this.#isPlaying) return;
    if (day >= last) return this.stop();
    const step = Math.max(1, Math.round(((last - first) * FRAME_MS) / WHOLE_SPAN_MS));
    this.#timer = setTimeout(() => this.#go(Math.min(last, day + step)), FRAME_MS);
  }

  /** @param {boolean} isPlaying */
  #show(isPlaying) {
    this.#isPlaying = isPlaying;
    this.#button.ariaPressed = String(isPlaying);
    one("[data-play-word]", this.#button).textContent = this.#words(isPlaying ? "stop" : "play");
  }
}
