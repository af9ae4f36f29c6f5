// What was known then: for each day, what had been recorded by the end of it about that day.
import { reachedBy } from "./chart_data.js";
import { textOf } from "../page/civil.js";
import { ask } from "../page/requests.js";

/** @import { Parameters } from "../page/requests.js" */

/**
 * @param {string} url
 * @param {{ days: number[], query: Parameters, signal: AbortSignal }} asked
 * @returns {Promise<number[][]>} For each day the plots that had reached each stage.
 */
export async function learnThen(url, { days, query, signal }) {
  if (days.length === 0) return [];
  const answer = await (await ask(url, { ...query, day: days.map(textOf) }, signal)).json();
  return answer.days.map((/** @type {{ plots: number[] }} */ { plots }) => reachedBy(plots));
}
