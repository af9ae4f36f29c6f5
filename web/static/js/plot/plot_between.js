// What lies between two dates for one plot: both courses, and the facts that moved it.
import { textOf } from "../page/civil.js";
import { lastUpTo } from "../curves/curve.js";
import { element, wordsOf } from "../page/page.js";
import { drawCourse } from "./plot_course.js";
import { ask } from "../page/requests.js";

/** @import { Flags } from "../compare/compare_bar.js" */
/** @import { Step } from "../plots/plot_tile.js" */

/** @typedef {{ steps: Step[] | null, day: number, position: number }} Side */
/** @typedef {{ position: number, role: string, label: string, thing: string }} Cause */

/**
 * @param {HTMLElement} content The fragment of the plot, which lists its facts.
 * @param {[Side, Side]} sides Before and after.
 * @param {{ stages: string[], span: { first: number, last: number }, flags: Flags,
 *   causes: Promise<Cause[]>, reportError: (error: unknown) => void }} shown
 */
export function showBetween(content, [before, after], { stages, span, flags, causes, reportError }) {
  content.querySelector(".between")?.remove();
  const words = wordsOf(element("between-words"));
  const section = made("section", "between");
  section.append(made("h2", "", words("title")));
  for (const [side, [date, known]] of /** @type {const} */ ([[before, flags.before], [after, flags.after]])) {
    const line = made("p", "between-side");
    line.append(made("strong", "figure", date), made("span", "quiet", known));
    if (side.steps) line.append(stageOf(side.steps, side.day, stages));
    const course = made("div", "plot-course");
    if (side.steps) drawCourse(course, { steps: side.steps, stages, day: side.day, span });
    section.append(line, course);
  }
  const place = made("div", "between-causes");
  place.ariaBusy = "true";
  section.append(place);
  content.querySelector(".key-figures")?.before(section);
  causes.then((found) => {
    place.replaceChildren(causesOf(content, found, words));
    place.ariaBusy = "false";
  }, reportError);
}

/**
 * Asks which facts decide the stage of a plot on one of both sides only.
 *
 * @param {number} number
 * @param {[Side, Side]} sides
 * @param {string} lang
 * @returns {Promise<Cause[]>}
 */
export async function fetchCauses(number, [before, after], lang) {
  const one = { as_of_1: textOf(before.day), as_known_1: String(before.position) };
  const other = { as_of_2: textOf(after.day), as_known_2: String(after.position) };
  const url = element("compare").dataset.causesUrl ?? "";
  const answer = await ask(url, { plot: String(number), ...one, ...other, lang });
  const { plots } = await answer.json();
  return plots[0]?.causes ?? [];
}

/**
 * @param {Step[]} steps
 * @param {number} day
 * @param {string[]} stages
 */
function stageOf(steps, day, stages) {
  const at = lastUpTo(Int32Array.from(steps, ([from]) => from), day);
  const stage = steps[at]?.[1] ?? -1;
  const code = stages[stage];
  const label = code && document.querySelector(`#legend tr[data-stage="${code}"] [data-label]`)?.textContent;
  return made("span", code ? `stage stage-${code}` : "tag", label || wordsOf(element("between-words"))("absent"));
}

/**
 * The facts that decide the stage at one of both points only, with what was done to them.
 *
 * @param {HTMLElement} content
 * @param {Cause[]} causes
 * @param {(name: string) => string} words
 */
function causesOf(content, causes, words) {
  const list = made("ol", "between-facts");
  for (const { position, role, label, thing } of causes) {
    const fact = content.querySelector(`#fact-${position}`);
    const line = made("li", "");
    line.dataset.position = String(position);
    const when = fact?.querySelector("time")?.lastChild?.textContent?.trim() ?? "";
    const title = fact?.querySelector("h3")?.textContent?.trim() || `${label} ${thing.replace(/^plot:/, "")}`;
    const named = fact ? linkTo(fact, title) : made("span", "", title);
    line.append(made("span", "", `${when} `), named, made("span", "quiet figure", ` #${position}`), made("span", "tag", words(role)));
    fact?.classList.add("is-between");
    list.append(line);
  }
  return list.childElementCount ? list : made("p", "quiet", words("noCause"));
}

/**
 * @param {Element} fact
 * @param {string} title
 */
function linkTo(fact, title) {
  const link = /** @type {HTMLAnchorElement} */ (made("a", "", title));
  link.href = `#${fact.id}`;
  return link;
}

/**
 * @param {string} name
 * @param {string} className
 * @param {string} [text]
 */
function made(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
