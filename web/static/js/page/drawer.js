// The drawer beside the map: takes the focus when it opens, gives it back when it closes.
import { fetchFragment, show } from "./requests.js";

export class Drawer {
  #element;
  #content;
  #closed;
  #request = new AbortController();
  #shown = "";
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
    this.#content.addEventListener("click", (event) => goWithin(event));
    document.addEventListener("keydown", ({ key, defaultPrevented }) => {
      if (key === "Escape" && !defaultPrevented) this.close();
    });
  }

  /** Where the fragment is shown. */
  get content() {
    return this.#content;
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
   * @returns {Promise<boolean>} Whether the fragment is shown; not if another came first.
   * @throws {Error} It cannot be had; the drawer has closed.
   */
  open(path, query) {
    if (this.#element.hidden) {
      this.#opener = /** @type {HTMLElement | null} */ (document.activeElement);
    }
    this.#element.hidden = false;
    this.#element.focus({ preventScroll: true });
    show(this.#content, "");
    return this.refresh(path, query);
  }

  /**
   * Shows the same at other dates; focus and scroll stay where they are.
   *
   * @param {string} path
   * @param {Record<string, string>} query
   * @param {{ isQuiet: boolean }} [how] Quietly, what is shown stays until its successor is there.
   */
  async refresh(path, query, { isQuiet } = { isQuiet: false }) {
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    if (!isQuiet) this.await();
    try {
      const html = await fetchFragment(path, query, signal);
      if (!isQuiet || html !== this.#shown) show(this.#content, html);
      this.#shown = html;
    } catch (error) {
      if (signal.aborted) return false;
      this.close();
      throw error;
    }
    this.#element.ariaBusy = "false";
    return true;
  }

  /** Until there is an answer, the style sheet hides the figures. */
  await() {
    this.#element.ariaBusy = "true";
  }

  close() {
    if (this.#element.hidden) return;
    this.#request.abort();
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.hidden = true;
    if (hadFocus) this.#opener?.focus({ preventScroll: true });
    this.#closed();
  }
}

/**
 * A link to another fact of the drawer scrolls there; the address keeps the view of the map.
 *
 * @param {MouseEvent} event
 */
function goWithin(event) {
  const link = /** @type {Element} */ (event.target).closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.getAttribute("href")?.slice(1) ?? "")?.scrollIntoView({ block: "center" });
}
