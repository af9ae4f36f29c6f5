// Paints one tile of the ground: pale and quiet, for only plots carry colour.
import { colours } from "../plots/stage_palette.js";

/** @import { Feature } from "./ground_layer.js" */

/** Widths of roads on the ground, in metres, by class. */
const ROAD_M = /** @type {Record<string, number>} */ ({
  arterial: 28,
  street: 16,
  county: 12,
  lane: 5,
});
const OTHER_ROAD_M = 10;
const EQUATOR_M_A_PX = 156_543.034;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Feature[]} features In drawing order.
 * @param {{ size: number, zoom: number, latitude: number }} place
 */
export function paintGround(canvas, features, { size, zoom, latitude }) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const ratio = canvas.width / size;
  const pxAMetre = 2 ** zoom / (EQUATOR_M_A_PX * Math.cos((latitude * Math.PI) / 180));
  const colour = colours();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size, size);
  context.lineJoin = context.lineCap = "round";
  for (const [style, group] of grouped(features, pxAMetre)) {
    context.beginPath();
    for (const feature of group) trace(context, feature);
    context.setLineDash(style.dash ?? []);
    if (style.fill) {
      context.fillStyle = colour(style.fill);
      context.fill("evenodd");
    }
    if (style.line && style.width) {
      context.strokeStyle = colour(style.line);
      context.lineWidth = style.width;
      context.stroke();
    }
  }
}

/** @typedef {{ fill?: string, line?: string, width?: number, dash?: number[] }} Style */

/**
 * Features of one look are painted in one stroke; edges of roads and railways come
 * before their surfaces, so that crossings are open.
 *
 * @param {Feature[]} features
 * @param {number} pxAMetre
 * @returns {[Style, Feature[]][]}
 */
function grouped(features, pxAMetre) {
  /** @type {Map<string, [Style, Feature[]]>} */
  const groups = new Map();
  for (const round of [0, 1]) {
    for (const feature of features) {
      const style = stylesOf(feature, pxAMetre)[round];
      if (!style) continue;
      const key = `${round} ${feature.kind} ${JSON.stringify(style)}`;
      if (!groups.has(key)) groups.set(key, [style, []]);
      groups.get(key)?.[1].push(feature);
    }
  }
  return [...groups.values()];
}

/**
 * @param {Feature} feature
 * @param {number} pxAMetre
 * @returns {Style[]} One, or an edge and a surface.
 */
function stylesOf({ kind, of, type }, pxAMetre) {
  const isLine = type === 2;
  const thin = Math.max(0.5, Math.min(1, pxAMetre * 2));
  switch (kind) {
    case "zone":
      return [{ line: "--map-border", width: 0.7, dash: [2, 3] }];
    case "town":
      return [{ line: "--map-border", width: 1.4, dash: [8, 3, 2, 3] }];
    case "field":
      return [{ fill: "--map-field" }];
    case "park":
      return [{ fill: "--map-park" }];
    case "water":
      return isLine
        ? [{ line: "--map-water", width: Math.max(1.5, pxAMetre * 8) }]
        : [{ fill: "--map-water" }];
    case "building":
      return [{ fill: "--map-building", line: "--map-building-line", width: 0.5 }];
    case "rail":
      return isLine
        ? [
            { line: "--map-rail", width: 2.5 },
            { line: "--map-land", width: 1.2, dash: [5, 5] },
          ]
        : [{ fill: "--map-rail" }];
    case "road": {
      if (!isLine) return [{ line: "--map-road-line", width: 1 }, { fill: "--map-road" }];
      const width = (ROAD_M[of] ?? OTHER_ROAD_M) * pxAMetre;
      if (width < 0.7 && of !== "arterial") return [];
      const inner = Math.max(of === "arterial" ? 1.8 : 0.9, width);
      return [
        { line: "--map-road-line", width: inner + 1.4 },
        { line: "--map-road", width: inner },
      ];
    }
    default:
      return [{ line: "--map-border", width: thin }];
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Feature} feature
 */
function trace(context, { type, rings }) {
  if (type === 1) return;
  for (const ring of rings) {
    for (const [nth, { x, y }] of ring.entries()) {
      if (nth === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (type === 3) context.closePath();
  }
}
