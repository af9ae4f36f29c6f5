// Colours of the map, read from the style sheets so that they are defined only once.
import { hatchedFills, lendHatches } from "./patterns.js";

/**
 * @typedef {object} Palette
 * @property {(string | CanvasPattern)[]} fills One a stage, in painting order.
 * @property {string[]} edges One colour a stage, for seams between plots.
 * @property {string} line Outline of plots.
 * @property {string} selection Outline of the selected plot.
 * @property {string} casing Band on both sides of that outline.
 * @property {Record<string, string>} changes Colours of what has moved, by class.
 */

/** How far a plot has moved between two dates; the furthest classes are open. */
export const CHANGES = /** @type {const} */ (["back2", "back1", "same", "on1", "on2", "on3", "on4", "new", "gone"]);

const scratch = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
const paper = matchMedia("print");

/**
 * @param {string[]} stages Codes of the stages, in painting order.
 * @returns {Palette} Hatched on paper, and where the reader asks for it.
 */
export function readPalette(stages) {
  const colour = colours();
  const edges = stages.map((code) => colour(`--stage-${code}`));
  lendHatches(stages, colour);
  return {
    fills: isHatched() ? hatchedFills(scratch, stages, colour) : edges,
    edges,
    line: colour("--stage-line"),
    selection: colour("--selection"),
    casing: colour("--selection-casing"),
    changes: Object.fromEntries([...CHANGES, "line"].map((each) => [each, colour(`--change-${each}`)])),
  };
}

/** @returns {(name: string) => string} The value of a custom property, now. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

/** @returns {boolean} Whether stages are told apart by hatches as well. */
export function isHatched() {
  return paper.matches || document.documentElement.dataset.patterns === "on";
}

/**
 * Calls back whenever the colours have changed: light, dark, hatched, compared or paper.
 *
 * @param {() => void} changed
 * @returns {() => void} Stops listening.
 */
export function onPaletteChange(changed) {
  const root = new MutationObserver(changed);
  paper.addEventListener("change", changed);
  root.observe(document.documentElement, { attributeFilter: ["data-theme", "data-patterns"] });
  const page = document.getElementById("map-page");
  if (page) root.observe(page, { attributeFilter: ["data-compare"] });
  return () => {
    paper.removeEventListener("change", changed);
    root.disconnect();
  };
}
