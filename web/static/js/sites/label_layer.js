// Names above the plots: of towns, sites of projects, water, roads and zones.
import { NAMED, inOrder, setType, writeLabels } from "./label_painter.js";
import { mayStand, placesOfGround, placesOfSites } from "./label_places.js";
import { onPaletteChange } from "../plots/stage_palette.js";

/** @import { GroundLayer } from "../ground/ground_layer.js" */
/** @import { Place, View } from "./label_places.js" */
/** @import { SiteLayer } from "./site_layer.js" */
/** @import { SiteNames } from "./site_names.js" */
/** @import { Box } from "./site_shapes.js" */

const CHANGES = "load tileload changed";

export class LabelLayer extends L.Layer {
  /** @type {GroundLayer | null} */
  #ground = null;
  /** @type {SiteLayer[]} */
  #sites;
  #links;
  #canvas = document.createElement("canvas");
  #stop = () => {};
  /** A panel that opens covers names, one that closes uncovers them. */
  #panels = new ResizeObserver(() => this.#soon());
  #waiting = 0;

  /**
   * @param {SiteLayer[]} [sites]
   * @param {SiteNames | null} [links] Takes the names of sites, which lead to their projects.
   */
  constructor(sites = [], links = null) {
    super();
    this.#sites = sites;
    this.#links = links;
    this.#canvas.className = "map-labels";
  }

  /** What names that are links are written by. */
  get links() {
    return this.#links;
  }

  /** @param {GroundLayer} ground Named too from now on. */
  nameGround(ground) {
    this.#ground = ground;
    ground.on(CHANGES, this.#soon, this);
    this.#soon();
  }

  /** @param {L.Map} map */
  onAdd(map) {
    const pane = map.getPanes().overlayPane;
    pane.append(this.#canvas);
    if (this.#links) pane.append(this.#links.element);
    map.on("moveend zoomend resize", this.#soon, this);
    for (const layer of this.#sites) layer.on("changed", this.#soon, this);
    this.#stop = onPaletteChange(() => this.#soon());
    for (const panel of document.querySelectorAll("[data-covers]")) this.#panels.observe(panel);
    this.#soon();
    return this;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    map.off("moveend zoomend resize", this.#soon, this);
    this.#ground?.off(CHANGES, this.#soon, this);
    for (const layer of this.#sites) layer.off("changed", this.#soon, this);
    this.#stop();
    this.#panels.disconnect();
    this.#canvas.remove();
    this.#links?.element.remove();
    return this;
  }

  #soon() {
    cancelAnimationFrame(this.#waiting);
    this.#waiting = requestAnimationFrame(() => this._map && this.#draw());
  }

  #draw() {
    const { x: width, y: height } = this._map.getSize();
    const canvas = this.#canvas;
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    L.DomUtil.setPosition(canvas, corner);
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.scale(devicePixelRatio, devicePixelRatio);
    const origin = this._map.getPixelBounds().min ?? L.point(0, 0);
    const view = { zoom: this._map.getZoom(), origin, width, height };
    const written = writeLabels(context, this.#places(context, view), {
      taken: this.#covered(),
      mayStand: (place, box) => mayStand(place, box, view),
      isLink: ({ kind }) => kind === "site" && this.#links !== null,
    });
    this.#links?.show(written, corner);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @returns {Place[]}
   */
  #places(context, view) {
    /** @param {Place["kind"]} kind */
    const isNamed = (kind) => view.zoom >= (NAMED[kind]?.from ?? Infinity);
    const ground = this.#ground ? placesOfGround(this.#ground, view, isNamed) : [];
    setType(context, "site");
    const widthOf = (/** @type {string} */ text) => context.measureText(text).width;
    const layers = isNamed("site") ? this.#sites.filter(({ map }) => map === this._map) : [];
    const sites = layers.flatMap((layer) => placesOfSites(layer, view, widthOf));
    return [...ground, ...sites].sort(inOrder);
  }

  /** @returns {Box[]} What lies over the map, in its pixels. */
  #covered() {
    const ground = this._map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll("[data-covers], .leaflet-control")].map((panel) => {
      const { left, top, right, bottom } = panel.getBoundingClientRect();
      return [left - ground.left, top - ground.top, right - ground.left, bottom - ground.top];
    });
  }
}
