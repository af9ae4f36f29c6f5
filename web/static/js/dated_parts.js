// The parts of the page that depend on its dates, and the form that changes them.
import { pushQuery, readQuery } from "./address.js";
import { fetchFragment } from "./requests.js";

/**
 * @typedef {object} DatedPage
 * @property {HTMLFormElement} form With the inputs `as_of` and `as_known`.
 * @property {string} path Where the fragments of other dates are to be had.
 * @property {(query: Record<string, string>) => Promise<void>} follow Brings the map and
 *   the drawer to new dates.
 * @property {(error: unknown) => void} refuse Tells why nothing has changed.
 */

export class DatedParts {
  #page;
  #shown = readQuery();
  #request = new AbortController();

  /** @param {DatedPage} page */
  constructor(page) {
    this.#page = page;
    page.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = { ...readQuery(), ...typed(page.form) };
      this.#change(query, () => pushQuery(query));
    });
    addEventListener("popstate", () => this.#return());
  }

  /** The dates and the language of what the page shows. */
  get query() {
    return this.#shown;
  }

  #return() {
    const query = readQuery();
    if (JSON.stringify(query) === JSON.stringify(this.#shown)) return;
    for (const name of Object.keys(typed(this.#page.form))) {
      const input = this.#page.form.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = query[name] ?? "";
    }
    this.#change(query, () => {});
  }

  /**
   * @param {Record<string, string>} query
   * @param {() => void} accepted
   */
  async #change(query, accepted) {
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    setBusy(true);
    try {
      replaceParts(await fetchFragment(this.#page.path, query, signal));
      this.#shown = query;
      accepted();
      await this.#page.follow(query);
    } catch (error) {
      if (!signal.aborted) this.#page.refuse(error);
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
function typed(form) {
  const data = new FormData(form);
  return Object.fromEntries(["as_of", "as_known"].map((name) => [name, String(data.get(name) ?? "").trim()]));
}

/**
 * Every element of the answer takes the place of the one with its id.
 *
 * @param {string} html
 */
function replaceParts(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const part of answer.querySelectorAll("[data-dated]")) {
    document.getElementById(part.id)?.replaceWith(document.importNode(part, true));
  }
}

/** @param {boolean} busy While busy, the style sheet hides the figures. */
function setBusy(busy) {
  for (const part of document.querySelectorAll("[data-dated]")) part.ariaBusy = String(busy);
}
