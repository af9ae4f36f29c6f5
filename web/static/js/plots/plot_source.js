// Where the plots of the map come from: histories at one position, or one instant's tiles.
import { dayOf } from "../page/civil.js";
import { search } from "../page/requests.js";

/** @import { Filter } from "../page/address.js" */
/** @import { PlotLayer } from "./plot_layer.js" */

/**
 * @typedef {object} Wanted
 * @property {number} position Knowledge; 0 where nothing is known at all.
 * @property {string} asOf A day, an instant, or blank for today.
 * @property {number} day The day of it.
 * @property {Filter} filter
 */

export class PlotSource {
  #plots;
  #atInstantUrl;
  #taken = "";

  /**
   * @param {PlotLayer} plots Its own tiles tell histories, day by day.
   * @param {string} atInstantUrl Tiles for an as-of instant within a day.
   */
  constructor(plots, atInstantUrl) {
    this.#plots = plots;
    this.#atInstantUrl = atInstantUrl;
  }

  /** Whether the plots hold at one instant only, so that no other day can be painted. */
  get isAtInstant() {
    return this.#taken.includes("as_of=");
  }

  /**
   * Knowledge is named by its position, and the zones seen from afar by the version of their
   * picture, which never change: the browser may keep the tiles.
   *
   * @param {Wanted} wanted
   * @returns {Promise<void>} Settles when every tile shows it.
   */
  async take({ position, asOf, day, filter }) {
    const isDay = !asOf || dayOf(asOf) !== null;
    const zones = isDay ? (document.getElementById("map-page")?.dataset.zones ?? "") : "";
    const query = { as_known: String(position), as_of: isDay ? "" : asOf, zones, ...filter };
    if (search(query) === this.#taken) return this.#plots.setDay(day);
    this.#taken = search(query);
    const url = isDay ? this.#plots.url : this.#atInstantUrl;
    await this.#plots.setSource(position > 0 ? { url, query } : null, day);
  }
}
