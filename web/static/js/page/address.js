// What the address says: dates, filter, comparison, language and plot as query, the view as hash.
import { search } from "./requests.js";

const VIEW = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/;
const CARRIED = /** @type {const} */ ([
  ...["as_of", "as_known", "known", "lang", "plot"],
  ...["compare", "as_of_1", "as_known_1", "split", "scope", "patterns", "sites", "panel", "by"],
]);
/** What may be given several times. */
export const LISTED = /** @type {const} */ (["town", "zone", "project", "land_use", "off"]);

/** @typedef {Record<typeof CARRIED[number], string> & Record<typeof LISTED[number], string[]>} Query */
/** @typedef {Pick<Query, "town" | "zone" | "project" | "land_use">} Filter Values of which a plot has one. */

/** @type {Filter} Every plot. */
export const NO_FILTER = { town: [], zone: [], project: [], land_use: [] };

/** @returns {Query} Blank where not given. */
export function readQuery() {
  const given = new URLSearchParams(location.search);
  const texts = CARRIED.map((name) => [name, given.get(name)?.trim() ?? ""]);
  const lists = LISTED.map((name) => [name, [...new Set(given.getAll(name))].filter(Boolean)]);
  return /** @type {Query} */ (Object.fromEntries([...texts, ...lists]));
}

/**
 * @param {Query} query
 * @returns {Filter} What restricts the plots, without the rest.
 */
export function filterOf({ town, zone, project, land_use }) {
  return { town, zone, project, land_use };
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
