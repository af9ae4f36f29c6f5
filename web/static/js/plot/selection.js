// The one plot that is selected: outlined on the map, told of in the drawer, named in the address.
import { Drawer } from "../page/drawer.js";
import { uncovered } from "../page/map_view.js";
import { element } from "../page/page.js";
import { drawCourse } from "./plot_course.js";
import { boundsOf, stepsOf } from "../plots/plot_finding.js";

/** @import { PlotLayer } from "../plots/plot_layer.js" */
/** @import { TimeOfMap } from "../time/time_of_map.js" */

const PLOT_ZOOM = 18;
const MARGIN_PX = 24;

/**
 * @typedef {object} Shown What else is shown of a plot once its fragment is there.
 * @property {(number: number, content: HTMLElement) => void} drawn
 */

export class Selection {
  #map;
  #plots;
  #time;
  #url;
  #reportError;
  /** @type {number | null} */
  #number = null;
  /** @type {Shown["drawn"][]} */
  #drawn = [];
  #drawer = new Drawer(element("drawer"), () => this.#select(null));

  /**
   * @param {{ map: L.Map, plots: PlotLayer, time: TimeOfMap, url: string,
   *   reportError: (error: unknown) => void }} parts `url` is that of a plot, but for its number.
   */
  constructor({ map, plots, time, url, reportError }) {
    this.#map = map;
    this.#plots = plots;
    this.#time = time;
    this.#url = url;
    this.#reportError = reportError;
    time.addEventListener("dates-changing", () => this.#number !== null && this.#drawer.await());
    time.addEventListener("settled", () => this.#refresh({ isQuiet: false }));
    time.addEventListener("grown", () => this.#refresh({ isQuiet: true }));
    time.addEventListener("returned", (event) => this.#return(/** @type {CustomEvent} */ (event).detail));
    time.addEventListener("shown", () => this.#draw(), { once: true }); // now the track has its days
    plots.on("load", () => this.#draw());
  }

  get number() {
    return this.#number;
  }

  /** @param {Shown["drawn"]} drawn Called whenever the drawer tells of a plot. */
  onDrawn(drawn) {
    this.#drawn.push(drawn);
  }

  /** Opens the plot that the address names; without a view, the map goes there. */
  openAsked() {
    const asked = numberOf(this.#time.query.plot);
    if (asked === null) return;
    this.open(asked);
    if (location.hash) return;
    this.#plots.once("load", () => {
      const bounds = boundsOf(this.#plots, asked);
      if (bounds) this.#map.setView(bounds.getCenter(), PLOT_ZOOM, { animate: false });
    });
  }

  /** @param {number} number */
  async open(number) {
    this.#select(number);
    try {
      if (await this.#drawer.open(`${this.#url}${number}`, this.#time.dates)) this.#draw();
    } catch (error) {
      this.#reportError(error);
    }
  }

  /**
   * @param {number} number
   * @param {L.LatLng} position Where it lies; it comes out from under what covers the map.
   */
  async openAt(number, position) {
    await this.open(number);
    const [right, below] = this.#drawer.covers(this.#map.getContainer());
    const { topLeft, bottomRight } = uncovered(this.#map);
    this.#map.panInside(position, {
      paddingTopLeft: topLeft,
      paddingBottomRight: [Math.max(right + MARGIN_PX, bottomRight[0]), Math.max(below, bottomRight[1])],
      animate: false,
    });
  }

  /** @param {[number, number]} centre Latitude and longitude, close enough to see a plot. */
  goTo(centre) {
    this.#map.setView(centre, Math.max(this.#map.getZoom(), PLOT_ZOOM), { animate: false });
  }

  close() {
    this.#drawer.close();
  }

  /** Draws anew what is drawn into the fragment. */
  redraw() {
    this.#draw();
  }

  /** @param {number | null} number */
  #select(number) {
    this.#number = number;
    this.#plots.select(number);
    this.#time.choose(number);
  }

  /** @param {{ isQuiet: boolean }} how */
  async #refresh(how) {
    const number = this.#number;
    if (number === null) return;
    try {
      if (await this.#drawer.refresh(`${this.#url}${number}`, this.#time.dates, how)) this.#draw();
    } catch (error) {
      this.#reportError(error);
    }
  }

  /** @param {{ plot: string }} asked */
  #return({ plot }) {
    const number = numberOf(plot);
    if (number === this.#number) return;
    if (number === null) this.close();
    else this.open(number);
  }

  #draw() {
    const number = this.#number;
    if (number === null || !this.#time.curve) return;
    const { content } = this.#drawer;
    const place = content.querySelector("[data-course]");
    const steps = stepsOf(this.#plots, number);
    const { day, span } = this.#time;
    if (place && steps) drawCourse(place, { steps, stages: this.#plots.stages, day, span });
    for (const drawn of this.#drawn) drawn(number, content);
  }
}

/** @param {string} text */
function numberOf(text) {
  return /^\d+$/.test(text) ? Number(text) : null;
}
