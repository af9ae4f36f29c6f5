// The conduct of the map page: what happens when a reader looks, points, scrubs or plays.
import { readView, writeView } from "./address.js";
import { clocks } from "./clocks.js";
import { Drawer } from "./drawer.js";
import { addGround } from "./ground_layer.js";
import { element, wordsOf } from "./page.js";
import { drawCourse } from "./plot_course.js";
import { RefusedError } from "./requests.js";
import { TimeOfMap } from "./time_of_map.js";

/** @import { PlotLayer } from "./plot_layer.js" */
/** @import { Found } from "./finder.js" */

const CLOSEST_FIT_ZOOM = 17;
const PLOT_ZOOM = 18;
const MARGIN_PX = 24;

/**
 * @param {{ map: L.Map, plots: PlotLayer, bounds: L.LatLngBoundsLiteral }} parts
 *   `bounds` are shown unless the address asks for another view.
 */
export function openMapPage({ map, plots, bounds }) {
  const page = element("map-page");
  const alert = element("alert");
  const status = element("status");
  const words = wordsOf(page);
  /** @type {number | null} */
  let selected = null;

  /** @param {unknown} error */
  const refuse = (error) => {
    alert.textContent = error instanceof RefusedError ? error.message : words("unreachable");
    clocks?.refuse();
  };
  /** @param {number | null} number */
  const select = (number) => {
    selected = number;
    plots.select(number);
    time.choose(number);
  };
  const drawer = new Drawer(element("drawer"), () => select(null));
  const time = new TimeOfMap(page, plots, {
    refuse,
    moved: () => {
      alert.textContent = "";
      if (selected !== null) drawer.await();
    },
    settled: async () => {
      if (selected === null) return;
      if (await drawer.refresh(`${page.dataset.plotUrl}${selected}`, time.query)) drawn(selected);
    },
    returned: ({ plot }) => {
      const number = plot ? Number(plot) : null;
      if (number === selected) return;
      if (number === null) drawer.close();
      else open(number);
    },
  });

  /** @param {number} number */
  const drawn = (number) => {
    const place = drawer.content.querySelector("[data-course]");
    const steps = plots.stepsOf(number);
    if (place && steps) drawCourse(place, { steps, stages: plots.stages, day: time.day, span: time.span });
  };
  /** @param {number} number */
  const open = async (number) => {
    alert.textContent = "";
    select(number);
    try {
      if (await drawer.open(`${page.dataset.plotUrl}${number}`, time.query)) drawn(number);
    } catch (error) {
      refuse(error);
    }
  };
  /** @param {L.LatLng} position Comes out from under what lies over the map. */
  const reveal = (position) => {
    const [right, below] = drawer.covers(map.getContainer());
    const { topLeft, bottomRight } = uncovered(map);
    map.panInside(position, {
      paddingTopLeft: topLeft,
      paddingBottomRight: [Math.max(right + MARGIN_PX, bottomRight[0]), Math.max(below, bottomRight[1])],
      animate: false,
    });
  };
  /** @param {L.LatLng} position */
  const choose = (position) => {
    const number = plots.plotAt(position);
    status.textContent = number === null ? words("nothing") : "";
    if (number === null) return drawer.close();
    open(number).then(() => reveal(position));
  };

  furnish(map, words);
  addGround(map, page.dataset.layersUrl ?? "");
  map.on("click", ({ latlng }) => choose(latlng));
  map.getContainer().addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target === map.getContainer()) choose(map.getCenter());
  });
  map.on("movestart", () => (status.textContent = ""));
  plots.on("tileerror", refuse);
  plots.on("load", () => selected !== null && drawn(selected));
  document.addEventListener("guatu:found", (event) => {
    const found = /** @type {CustomEvent<Found>} */ (event).detail;
    if (found.kind !== "plot") return;
    event.preventDefault();
    if (found.centre) map.setView(found.centre, Math.max(map.getZoom(), PLOT_ZOOM), { animate: false });
    open(found.number).then(() => {
      if (found.centre) reveal(L.latLng(found.centre));
      else status.textContent = words("unplaced");
    });
  });
  time.open();
  showFirst(map, bounds);
  const asked = time.plotAsked;
  if (asked !== null) {
    open(asked);
    if (!readView()) plots.once("load", () => seek(map, plots, asked));
  }
  map.on("moveend", () => matchMedia("print").matches || writeView(map));
  tendPaper(map);
}

/**
 * @param {L.Map} map
 * @param {(name: string) => string} words
 */
function furnish(map, words) {
  map.getContainer().setAttribute("aria-label", words("map"));
  L.control
    .zoom({ position: "topright", zoomInTitle: words("zoomIn"), zoomOutTitle: words("zoomOut") })
    .addTo(map);
}

/**
 * @param {L.Map} map
 * @param {L.LatLngBoundsLiteral} bounds
 */
function showFirst(map, bounds) {
  const view = readView();
  const { topLeft, bottomRight } = uncovered(map);
  if (view) map.setView(view.centre, view.zoom);
  else {
    const padding = { paddingTopLeft: topLeft, paddingBottomRight: bottomRight };
    map.fitBounds(bounds, { maxZoom: CLOSEST_FIT_ZOOM, ...padding });
  }
  addEventListener("hashchange", () => {
    const asked = readView();
    if (asked) map.setView(asked.centre, asked.zoom, { animate: false });
  });
}

/**
 * On paper nothing lies over the map: what was in the middle of its open part then lies in
 * its middle, and the screen gets its view back.
 *
 * @param {L.Map} map
 */
function tendPaper(map) {
  let [middle, centre] = [map.getCenter(), map.getCenter()];
  const paper = matchMedia("print");
  const look = () => {
    if (paper.matches) return;
    const { topLeft, bottomRight } = uncovered(map);
    const { x, y } = map.getSize();
    const open = L.point((topLeft[0] + x - bottomRight[0]) / 2, (topLeft[1] + y - bottomRight[1]) / 2);
    [middle, centre] = [map.containerPointToLatLng(open), map.getCenter()];
  };
  look();
  map.on("moveend", look);
  paper.addEventListener("change", () => {
    const view = paper.matches ? middle : centre; // before the new size moves the map
    map.invalidateSize({ pan: false });
    map.setView(view, map.getZoom(), { animate: false });
  });
}

/**
 * A link may name a plot without a view: the map then goes where it lies.
 *
 * @param {L.Map} map
 * @param {PlotLayer} plots
 * @param {number} number
 */
function seek(map, plots, number) {
  const bounds = plots.boundsOf(number);
  if (bounds) map.setView(bounds.getCenter(), PLOT_ZOOM, { animate: false });
}

/**
 * @param {L.Map} map
 * @returns {{ topLeft: [number, number], bottomRight: [number, number] }} How much legend
 *   and track cover of the map from its left and from below, CSS pixels.
 */
function uncovered(map) {
  const ground = map.getContainer().getBoundingClientRect();
  const [legend, track] = [".map-legend", ".track-panel"].map((selector) =>
    /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect(),
  );
  const isBeside = legend.top < ground.bottom && legend.width < ground.width / 2;
  const left = isBeside ? legend.right - ground.left : 0;
  const below = track.top < ground.bottom - 1 ? ground.bottom - track.top : 0;
  return {
    topLeft: [left + MARGIN_PX, MARGIN_PX],
    bottomRight: [MARGIN_PX, below + MARGIN_PX],
  };
}
