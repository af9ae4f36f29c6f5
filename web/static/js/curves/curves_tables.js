// What the curves say in tables: stages by month for those who listen, and days between stages.
import { textOf } from "../page/civil.js";
import { BLANK, grouped } from "../page/figures.js";
import { one } from "../page/page.js";

/** @import { Line } from "./stage_chart.js" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Element} place
 * @param {{ ends: number[], lines: Line[], month: string, kinds: Record<string, string> }} told
 */
export function writeMonths(place, { ends, lines, month, kinds }) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const titles = lines.map(({ label, kind }) => (kind === "reported" ? label : `${label} (${kinds[kind]})`));
  for (const title of [month, ...titles]) head.append(heading(title, "col"));
  const body = table.createTBody();
  for (const at of [...ends.keys()].reverse()) {
    const row = body.insertRow();
    row.append(heading(textOf(ends[at]), "row"));
    for (const { figures } of lines) row.insertCell().textContent = text(figures[at]);
  }
  place.replaceChildren(table);
}

/** @typedef {{ before: string, after: string, plots: number, median_days: number, p90_days: number }} Duration */

/**
 * @param {Element} table
 * @param {Duration[]} steps
 * @param {(code: string) => string} label
 */
export function writeDurations(table, steps, label) {
  const most = Math.max(1, ...steps.map(({ p90_days }) => p90_days));
  one("tbody", table).replaceChildren(
    ...steps.map(({ before, after, plots, median_days, p90_days }) => {
      const row = document.createElement("tr");
      row.append(heading(`${label(before)} → ${label(after)}`, "row"));
      for (const figure of [plots, median_days, p90_days]) row.insertCell().textContent = text(figure);
      const place = row.insertCell();
      place.className = `share stage-${after}`;
      place.append(span(median_days / most, p90_days / most));
      return row;
    }),
  );
}

/**
 * @param {number} half
 * @param {number} most Shares of the width.
 */
function span(half, most) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [share, name] of /** @type {const} */ ([[most, "whole"], [half, "half"]])) {
    const bar = document.createElementNS(SVG, "rect");
    bar.setAttribute("class", name);
    bar.setAttribute("width", (100 * share).toFixed(2));
    bar.setAttribute("height", "10");
    svg.append(bar);
  }
  return svg;
}

/**
 * @param {string} title
 * @param {"col" | "row"} scope
 */
function heading(title, scope) {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.textContent = title;
  return cell;
}

/** @param {number | null | undefined} figure */
function text(figure) {
  return figure === null || figure === undefined ? BLANK : grouped(Math.round(figure));
}
