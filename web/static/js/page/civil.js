// Civil days as numbers since 1970-01-01, the way the server counts them.

const DAY_MS = 86_400_000;
const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)$/;
const [FIRST_YEAR, LAST_YEAR] = [1900, 2199];

/**
 * @param {string} text
 * @returns {number | null} Null unless it is a day that there is, such as 2026-03-31.
 */
export function dayOf(text) {
  const [year, month, date] = WRITTEN.exec(text)?.slice(1).map(Number) ?? [];
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return null;
  const day = Date.UTC(year, month - 1, date) / DAY_MS;
  return textOf(day) === text ? day : null;
}

/** @param {number} day */
export function textOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * @param {number} day
 * @param {number} months How many to go on, or back; the end of a shorter month is kept.
 */
export function monthsOn(day, months) {
  const from = new Date(day * DAY_MS);
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  return (first.getTime() / DAY_MS) + Math.min(from.getUTCDate(), last.getUTCDate()) - 1;
}

/**
 * @param {number} day
 * @param {Intl.DateTimeFormatOptions} parts Which parts of the date to write.
 * @returns {string} In the language of the page.
 */
export function inWords(day, parts) {
  const language = document.documentElement.lang;
  return new Date(day * DAY_MS).toLocaleDateString(language, { ...parts, timeZone: "UTC" });
}

/**
 * @param {string} instant With offset, or a day.
 * @returns {[string, string]} Its day and its time of day in the district.
 */
export function inDistrict(instant) {
  if (dayOf(instant) !== null) return [instant, "23:59"];
  const local = new Date(instant).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
  return [local.slice(0, 10), local.slice(11, 16)];
}
