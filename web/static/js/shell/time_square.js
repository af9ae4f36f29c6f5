// The time square: across when it happened, up when it was known; what is shaded is used.
import { one } from "../page/page.js";

const [LOW, HIGH] = [2, 38];
const LEAST_SPAN = 365;

/** @typedef {{ asOf: number, known: number, today: number, first: number | null }} Corner Days. */

/**
 * @param {Element} square Holds the parts of the drawing.
 * @param {Corner} corner
 */
export function drawSquare(square, { asOf, known, today, first }) {
  const start = Math.min(first ?? today, today - LEAST_SPAN);
  const end = Math.max(today, first ?? today) + 1;
  /** @param {number} day */
  const along = (day) => {
    const share = Math.min(1, Math.max(0, (day - start) / (end - start)));
    return LOW + share * (HIGH - LOW);
  };
  const [x, y] = [along(asOf), HIGH + LOW - along(known)].map((at) => Number(at.toFixed(1)));
  set("[data-used]", { y, width: x - LOW, height: HIGH - y });
  set("[data-known]", { d: `M${LOW} ${y}H${x}` });
  set("[data-as-of]", { d: `M${x} ${HIGH}V${y}` });
  set("[data-dot]", { cx: x, cy: y });

  /**
   * @param {string} part
   * @param {Record<string, string | number>} values
   */
  function set(part, values) {
    const drawn = one(part, square);
    for (const [name, value] of Object.entries(values)) drawn.setAttribute(name, String(value));
  }
}
