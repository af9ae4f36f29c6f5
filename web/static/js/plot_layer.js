// A Leaflet layer of plots: holds the histories of its tiles, and paints them at a day.
import { paintChanges } from "./change_painter.js";
import { paintChanged, paintPlots } from "./plot_painter.js";
import { PlotTile } from "./plot_tile.js";
import { ask } from "./requests.js";
import { onPaletteChange, readPalette } from "./stage_palette.js";

/** @import { Parameters } from "./requests.js" */

/** A step is immediate; where it changes most of a large map, the rest follows in frames. */
const FRAME_BUDGET_MS = 40;

/**
 * @typedef {object} HeldTile
 * @property {L.Coords} coords
 * @property {PlotTile | null} plots What is painted now; null until it is there.
 * @property {boolean} isRough Whether it was only touched up since it was painted.
 * @property {AbortController} request The one request under way, or the last.
 *
 * @typedef {{ url: string, query: Parameters }} Source
 */

export class PlotLayer extends L.GridLayer {
  #stages;
  /** @type {Source | null} */
  #source;
  #palette;
  #day = 0;
  #frame = 0;
  /** @type {number | null} */
  #selected = null;
  /** @type {ReadonlySet<number>} */
  #off = new Set();
  /** @type {PlotLayer | null} What changes are shown against. */
  #before = null;
  /** @type {Map<HTMLCanvasElement, HeldTile>} */
  #held = new Map();
  /** @type {(() => void) | undefined} */
  #stopListening;

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
    this.#palette = readPalette(stages);
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

  /** Stages that are not shown. */
  get hiddenStages() {
    return this.#off;
  }

  /** What the layer holds, for the zoom of the map and, for a while, of the one before. */
  tiles() {
    return this.#held.values();
  }

  /** @param {L.Map} map */
  onAdd(map) {
    this.#palette = readPalette(this.#stages);
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
    if (number === this.#selected) return;
    this.#selected = number;
    this.#repaint();
  }

  /** @param {Iterable<string>} codes Stages whose plots are not shown. */
  hide(codes) {
    const off = new Set([...codes].map((code) => this.#stages.indexOf(code)));
    if (off.size === this.#off.size && [...off].every((stage) => this.#off.has(stage))) return;
    this.#off = off;
    this.#repaint();
  }

  /** @param {PlotLayer | null} before Shows what has moved since, instead of the stages. */
  contrastWith(before) {
    this.#before?.off("painted", this.#followPainted, this);
    this.#before = before;
    before?.on("painted", this.#followPainted, this);
    this.#repaint();
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
    const isCleared = changed.some((plot) => now[plot] < 0 || this.#off.has(now[plot]));
    const wantsAll = isCleared || (this.#before ? changed.length > 0 : isFine && (tile.isRough || changed.length > 0));
    if (wantsAll) this.#paint(canvas, tile);
    else if (changed.length > 0) {
      tile.isRough = true;
      paintChanged(canvas, tile.plots, changed, this.#look(tile));
    }
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
    return { zoom: coords.z, size, palette: this.#palette, selected: this.#selected, off: this.#off };
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HeldTile} tile
   */
  #paint(canvas, tile) {
    tile.isRough = false;
    if (!tile.plots) return;
    const before = this.#before?.tileAt(tile.coords);
    if (before) paintChanges(canvas, { before, after: tile.plots }, this.#look(tile));
    else if (!this.#before) paintPlots(canvas, tile.plots, this.#look(tile));
    this.fire("painted", { coords: tile.coords });
  }

  /** @param {L.LeafletEvent} event A tile of the layer that this one is in contrast with. */
  #followPainted(event) {
    const { x, y, z } = /** @type {L.LeafletEvent & { coords: L.Coords }} */ (event).coords;
    for (const [canvas, tile] of this.#held) {
      const { coords } = tile;
      if (coords.z === z && coords.x === x && coords.y === y) this.#paint(canvas, tile);
    }
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
