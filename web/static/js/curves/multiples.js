// Small multiples: for each zone or town, the share of its plots that have reached a stage, by month.
import { monthEnds, reached } from "./chart_data.js";
import { Curve } from "./curve.js";
import { grouped } from "../page/figures.js";

/** @import { CurveAnswer } from "./curve.js" */

const SVG = "http://www.w3.org/2000/svg";
const MOST = 24;
const [WIDTH, HEIGHT] = [100, 36];

/** @typedef {{ name: string, plots: number[][] }} Group Figures at the days of all groups. */

/**
 * @param {Element} place
 * @param {Group[]} groups
 * @param {{ answer: Pick<CurveAnswer, "stages" | "days">, stage: number, day: number, span: { first: number, last: number }, none: string }} told
 * @returns {number} How many are left out: those with the fewest plots.
 */
export function drawMultiples(place, groups, { answer, stage, day, span, none }) {
  const all = groups.map(({ name, plots }) => {
    const curve = new Curve(/** @type {CurveAnswer} */ ({ ...answer, plots }));
    return { name: name === "none" ? none : name, curve, plots: reached(curve, day)[0] };
  });
  const largest = all.sort((a, b) => b.plots - a.plots).slice(0, MOST);
  const code = answer.stages[stage];
  place.replaceChildren(
    ...largest.map(({ name, curve, plots }) => {
      const line = document.createElement("li");
      const [title, figure] = [document.createElement("span"), document.createElement("strong")];
      const done = reached(curve, day)[stage];
      title.textContent = name;
      title.title = name;
      figure.textContent = `${grouped(done)} / ${grouped(plots)}`;
      line.append(title, figure, chart(curve, { stage, code, day, span }));
      return line;
    }),
  );
  return all.length - largest.length;
}

/**
 * @param {Curve} curve
 * @param {{ stage: number, code: string, day: number, span: { first: number, last: number } }} told
 */
function chart(curve, { stage, code, day, span: { first, last } }) {
  const ends = monthEnds(first, last);
  const length = Math.max(1, last - first);
  const points = ends.map((end) => {
    const [all, done] = [reached(curve, end)[0], reached(curve, end)[stage]];
    const share = all > 0 ? done / all : 0;
    return `${(((end - first) / length) * WIDTH).toFixed(1)} ${((1 - share) * HEIGHT).toFixed(1)}`;
  });
  const svg = made("svg", { viewBox: `0 -1 ${WIDTH} ${HEIGHT + 2}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const x = (((day - first) / length) * WIDTH).toFixed(1);
  svg.append(
    made("path", { class: `multiple-ground stage-${code}`, d: `M0 ${HEIGHT}L${points.join("L")}L${WIDTH} ${HEIGHT}Z` }),
    made("path", { class: "multiple-day", d: `M${x} 0V${HEIGHT}` }),
    made("path", { class: "multiple-base", d: `M0 ${HEIGHT}H${WIDTH}` }),
  );
  return svg;
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
function made(name, attributes) {
  const drawn = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
  return drawn;
}
