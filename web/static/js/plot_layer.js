// A Leaflet layer of plots: holds the histories of its tiles, and paints them at a day.
import { paintChanged, paintPlots, plotAt } from "./plot_painter.js";
import { PlotTile } from "./plot_tile.js";
import { ask } from "./requests.js";
import { onPaletteChange, readPalette } from "./stage_palette.js";

/** A step is immediate; where it changes most of a large map, the rest follows in frames. */
const FRAME_BUDGET_MS = 40;

/**
 * @typedef {object} HeldTile
 * @property {L.Coords} coords
 * @property {PlotTile | null} plots What is painted now; null until it is there.
 * @property {boolean} isRough Whether it was only touched up since it was painted.
 * @property {AbortController} request The one request under way, or the last.
 */

/** @typedef {{ url: string, query: Record<string, string> }} Source */

export class PlotLayer extends L.GridLayer {
  #stages;
  /** @type {Source | null} */
  #source;
  #palette;
  #day = 0;
  #frame = 0;
  /** @type {number | null} */
  #selected = null;
  /** @type {Map<HTMLCanvasElement, HeldTile>} */
  #held = new Map();
  /** @type {(() => void) | undefined} */
  #stopListening;

  /**
   * @param {string} url Path with {z}, {x} and {y}; its tiles tell histories.
   * @param {{ query: Record<string, string>, stages: string[] }} options Dates to ask
   *   for, and the codes of the stages in painting order.
   */
  constructor(url, { query, stages }) {
    super({ updateWhenZooming: false, keepBuffer: 1, className: "plots" });
    this.url = url;
    this.#stages = stages;
    this.#source = { url, query };
    this.#palette = readPalette(stages);
    this.on("tileunload", ({ tile }) => this.#forget(tile));
  }

  /** Codes of the stages, in painting order. */
  get stages() {
    return this.#stages;
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
   * Takes the plots from elsewhere. What is shown stays until its successor is there.
   *
   * @param {Source | null} source Null where there are no plots at all.
   * @param {number} day What the successor is painted at.
   * @returns {Promise<void>} Settles when every tile shows it; rejects if one cannot be had.
   */
  async setSource(source, day) {
    this.#source = source;
    this.#day = day;
    await Promise.all([...this.#held.keys()].map((canvas) => this.#load(canvas)));
  }

  /** @param {number} day Paints at once what has changed; `settle` makes it fine. */
  setDay(day) {
    this.#day = day;
    this.#advance([...this.#held], { isFine: false });
  }

  /** Paints anew what was only touched up. */
  settle() {
    this.#advance([...this.#held], { isFine: true });
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
      if (here && plots) return plotAt(plots, { x, y, zoom });
    }
    return null;
  }

  /**
   * @param {number} number
   * @returns {[number, number][] | null} The steps of a plot, if a tile holds it.
   */
  stepsOf(number) {
    const [found] = this.#tilesWith(number);
    return found ? found.plots.steps(found.plots.indexOf(number)) : null;
  }

  /**
   * @param {number} number
   * @returns {L.LatLngBounds | null} Where the plot lies, if a tile holds it.
   */
  boundsOf(number) {
    const size = this.getTileSize();
    const bounds = L.latLngBounds([]);
    for (const { coords, plots } of this.#tilesWith(number)) {
      const [west, north, east, south] = plots.box(plots.indexOf(number));
      const corner = L.point(coords.x * size.x, coords.y * size.y);
      for (const at of [L.point(west, north), L.point(east, south)]) {
        bounds.extend(this._map.unproject(corner.add(at), coords.z));
      }
    }
    return bounds.isValid() ? bounds : null;
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
   * Brings tiles to the day, as many as a frame allows; a later day takes over the rest.
   *
   * @param {[HTMLCanvasElement, HeldTile][]} waiting
   * @param {{ isFine: boolean }} how
   */
  #advance(waiting, how) {
    cancelAnimationFrame(this.#frame);
    const until = performance.now() + FRAME_BUDGET_MS;
    while (waiting.length > 0 && performance.now() < until) {
      const [canvas, tile] = /** @type {[HTMLCanvasElement, HeldTile]} */ (waiting.pop());
      this.#touchUp(canvas, tile, how);
    }
    if (waiting.length > 0) this.#frame = requestAnimationFrame(() => this.#advance(waiting, how));
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HeldTile} tile
   * @param {{ isFine: boolean }} how
   */
  #touchUp(canvas, tile, { isFine }) {
    if (!tile.plots) return;
    const changed = tile.plots.moveTo(this.#day);
    const { now } = tile.plots;
    const wantsAll = changed.some((plot) => now[plot] < 0) || (isFine && (tile.isRough || changed.length > 0));
    if (wantsAll) this.#paint(canvas, tile);
    else if (changed.length > 0) {
      tile.isRough = true;
      paintChanged(canvas, tile.plots, changed, this.#look(tile));
    }
  }

  /** @param {number} number */
  #tilesWith(number) {
    const tiles = /** @type {(HeldTile & { plots: PlotTile })[]} */ (
      [...this.#held.values()].filter(({ plots }) => plots)
    );
    return tiles.filter(({ plots }) => plots.indexOf(number) >= 0);
  }

  /** @param {HTMLCanvasElement} canvas */
  async #load(canvas) {
    const tile = this.#held.get(canvas);
    if (!tile) return;
    tile.request.abort();
    const request = (tile.request = new AbortController());
    try {
      const bytes = await this.#fetch(tile.coords, request.signal);
      tile.plots = new PlotTile(bytes, { size: this.getTileSize().x, stages: this.#stages });
      tile.plots.moveTo(this.#day);
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
    if (!this.#source) return new ArrayBuffer(0);
    const { url, query } = this.#source;
    return (await ask(L.Util.template(url, { x, y, z }), query, signal)).arrayBuffer();
  }

  /** @param {HeldTile} tile */
  #look({ coords }) {
    const size = this.getTileSize().x;
    return { zoom: coords.z, size, palette: this.#palette, selected: this.#selected };
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HeldTile} tile
   */
  #paint(canvas, tile) {
    tile.isRough = false;
    if (tile.plots) paintPlots(canvas, tile.plots, this.#look(tile));
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
