// Names of towns, water, roads and zones above the plots; one that would collide is left out.
import { colours, onPaletteChange } from "./stage_palette.js";

/** @import { Feature, GroundLayer, Kind } from "./ground_layer.js" */

/** Who is named first, how large, and from which zoom on. */
const NAMED = /** @type {Partial<Record<Kind, { rank: number, rem: number, from: number, ink: string, bold?: boolean }>>} */ ({
  town: { rank: 0, rem: 0.9375, from: 10, ink: "--map-label", bold: true },
  water: { rank: 1, rem: 0.8125, from: 12, ink: "--map-water-ink" },
  road: { rank: 2, rem: 0.75, from: 14, ink: "--map-label" },
  zone: { rank: 3, rem: 0.75, from: 14, ink: "--map-label-2" },
  rail: { rank: 4, rem: 0.75, from: 14, ink: "--map-label" },
  park: { rank: 5, rem: 0.75, from: 15, ink: "--map-label" },
});
const UPRIGHT_FROM = Math.PI / 3.2;
const HAN = /^[\u4e00-\u9fff\d]+$/;
const GAP_PX = 6;
const APART_PX = 420;

/** @typedef {{ text: string, kind: Kind, x: number, y: number, angle: number, length: number }} Place */
/** @typedef {[number, number, number, number]} Box */

export class LabelLayer extends L.Layer {
  #ground;
  #canvas = document.createElement("canvas");
  #stop = () => {};
  #waiting = 0;

  /** @param {GroundLayer} ground */
  constructor(ground) {
    super();
    this.#ground = ground;
    this.#canvas.className = "map-labels";
  }

  /** @param {L.Map} map */
  onAdd(map) {
    map.getPanes().overlayPane.append(this.#canvas);
    map.on("moveend zoomend resize", this.#soon, this);
    this.#ground.on("load tileload", this.#soon, this);
    this.#stop = onPaletteChange(() => this.#draw());
    this.#soon();
    return this;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    map.off("moveend zoomend resize", this.#soon, this);
    this.#ground.off("load tileload", this.#soon, this);
    this.#stop();
    this.#canvas.remove();
    return this;
  }

  #soon() {
    cancelAnimationFrame(this.#waiting);
    this.#waiting = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const { x: width, y: height } = this._map.getSize();
    const canvas = this.#canvas;
    L.DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint([0, 0]));
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.scale(devicePixelRatio, devicePixelRatio);
    drawLabels(context, this.#places(width, height), this.#covered());
  }

  /**
   * @param {number} width
   * @param {number} height
   * @returns {Place[]} The most important first, the longest of each name before the others.
   */
  #places(width, height) {
    const zoom = this._map.getZoom();
    const origin = this._map.getPixelBounds().min ?? L.point(0, 0);
    /** @type {Place[]} */
    const places = [];
    for (const { feature, corner } of this.#ground.features()) {
      const named = NAMED[feature.kind];
      if (!feature.label || !named || zoom < named.from) continue;
      const shift = corner.subtract(origin);
      for (const place of placesOf(feature)) {
        const [x, y] = [place.x + shift.x, place.y + shift.y];
        if (x > 0 && y > 0 && x < width && y < height) places.push({ ...place, x, y });
      }
    }
    /** @param {Place} place */
    const rank = ({ kind }) => NAMED[kind]?.rank ?? 9;
    return places.sort((a, b) => rank(a) - rank(b) || b.length - a.length);
  }

  /** @returns {Box[]} What lies over the map, in its pixels. */
  #covered() {
    const ground = this._map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll("[data-covers], .leaflet-control")].map((panel) => {
      const { left, top, right, bottom } = panel.getBoundingClientRect();
      return [left - ground.left, top - ground.top, right - ground.left, bottom - ground.top];
    });
  }
}

/**
 * @param {Feature} feature
 * @returns {Place[]} Where its name may stand, in pixels of the tile.
 */
function placesOf({ kind, label: text, type, rings }) {
  if (type === 2) {
    return rings.map(longestStretch).filter((each) => each !== null).map((each) => ({ ...each, text, kind }));
  }
  const [ring] = rings;
  if (!ring?.length) return [];
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const length = type === 1 ? Infinity : east - west;
  return [{ text, kind, x: (west + east) / 2, y: (north + south) / 2, angle: 0, length }];
}

/**
 * The middle of a line, along its direction there.
 *
 * @param {{ x: number, y: number }[]} line
 */
function longestStretch(line) {
  const steps = line.slice(1).map((to, at) => Math.hypot(to.x - line[at].x, to.y - line[at].y));
  const length = steps.reduce((sum, step) => sum + step, 0);
  if (length < 1) return null;
  let rest = length / 2;
  const at = steps.findIndex((step) => (rest -= step) <= 0);
  const [from, to] = [line[at], line[at + 1]];
  const share = 1 + rest / steps[at];
  const turned = Math.atan2(to.y - from.y, to.x - from.x);
  const angle = Math.abs(turned) > Math.PI / 2 ? turned - Math.sign(turned) * Math.PI : turned;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, angle, length };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Place[]} places
 * @param {Box[]} taken
 */
function drawLabels(context, places, taken) {
  const colour = colours();
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  /** @type {Map<string, { x: number, y: number }[]>} */
  const drawn = new Map();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const place of places) {
    const look = NAMED[place.kind];
    if (!look) continue;
    const size = look.rem * rem;
    const style = place.kind === "water" ? "italic " : "";
    context.font = `${style}${look.bold ? 700 : 400} ${size}px ${colour("--sans")}`;
    const shape = shaped(context, place, size);
    const isNear = drawn.get(place.text)?.some(({ x, y }) => Math.hypot(x - place.x, y - place.y) < APART_PX);
    if (isNear || !shape || taken.some((box) => meet(box, shape.box))) continue;
    taken.push(shape.box);
    drawn.set(place.text, [...(drawn.get(place.text) ?? []), place]);
    write(context, place, { ...shape, size, ink: colour(look.ink), halo: colour("--map-halo") });
  }
}

/**
 * North–south names in Chinese are set upright, one character below another.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {number} size
 * @returns {{ box: Box, isUpright: boolean } | null} Null where the line is too short for it.
 */
function shaped(context, { text, kind, x, y, angle, length }, size) {
  const along = context.measureText(text).width + 2 * (text.length - 1);
  if (kind === "road" && along > length) return null;
  const isUpright = Math.abs(angle) > UPRIGHT_FROM && HAN.test(text);
  const [wide, high] = isUpright
    ? [size, text.length * size * 1.25]
    : [
        along * Math.cos(angle) + size * Math.abs(Math.sin(angle)),
        along * Math.abs(Math.sin(angle)) + size * Math.cos(angle),
      ];
  const [dx, dy] = [wide / 2 + GAP_PX, high / 2 + GAP_PX];
  return { box: [x - dx, y - dy, x + dx, y + dy], isUpright };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {{ isUpright: boolean, size: number, ink: string, halo: string }} look
 */
function write(context, { text, x, y, angle }, { isUpright, size, ink, halo }) {
  context.save();
  context.translate(x, y);
  if (!isUpright) context.rotate(angle);
  context.strokeStyle = halo;
  context.fillStyle = ink;
  context.lineWidth = 3;
  const lines = isUpright ? [...text] : [text];
  for (const [nth, line] of lines.entries()) {
    const down = (nth - (lines.length - 1) / 2) * size * 1.25;
    context.strokeText(line, 0, down);
    context.fillText(line, 0, down);
  }
  context.restore();
}

/**
 * @param {Box} one
 * @param {Box} other
 */
function meet(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
