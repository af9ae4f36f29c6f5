// The charts of the curves: stages by month, and the pace of one of them.
import { textOf } from "../page/civil.js";
import { grouped } from "../page/figures.js";
import { colours } from "../plots/stage_palette.js";
import { init } from "../../vendor/charts.js";

/** @import { ECharts } from "echarts/core" */

/**
 * @typedef {object} Line
 * @property {string} code Of the stage.
 * @property {string} label
 * @property {(number | null)[]} figures One an end.
 * @property {"reported" | "then" | "planned" | "verified"} kind These are never merged.
 *
 * @typedef {{ ends: number[], lines: Line[], day: number, unit: string, asOf: string }} Drawn
 */

/** Labels that were moved apart do not touch; each keeps the colour of its line. */
const LABEL_LINE = 15;
const DASHES = { reported: "solid", then: "dotted", planned: "dashed", verified: "solid" };

/** A chart in an element; drawn anew when colours change. */
export class StageChart {
  /** @type {ECharts} */
  #chart;
  /** @type {Drawn | null} */
  #drawn = null;
  #type;

  /**
   * @param {HTMLElement} element
   * @param {"line" | "bar"} type
   */
  constructor(element, type) {
    this.#chart = init(element, null, { renderer: "canvas" });
    this.#type = type;
    new ResizeObserver(() => this.#chart.resize()).observe(element);
  }

  /** @param {Drawn} drawn */
  draw(drawn) {
    this.#drawn = drawn;
    this.redraw();
  }

  redraw() {
    const drawn = this.#drawn;
    if (!drawn) return;
    const colour = colours();
    const text = { color: colour("--ink-2"), fontFamily: colour("--sans"), fontSize: 11 };
    const hairline = { lineStyle: { color: colour("--line") } };
    this.#chart.setOption(
      {
        animation: false,
        textStyle: text,
        grid: { left: 44, right: this.#type === "line" ? 92 : 16, top: 22, bottom: 24 },
        tooltip: this.#tooltip(drawn, colour),
        xAxis: {
          type: "category",
          data: drawn.ends.map(textOf),
          boundaryGap: this.#type === "bar",
          axisLine: { lineStyle: { color: colour("--edge") } },
          axisLabel: { ...text, formatter: (/** @type {string} */ date) => date.slice(0, "2026-03".length), hideOverlap: true },
          axisTick: { show: false },
        },
        yAxis: { type: "value", name: drawn.unit, nameTextStyle: { ...text, align: "left" }, axisLabel: text, splitLine: hairline },
        series: drawn.lines.map((line, nth) => this.#series(line, nth, drawn, colour)),
      },
      { notMerge: true },
    );
  }

  /**
   * @param {Line} line
   * @param {number} nth
   * @param {Drawn} drawn
   * @param {(name: string) => string} colour
   */
  #series({ code, label, figures, kind }, nth, { ends, day, asOf }, colour) {
    const fill = colour(`--stage-${code}`);
    const isPale = kind === "reported" && this.#type === "line";
    const at = ends.findIndex((end) => end >= day);
    const mark = { symbol: "none", silent: true, data: [{ xAxis: at < 0 ? ends.length - 1 : at }] };
    const line = { color: colour("--accent"), type: "solid", width: 2 };
    const key = { width: 10, height: 3, backgroundColor: fill, lineHeight: LABEL_LINE };
    return {
      name: label,
      type: kind === "reported" ? this.#type : "line",
      data: figures,
      connectNulls: kind === "then",
      showSymbol: kind === "then" || kind === "verified",
      symbol: kind === "verified" ? "rect" : "circle",
      symbolSize: kind === "verified" ? 6 : 3,
      itemStyle: { color: fill, borderColor: colour("--stage-line"), borderWidth: this.#type === "bar" ? 0.7 : 0 },
      lineStyle: { color: kind === "then" ? colour("--ink-2") : fill, type: DASHES[kind], width: kind === "then" ? 1.4 : 2.4 },
      endLabel: { show: isPale, formatter: `{line|} ${label}`, color: colour("--ink-2"), fontSize: 11, lineHeight: LABEL_LINE, distance: 6, rich: { line: key } },
      labelLayout: { moveOverlap: "shiftY" },
      z: kind === "then" ? 3 : 2,
      ...(nth === 0 ? { markLine: { ...mark, lineStyle: line, label: { formatter: asOf, color: colour("--accent"), fontSize: 11 } } } : {}),
    };
  }

  /**
   * Written on the canvas: text in the page would need styles that the policy forbids.
   *
   * @param {Drawn} drawn
   * @param {(name: string) => string} colour
   */
  #tooltip({ ends, lines }, colour) {
    /** @param {{ dataIndex: number }[]} points */
    const formatter = ([{ dataIndex: at }]) => {
      const codes = [...new Set(lines.map(({ code }) => code))];
      const rows = codes.map((code) => {
        const own = lines.filter((line) => line.code === code && line.figures[at] !== null && line.figures[at] !== undefined);
        const figures = own.map(({ figures }) => grouped(Number(figures[at]), this.#type === "bar" ? 1 : 0));
        return figures.length ? `${own[0].label}  ${figures.join(" · ")}` : "";
      });
      return [textOf(ends[at]), ...rows.filter(Boolean)].join("\n");
    };
    return {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("--surface"),
      borderColor: colour("--edge"),
      textStyle: { color: colour("--ink"), fontSize: 12, lineHeight: 17, fontFamily: colour("--sans") },
      formatter,
    };
  }
}
