// The second map, beside the first: what was before, always at the same view.
import { Ground } from "../ground/ground_layer.js";
import { hitAt } from "../plots/plot_finding.js";
import { write } from "./swipe.js";

/** @import { Flags } from "./compare_bar.js" */
/** @import { PlotLayer } from "../plots/plot_layer.js" */
/** @import { Selection } from "../plot/selection.js" */
/** @import { SitesOfMap } from "../sites/sites_of_map.js" */

export class BesideMap {
  #holder;
  #holding = document.createElement("div");
  /** @type {Ground | null} */
  #ground = null;
  #asKnown = "";
  #flags = /** @type {[HTMLElement, HTMLElement]} */ ([flagged("before"), flagged("after")]);
  #page;
  #main;
  #selection;
  #sites;
  /** @type {L.Map | null} */
  #map = null;
  #isFollowing = false;

  /**
   * @param {HTMLElement} holder
   * @param {{ page: HTMLElement, map: L.Map, selection: Selection, sites: SitesOfMap }} parts
   */
  constructor(holder, { page, map, selection, sites }) {
    this.#holder = holder;
    this.#page = page;
    this.#main = map;
    this.#selection = selection;
    this.#sites = sites;
    this.#holding.className = "folium-map";
    new ResizeObserver(() => holder.hidden || this.#fit()).observe(holder);
  }

  /** The second map, once it has been shown. */
  get map() {
    return this.#map;
  }

  /**
   * @param {boolean} isShown
   * @param {PlotLayer} before
   */
  show(isShown, before) {
    this.#holder.hidden = !isShown;
    const [mine, its] = this.#flags;
    if (isShown) this.#main.getContainer().append(its);
    else its.remove();
    if (isShown && !this.#map) this.#map = this.#made(before);
    if (isShown && this.#map) {
      this.#holder.append(this.#holding, mine);
      before.options.pane = "tilePane";
      before.addTo(this.#map);
    } else before.options.pane = "before";
    this.#fit();
  }

  /** @param {Flags} flags */
  flag({ before, after }) {
    write(this.#flags[0], before);
    write(this.#flags[1], after);
  }

  /** @param {string} asKnown At which its ground is shown. */
  know(asKnown) {
    this.#asKnown = asKnown;
    this.#ground?.take(asKnown);
  }

  /** Both maps share the width, and keep what was in the middle there. */
  #fit() {
    const centre = this.#main.getCenter(); // of the width that it had
    this.#isFollowing = true;
    this.#main.invalidateSize({ pan: false });
    this.#main.setView(centre, this.#main.getZoom(), { animate: false });
    this.#map?.invalidateSize({ pan: false });
    this.#isFollowing = false;
    this.#follow(this.#main, this.#map);
  }

  /** @param {PlotLayer} before */
  #made(before) {
    this.#holder.append(this.#holding);
    const { minZoom, maxZoom } = this.#main.options;
    const still = { zoomAnimation: false, fadeAnimation: false, inertia: false };
    const map = L.map(this.#holding, { ...still, minZoom, maxZoom, zoomControl: false, attributionControl: false });
    map.setView(this.#main.getCenter(), this.#main.getZoom(), { animate: false });
    const labels = this.#sites.labelled(map, [this.#sites.before]);
    this.#ground = new Ground(map, this.#page.dataset.layersUrl ?? "", labels);
    this.#ground.take(this.#asKnown);
    map.getContainer().role = "region";
    map.getContainer().setAttribute("aria-label", this.#page.dataset.wordMapBefore ?? "");
    this.#main.on("move", () => this.#follow(this.#main, map));
    map.on("move", () => this.#follow(map, this.#main));
    /** @param {L.LatLng} position */
    const choose = (position) => {
      const hit = hitAt(before, position);
      if (hit && !hit.area) this.#selection.openAt(hit.number, position);
    };
    map.on("click", ({ latlng }) => choose(latlng));
    map.getContainer().addEventListener("keydown", ({ key }) => key === "Enter" && choose(map.getCenter()));
    return map;
  }

  /**
   * @param {L.Map} leading
   * @param {L.Map | null} other
   */
  #follow(leading, other) {
    if (!other || this.#isFollowing || this.#holder.hidden) return;
    this.#isFollowing = true;
    other.setView(leading.getCenter(), leading.getZoom(), { animate: false });
    this.#isFollowing = false;
  }
}

/** @param {"before" | "after"} which */
function flagged(which) {
  const flag = document.createElement("span");
  flag.className = `swipe-flag beside-flag swipe-${which}`;
  return flag;
}
