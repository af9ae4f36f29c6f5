// The view of the map: what it shows first, what lies over it, and how it comes out on paper.
import { readView } from "./address.js";

const CLOSEST_FIT_ZOOM = 17;
const MARGIN_PX = 24;

/**
 * @param {L.Map} map
 * @param {(name: string) => string} words
 */
export function addControls(map, words) {
  map.getContainer().setAttribute("aria-label", words("map"));
  L.control
    .zoom({ position: "topright", zoomInTitle: words("zoomIn"), zoomOutTitle: words("zoomOut") })
    .addTo(map);
}

/**
 * @param {L.Map} map
 * @param {L.LatLngBoundsLiteral} bounds
 */
export function showFirst(map, bounds) {
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
export function bindPrinting(map) {
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
 * @param {L.Map} map
 * @returns {{ topLeft: [number, number], bottomRight: [number, number] }} How much legend
 *   and track cover of the map from its left and from below, CSS pixels.
 */
export function uncovered(map) {
  const ground = map.getContainer().getBoundingClientRect();
  const [legend, track] = [".map-side", ".track-panel"].map((selector) =>
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
