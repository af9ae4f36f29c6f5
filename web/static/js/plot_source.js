// Where the plots of the map come from: histories at one position, or one instant's tiles.
import { dayOf } from "./civil.js";

/** @import { PlotLayer } from "./plot_layer.js" */

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
    return this.#taken.includes("@");
  }

  /**
   * Knowledge is named by its position, which never changes: the browser may keep the tiles.
   *
   * @param {number} position 0 where nothing is known at all.
   * @param {string} asOf A day, an instant, or blank for today.
   * @param {number} day The day of it.
   * @returns {Promise<void>} Settles when every tile shows it.
   */
  async take(position, asOf, day) {
    const isDay = !asOf || dayOf(asOf) !== null;
    const wanted = isDay ? String(position) : `${position}@${asOf}`;
    if (wanted === this.#taken) return this.#plots.setDay(day);
    this.#taken = wanted;
    const url = isDay ? this.#plots.url : this.#atInstantUrl;
    /** @type {Record<string, string>} */
    const query = { as_known: String(position), ...(isDay ? {} : { as_of: asOf }) };
    await this.#plots.setSource(position > 0 ? { url, query } : null, day);
  }
}
