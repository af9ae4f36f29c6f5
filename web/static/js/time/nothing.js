// What the map says where no plot is in the books at its dates, and the way out.
import { textOf } from "../page/civil.js";
import { total } from "../curves/curve.js";
import { element, one, wordsOf } from "../page/page.js";

/** @import { Clocks } from "../shell/clocks.js" */
/** @import { Curve } from "../curves/curve.js" */

/**
 * @param {Clocks} clocks
 * @param {{ first: () => number | null, clear: () => void }} ways The first day with a plot,
 *   and how to have all plots again.
 */
export function bindNothing(clocks, { first, clear }) {
  const note = element("nothing");
  one("[data-clear-filter]", note).addEventListener("click", clear);
  one("[data-go-first]", note).addEventListener("click", () => clocks.goTo(first() ?? clocks.today));
  one("[data-go-now]", note).addEventListener("click", () => clocks.know("now"));
}

/**
 * @param {Curve} curve
 * @param {number} day
 * @param {boolean} isFiltered
 */
export function showNothing(curve, day, isFiltered) {
  const note = element("nothing");
  note.hidden = total(curve.figures(day, "plots")) > 0;
  if (note.hidden) return;
  const isUnknown = curve.first === null;
  const first = /** @type {HTMLElement} */ (one("[data-nothing-first]", note));
  first.textContent = isUnknown ? "" : wordsOf(first)("first").replace("{day}", textOf(curve.first ?? 0));
  for (const [selector, isHidden] of /** @type {const} */ ([
    ["[data-nothing-plain]", isFiltered],
    ["[data-nothing-filter]", !isFiltered],
    ["[data-clear-filter]", !isFiltered],
    ["[data-nothing-first]", isUnknown],
    ["[data-go-first]", isUnknown],
    ["[data-nothing-unknown]", !isUnknown || isFiltered],
    ["[data-go-now]", !isUnknown || curve.answer.provisional],
  ])) {
    /** @type {HTMLElement} */ (one(selector, note)).hidden = isHidden;
  }
}
