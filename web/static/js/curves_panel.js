// The panel of the curves: everything in it is about the plots in view, as filtered.
import { monthEnds, paceOf, reached } from "./chart_data.js";
import { writeDurations, writeMonths } from "./curves_tables.js";
import { fetchCurve, total } from "./curve.js";
import { learnThen } from "./known_then.js";
import { drawMultiples } from "./multiples.js";
import { element, one, wordsOf } from "./page.js";
import { ask, search } from "./requests.js";
import { StageChart } from "./stage_chart.js";
import { onPaletteChange } from "./stage_palette.js";

/** @import { Curve } from "./curve.js" */
/** @import { Parts } from "./curves_door.js" */
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
  /** @type {{ stages: string[], days: number[], groups: Group[] }} */
  #zones = { stages: [], days: [], groups: [] };
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

  async #show() {
    const { view, refuse } = this.#parts;
    const { position, ...query } = view.asked;
    const key = `${search(query)}#${position}`;
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
      if (!signal.aborted) refuse(error);
    }
  }

  /**
   * @param {Record<string, string | string[]>} query
   * @param {AbortSignal} signal
   */
  async #fetch(query, signal) {
    const url = element("map-page").dataset.curveUrl ?? "";
    const [curve, zones, durations] = await Promise.all([
      fetchCurve(url, query, signal),
      ask(url, { ...query, by: "zone" }, signal).then((answer) => answer.json()),
      ask(this.#element.dataset.durationsUrl ?? "", query, signal).then((answer) => answer.json()),
    ]);
    this.#curve = curve;
    this.#zones = zones;
    this.#then = this.#ends.map(() => null);
    this.#offer(curve.answer.stages);
    writeDurations(one("[data-durations]", this.#element), durations.steps, label);
  }

  /**
   * @param {Record<string, string | string[]>} query
   * @param {AbortSignal} signal
   */
  async #learn(query, signal) {
    const days = this.#ends;
    const note = one("[data-learning]", this.#element);
    const url = element("map-page").dataset.curveUrl ?? "";
    let done = 0;
    /** @param {number} at @param {number[]} figures */
    const told = (at, figures) => {
      this.#then[at] = figures;
      done += 1;
      note.textContent = this.#words("learning").replace("{done}", String(done)).replace("{all}", String(days.length));
      if (done % 6 === 0) this.#draw();
    };
    await learnThen(url, { days: days.slice(0, -1), query, signal, told });
    if (signal.aborted) return;
    note.textContent = "";
    this.#draw();
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
    const there = this.#zones.groups.filter(({ plots }) => plots.some((row) => total(row) > 0));
    const told = { answer: this.#zones, stage, day, span, none: this.#words("none") };
    const rest = drawMultiples(one("[data-multiples]", this.#element), there, told);
    one("[data-multiples-stage]", this.#element).textContent = label(this.#select.value);
    one("[data-multiples-rest]", this.#element).textContent =
      rest > 0 ? this.#words("rest").replace("{zones}", String(rest)) : "";
  }
}

/** @param {string} code */
function label(code) {
  return document.querySelector(`#legend tr[data-stage="${code}"] [data-label]`)?.textContent ?? code;
}
