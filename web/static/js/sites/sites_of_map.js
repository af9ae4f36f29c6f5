// The sites of projects on the map: which are shown, on which side of a comparison, and whether.
import { onKey } from "../page/keys.js";
import { LabelLayer } from "./label_layer.js";
import { element } from "../page/page.js";
import { SiteLayer } from "./site_layer.js";
import { SiteNames } from "./site_names.js";
import { SiteSource } from "./site_source.js";

/** @import { TimeOfMap } from "../time/time_of_map.js" */

const [PANE, PANE_BEFORE] = ["sites", "sites-before"];
/** Above the plots of both sides, below all names. */
const HEIGHTS = { [PANE]: "260", [PANE_BEFORE]: "250" };
export const SITE_PANES = { before: PANE_BEFORE, after: PANE };

/** @typedef {{ page: HTMLElement, map: L.Map, time: TimeOfMap, reportError: (error: unknown) => void }} Parts */

export class SitesOfMap {
  #parts;
  #source;
  #now;
  #before;
  /** @type {L.Map | null} */
  #mapBefore = null;

  /** @param {Parts} parts */
  constructor(parts) {
    const { page, map, time } = (this.#parts = parts);
    this.#source = new SiteSource(page.dataset.sitesUrl ?? "");
    this.#now = new SiteLayer(this.#source, PANE);
    this.#before = new SiteLayer(this.#source, PANE_BEFORE);
    this.labels = this.labelled(map, [this.#now, this.#before]);
    element("tool-sites").addEventListener("click", () => this.#toggle());
    onKey("s", () => this.#toggle());
    for (const what of ["shown", "changed"]) time.addEventListener(what, () => this.#show());
    this.#show();
  }

  /** What was before, for a second map. */
  get before() {
    return this.#before;
  }

  /**
   * Makes room for sites on a map, and names them.
   *
   * @param {L.Map} map
   * @param {SiteLayer[]} layers
   */
  labelled(map, layers) {
    for (const [pane, height] of Object.entries(HEIGHTS)) map.createPane(pane).style.zIndex = height;
    const { wordSites = "", projectUrl = "" } = this.#parts.page.dataset;
    return new LabelLayer(layers, new SiteNames(wordSites, projectUrl)).addTo(map);
  }

  /** @param {L.Map | null} map That shows what was before, if any does. */
  layBefore(map) {
    this.#mapBefore = map;
    this.#lay();
  }

  /** @param {{ position: number, asOf: string, day: number, asKnown: string }} dates */
  async takeBefore({ asKnown, ...at }) {
    const { lang, project } = this.#parts.time.query;
    const dates = { as_of: at.asOf, as_known: asKnown, lang };
    if (this.#isOn) await this.#before.take({ ...at, projects: project, dates });
  }

  /** @param {number | null} share Of the map's width that shows what was before. */
  split(share) {
    this.#before.span = [0, share ?? 1];
    this.#now.span = [share ?? 0, 1];
    for (const layer of [this.#before, this.#now]) layer.fire("changed");
  }

  /**
   * @param {L.LatLng} position
   * @returns {HTMLAnchorElement | null} A link to the project whose site is there.
   */
  linkAt(position) {
    const site = this.at(position);
    if (!site) return null;
    const link = document.createElement("a");
    link.href = this.labels.links?.href(site, this.#now) ?? "";
    link.textContent = site.name;
    return link;
  }

  /** @param {L.LatLng} position */
  at(position) {
    return this.#now.at(position);
  }

  get #isOn() {
    return this.#parts.time.query.sites !== "off";
  }

  #toggle() {
    this.#parts.time.change({ sites: this.#isOn ? "off" : "" });
  }

  #show() {
    const { time, reportError } = this.#parts;
    this.#lay();
    if (!this.#isOn || !time.curve) return;
    const { as_of, as_known, known, lang, project } = time.query;
    const dates = { as_of, as_known, known, lang };
    const { position } = time.curve.answer;
    this.#now.take({ position, asOf: as_of, day: time.day, projects: project, dates }).catch(reportError);
  }

  /** Puts both layers where they belong. */
  #lay() {
    element("tool-sites").ariaPressed = String(this.#isOn);
    this.#put(this.#now, this.#parts.map);
    this.#put(this.#before, this.#mapBefore);
  }

  /**
   * @param {SiteLayer} layer
   * @param {L.Map | null} map
   */
  #put(layer, map) {
    const wanted = this.#isOn ? map : null;
    if (layer.map === wanted) return;
    layer.remove();
    if (wanted) layer.addTo(wanted);
  }
}
