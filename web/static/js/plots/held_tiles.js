// A Leaflet layer that holds tiles of plots: fetches them, reads them, hands them to a painter.
import { PlotTile } from "./plot_tile.js";
import { ask } from "../page/requests.js";

/** @import { Parameters } from "../page/requests.js" */

/**
 * @typedef {object} HeldTile
 * @property {L.Coords} coords
 * @property {PlotTile | null} plots What is painted now; null until it is there.
 * @property {boolean} isRough Whether it was only touched up since it was painted.
 * @property {AbortController} request The one request under way, or the last.
 *
 * @typedef {{ url: string, query: Parameters }} Source
 */

export class HeldTiles extends L.GridLayer {
  #stages;
  /** @type {Source | null} */
  #source;
  /** @type {Map<HTMLCanvasElement, HeldTile>} */
  #held = new Map();

  /**
   * @param {string} url Path with {z}, {x} and {y}; its tiles tell histories.
   * @param {{ query: Parameters, stages: string[], pane?: string }} options Dates to ask
   *   for, the codes of the stages in painting order, and the pane to lie in.
   */
  constructor(url, { query, stages, pane = "tilePane" }) {
    super({ updateWhenZooming: false, keepBuffer: 1, className: "plots", pane });
    this.url = url;
    this.#stages = stages;
    this.#source = { url, query };
    this.on("tileunload", ({ tile }) => this.#forget(tile));
  }

  /** Codes of the stages, in painting order. */
  get stages() {
    return this.#stages;
  }

  /** The map that it is on. */
  get map() {
    return this._map;
  }

  /** What the layer holds, for the zoom of the map and, for a while, of the one before. */
  tiles() {
    return this.#held.values();
  }

  /** The same, each with what it is painted on. */
  canvases() {
    return this.#held.entries();
  }

  /**
   * @param {{ x: number, y: number, z: number }} coords
   * @returns {PlotTile | null}
   */
  tileAt({ x, y, z }) {
    for (const { coords, plots } of this.#held.values()) {
      if (coords.z === z && coords.x === x && coords.y === y) return plots;
    }
    return null;
  }

  /**
   * Takes the plots from elsewhere. What is shown stays until its successor is there.
   *
   * @param {Source | null} source Null where there are no plots at all.
   * @returns {Promise<unknown>} Settles when every tile shows it; rejects if one cannot be had.
   */
  take(source) {
    this.#source = source;
    return Promise.all([...this.#held.keys()].map((canvas) => this.#load(canvas)));
  }

  /**
   * @override
   * @param {L.Coords} coords
   * @param {L.DoneCallback} done
   */
  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    canvas.className = "leaflet-tile";
    canvas.width = canvas.height = Math.round(this.getTileSize().x * devicePixelRatio);
    const request = new AbortController();
    this.#held.set(canvas, { coords, plots: null, isRough: false, request });
    this.#load(canvas).then(
      () => done(undefined, canvas),
      (error) => done(error, canvas),
    );
    return canvas;
  }

  /**
   * Paints a tile that has just been read.
   *
   * @param {HTMLCanvasElement} _canvas
   * @param {HeldTile & { plots: PlotTile }} _tile
   */
  arrived(_canvas, _tile) {}

  /** @param {HTMLCanvasElement} canvas */
  async #load(canvas) {
    const tile = this.#held.get(canvas);
    if (!tile) return;
    tile.request.abort();
    const request = (tile.request = new AbortController());
    try {
      const bytes = await this.#fetch(tile.coords, request.signal);
      const plots = (tile.plots = new PlotTile(bytes, { size: this.getTileSize().x, stages: this.#stages }));
      this.arrived(canvas, Object.assign(tile, { plots }));
    } catch (error) {
      if (!request.signal.aborted) throw error;
    }
  }

  /**
   * @param {L.Coords} coords
   * @param {AbortSignal} signal
   */
  async #fetch({ x, y, z }, signal) {
    if (!this.#source) return new ArrayBuffer(0);
    const { url, query } = this.#source;
    return (await ask(L.Util.template(url, { x, y, z }), query, signal)).arrayBuffer();
  }

  /** @param {HTMLElement} tile */
  #forget(tile) {
    const canvas = /** @type {HTMLCanvasElement} */ (tile);
    this.#held.get(canvas)?.request.abort();
    this.#held.delete(canvas);
  }
}
