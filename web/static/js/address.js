// What the address says: dates, language and plot as query, the view of the map as hash.
import { search } from "./requests.js";

const VIEW = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/;
const CARRIED = /** @type {const} */ (["as_of", "as_known", "known", "lang", "plot"]);

/** @typedef {Record<typeof CARRIED[number], string>} Query */

/** @returns {Query} Blank where not given. */
export function readQuery() {
  const given = new URLSearchParams(location.search);
  const pairs = CARRIED.map((name) => [name, given.get(name)?.trim() ?? ""]);
  return /** @type {Query} */ (Object.fromEntries(pairs));
}

/**
 * @param {Query} query
 * @param {{ isStep: boolean }} kind A step becomes a new entry of the history.
 */
export function writeQuery(query, { isStep }) {
  const text = search(query);
  const address = `${location.pathname}${text && `?${text}`}${location.hash}`;
  if (address === location.pathname + location.search + location.hash) return;
  if (isStep) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
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
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
}
