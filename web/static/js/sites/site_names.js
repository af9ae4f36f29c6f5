// The names of sites on the map: links to the pages of their projects, at the dates shown.
import { search } from "../page/requests.js";

/** @import { Written } from "./label_painter.js" */
/** @import { SiteLayer } from "./site_layer.js" */
/** @import { Site } from "./site_shapes.js" */

/** One stop of the Tab key for all names; arrows go from one to the next. */
const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });

export class SiteNames {
  element = document.createElement("nav");
  #url;
  /** @type {Map<string, HTMLAnchorElement>} By layer and project, so that the focus stays. */
  #links = new Map();
  /** @type {SiteLayer | null} The layer of which a site is marked. */
  #marked = null;

  /**
   * @param {string} label For those who listen.
   * @param {string} url That of a project, but for its id.
   */
  constructor(label, url) {
    this.#url = url;
    this.element.className = "site-names";
    this.element.setAttribute("aria-label", label);
    this.element.addEventListener("keydown", (event) => this.#step(event));
    L.DomEvent.on(this.element, "click dblclick", L.DomEvent.stopPropagation);
  }

  /**
   * @param {Written[]} written
   * @param {L.Point} corner Of the view, in the pane.
   */
  show(written, corner) {
    L.DomUtil.setPosition(this.element, corner);
    const gone = new Map(this.#links);
    for (const { place, spot } of written) {
      if (!place.of) continue;
      const { site, layer } = place.of;
      const key = `${L.Util.stamp(layer)}:${site.number}`;
      gone.delete(key);
      const link = this.#links.get(key) ?? this.#made(key, site, layer);
      link.textContent = site.name;
      link.href = this.href(site, layer);
      link.style.transform = `translate(${Math.round(spot.x)}px, ${Math.round(spot.y)}px) translate(-50%, -50%)`;
    }
    for (const [key, link] of gone) {
      if (link.matches(":hover, :focus")) this.#mark(null, null);
      link.remove();
      this.#links.delete(key);
    }
    this.element.hidden = this.#links.size === 0;
    this.#rove(document.activeElement);
  }

  /**
   * @param {Site} site
   * @param {SiteLayer} layer
   */
  href({ project }, { dates }) {
    const query = search(dates);
    return `${this.#url}${encodeURIComponent(project)}${query && `?${query}`}`;
  }

  /**
   * @param {string} key
   * @param {Site} site
   * @param {SiteLayer} layer
   */
  #made(key, { number }, layer) {
    const link = document.createElement("a");
    link.draggable = false;
    for (const kind of ["pointerenter", "focus"]) link.addEventListener(kind, () => this.#mark(layer, number));
    for (const kind of ["pointerleave", "blur"]) link.addEventListener(kind, () => this.#mark(null, null));
    this.#links.set(key, link);
    this.element.append(link);
    return link;
  }

  /**
   * @param {SiteLayer | null} layer
   * @param {number | null} number Of the project whose site stands out.
   */
  #mark(layer, number) {
    if (this.#marked !== layer) this.#marked?.mark(null);
    this.#marked = layer;
    layer?.mark(number);
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    const links = [...this.#links.values()];
    const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    const step = STEPS[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = links[(at + step + links.length) % links.length];
    this.#rove(next);
    next.focus({ preventScroll: true });
  }

  /** @param {Element | null} chosen */
  #rove(chosen) {
    const links = [...this.#links.values()];
    const at = Math.max(0, links.indexOf(/** @type {HTMLAnchorElement} */ (chosen)));
    for (const [nth, link] of links.entries()) link.tabIndex = nth === at ? 0 : -1;
  }
}
