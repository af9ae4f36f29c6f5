// A Leaflet layer of plots: paints the histories of its tiles at a day, or against another layer.
import { paintChanges } from "./change_painter.js";
import { HeldTiles } from "./held_tiles.js";
import { paintChanged, paintPlots } from "./plot_painter.js";
import { onPaletteChange, readPalette } from "./stage_palette.js";

/** @import { HeldTile, Source } from "./held_tiles.js" */
/** @import { PlotTile } from "./plot_tile.js" */
/** @import { Parameters } from "../page/requests.js" */

/** A step is immediate; where it changes most of a large map, the rest follows in frames. */
const FRAME_BUDGET_MS = 40;

export class PlotLayer extends HeldTiles {
  #palette;
  #day = 0;
  #frame = 0;
  /** @type {number | null} */
  #selected = null;
  /** @type {ReadonlySet<number>} */
  #off = new Set();
  /** @type {PlotLayer | null} What changes are shown against. */
  #before = null;
  /** @type {(() => void) | undefined} */
  #stopListening;

  /**
   * @param {string} url
   * @param {{ query: Parameters, stages: string[], pane?: string }} options
   */
  constructor(url, options) {
    super(url, options);
    this.#palette = readPalette(options.stages);
  }

  /** Stages that are not shown. */
  get hiddenStages() {
    return this.#off;
  }

  /** @param {L.Map} map */
  onAdd(map) {
    this.#palette = readPalette(this.stages);
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
    this.#day = day;
    await this.take(source);
  }

  /** @param {number} day Paints at once what has changed; `settle` makes it fine. */
  setDay(day) {
    this.#day = day;
    this.#advance([...this.canvases()], { isFine: false });
  }

  /** Paints anew what was only touched up. */
  settle() {
    this.#advance([...this.canvases()], { isFine: true });
  }

  /** @param {number | null} number The plot to outline, or none. */
  select(number) {
    if (number === this.#selected) return;
    this.#selected = number;
    this.#repaint();
  }

  /** @param {Iterable<string>} codes Stages whose plots are not shown. */
  hide(codes) {
    const off = new Set([...codes].map((code) => this.stages.indexOf(code)));
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
   * @override
   * @param {HTMLCanvasElement} canvas
   * @param {HeldTile & { plots: PlotTile }} tile
   */
  arrived(canvas, tile) {
    tile.plots.moveTo(this.#day);
    this.#paint(canvas, tile);
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
    for (const [canvas, tile] of this.canvases()) {
      const { coords } = tile;
      if (coords.z === z && coords.x === x && coords.y === y) this.#paint(canvas, tile);
    }
  }

  #repaint() {
    for (const [canvas, tile] of this.canvases()) this.#paint(canvas, tile);
  }

  #recolour() {
    this.#palette = readPalette(this.stages);
    this.#repaint();
  }
}
