// The panel of paper: what is shown, as an evidence page or as a sheet for the wall.
import { textOf } from "../page/civil.js";
import { element, one, wordsOf } from "../page/page.js";
import { fetchPaper } from "./paper_order.js";
import { RefusedError } from "../page/requests.js";

/** @import { Progress } from "./paper_order.js" */
/** @import { TimeOfMap } from "../time/time_of_map.js" */
/** @import { ViewCurve } from "../curves/view_curve.js" */

const OPEN = "paper";
const MEGABYTE = 1_000_000;
/** Filters of which a single value is an area by itself. */
const AREAS = /** @type {const} */ (["project", "zone", "town"]);

/** @typedef {{ map: L.Map, time: TimeOfMap, view: ViewCurve }} Parts */
/** @typedef {"evidence" | "wall"} Kind */

export class PaperPanel {
  #panel = element("paper");
  #button = element("tool-paper");
  #form = /** @type {HTMLFormElement} */ (one("form", element("paper")));
  #words = wordsOf(element("paper"));
  #parts;
  /** @type {AbortController | null} The work that is going on. */
  #work = null;

  /** @param {Parts} parts */
  constructor(parts) {
    const { time } = (this.#parts = parts);
    one("[data-close]", this.#panel).addEventListener("click", () => this.toggle());
    one("[data-stop]", this.#panel).addEventListener("click", () => this.#work?.abort());
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.toggle();
    });
    this.#panel.addEventListener("click", ({ target }) => {
      const { order } = /** @type {HTMLElement} */ (target).dataset;
      if (order === "evidence" || order === "wall") this.#take(order);
    });
    for (const what of ["shown", "changed"]) time.addEventListener(what, () => this.#show());
    this.#show();
  }

  toggle() {
    const { time } = this.#parts;
    time.change({ panel: time.query.panel === OPEN ? "" : OPEN });
    if (!this.#panel.hidden) this.#panel.focus({ preventScroll: true });
  }

  #show() {
    const { map, time } = this.#parts;
    const isOpen = time.query.panel === OPEN;
    if (isOpen === this.#panel.hidden) {
      const hadFocus = this.#panel.contains(document.activeElement);
      this.#panel.hidden = !isOpen;
      this.#button.ariaPressed = String(isOpen);
      if (isOpen) this.#field("patterns").checked = time.query.patterns === "on";
      map.fire("resize"); // what covers the map has changed
      if (!isOpen && hadFocus) this.#button.focus();
    }
    if (isOpen) this.#tell();
  }

  /** Says which dates and which areas can be had. */
  #tell() {
    const { query, today } = this.#parts.time;
    const area = this.#filtered;
    const known = query.as_known || this.#words("now");
    one("[data-as-of]", this.#panel).textContent = query.as_of || textOf(today);
    one("[data-known]", this.#panel).textContent = this.#words("known").replace("{date}", known);
    one("[data-filtered]", this.#panel).toggleAttribute("hidden", !area);
    one("[data-filter]", this.#panel).textContent = area && `${this.#words(area.kind)} ${area.name}`;
    if (!area && this.#form.area.value === "filter") this.#form.area.value = "view";
    const isRestricted = query.off.length + this.#chosen.length > (area ? 1 : 0);
    one("[data-whole]", this.#panel).toggleAttribute("hidden", !isRestricted);
  }

  /** What the filter restricts, value by value. */
  get #chosen() {
    const { query } = this.#parts.time;
    const lists = /** @type {Record<string, string | string[]>} */ ({ ...query });
    return [...AREAS, "land_use"].flatMap((kind) => [lists[kind] ?? []].flat().map((name) => ({ kind, name })));
  }

  /** The one area that the filter names, if it does nothing else. */
  get #filtered() {
    const [only, ...others] = this.#chosen;
    const isArea = only && !others.length && only.name !== "none" && only.kind !== "land_use";
    return isArea ? only : null;
  }

  get #area() {
    const asked = this.#form.area.value;
    const only = this.#filtered;
    if (asked === "view") return this.#parts.view.bbox;
    return asked && only ? `${only.kind}:${only.name}` : "";
  }

  /** @param {Kind} kind */
  async #take(kind) {
    if (this.#work) return;
    const { signal } = (this.#work = new AbortController());
    const { evidenceUrl = "", wallUrl = "" } = this.#panel.dataset;
    const { paper, form, patterns } = this.#form;
    const { as_of, as_known, lang } = this.#parts.time.dates;
    const query = { as_of, as_known, lang, area: this.#area };
    const sheet = { paper: paper.value, patterns: patterns.checked ? "on" : "" };
    const order =
      kind === "evidence"
        ? { url: evidenceUrl, query, progressUrl: "" }
        : { url: `${wallUrl}.${form.value}`, query: { ...query, ...sheet }, progressUrl: wallUrl };
    const begun = performance.now();
    const told = (/** @type {Progress} */ progress) => this.#report(kind, begun, progress);
    this.#begin(told);
    try {
      const { name, bytes } = await fetchPaper({ ...order, signal, told });
      const size = (bytes / MEGABYTE).toFixed(1);
      this.#end(this.#words("saved").replace("{file}", name).replace("{size}", size), "");
    } catch (error) {
      const refusal = error instanceof RefusedError ? error.message : this.#words("unreachable");
      this.#end(signal.aborted ? this.#words("stopped") : "", signal.aborted ? "" : refusal);
    }
  }

  /** @param {(progress: Progress) => void} told */
  #begin(told) {
    this.#end("", "", true);
    told({ done: null, steps: null });
  }

  /**
   * @param {string} told
   * @param {string} refused
   * @param {boolean} [isBusy]
   */
  #end(told, refused, isBusy = false) {
    if (!isBusy) this.#work = null;
    this.#panel.ariaBusy = this.#button.ariaBusy = String(isBusy);
    for (const button of this.#panel.querySelectorAll("[data-order]")) button.ariaDisabled = String(isBusy);
    one("[data-work]", this.#panel).toggleAttribute("hidden", !isBusy);
    one("[data-told]", this.#panel).textContent = told;
    one("[data-refused]", this.#panel).textContent = refused;
  }

  /**
   * @param {Kind} kind
   * @param {number} begun
   * @param {Progress} progress
   */
  #report(kind, begun, { done, steps }) {
    const seconds = String(Math.round((performance.now() - begun) / 1000));
    const text = this.#words("waiting").replace("{what}", this.#words(kind)).replace("{seconds}", seconds);
    one("[data-doing]", this.#panel).textContent = text;
    const bar = /** @type {HTMLProgressElement} */ (one("progress", this.#panel));
    if (done === null || steps === null) bar.removeAttribute("value");
    else [bar.max, bar.value] = [steps + 1, done + 1];
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement} */ (one(`[name=${name}]`, this.#form));
  }
}
