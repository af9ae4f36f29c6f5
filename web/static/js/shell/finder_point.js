// A point in the search: degrees, or metres of the district's own coordinates.
import { ask } from "../page/requests.js";

/** @import { Found } from "./finder.js" */

const PAIR = /^\s*(-?\d+(?:\.\d+)?)\s*[,，;\s]\s*(-?\d+(?:\.\d+)?)\s*$/;
const [MOST_LAT, MOST_LNG] = [90, 180];
const CLOSE_ZOOM = 18;

/**
 * @param {string} text
 * @returns {[number, number] | null} Two numbers.
 */
export function pairIn(text) {
  const [a, b] = PAIR.exec(text)?.slice(1).map(Number) ?? [];
  return Number.isFinite(a) && Number.isFinite(b) ? [a, b] : null;
}

/**
 * @param {[number, number]} pair
 * @returns {Found | null} A point in degrees: latitude first, where it can be one.
 */
export function pointAt([a, b]) {
  if (Math.abs(a) > MOST_LNG || Math.abs(b) > MOST_LNG) return null;
  if (Math.abs(a) > MOST_LAT && Math.abs(b) > MOST_LAT) return null;
  const centre = /** @type {[number, number]} */ (Math.abs(a) > MOST_LAT ? [b, a] : [a, b]);
  const id = centre.join(", ");
  return { kind: "point", id, label: id, number: 0, url: `/#map=${CLOSE_ZOOM}/${centre.join("/")}`, centre };
}

/**
 * @param {[number, number]} pair East and north in metres, as the district measures.
 * @param {Record<string, string>} dates
 * @param {AbortSignal} signal
 * @returns {Promise<string>} The id of the plot there; blank where there is none.
 */
export async function plotIdAt([x, y], { as_of, as_known }, signal) {
  const asked = { x: String(x), y: String(y), as_of, as_known };
  const { answer } = await (await ask("/api/v1/ask/plot_at", asked, signal)).json();
  return answer[0]?.thing.replace("plot:", "") ?? "";
}
