// The parts of the page that the server has written for its dates.
import { element } from "./page.js";

const REPLACED = ["dates-shown", "legend-table"];

/** @param {string} html The parts for other dates; each takes the place of the one with its id. */
export function replaceParts(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const id of REPLACED) {
    const part = answer.getElementById(id);
    if (part) element(id).replaceWith(document.importNode(part, true));
  }
}

/**
 * @param {HTMLElement} page
 * @param {boolean} busy While busy, the style sheet hides the figures and pales the plots.
 */
export function setBusy(page, busy) {
  page.classList.toggle("is-stale", busy);
  for (const part of document.querySelectorAll("[data-dated]")) part.ariaBusy = String(busy);
}
