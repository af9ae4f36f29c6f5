// The panel of the curves: everything in it is about the plots in view, as filtered.
import { monthEnds, paceOf, reached } from "./chart_data.js";
import { writeDurations, writeMonths } from "./curves_tables.js";
import { fetchCurve, total } from "./curve.js";
import { learnThen } from "./known_then.js";
import { drawMultiples } from "./multiples.js";
import { element, one, wordsOf } from "../page/page.js";
import { ask, search } from "../page/requests.js";
import { StageChart } from "./stage_chart.js";
import { onPaletteChange } from "../plots/stage_palette.js";

/** @import { Curve } from "./curve.js" */
/** @import { Parts } from "./curves_lazily.js" */
/** @import { Group } from "./multiples.js" */
/** @import { Line } from "./stage_chart.js" */

const REST_MS = 200;
const START_STAGE = "demolished";

export class CurvesPanel {
  #element;
  #parts;
  #words;
  #stages;
  #pace;
  #select;
  #rest = 0;
  #isOpen = false;
  #taken = "";
  #request = new AbortController();
  /** @type {Curve | null} */
  #curve = null;
  /** @type {{ stages: string[], days: number[], groups: Group[] }} Zones, or towns. */
  #groups = { stages: [], days: [], groups: [] };
  /** @type {(number[] | null)[]} What was known then, one an end. */
  #then = [];

