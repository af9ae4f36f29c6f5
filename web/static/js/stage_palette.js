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
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    fills: stages.map((code) => colour(`--stage-${code}`)),
    line: colour("--stage-line"),
    selection: colour("--selection"),
    casing: colour("--selection-casing"),
  };
}

/**
 * Calls back whenever the colours may have changed: light, dark or paper.
 *
 * @param {() => void} changed
 * @returns {() => void} Stops listening.
 */
export function onPaletteChange(changed) {
  const queries = ["(prefers-color-scheme: dark)", "print"].map((text) => matchMedia(text));
  for (const query of queries) query.addEventListener("change", changed);
  return () => {
    for (const query of queries) query.removeEventListener("change", changed);
  };
}
