// The tip: which plot lies under the pointer, or in the middle of the map, and its stage.
import { one } from "./page.js";
import { hitAt } from "./plot_finding.js";
import { fetchFragment } from "./requests.js";

/** @import { Hit } from "./plot_finding.js" */
/** @import { PlotLayer } from "./plot_layer.js" */

const REST_MS = 140;
const GAP_PX = 14;

export class PlotTip {
  #element;
  #map;
  #plots;
  #rest = 0;
  /** @type {number | null} */
  #number = null;
  /** @type {Map<number, string>} Ids of plots by number; a number is given once for ever. */
  #ids = new Map();
  #request = new AbortController();

  /**
   * @param {HTMLElement} element
   * @param {{ map: L.Map, plots: PlotLayer }} parts
   */
  constructor(element, { map, plots }) {
    this.#element = element;
    this.#map = map;
    this.#plots = plots;
    const container = map.getContainer();
    const isHovering = matchMedia("(hover: hover)");
    map.on("mousemove", ({ latlng }) => isHovering.matches && this.#show(latlng));
    map.on("mouseout movestart zoomstart", () => this.#hide());
    map.on("moveend", () => this.#tellMiddle());
    plots.on("load", () => this.#tellMiddle());
    container.addEventListener("focus", () => this.#tellMiddle());
    container.addEventListener("blur", () => this.#hide());
  }

  /** For those who go by keyboard: what Enter would open. */
  #tellMiddle() {
    const container = this.#map.getContainer();
    if (document.activeElement === container && container.matches(":focus-visible")) {
      this.#show(this.#map.getCenter());
    }
  }

  /** @param {L.LatLng} position */
  #show(position) {
    const hit = hitAt(this.#plots, position);
    this.#map.getContainer().classList.toggle("is-over-plot", hit !== null);
    if (!hit) return this.#hide();
    const isSame = hit.number === this.#number;
    this.#number = hit.number;
    if (!isSame) this.#write(hit);
    this.#place(this.#map.latLngToContainerPoint(position));
  }

  #hide() {
    clearTimeout(this.#rest);
    this.#request.abort();
    this.#number = null;
    this.#element.hidden = true;
  }

  /** @param {Hit} hit */
  #write({ number, stage, area }) {
    clearTimeout(this.#rest);
    this.#request.abort();
    const code = this.#plots.stages[stage];
    const label = document.querySelector(`#legend tr[data-stage="${code}"] [data-label]`);
    one("[data-tip-stage]", this.#element).textContent = label?.textContent ?? "";
    one(".swatch", this.#element).className = `swatch stage-${code}`;
    one("[data-tip-id]", this.#element).textContent = area || (this.#ids.get(number) ?? "");
    this.#element.hidden = false;
    if (!area && !this.#ids.has(number)) this.#rest = setTimeout(() => this.#name(number), REST_MS);
  }

  /** @param {number} number */
  async #name(number) {
    const { signal } = (this.#request = new AbortController());
    const path = `${this.#element.dataset.plotUrl}${number}`;
    try {
      const html = await fetchFragment(path, { lang: document.documentElement.lang.slice(0, 2) }, signal);
      const parsed = new DOMParser().parseFromString(html, "text/html");
      this.#ids.set(number, parsed.querySelector("h1")?.textContent ?? "");
    } catch {
      return; // without its id the tip still tells the stage
    }
    if (number === this.#number) one("[data-tip-id]", this.#element).textContent = this.#ids.get(number) ?? "";
  }

  /** @param {L.Point} at In pixels of the map. */
  #place({ x, y }) {
    const { x: width, y: height } = this.#map.getSize();
    const { offsetWidth, offsetHeight, style } = this.#element;
    const left = x + GAP_PX + offsetWidth > width ? x - GAP_PX - offsetWidth : x + GAP_PX;
    const top = y + GAP_PX + offsetHeight > height ? y - GAP_PX - offsetHeight : y + GAP_PX;
    style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
