// The figures of what is in view: asked for anew when the map has moved and rests.
import { filterOf } from "../page/address.js";
import { fetchCurve } from "./curve.js";
import { element } from "../page/page.js";
import { search } from "../page/requests.js";

/** @import { TimeOfMap } from "../time/time_of_map.js" */

const REST_MS = 160;
const DECIMALS_DEG = 6;

export class ViewCurve {
  #map;
  #time;
  #reportError;
  #taken = "";
  #rest = 0;
  #request = new AbortController();

  /**
   * @param {L.Map} map
   * @param {TimeOfMap} time
   * @param {(error: unknown) => void} reportError
   */
  constructor(map, time, reportError) {
    this.#map = map;
    this.#time = time;
    this.#reportError = reportError;
    map.on("moveend resize", () => this.#soon(REST_MS));
    for (const what of ["shown", "changed"]) time.addEventListener(what, () => this.#soon(0));
    this.#soon(0);
  }

  /** West, south, east, north of the map in degrees: no panel that opens changes a figure. */
  get bbox() {
    const bounds = this.#map.getBounds();
    const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    return sides.map((side) => side.toFixed(DECIMALS_DEG)).join(",");
  }

  /** What is asked of the server for the plots in view. */
  get asked() {
    const { query, curve } = this.#time;
    return { as_known: query.as_known, ...filterOf(query), bbox: this.bbox, position: curve?.answer.position };
  }

  /** @param {number} pause_ms */
  #soon(pause_ms) {
    const { query, curve, isAtInstant, readout } = this.#time;
    clearTimeout(this.#rest);
    if (query.scope !== "view" || isAtInstant) {
      this.#taken = "";
      this.#request.abort();
      this.#await(false);
      return readout.setView(null);
    }
    if (!curve || this.#key() === this.#taken) return;
    this.#await(true);
    this.#rest = setTimeout(() => this.#take(), pause_ms);
  }

  #key() {
    const { position, ...asked } = this.asked;
    return `${search(asked)}#${position}`;
  }

  async #take() {
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    const key = this.#key();
    const { position: _, ...asked } = this.asked;
    try {
      const view = await fetchCurve(element("map-page").dataset.curveUrl ?? "", asked, signal);
      if (signal.aborted || key !== this.#key()) return;
      this.#taken = key;
      element("legend").dataset.bbox = asked.bbox;
      this.#time.readout.setView(view);
      this.#await(false);
    } catch (error) {
      if (!signal.aborted) this.#reportError(error);
    }
  }

  /** @param {boolean} isAwaited Then the style sheet hides the figures. */
  #await(isAwaited) {
    element("legend").classList.toggle("is-awaiting", isAwaited);
  }
}
