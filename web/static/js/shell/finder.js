// Search in the header: a combobox whose list box holds plots and projects.
import { pairIn, plotIdAt, pointAt } from "./finder_point.js";
import { one, wordsOf } from "../page/page.js";
import { ask, search } from "../page/requests.js";

const PAUSE_MS = 160;

/**
 * @typedef {object} Found
 * @property {"plot" | "project" | "point"} kind
 * @property {string} id
 * @property {string} label
 * @property {number} number
 * @property {string} url
 * @property {[number, number] | null} centre Latitude and longitude.
 */

/** @param {HTMLElement} box Holds the text field, the list, and a line for what is not found. */
export function openFinder(box) {
  const words = wordsOf(box);
  const field = /** @type {HTMLInputElement} */ (one("input", box));
  const list = /** @type {HTMLElement} */ (one("[role=listbox]", box));
  const none = one("[role=status]", box);
  /** @type {Found[]} */
  let found = [];
  let chosen = -1;
  let request = new AbortController();
  let pause = 0;

  /** @param {number} at */
  const mark = (at) => {
    chosen = at;
    for (const [nth, option] of [...list.children].entries()) {
      option.ariaSelected = String(nth === at);
      if (nth === at) option.scrollIntoView({ block: "nearest" });
    }
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `found-${at}`);
  };
  /** @param {Found[]} answer */
  const fill = (answer) => {
    found = answer;
    list.replaceChildren(...answer.map((each, nth) => option(each, nth, words)));
    list.hidden = answer.length === 0;
    field.ariaExpanded = String(!list.hidden);
    mark(answer.length ? 0 : -1);
  };
  const close = () => {
    request.abort();
    clearTimeout(pause);
    none.textContent = "";
    fill([]);
  };
  /**
   * @param {string} q
   * @param {AbortSignal} signal
   * @returns {Promise<Found[]>}
   */
  const foundFor = async (q, signal) => {
    const pair = pairIn(q);
    const point = pair && pointAt(pair);
    if (point) return [point];
    const id = pair ? await plotIdAt(pair, dates(), signal) : q;
    return id ? (await ask(box.dataset.url ?? "", { q: id, ...dates() }, signal)).json() : [];
  };
  const look = async () => {
    request.abort();
    const { signal } = (request = new AbortController());
    const q = field.value.trim();
    if (!q) return close();
    try {
      const answer = await foundFor(q, signal);
      fill(answer);
      none.textContent = answer.length ? "" : words("none");
    } catch {
      if (!signal.aborted) [none.textContent] = [words("failed"), fill([])];
    }
  };
  /** @param {Found} each */
  const choose = (each) => {
    field.value = "";
    close();
    field.blur();
    const event = new CustomEvent("guatu:found", { detail: each, cancelable: true });
    if (!document.dispatchEvent(event)) return;
    const url = new URL(each.url, location.href);
    url.search = search({ ...Object.fromEntries(url.searchParams), ...dates() });
    location.assign(url);
  };

  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE_MS);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const { key } = event;
    const count = found.length;
    if (key === "ArrowDown" && count) mark((chosen + 1) % count);
    else if (key === "ArrowUp" && count) mark((chosen - 1 + count) % count);
    else if (key === "Enter" && found[chosen]) choose(found[chosen]);
    else if (key === "Escape" && field.value) (field.value = ""), close();
    else if (key === "Escape") field.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const at = [...list.children].indexOf(/** @type {Element} */ (target).closest("li") ?? list);
    if (found[at]) choose(found[at]);
  });
}

/** @returns {Record<string, string>} The dates and the language that the page shows. */
function dates() {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(["as_of", "as_known", "known", "lang"].map((name) => [name, given.get(name) ?? ""]));
}

/**
 * @param {Found} each
 * @param {number} nth
 * @param {(name: string) => string} words
 */
function option({ id, label, kind }, nth, words) {
  const line = document.createElement("li");
  line.id = `found-${nth}`;
  line.role = "option";
  const [name, what] = [document.createElement("strong"), document.createElement("span")];
  name.textContent = label || id;
  what.className = "quiet";
  what.textContent = label && label !== id ? `${words(kind)} ${id}` : words(kind);
  line.append(name, what);
  return line;
}
