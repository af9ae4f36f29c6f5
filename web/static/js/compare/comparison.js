// Comparing two dates: which two, in which of three ways, and what lies on the map for it.
import { filterOf } from "../page/address.js";
import { BesideMap } from "./beside_map.js";
import { ChangeLegend } from "./change_legend.js";
import { dayOf, textOf } from "../page/civil.js";
import { CompareBar } from "./compare_bar.js";
import { fetchCurve, total } from "../curves/curve.js";
import { element } from "../page/page.js";
import { fetchCauses, showBetween } from "../plot/plot_between.js";
import { stepsOf } from "../plots/plot_finding.js";
import { PlotLayer } from "../plots/plot_layer.js";
import { PlotSource } from "../plots/plot_source.js";
import { search } from "../page/requests.js";
import { SITE_PANES } from "../sites/sites_of_map.js";
import { Swipe } from "./swipe.js";

/** @import { Side } from "../plot/plot_between.js" */
/** @import { Curve } from "../curves/curve.js" */
/** @import { Selection } from "../plot/selection.js" */
/** @import { SitesOfMap } from "../sites/sites_of_map.js" */
/** @import { TimeOfMap } from "../time/time_of_map.js" */
/** @import { ViewCurve } from "../curves/view_curve.js" */

/** @typedef {"swipe" | "side" | "change"} Way */

const PANE = "before";

/**
 * @typedef {object} Parts
 * @property {HTMLElement} page
 * @property {L.Map} map
 * @property {PlotLayer} plots
 * @property {TimeOfMap} time
 * @property {ViewCurve} view
 * @property {SitesOfMap} sites
 * @property {Selection} selection
 * @property {(error: unknown) => void} reportError
 */

export class Comparison {
  #parts;
  #bar;
  #swipe;
  #changes;
  #beside;
  #before;
  #source;
  /** @type {Way | null} */
  #way = null;
  /** @type {Curve | null} */
  #curve = null;
  #taken = "";
  #request = new AbortController();

  /** @param {Parts} parts */
  constructor(parts) {
    const { map, plots, time, selection, sites } = (this.#parts = parts);
    map.createPane(PANE).style.zIndex = "210";
    this.#before = new PlotLayer(plots.url, { query: {}, stages: plots.stages, pane: PANE });
    this.#source = new PlotSource(this.#before, "");
    this.#bar = new CompareBar(element("compare"), time);
    const panes = { before: [PANE, SITE_PANES.before], after: ["tilePane", SITE_PANES.after] };
    this.#swipe = new Swipe(map, panes, {
      rested: (split) => time.change({ split }, { isStep: false }),
      moved: (share) => sites.split(share),
    });
    this.#changes = new ChangeLegend(element("changes"), element("compare").dataset.url ?? "");
    this.#beside = new BesideMap(element("beside"), parts);
    for (const what of ["shown", "changed", "grown"]) time.addEventListener(what, () => this.#show());
    for (const what of ["settled", "changed", "grown"]) time.addEventListener(what, () => this.#count());
    map.on("moveend", () => time.query.scope === "view" && this.#show());
    this.#before.on("load", () => selection.redraw());
    selection.onDrawn((number, content) => this.#tell(number, content));
    this.#show();
  }

  toggle() {
    this.#bar.toggle();
  }

  /** The earlier as-of day. */
  get #day() {
    const { query, today } = this.#parts.time;
    return dayOf(query.as_of_1) ?? today;
  }

  async #show() {
    const { time, reportError, view, selection } = this.#parts;
    this.#lay(this.#bar.way);
    if (!this.#way || !time.curve) return;
    this.#swipe.split = time.query.split;
    this.#before.hide(time.query.off);
    this.#before.select(selection.number);
    const asked = { as_known: time.query.as_known_1, ...filterOf(time.query) };
    const scoped = { ...asked, bbox: time.query.scope === "view" ? view.bbox : "" };
    const key = `${search(scoped)}#${time.query.as_known_1 || time.curve.answer.position}`;
    try {
      if (key !== this.#taken) await this.#learn(key, scoped);
      if (key !== this.#taken) return;
      this.#showDay();
    } catch (error) {
      this.#bar.markInvalid();
      reportError(error);
    }
  }

  /**
   * @param {string} key
   * @param {Record<string, string | string[]>} asked
   */
  async #learn(key, asked) {
    const { time, page } = this.#parts;
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    time.readout.setBefore(null);
    try {
      this.#curve = await fetchCurve(page.dataset.curveUrl ?? "", { ...asked, measures: "plots" }, signal);
      this.#taken = key;
      this.#count();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #showDay() {
    const { time, reportError, selection, sites } = this.#parts;
    const curve = /** @type {Curve} */ (this.#curve);
    const [day, filter] = [this.#day, filterOf(time.query)];
    time.readout.setBefore({ curve, day });
    const at = { position: curve.answer.position, asOf: textOf(day), day };
    this.#source.take({ ...at, filter }).catch(reportError);
    sites.takeBefore({ ...at, asKnown: time.query.as_known_1 }).catch(reportError);
    this.#before.settle();
    selection.redraw();
    this.#beside.know(time.query.as_known_1);
    const flags = this.#bar.flags();
    this.#swipe.flag(flags);
    this.#beside.flag(flags);
  }

  /** @param {Way | null} way Puts everything where it belongs in this way. */
  #lay(way) {
    const { page, map, plots, time, sites } = this.#parts;
    if (way === this.#way) return;
    this.#way = way;
    page.dataset.compare = way ?? "";
    element("tool-compare").ariaPressed = String(way !== null);
    this.#before.remove();
    plots.contrastWith(null);
    this.#swipe.show(way === "swipe");
    this.#beside.show(way === "side", this.#before);
    sites.layBefore({ swipe: map, side: this.#beside.map, change: null }[way ?? "change"]);
    this.#changes.show(way === "change");
    this.#taken = "";
    if (way === null) return time.readout.setBefore(null);
    if (way !== "side") this.#before.addTo(map);
    map.getPanes()[PANE].style.visibility = way === "change" ? "hidden" : "";
    if (way === "change") plots.contrastWith(this.#before);
  }

  #count() {
    const { time, reportError } = this.#parts;
    if (this.#way !== "change" || !time.curve) return;
    const [position, plots] = [time.curve.answer.position, total(time.curve.figures(time.day, "plots"))];
    const { as_of, as_known, as_of_1, as_known_1 } = time.query;
    const dates = { as_of_1, as_known_1, as_of_2: as_of, as_known_2: as_known };
    this.#changes.take({ ...dates, ...filterOf(time.query) }, { position, plots }).catch(reportError);
  }

  /**
   * @param {number} number
   * @param {HTMLElement} content
   */
  #tell(number, content) {
    const { plots, time, reportError } = this.#parts;
    this.#before.select(this.#way ? number : null);
    if (!this.#way || !this.#curve || !time.curve) return;
    /** @type {[Side, Side]} */
    const sides = [
      { steps: stepsOf(this.#before, number), day: this.#day, position: this.#curve.answer.position },
      { steps: stepsOf(plots, number), day: time.day, position: time.curve.answer.position },
    ];
    const causes = fetchCauses(number, sides, time.dates.lang);
    showBetween(content, sides, { stages: plots.stages, span: time.span, flags: this.#bar.flags(), causes, reportError });
  }
}
