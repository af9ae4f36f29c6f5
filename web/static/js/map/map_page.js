// The conduct of the map page: what happens when a reader looks, points, scrubs or plays.
import { writeView } from "../page/address.js";
import { clocks } from "../shell/clocks.js";
import { openCurves } from "../curves/curves_door.js";
import { addDoor } from "../page/door.js";
import { tendFilters } from "./filters.js";
import { Ground } from "../ground/ground_layer.js";
import { keepLive } from "./live.js";
import { furnish, showFirst, tendPaper } from "../page/map_view.js";
import { element, wordsOf } from "../page/page.js";
import { hitAt } from "../plots/plot_finding.js";
import { PlotTip } from "../plot/plot_tip.js";
import { RefusedError } from "../page/requests.js";
import { Selection } from "../plot/selection.js";
import { SitesOfMap } from "../sites/sites_of_map.js";
import { tendPatterns } from "./tools.js";
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
  const refuse = refusing(words);
  const time = new TimeOfMap(page, plots, refuse);
  const selection = new Selection({ map, plots, time, url: page.dataset.plotUrl ?? "", refuse });

  furnish(map, words);
  const sites = new SitesOfMap({ page, map, time, refuse });
  const ground = new Ground(map, page.dataset.layersUrl ?? "", sites.labels);
  time.addEventListener("shown", () => ground.take(time.query.as_known));
  ground.take(time.query.as_known);
  tendFilters(element("filters"), time, refuse);
  tendPatterns(time);
  time.open();
  showFirst(map, bounds);
  selection.openAsked();
  tendPointing({ map, plots, sites, selection, words });
  tendSearch(selection, words);
  new PlotTip(element("tip"), { map, plots, sites });
  const view = new ViewCurve(map, time, refuse);
  openCurves({ map, time, view, refuse });
  addDoors({ page, map, plots, time, view, sites, selection, refuse });
  keepLive(page, time);
  plots.on("tileerror", refuse);
  time.addEventListener("moved", () => (element("alert").textContent = ""));
  map.on("moveend", () => matchMedia("print").matches || writeView(map));
  tendPaper(map);
}

/** @param {Parts} parts */
function addDoors(parts) {
  const { time, refuse } = parts;
  addDoor({
    ...{ button: "tool-compare", key: "c", time, refuse },
    isOpen: ({ compare }) => compare !== "",
    load: async () => new (await import("../compare/comparison.js")).Comparison(parts),
  });
  addDoor({
    ...{ button: "tool-paper", key: "w", time, refuse },
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
    clocks?.refuse();
  };
}

/**
 * A click, or Enter in the middle of the map, opens a plot; on an area it goes closer. Where
 * no plot lies in the site of a project, a link leads to the project.
 *
 * @param {{ map: L.Map, plots: PlotLayer, sites: SitesOfMap, selection: Selection, words: (name: string) => string }} parts
 */
function tendPointing({ map, plots, sites, selection, words }) {
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
function tendSearch(selection, words) {
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
