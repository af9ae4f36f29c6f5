// A Leaflet layer of plots: fetches vector tiles and paints them by stage on canvas.
import { paintPlots, plotAt } from "./plot_painter.js";
import { decodePlots } from "./plot_tile.js";
import { onPaletteChange, readPalette } from "./stage_palette.js";

/** @import { Plot } from "./plot_tile.js" */

/**
 * @typedef {object} HeldTile
 * @property {L.Coords} coords
 * @property {Plot[]} plots What is painted now.
 * @property {AbortController} request The one request under way, or the last.
 */

export class PlotLayer extends L.GridLayer {
  #url;
  #stages;
  #query;
  #palette;
  /** @type {number | null} */
  #selected = null;
  /** @type {Map<HTMLCanvasElement, HeldTile>} */
  #held = new Map();
  /** @type {(() => void) | undefined} */
  #stopListening;

  /**
   * @param {string} url Path with {z}, {x} and {y}.
   * @param {{ query: Record<string, string>, stages: string[] }} options Dates to ask
   *   for, and the codes of the stages in painting order.
   */
  constructor(url, { query, stages }) {
    super({ updateWhenZooming: false, keepBuffer: 1 });
    this.#url = url;
    this.#stages = stages;
    this.#query = query;
    this.#palette = readPalette(stages);
    this.on("tileunload", ({ tile }) => this.#forget(tile));
  }

  /** @param {L.Map} map */
  onAdd(map) {
    this.#stopListening = onPaletteChange(() => this.#recolour());
    return super.onAdd(map);
  }

  /** @param {L.Map} map */
  onRemove(map) {
    this.#stopListening?.();
    return super.onRemove(map);
  }

  /**
   * Asks for the plots of other dates. What is shown stays until its successor is there.
   *
   * @param {Record<string, string>} query
   * @returns {Promise<void>} Settles when every tile shows the new dates; rejects if
   *   one cannot be had.
   */
  async setDates(query) {
    this.#query = query;
    await Promise.all([...this.#held.keys()].map((canvas) => this.#load(canvas)));
  }

  /** @param {number | null} number The plot to outline, or none. */
  select(number) {
    this.#selected = number;
    this.#repaint();
  }

  /**
   * @param {L.LatLng} position
   * @returns {number | null} The number of the plot there.
   */
  plotAt(position) {
    const zoom = Math.round(this._map.getZoom());
    const size = this.getTileSize();
    const pixel = this._map.project(position, zoom);
    const [column, row] = [Math.floor(pixel.x / size.x), Math.floor(pixel.y / size.y)];
    const [x, y] = [pixel.x - column * size.x, pixel.y - row * size.y];
    for (const { coords, plots } of this.#held.values()) {
      const here = coords.z === zoom && coords.x === column && coords.y === row;
      if (here) return plotAt(plots, { x, y, zoom });
    }
    return null;
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
    this.#held.set(canvas, { coords, plots: [], request: new AbortController() });
    this.#load(canvas).then(
      () => done(undefined, canvas),
      (error) => done(error, canvas),
    );
    return canvas;
  }

  /** @param {HTMLCanvasElement} canvas */
  async #load(canvas) {
    const tile = this.#held.get(canvas);
    if (!tile) return;
    tile.request.abort();
    const request = (tile.request = new AbortController());
    try {
      const bytes = await this.#fetch(tile.coords, request.signal);
      tile.plots = decodePlots(bytes, { size: this.getTileSize().x, stages: this.#stages });
      this.#paint(canvas, tile);
    } catch (error) {
      if (!request.signal.aborted) throw error;
    }
  }

  /**
   * @param {L.Coords} coords
   * @param {AbortSignal} signal
   */
  async #fetch({ x, y, z }, signal) {
    const path = L.Util.template(this.#url, { x, y, z });
    const response = await fetch(`${path}?${new URLSearchParams(this.#query)}`, { signal });
    if (!response.ok) throw new Error(`tile ${z}/${x}/${y}: ${response.status}`);
    const bytes = await response.arrayBuffer();
    signal.throwIfAborted();
    return bytes;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HeldTile} tile
   */
  #paint(canvas, { plots, coords }) {
    paintPlots(canvas, plots, {
      zoom: coords.z,
      size: this.getTileSize().x,
      palette: this.#palette,
      selected: this.#selected,
    });
  }

  #repaint() {
    for (const [canvas, tile] of this.#held) this.#paint(canvas, tile);
  }

  #recolour() {
    this.#palette = readPalette(this.#stages);
    this.#repaint();
  }

  /** @param {HTMLElement} tile */
  #forget(tile) {
    const canvas = /** @type {HTMLCanvasElement} */ (tile);
    this.#held.get(canvas)?.request.abort();
    this.#held.delete(canvas);
  }
}
