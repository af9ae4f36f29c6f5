// The legend of the map: its table is filled from curves, its rows show and hide stages.
import { total } from "../curves/curve.js";
import { BLANK, grouped, inMu, inSquareMetres, money, signed } from "../page/figures.js";
import { one } from "../page/page.js";

/** @import { Curve, Measure } from "../curves/curve.js" */

/**
 * @typedef {object} Account What the legend tells.
 * @property {Curve} curve Of the whole district, as filtered.
 * @property {Curve | null} view Of what is in view; null while the whole is told.
 * @property {number} day
 * @property {{ curve: Curve, day: number } | null} before What it is compared with.
 * @property {string[]} off Codes of stages that are not shown, and not in the total.
 * @property {boolean} isWritten Whether the server wrote land and money of the same dates.
 */

/** @param {Account} account */
export function fillLegend(account) {
  const { curve, view, day, before, off, isWritten } = account;
  const legend = one("#legend");
  legend.classList.toggle("is-lacking", !curve.isWhole && !isWritten);
  const inView = view ?? curve;
  const stages = curve.answer.stages.map((code, at) => ({ code, at, isOff: off.includes(code) }));
  const shown = stages.filter(({ isOff }) => !isOff);
  /** @param {Curve} of @param {Measure} measure @param {number} [on] */
  const sum = (of, measure, on = day) => total(shown.map(({ at }) => of.figures(on, measure)[at]));
  for (const { code, at, isOff } of stages) {
    const row = one(`tr[data-stage="${code}"]`, legend);
    row.classList.toggle("is-off", isOff);
    one("[data-toggle-stage]", row).ariaPressed = String(!isOff);
    const plots = inView.figures(day, "plots")[at];
    const was = before ? before.curve.figures(before.day, "plots")[at] : null;
    cell(row, "plots", grouped(plots));
    cell(row, "diff", was === null ? "" : signed(plots - was));
    if (curve.isWhole) measured(row, inView.figures(day, "area")[at], inView.money(day)[at]);
    if (curve.isWhole) drawBars(row, at, account);
  }
  const row = one(`tr[data-stage="total"]`, legend);
  cell(row, "plots", grouped(sum(inView, "plots")));
  cell(row, "diff", before ? signed(sum(inView, "plots") - sum(before.curve, "plots", before.day)) : "");
  const paid = inView.money(day);
  const spent = shown.reduce((all, { at }) => all + paid[at], 0n);
  if (curve.isWhole) measured(row, sum(inView, "area"), spent);
  const whole = one("[data-of]", row);
  whole.textContent = view ? (whole.getAttribute("data-of") ?? "").replace("{plots}", grouped(sum(curve, "plots"))) : "";
}

/** @typedef {"view" | "all"} Scope */

/**
 * @param {HTMLElement} page
 * @param {{ measured: (measure: Measure) => void, toggled: (code: string) => void,
 *   scoped: (scope: Scope) => void }} act
 */
export function bindLegend(page, { measured, toggled, scoped }) {
  page.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    const { measureBy, toggleStage, scope, fold } = button?.dataset ?? {};
    if (measureBy) measured(/** @type {Measure} */ (measureBy));
    if (toggleStage) toggled(toggleStage);
    if (scope) scoped(/** @type {Scope} */ (scope));
    if (button && fold !== undefined) button.ariaExpanded = String(button.ariaExpanded !== "true");
  });
}

/**
 * @param {"measureBy" | "scope"} what
 * @param {string} chosen
 */
export function press(what, chosen) {
  const attribute = { measureBy: "data-measure-by", scope: "data-scope" }[what];
  for (const button of document.querySelectorAll(`button[${attribute}]`)) {
    button.ariaPressed = String(button.getAttribute(attribute) === chosen);
  }
}

/**
 * @param {Element} row
 * @param {number} area
 * @param {bigint} spent
 */
function measured(row, area, spent) {
  cell(row, "area", inSquareMetres(area));
  cell(row, "mu", inMu(area));
  cell(row, "amount", money(spent));
}

/**
 * @param {Element} row
 * @param {number} at Which stage it is.
 * @param {Account} account
 */
function drawBars(row, at, { curve, view, day }) {
  for (const measure of /** @type {const} */ (["area", "amount", "plots"])) {
    const most = Math.max(...curve.figures(day, measure));
    bar(row, `[data-bar=${measure}]`, (view ?? curve).figures(day, measure)[at], most);
    bar(row, `[data-whole=${measure}]`, view ? curve.figures(day, measure)[at] : 0, most);
  }
}

/**
 * @param {Element} row
 * @param {string} figure
 * @param {string} text
 */
function cell(row, figure, text) {
  const shown = one(`[data-figure=${figure}]`, row);
  if (shown.textContent !== text) shown.textContent = text || BLANK;
}

/**
 * @param {Element} row
 * @param {string} selector
 * @param {number} value
 * @param {number} most
 */
function bar(row, selector, value, most) {
  const share = most > 0 ? Math.max(0, (100 * value) / most) : 0;
  row.querySelector(selector)?.setAttribute("width", String(Number(share.toFixed(2))));
}
