// Where the sites of projects come from: those of all days at one position, or of one instant.
import { dayOf } from "../page/civil.js";
import { ask, search } from "../page/requests.js";
import { readSites } from "./site_shapes.js";

/** @import { Site } from "./site_shapes.js" */

const MOST_ENTRIES = 4;

export class SiteSource {
  #url;
  /** @type {Map<string, Promise<Site[]>>} What was asked for lately; both sides of a comparison share it. */
  #cache = new Map();

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
  }

  /**
   * Knowledge is named by its position, which never changes: the browser may keep the answer.
   *
   * @param {{ position: number, asOf: string, day: number }} wanted
   * @returns {Promise<Site[]>} Those of the day, or of the instant; the largest first.
   */
  async at({ position, asOf, day }) {
    if (position <= 0) return [];
    const isDay = !asOf || dayOf(asOf) !== null;
    const sites = await this.#ask(search({ as_known: String(position), as_of: isDay ? "" : asOf }));
    return isDay ? sites.filter(({ from, to }) => from <= day && (to === null || day < to)) : sites;
  }

  /** @param {string} query */
  #ask(query) {
    const found = this.#cache.get(query) ?? this.#fetch(query);
    this.#cache.delete(query);
    this.#cache.set(query, found);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= MOST_ENTRIES) break;
      this.#cache.delete(oldest);
    }
    found.catch(() => this.#cache.delete(query));
    return found;
  }

  /** @param {string} query */
  async #fetch(query) {
    return readSites(await (await ask(`${this.#url}?${query}`, {})).json());
  }
}
