// The tip: which plot, or else which site of a project, lies under the pointer or in the middle.
import { one } from "../page/page.js";
import { hitAt } from "../plots/plot_finding.js";
import { ask } from "../page/requests.js";

/** @import { Hit } from "../plots/plot_finding.js" */
/** @import { PlotLayer } from "../plots/plot_layer.js" */
/** @import { SitesOfMap } from "../sites/sites_of_map.js" */

const REST_MS = 140;
const GAP_PX = 14;

export class PlotTip {
  #element;
  #map;
  #plots;
  #sites;
  #rest = 0;
  /** @type {number | null} */
  #number = null;
  /** @type {Map<number, string>} Ids of plots by number; a number is given once for ever. */
  #ids = new Map();
  #request = new AbortController();

  /**
   * @param {HTMLElement} element
   * @param {{ map: L.Map, plots: PlotLayer, sites: SitesOfMap }} parts
   */
  constructor(element, { map, plots, sites }) {
    this.#element = element;
    this.#map = map;
    this.#plots = plots;
    this.#sites = sites;
    const container = map.getContainer();
    const isHovering = matchMedia("(hover: hover)");
    map.on("mousemove", ({ latlng, originalEvent }) => {
      const isOnLink = /** @type {Element} */ (originalEvent.target).closest("a") !== null;
      if (isOnLink) this.#hide();
      else if (isHovering.matches) this.#show(latlng);
    });
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
    const site = hit ? null : this.#sites.at(position);
    this.#map.getContainer().classList.toggle("is-over-plot", hit !== null || site !== null);
    const number = hit?.number ?? site?.number ?? null;
    if (number === null) return this.#hide();
    const isSame = number === this.#number;
    this.#number = number;
    if (hit && !isSame) this.#write(hit);
    if (site && !isSame) this.#writeSite(site.name);
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

  /** @param {string} name */
  #writeSite(name) {
    clearTimeout(this.#rest);
    one("[data-tip-stage]", this.#element).textContent = this.#element.dataset.wordSite ?? "";
    one(".swatch", this.#element).className = "swatch swatch-site";
    one("[data-tip-id]", this.#element).textContent = name;
    this.#element.hidden = false;
  }

  /** @param {number} number */
  async #name(number) {
    const { signal } = (this.#request = new AbortController());
    try {
      const answer = await ask(`${this.#element.dataset.plotUrl}${number}/id`, {}, signal);
      this.#ids.set(number, (await answer.json()).plot);
    } catch {
      return; // without its id the tip still tells the stage
    }
    if (number === this.#number) one("[data-tip-id]", this.#element).textContent = this.#ids.get(number) ?? "";
  }

  /** @param {L.Point} at In pixels of the map. */
  #place({ x, y }) {
    const { x: width, y: height } = this.#map.getSize();
    const { offsetWidth, offsetHeight, style } = this.#element;
    const from = this.#map.getContainer().offsetLeft; // a second map may lie to its left
    const left = from + (x + GAP_PX + offsetWidth > width ? x - GAP_PX - offsetWidth : x + GAP_PX);
    const top = y + GAP_PX + offsetHeight > height ? y - GAP_PX - offsetHeight : y + GAP_PX;
    style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
