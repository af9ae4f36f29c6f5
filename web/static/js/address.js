// What the address of the map page says: dates and language as query, the view as hash.
import { search } from "./requests.js";

const VIEW = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/;
const CARRIED = /** @type {const} */ (["as_of", "as_known", "lang"]);

/** @returns {Record<string, string>} Dates and language; blank where not given. */
export function readQuery() {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(CARRIED.map((name) => [name, given.get(name) ?? ""]));
}

/** @param {Record<string, string>} query Becomes a new entry of the history. */
export function pushQuery(query) {
  const text = search(query);
  history.pushState(null, "", `${location.pathname}${text && `?${text}`}${location.hash}`);
}

/** @returns {{ zoom: number, centre: [number, number] } | null} The view asked for. */
export function readView() {
  const [zoom, lat, lng] = VIEW.exec(location.hash)?.slice(1).map(Number) ?? [];
  const isView = [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 90;
  return isView ? { zoom, centre: [lat, lng] } : null;
}

/** @param {L.Map} map Its view replaces the one in the address. */
export function writeView(map) {
  const { lat, lng } = map.getCenter();
  const hash = `#map=${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
  history.replaceState(history.state, "", `${location.search}${hash}`);
}

/**
 * Lets the language link lead to the dates and the view shown now.
 *
 * @param {HTMLAnchorElement} link
 */
export function carryAddress(link) {
  link.addEventListener("click", () => {
    const query = { ...readQuery(), lang: link.hreflang.slice(0, 2) };
    link.href = `${location.pathname}?${search(query)}${location.hash}`;
  });
}