  /**
   * @param {HTMLElement} panel
   * @param {Parts} parts
   */
  constructor(panel, parts) {
    this.#element = panel;
    this.#parts = parts;
    this.#words = wordsOf(panel);
    this.#stages = new StageChart(one("[data-chart=stages]", panel), "line");
    this.#pace = new StageChart(one("[data-chart=pace]", panel), "bar");
    this.#select = /** @type {HTMLSelectElement} */ (one("[data-stage-chosen]", panel));
    this.#select.addEventListener("change", () => this.#draw());
    for (const button of panel.querySelectorAll("[data-multiples-by]")) {
      const by = button.getAttribute("data-multiples-by") ?? "";
      button.addEventListener("click", () => this.#groupBy(by === "zone" ? "" : by));
    }
    parts.map.on("moveend resize", () => this.#soon());
    parts.time.addEventListener("shown", () => this.#soon());
    onPaletteChange(() => [this.#stages, this.#pace].forEach((chart) => chart.redraw()));
  }

  open() {
    this.#isOpen = true;
    this.#taken = "";
    this.#soon();
  }

  close() {
    this.#isOpen = false;
    this.#request.abort();
    clearTimeout(this.#rest);
  }

  #soon() {
    clearTimeout(this.#rest);
    if (this.#isOpen) this.#rest = setTimeout(() => this.#show(), REST_MS);
  }

  /** What small multiples are of: zones, or towns. */
  get #by() {
    return this.#parts.time.query.by === "town" ? "town" : "zone";
  }

  /** @param {string} by Blank is by zone. */
  #groupBy(by) {
    this.#parts.time.change({ by }, { isStep: false });
    this.#show();
  }

  async #show() {
    const { view, reportError } = this.#parts;
    const { position, ...query } = view.asked;
    const key = `${search(query)}#${position} ${this.#by}`;
    if (key === this.#taken) return this.#draw();
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    this.#element.ariaBusy = "true";
    try {
      await this.#fetch(query, signal);
      this.#taken = key;
      this.#element.dataset.bbox = query.bbox;
      this.#element.ariaBusy = "false";
      this.#draw();
      await this.#learn(query, signal);
    } catch (error) {
      if (!signal.aborted) reportError(error);
    }
  }

  /**
   * @param {Record<string, string | string[]>} query
   * @param {AbortSignal} signal
   */
  async #fetch(query, signal) {
    const { curveUrl = "", groupsUrl = "" } = element("map-page").dataset;
    const [curve, groups, durations] = await Promise.all([
      fetchCurve(curveUrl, { ...query, measures: "plots" }, signal),
      ask(groupsUrl, { ...query, by: this.#by }, signal).then((answer) => answer.json()),
      ask(this.#element.dataset.durationsUrl ?? "", query, signal).then((answer) => answer.json()),
    ]);
    this.#curve = curve;
    this.#groups = groups;
    this.#then = this.#ends.map(() => null);
    this.#offer(curve.answer.stages);
    writeDurations(one("[data-durations]", this.#element), durations.steps, label);
  }

  /**
   * @param {Record<string, string | string[]>} query
   * @param {AbortSignal} signal
   */
  async #learn(query, signal) {
    const days = this.#ends.slice(0, -1);
    const note = one("[data-learning]", this.#element);
    note.textContent = this.#words("learning").replace("{all}", String(days.length));
    try {
      const then = await learnThen(element("map-page").dataset.knownThenUrl ?? "", { days, query, signal });
      this.#then = [...then, null];
      this.#draw();
    } finally {
      if (!signal.aborted) note.textContent = "";
    }
  }

  /** Ends of the months that anything is known of. */
  get #ends() {
    const { time } = this.#parts;
    const curve = /** @type {Curve} */ (this.#curve);
    const last = Math.min(time.knownDay, Math.max(curve.last ?? time.today, time.today));
    return monthEnds(curve.first ?? last, last);
  }

  /** @param {string[]} codes */
  #offer(codes) {
    if (this.#select.childElementCount) return;
    this.#select.append(...codes.slice(1).map((code) => new Option(label(code), code, false, code === START_STAGE)));
  }

  #draw() {
    const curve = this.#curve;
    if (!curve) return;
    const { day, query } = this.#parts.time;
    const isEmpty = curve.first === null;
    one("[data-nothing]", this.#element).toggleAttribute("hidden", !isEmpty);
    one("[data-body]", this.#element).toggleAttribute("hidden", isEmpty);
    if (isEmpty) return;
    const [ends, lines] = [this.#ends, this.#lines(curve)];
    const shown = lines.filter(({ code }) => !query.off.includes(code));
    const asOf = `${this.#words("asOf")}`;
    this.#stages.draw({ ends, lines: shown, day, unit: this.#words("plots"), asOf });
    const chosen = lines.filter(({ code }) => code === this.#select.value);
    const pace = chosen.map((line) => ({ ...line, figures: paceOf(ends, line.figures) }));
    this.#pace.draw({ ends, lines: pace, day, unit: this.#words("aWeek"), asOf });
    const kinds = Object.fromEntries(["then", "planned", "verified"].map((kind) => [kind, this.#words(kind)]));
    writeMonths(one("[data-table]", this.#element), { ends, lines, month: this.#words("month"), kinds });
    this.#drawMultiples(curve, day);
  }

  /**
   * @param {Curve} curve
   * @returns {Line[]} Of every stage but the first, which all plots have reached.
   */
  #lines(curve) {
    const ends = this.#ends;
    const now = ends.map((end) => reached(curve, end));
    return curve.answer.stages.slice(1).flatMap((code, nth) => {
      const line = { code, label: label(code) };
      const then = this.#then.map((figures) => figures?.[nth + 1] ?? null);
      const reported = /** @type {Line} */ ({ ...line, kind: "reported", figures: now.map((figures) => figures[nth + 1]) });
      const wasThen = /** @type {Line} */ ({ ...line, kind: "then", figures: then });
      return then.some((figure) => figure !== null) ? [reported, wasThen] : [reported];
    });
  }

  /**
   * @param {Curve} curve
   * @param {number} day
   */
  #drawMultiples(curve, day) {
    const { span } = this.#parts.time;
    const stage = curve.answer.stages.indexOf(this.#select.value);
    const there = this.#groups.groups.filter(({ plots }) => plots.some((row) => total(row) > 0));
    const none = this.#words(this.#by === "town" ? "noTown" : "noZone");
    const told = { answer: this.#groups, stage, day, span, none };
    const rest = drawMultiples(one("[data-multiples]", this.#element), there, told);
    for (const button of this.#element.querySelectorAll("[data-multiples-by]")) {
      button.ariaPressed = String(button.getAttribute("data-multiples-by") === this.#by);
    }
    one("[data-multiples-stage]", this.#element).textContent = label(this.#select.value);
    one("[data-multiples-rest]", this.#element).textContent =
      rest > 0 ? this.#words("rest").replace("{groups}", String(rest)) : "";
  }
}

/** @param {string} code */
function label(code) {
  return document.querySelector(`#legend tr[data-stage="${code}"] [data-label]`)?.textContent ?? code;
}
