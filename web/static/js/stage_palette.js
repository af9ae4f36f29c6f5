// Colours of the map, read from the style sheets so that they are defined only once.

/**
 * @typedef {object} Palette
 * @property {string[]} fills One colour a stage, in painting order.
 * @property {string} line Outline of plots.
 * @property {string} selection Outline of the selected plot.
 * @property {string} casing Band on both sides of that outline.
 */

/**
 * @param {string[]} stages Codes of the stages, in painting order.
 * @returns {Palette}
 */
export function readPalette(stages) {
  const colour = colours();
  return {
    fills: stages.map((code) => colour(`--stage-${code}`)),
    line: colour("--stage-line"),
    selection: colour("--selection"),
    casing: colour("--selection-casing"),
  };
}

/** @returns {(name: string) => string} The value of a custom property, now. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

/**
 * Calls back whenever the colours have changed: light, dark or paper.
 *
 * @param {() => void} changed
 * @returns {() => void} Stops listening.
 */
export function onPaletteChange(changed) {
  const paper = matchMedia("print");
  const theme = new MutationObserver(changed);
  paper.addEventListener("change", changed);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    paper.removeEventListener("change", changed);
    theme.disconnect();
  };
}
