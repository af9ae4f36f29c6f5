// The conduct of the map page: selection, drawer, dates, address.
import { carryAddress, readView, writeView } from "./address.js";
import { DatedParts } from "./dated_parts.js";
import { Drawer } from "./drawer.js";
import { RefusedError } from "./requests.js";

/** @import { PlotLayer } from "./plot_layer.js" */

const CLOSEST_FIT_ZOOM = 17;

/**
 * @param {{ map: L.Map, plots: PlotLayer, bounds: L.LatLngBoundsLiteral }} parts
 *   `bounds` are shown unless the address asks for another view.
 */
export function openMapPage({ map, plots, bounds }) {
  const page = element("map-page");
  const alert = element("alert");
  /** @type {number | null} */
  let selected = null;

  /** @param {number | null} number */
  const select = (number) => {
    selected = number;
    plots.select(number);
  };
  /** @param {unknown} error */
  const refuse = (error) => {
    alert.textContent = error instanceof RefusedError ? error.message : word("unreachable");
  };
  const drawer = new Drawer(element("drawer"), () => select(null));
  const dated = new DatedParts({
    form: /** @type {HTMLFormElement} */ (element("dates")),
    path: page.dataset.legendUrl ?? "",
    follow: async (query) => {
      alert.textContent = "";
      page.classList.add("is-stale");
      const plotsArrive = plots.setDates({ as_of: query.as_of, as_known: query.as_known });
      const plotArrives = selected === null ? null : openPlot(selected);
      await Promise.all([plotsArrive, plotArrives]);
      if (dated.query === query) page.classList.remove("is-stale");
    },
    refuse,
  });

  /** @param {number} number */
  const openPlot = (number) => drawer.open(`${page.dataset.plotUrl}${number}`, dated.query);

  /** @param {L.LatLng} position Comes out from under the drawer, which has its size now. */
  const reveal = (position) => {
    const paddingBottomRight = drawer.covers(map.getContainer());
    map.panInside(position, { paddingTopLeft: [24, 24], paddingBottomRight, animate: false });
  };
  /** @param {L.LatLng} position */
  const choose = (position) => {
    const number = plots.plotAt(position);
    element("status").textContent = number === null ? word("nothing") : "";
    alert.textContent = "";
    if (number === null) return drawer.close();
    select(number);
    openPlot(number).then(() => reveal(position), refuse);
  };

  map.on("click", ({ latlng }) => choose(latlng));
  map.getContainer().addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target === map.getContainer()) choose(map.getCenter());
  });
  map.on("movestart", () => (element("status").textContent = ""));
  plots.on("tileerror", refuse);
  furnish(map);
  showFirst(map, bounds);
  carryAddress(/** @type {HTMLAnchorElement} */ (element("language")));
}

/** @param {L.Map} map */
function furnish(map) {
  map.getContainer().setAttribute("aria-label", word("map"));
  L.control
    .zoom({ position: "topright", zoomInTitle: word("zoomIn"), zoomOutTitle: word("zoomOut") })
    .addTo(map);
}

/**
 * @param {L.Map} map
 * @param {L.LatLngBoundsLiteral} bounds
 */
function showFirst(map, bounds) {
  const view = readView();
  if (view) map.setView(view.centre, view.zoom);
  else map.fitBounds(bounds, { maxZoom: CLOSEST_FIT_ZOOM, padding: [16, 16] });
  map.on("moveend", () => writeView(map));
  addEventListener("hashchange", () => {
    const asked = readView();
    if (asked) map.setView(asked.centre, asked.zoom, { animate: false });
  });
}

/**
 * @param {string} name A `data-word-…` of the page, so that scripts hold no language.
 */
function word(name) {
  const key = `word${name[0].toUpperCase()}${name.slice(1)}`;
  return element("map-page").dataset[key] ?? "";
}

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
