// Orders a map to take away, tells how far it is, and hands it to the reader as a file.
import { ask } from "../page/requests.js";

/** @import { Parameters } from "../page/requests.js" */

const EACH_MS = 700;
const NAME = /filename="?([^";]+)/;

/**
 * @typedef {{ done: number | null, steps: number | null }} Progress Null while nothing is known.
 *
 * @typedef {object} Order
 * @property {string} url
 * @property {Parameters} query
 * @property {string} progressUrl That of tickets; blank where no progress can be told.
 * @property {AbortSignal} signal
 * @property {(progress: Progress) => void} told Called again and again until it is there.
 */

/**
 * @param {Order} order
 * @returns {Promise<{ name: string, bytes: number }>} Once the file is there.
 */
export async function fetchPaper({ url, query, progressUrl, signal, told }) {
  // A page on the intranet has no secure context, and so no crypto.randomUUID.
  const ticket = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const look = async () => {
    told(progressUrl ? await progressOf(`${progressUrl}/${ticket}`, signal) : { done: null, steps: null });
  };
  const watch = setInterval(look, EACH_MS);
  try {
    const response = await ask(url, progressUrl ? { ...query, ticket } : query, signal);
    const file = await response.blob();
    const name = NAME.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "guatu";
    save(file, name);
    return { name, bytes: file.size };
  } finally {
    clearInterval(watch);
  }
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<Progress>}
 */
async function progressOf(url, signal) {
  try {
    return await (await ask(url, {}, signal)).json();
  } catch {
    return { done: null, steps: null }; // the order itself says what is wrong
  }
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
