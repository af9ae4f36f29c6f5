// What lies between two dates for one plot: both courses, and the facts that moved it.
import { dayOf } from "./civil.js";
import { lastUpTo } from "./curve.js";
import { element, wordsOf } from "./page.js";
import { drawCourse } from "./plot_course.js";

/** @import { Flags } from "./compare_bar.js" */
/** @import { Step } from "./plot_tile.js" */

/** @typedef {{ steps: Step[] | null, day: number, position: number }} Side */

/**
 * @param {HTMLElement} content The fragment of the plot, which lists its facts.
 * @param {Side[]} sides Before and after.
 * @param {{ stages: string[], span: { first: number, last: number }, flags: Flags }} shown
 */
export function tellBetween(content, [before, after], { stages, span, flags }) {
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
  section.append(causesOf(content, [before, after], words));
  content.querySelector(".key-figures")?.before(section);
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
 * A fact moves a plot if it happened between both days, or was learnt between both positions.
 *
 * @param {HTMLElement} content
 * @param {[Side, Side]} sides
 * @param {(name: string) => string} words
 */
function causesOf(content, [before, after], words) {
  const [from, to] = [before.day, after.day].sort((a, b) => a - b);
  const [known, learnt] = [before.position, after.position].sort((a, b) => a - b);
  const list = made("ol", "between-facts");
  for (const fact of content.querySelectorAll(".fact:not(.is-withdrawn)")) {
    const position = Number(fact.id.replace("fact-", ""));
    const happened = dayOf(fact.querySelector("time")?.lastChild?.textContent?.trim().slice(0, 10) ?? "");
    const isBetween = happened !== null && happened > from && happened <= to;
    const isLearnt = position > known && position <= learnt && (happened ?? from) <= to;
    fact.classList.toggle("is-between", isBetween || isLearnt);
    if (!isBetween && !isLearnt) continue;
    const [line, link] = [made("li", ""), /** @type {HTMLAnchorElement} */ (made("a", ""))];
    link.href = `#${fact.id}`;
    link.textContent = fact.querySelector("h3")?.textContent?.trim() ?? "";
    line.append(fact.querySelector("time")?.lastChild?.textContent?.trim() ?? "", " ", link, made("span", "quiet figure", ` #${position}`));
    list.append(line);
  }
  return list.childElementCount ? list : made("p", "quiet", words("noCause"));
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
