// The course of one plot: its stages over the time of the track, in the drawer.
import { textOf } from "../page/civil.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Element} place
 * @param {{ steps: [number, number][], stages: string[], day: number,
 *   span: { first: number, last: number } }} course Days, and codes of the stages.
 */
export function drawCourse(place, { steps, stages, day, span }) {
  const first = Math.min(span.first, steps[0]?.[0] ?? span.first);
  const length = Math.max(1, span.last - first);
  /** @param {number} at */
  const along = (at) => Math.min(1000, Math.max(0, ((at - first) / length) * 1000));
  const svg = made("svg", { viewBox: "0 0 1000 18", preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const [at, [from, stage]] of steps.entries()) {
    if (stage < 0) continue;
    const x = along(from);
    const width = along(steps[at + 1]?.[0] ?? span.last) - x;
    svg.append(made("rect", { class: `stage-${stages[stage]}`, x, y: 0, width, height: 18 }));
  }
  svg.append(made("rect", { class: "course-edge", x: 0, y: 0, width: 1000, height: 18 }));
  svg.append(made("path", { class: "course-now", d: `M${along(day)} -3V21` }));
  const ends = document.createElement("p");
  for (const at of [first, span.last]) {
    const end = document.createElement("span");
    end.textContent = textOf(at);
    ends.append(end);
  }
  place.replaceChildren(svg, ends);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function made(name, attributes) {
  const drawn = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, String(value));
  return drawn;
}
