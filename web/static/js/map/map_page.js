// The conduct of the map page: what happens when a reader looks, points, scrubs or plays.
import { writeView } from "../page/address.js";
import { clocks } from "../shell/clocks.js";
import { openCurves } from "../curves/curves_lazily.js";
import { addLazyPanel } from "../page/lazy_panel.js";
import { bindFilters } from "./filters.js";
import { Ground } from "../ground/ground_layer.js";
import { keepLive } from "./live.js";
import { addControls, showFirst, bindPrinting } from "../page/map_view.js";
import { element, wordsOf } from "../page/page.js";
import { hitAt } from "../plots/plot_finding.js";
import { PlotTip } from "../plot/plot_tip.js";
import { RefusedError } from "../page/requests.js";
import { Selection } from "../plot/selection.js";
import { SitesOfMap } from "../sites/sites_of_map.js";
import { bindPatterns } from "./tools.js";
import { TimeOfMap } from "../time/time_of_map.js";
import { ViewCurve } from "../curves/view_curve.js";

/** @import { PlotLayer } from "../plots/plot_layer.js" */
/** @import { Found } from "../shell/finder.js" */
/** @import { Parts } from "../compare/comparison.js" */

/**
 * @param {{ map: L.Map, plots: PlotLayer, bounds: L.LatLngBoundsLiteral }} parts
 *   `bounds` are shown unless the address asks for another view.
 */
export function openMapPage({ map, plots, bounds }) {
  const page = element("map-page");
  const words = wordsOf(page);
  const reportError = refusing(words);
  const time = new TimeOfMap(page, plots, reportError);
  const selection = new Selection({ map, plots, time, url: page.dataset.plotUrl ?? "", reportError });

  addControls(map, words);
  const sites = new SitesOfMap({ page, map, time, reportError });
  const ground = new Ground(map, page.dataset.layersUrl ?? "", sites.labels);
  time.addEventListener("shown", () => ground.take(time.query.as_known));
  ground.take(time.query.as_known);
  bindFilters(element("filters"), time, reportError);
  bindPatterns(time);
  time.open();
  showFirst(map, bounds);
  selection.openAsked();
  bindPointing({ map, plots, sites, selection, words });
  bindSearch(selection, words);
  new PlotTip(element("tip"), { map, plots, sites });
  const view = new ViewCurve(map, time, reportError);
  openCurves({ map, time, view, reportError });
  addLazyPanels({ page, map, plots, time, view, sites, selection, reportError });
  keepLive(page, time);
  plots.on("tileerror", reportError);
  time.addEventListener("dates-changing", () => (element("alert").textContent = ""));
  map.on("moveend", () => matchMedia("print").matches || writeView(map));
  bindPrinting(map);
}

/** @param {Parts} parts */
function addLazyPanels(parts) {
  const { time, reportError } = parts;
  addLazyPanel({
    ...{ button: "tool-compare", key: "c", time, reportError },
    isOpen: ({ compare }) => compare !== "",
    load: async () => new (await import("../compare/comparison.js")).Comparison(parts),
  });
  addLazyPanel({
    ...{ button: "tool-paper", key: "w", time, reportError },
    isOpen: ({ panel }) => panel === "paper",
    load: async () => new (await import("./paper_panel.js")).PaperPanel(parts),
  });
}

/**
 * @param {(name: string) => string} words
 * @returns {(error: unknown) => void} Tells why nothing has changed.
 */
function refusing(words) {
  return (error) => {
    element("alert").textContent = error instanceof RefusedError ? error.message : words("unreachable");
    clocks?.markInvalid();
  };
}

/**
 * A click, or Enter in the middle of the map, opens a plot; on an area it goes closer. Where
 * no plot lies in the site of a project, a link leads to the project.
 *
 * @param {{ map: L.Map, plots: PlotLayer, sites: SitesOfMap, selection: Selection, words: (name: string) => string }} parts
 */
function bindPointing({ map, plots, sites, selection, words }) {
  const status = element("status");
  /** @param {L.LatLng} position */
  const choose = (position) => {
    const hit = hitAt(plots, position);
    status.textContent = hit === null ? words("nothing") : "";
    const link = hit === null ? sites.linkAt(position) : null;
    if (link) status.append(" ", `${words("siteOf")} `, link);
    element("alert").textContent = "";
    if (hit === null) selection.close();
    else if (hit.area) map.setView(position, map.getZoom() + 2, { animate: false });
    else selection.openAt(hit.number, position);
  };
  map.on("click", ({ latlng }) => choose(latlng));
  map.on("movestart", () => (status.textContent = ""));
  map.getContainer().addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter" || target !== map.getContainer()) return;
    choose(map.getCenter());
    status.querySelector("a")?.focus({ preventScroll: true });
  });
}

/**
 * @param {Selection} selection
 * @param {(name: string) => string} words
 */
function bindSearch(selection, words) {
  document.addEventListener("guatu:found", (event) => {
    const { kind, centre, number } = /** @type {CustomEvent<Found>} */ (event).detail;
    if (kind === "project") return;
    event.preventDefault();
    if (centre) selection.goTo(centre);
    if (kind === "point") return;
    if (centre) selection.openAt(number, L.latLng(centre));
    else selection.open(number).then(() => (element("status").textContent = words("unplaced")));
  });
}
