// A Leaflet layer of the sites of projects at a day: above the plots, below the names.
import { paintSites } from "./site_painter.js";
import { contains, touches } from "./site_shapes.js";
import { onPaletteChange } from "../plots/stage_palette.js";

/** @import { Box, Site } from "./site_shapes.js" */

const TILE_PX = 512;

/**
 * @typedef {object} WantedSites
 * @property {number} position Knowledge; 0 where nothing is known at all.
 * @property {string} asOf A day, an instant, or blank for today.
 * @property {number} day The day of it.
 * @property {string[]} projects The only ones that are shown, if there are any.
 * @property {Record<string, string>} dates What a link to a project carries on.
 */

/** @typedef {{ at(wanted: { position: number, asOf: string, day: number }): Promise<Site[]> }} Source */

/** Fires `changed` when other sites are shown. */
export class SiteLayer extends L.GridLayer {
  #source;
  /** @type {Site[]} */
  #sites = [];
  /** @type {number | null} */
  #marked = null;
  #asked = 0;
  /** @type {Map<HTMLCanvasElement, L.Coords>} */
  #canvases = new Map();
  #stop = () => {};
  /** The part of the map's width that it is seen in. */
  span = /** @type {[number, number]} */ ([0, 1]);
  dates = /** @type {Record<string, string>} */ ({});

  /**
   * @param {Source} source
   * @param {string} pane
   */
  constructor(source, pane) {
    super({ tileSize: TILE_PX, updateWhenZooming: false, keepBuffer: 1, className: "sites", pane });
    this.#source = source;
    this.on("tileunload", ({ tile }) => this.#canvases.delete(/** @type {any} */ (tile)));
  }

  /** What is shown, the largest first. */
  get sites() {
    return this.#sites;
  }

  /** The map that it is on, if any. */
  get map() {
    return this._map ?? null;
  }

  /** @param {L.Map} map */
  onAdd(map) {
    this.#stop = onPaletteChange(() => this.#repaint());
    super.onAdd(map);
    this.fire("changed");
    return this;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    this.#stop();
    super.onRemove(map);
    this.fire("changed");
    return this;
  }

  /**
   * What is shown stays until its successor is there; a later question takes over.
   *
   * @param {WantedSites} wanted
   */
  async take({ projects, dates, ...at }) {
    const asked = (this.#asked += 1);
    const found = await this.#source.at(at);
    if (asked !== this.#asked) return;
    this.dates = dates;
    this.#show(found.filter(({ project }) => !projects.length || projects.includes(project)));
  }

  /** @param {number | null} number The project whose site stands out, or none. */
  mark(number) {
    if (number === this.#marked) return;
    this.#marked = number;
    this.#repaint();
  }

  /**
   * @param {L.LatLng} position
   * @returns {Site | null} The smallest site there.
   */
  at(position) {
    const { x, y } = L.CRS.EPSG3857.latLngToPoint(position, 0);
    return (this._map && this.#sites.findLast((site) => contains(site, x, y))) ?? null;
  }

  /**
   * @param {Box} window In pixels of the world at zoom 0.
   * @param {Site} site
   * @returns {boolean} Whether any other site is met there.
   */
  isOverAnother(window, site) {
    return this.#sites.some((each) => each.number !== site.number && touches(each, window));
  }

  /**
   * @override
   * @param {L.Coords} coords
   */
  createTile(coords) {
    const canvas = document.createElement("canvas");
    canvas.className = "leaflet-tile";
    canvas.width = canvas.height = Math.round(TILE_PX * devicePixelRatio);
    this.#canvases.set(canvas, coords);
    this.#paint(canvas, coords);
    return canvas;
  }

  /** @param {Site[]} sites */
  #show(sites) {
    const isSame = sites.length === this.#sites.length && sites.every((site, at) => site === this.#sites[at]);
    this.#sites = sites;
    if (!isSame) this.#repaint();
    this.fire("changed");
  }

  #repaint() {
    for (const [canvas, coords] of this.#canvases) this.#paint(canvas, coords);
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {L.Coords} coords
   */
  #paint(canvas, { x, y, z }) {
    const look = { x: x * TILE_PX, y: y * TILE_PX, zoom: z, size: TILE_PX, marked: this.#marked };
    paintSites(canvas, this.#sites, look);
  }
}
