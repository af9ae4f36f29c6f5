// The legend of the change map: how many plots have moved how far, as the server counts.
import { changeOf } from "../plots/change_painter.js";
import { grouped } from "../page/figures.js";
import { one } from "../page/page.js";
import { ask, search } from "../page/requests.js";

/** @import { Parameters } from "../page/requests.js" */

/** @typedef {{ from: string, to: string, plots: number }} Move Codes of stages, or “absent”. */

export class ChangeLegend {
  #table;
  #url;
  #taken = "";
  #request = new AbortController();

  /**
   * @param {HTMLElement} table
   * @param {string} url
   */
  constructor(table, url) {
    this.#table = table;
    this.#url = url;
  }

  /** @param {boolean} isShown */
  show(isShown) {
    this.#table.hidden = !isShown;
    if (!isShown) this.#request.abort();
    this.#taken = "";
  }

  /**
   * @param {Parameters} asked Both dates, and the filter.
   * @param {{ position: number, plots: number }} after What is known by now, and how many
   *   plots there are: those that have not moved are not told.
   */
  async take(asked, { position, plots }) {
    const key = `${search(asked)}#${position}`;
    if (key === this.#taken) return;
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    this.#table.ariaBusy = "true";
    try {
      const { moved } = await (await ask(this.#url, asked, signal)).json();
      this.#fill(moved, plots);
      this.#taken = key;
      this.#table.ariaBusy = "false";
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /**
   * @param {Move[]} moved
   * @param {number} all Plots at the later dates.
   */
  #fill(moved, all) {
    const rows = document.querySelectorAll("#legend-table tbody tr");
    const stages = Array.from(rows, (row) => row.getAttribute("data-stage"));
    const place = (/** @type {string} */ code) => stages.indexOf(code); // -1 where it is absent
    const there = moved.filter(({ to }) => place(to) >= 0);
    /** @type {Map<string | null, number>} */
    const counts = new Map([["same", there.reduce((left, { plots }) => left - plots, all)]]);
    for (const { from, to, plots } of moved) {
      const change = changeOf(place(from), place(to));
      counts.set(change, (counts.get(change) ?? 0) + plots);
    }
    const most = Math.max(...counts.values(), 1);
    for (const row of this.#table.querySelectorAll("[data-change]")) {
      const plots = counts.get(row.getAttribute("data-change") ?? "") ?? 0;
      one("[data-figure]", row).textContent = grouped(plots);
      one("[data-bar]", row).setAttribute("width", ((100 * plots) / most).toFixed(2));
    }
  }
}
