// A hatch for each stage, for eyes that tell no colours and for paper: its ink rises with the stage.
/** Cells repeat seamlessly over tiles of 256 pixels. */
const CELL_PX = 8;
const DRAWN_AT = 2;

/**
 * @typedef {{ ink?: "dark" | "light", angles?: number[], dot?: number, width?: number, gap?: number }} Hatch
 */

/** By place of the stage in the ramp: dark ink that grows, then light ink that dwindles. */
const HATCHES = /** @type {Hatch[]} */ ([
  {},
  { ink: "dark", dot: 0.7 },
  { ink: "dark", dot: 1.3 },
  { ink: "dark", angles: [0], width: 0.8 },
  { ink: "dark", angles: [45], width: 1 },
  { ink: "light", angles: [45, -45], width: 0.6, gap: 8 },
  { ink: "light", angles: [-45], width: 0.7, gap: 8 },
  {},
]);

/**
 * @param {string} colour Of the stage.
 * @param {number} stage Its place in the ramp.
 * @param {(name: string) => string} value Of a custom property.
 * @returns {HTMLCanvasElement} One cell of the hatch.
 */
function hatchOf(colour, stage, value) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = CELL_PX * DRAWN_AT;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const { ink = "dark", angles = [], dot = 0, width = 1, gap = 4 } = HATCHES[stage] ?? {};
  context.scale(DRAWN_AT, DRAWN_AT);
  context.fillStyle = colour;
  context.fillRect(0, 0, CELL_PX, CELL_PX);
  context.strokeStyle = context.fillStyle = value(`--hatch-${ink}`);
  context.lineWidth = width;
  for (const angle of angles) strike(context, angle, gap);
  if (dot) speckle(context, dot);
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string[]} stages Codes, in painting order.
 * @param {(name: string) => string} colour The value of a custom property.
 * @returns {(string | CanvasPattern)[]} Fills of the stages.
 */
export function hatchedFills(context, stages, colour) {
  return stages.map((code, stage) => {
    const cell = hatchOf(colour(`--stage-${code}`), stage, colour);
    const pattern = /** @type {CanvasPattern} */ (context.createPattern(cell, "repeat"));
    pattern.setTransform(new DOMMatrix().scale(1 / DRAWN_AT));
    return pattern;
  });
}

/** @type {CSSStyleSheet | null} */
let sheet = null;
let lent = "";

/**
 * Lends the hatches to swatches and bars, as `--hatch` of each stage.
 *
 * @param {string[]} stages
 * @param {(name: string) => string} colour
 */
export function lendHatches(stages, colour) {
  const key = stages.map((code) => colour(`--stage-${code}`)).join();
  if (key === lent) return;
  lent = key;
  const rules = stages.map((code, stage) => {
    const cell = hatchOf(colour(`--stage-${code}`), stage, colour);
    return `.stage-${code}{--hatch:url(${cell.toDataURL()})}`;
  });
  if (!sheet) document.adoptedStyleSheets.push((sheet = new CSSStyleSheet()));
  sheet.replaceSync(rules.join("\n"));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} angle Degrees.
 * @param {number} gap Divides the cell.
 */
function strike(context, angle, gap) {
  context.beginPath();
  for (let at = -CELL_PX; at <= 2 * CELL_PX; at += gap) {
    const from = at + gap / 2;
    if (angle === 0) context.moveTo(0, from), context.lineTo(CELL_PX, from);
    else if (angle > 0) context.moveTo(at, CELL_PX), context.lineTo(at + CELL_PX, 0);
    else context.moveTo(at, 0), context.lineTo(at + CELL_PX, CELL_PX);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} radius
 */
function speckle(context, radius) {
  context.beginPath();
  for (const [x, y] of [[2, 2], [6, 6]]) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
}
