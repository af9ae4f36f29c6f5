// The drawer beside the map: takes the focus when it opens, gives it back when it closes.
import { fetchFragment, show } from "./requests.js";

export class Drawer {
  #element;
  #content;
  #closed;
  #request = new AbortController();
  /** @type {HTMLElement | null} */
  #opener = null;

  /**
   * @param {HTMLElement} element Holds `[data-content]` and `[data-close]`.
   * @param {() => void} closed Called after the drawer has closed.
   */
  constructor(element, closed) {
    this.#element = element;
    this.#content = /** @type {HTMLElement} */ (element.querySelector("[data-content]"));
    this.#closed = closed;
    element.querySelector("[data-close]")?.addEventListener("click", () => this.close());
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.close();
    });
  }

  /**
   * @param {HTMLElement} ground
   * @returns {[number, number]} How much of it the drawer covers from the right, or, as
   *   a sheet on a phone, from below; CSS pixels.
   */
  covers(ground) {
    const [mine, its] = [this.#element, ground].map((one) => one.getBoundingClientRect());
    if (mine.left > its.left) return [Math.max(0, its.right - mine.left), 0];
    return [0, Math.max(0, its.bottom - mine.top)];
  }

  /**
   * Opens at once, empty: a stale figure under a new heading would be a lie.
   *
   * @param {string} path
   * @param {Record<string, string>} query
   * @returns {Promise<void>} Settles when the fragment is shown.
   * @throws {Error} It cannot be had; the drawer has closed.
   */
  async open(path, query) {
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    this.#appear();
    try {
      show(this.#content, await fetchFragment(path, query, signal));
    } catch (error) {
      if (signal.aborted) return;
      this.close();
      throw error;
    }
    this.#element.ariaBusy = "false";
  }

  close() {
    if (this.#element.hidden) return;
    this.#request.abort();
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.hidden = true;
    if (hadFocus) this.#opener?.focus({ preventScroll: true });
    this.#closed();
  }

  #appear() {
    if (this.#element.hidden) {
      this.#opener = /** @type {HTMLElement | null} */ (document.activeElement);
    }
    show(this.#content, "");
    this.#element.hidden = false;
    this.#element.ariaBusy = "true";
    this.#element.focus({ preventScroll: true });
  }
}
