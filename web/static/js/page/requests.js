// Questions to the server, and refusals in its own words.

/** Whatever is asked for: a refusal is to be read by scripts, not a page for people. */
const headers = { Accept: "application/json, */*;q=0.5" };

/** The server said no; the message is fit to show. */
export class RefusedError extends Error {}

/** @typedef {Record<string, string | string[]>} Parameters Blank values are left out. */

/**
 * @param {string} path
 * @param {Parameters} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 * @throws {RefusedError} The server answered with an error.
 */
export async function ask(path, query, signal) {
  const text = search(query);
  const response = await fetch(text ? `${path}?${text}` : path, { signal, headers });
  if (!response.ok) throw new RefusedError(await refusal(response));
  return response;
}

/**
 * @param {string} path
 * @param {Parameters} query
 * @param {AbortSignal} signal
 * @returns {Promise<string>} HTML.
 * @throws {RefusedError}
 */
export async function fetchFragment(path, query, signal) {
  return (await ask(path, { fragment: "1", ...query }, signal)).text();
}

/**
 * @param {Parameters} query
 * @returns {string} Without its question mark.
 */
export function search(query) {
  const pairs = Object.entries(query).flatMap(([name, given]) => [given].flat().map((value) => [name, value]));
  return String(new URLSearchParams(pairs.filter(([, value]) => value)));
}

/**
 * @param {Element} target Takes the place of what it shows.
 * @param {string} html From this server, which escapes what people typed.
 */
export function show(target, html) {
  target.innerHTML = html;
}

/** @param {Response} response */
async function refusal(response) {
  const isJson = response.headers.get("Content-Type")?.includes("json");
  if (!isJson) return `${response.status} ${response.statusText}`;
  const { detail, error } = await response.json();
  return String(detail || error);
}
