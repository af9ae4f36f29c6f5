// The legend of the map: fills its table from the curve, and chooses what is measured.
import { total } from "./curve.js";
import { one } from "./page.js";

/** @import { Curve, Measure } from "./curve.js" */

const MU_A_M2 = 0.0015;
const LEAST_AREA_M2 = 0.005;
const BLANK = "—";

/**
 * Writes the figures of a day, as the server would.
 *
 * @param {Curve} curve
 * @param {number} day
 */
export function fillLegend(curve, day) {
  const [plots, area, amount] = /** @type {const} */ (["plots", "area", "amount"]).map((each) =>
    curve.figures(day, each),
  );
  const [largest, dearest] = [Math.max(...area), Math.max(...amount)];
  const legend = one("#legend");
  for (const [at, code] of curve.answer.stages.entries()) {
    const row = one(`tr[data-stage="${code}"]`, legend);
    write(row, plots[at], area[at], amount[at]);
    bar(row, "area", area[at], largest);
    bar(row, "amount", amount[at], dearest);
  }
  write(one(`tr[data-stage="total"]`, legend), total(plots), total(area), total(amount));
}

/**
 * @param {HTMLElement} page Says what is measured.
 * @param {(measure: Measure) => void} chosen
 */
export function tendLegend(page, chosen) {
  page.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    const measure = /** @type {Measure | undefined} */ (button?.dataset.measureBy);
    if (measure) chosen(measure);
    if (button?.dataset.fold !== undefined) {
      button.ariaExpanded = String(button.ariaExpanded !== "true");
    }
  });
}

/** @param {Measure} measure */
export function pressMeasure(measure) {
  for (const button of document.querySelectorAll("[data-measure-by]")) {
    button.ariaPressed = String(/** @type {HTMLElement} */ (button).dataset.measureBy === measure);
  }
}

/**
 * @param {Element} row
 * @param {number} plots
 * @param {number} areaM2
 * @param {number} amount
 */
function write(row, plots, areaM2, amount) {
  const hasArea = Math.abs(areaM2) >= LEAST_AREA_M2;
  cell("plots", grouped(plots, 0));
  cell("area", hasArea ? grouped(areaM2, 1) : BLANK);
  cell("mu", hasArea ? grouped(areaM2 * MU_A_M2, 2) : BLANK);
  cell("amount", money(amount));

  /**
   * @param {string} figure
   * @param {string} text
   */
  function cell(figure, text) {
    const shown = one(`[data-figure=${figure}]`, row);
    if (shown.textContent !== text) shown.textContent = text;
  }
}

/**
 * @param {Element} row
 * @param {string} measure
 * @param {number} value
 * @param {number} most
 */
function bar(row, measure, value, most) {
  const share = most > 0 ? Math.max(0, (100 * value) / most) : 0;
  one(`[data-bar=${measure}]`, row).setAttribute("width", String(Number(share.toFixed(2))));
}

/** @param {number} amount In the currency's smallest unit, exact. */
function money(amount) {
  const digits = String(Math.abs(amount)).padStart(3, "0");
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0 ? "-" : ""}${whole}.${digits.slice(-2)}`;
}

/**
 * @param {number} value
 * @param {number} decimals
 */
function grouped(value, decimals) {
  const [whole, rest] = value.toFixed(decimals).split(".");
  const parted = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return rest ? `${parted}.${rest}` : parted;
}
