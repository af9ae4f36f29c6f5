// Figures in the words of a page, as the server writes them.

const MU_A_M2 = 0.0015;
const LEAST_AREA_M2 = 0.005;
export const BLANK = "—";

/** @param {number} area_m2 */
export function inSquareMetres(area_m2) {
  return isArea(area_m2) ? grouped(area_m2, 1) : BLANK;
}

/** @param {number} area_m2 */
export function inMu(area_m2) {
  return isArea(area_m2) ? grouped(area_m2 * MU_A_M2, 2) : BLANK;
}

/** @param {number} area_m2 */
function isArea(area_m2) {
  return Math.abs(area_m2) >= LEAST_AREA_M2;
}

/** @param {bigint} amount In the currency's smallest unit. */
export function money(amount) {
  const digits = String(amount < 0 ? -amount : amount).padStart(3, "0");
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0 ? "-" : ""}${whole}.${digits.slice(-2)}`;
}

/** @param {number} change */
export function signed(change) {
  if (change === 0) return "0";
  return `${change > 0 ? "+" : "−"}${grouped(Math.abs(change))}`;
}

/**
 * @param {number} value
 * @param {number} [decimals]
 */
export function grouped(value, decimals = 0) {
  const [whole, rest] = value.toFixed(decimals).split(".");
  const parted = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return rest ? `${parted}.${rest}` : parted;
}
