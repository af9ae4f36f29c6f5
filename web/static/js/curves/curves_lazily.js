// The curves, opened lazily: their panel and the charts are loaded when they are first opened.
import { onKey } from "../page/keys.js";
import { element, one } from "../page/page.js";

/** @import { CurvesPanel } from "./curves_panel.js" */
/** @import { TimeOfMap } from "../time/time_of_map.js" */
/** @import { ViewCurve } from "./view_curve.js" */

const OPEN = "curves";

/** @typedef {{ map: L.Map, time: TimeOfMap, view: ViewCurve, reportError: (error: unknown) => void }} Parts */

/** @param {Parts} parts */
export function openCurves(parts) {
  const { map, time, reportError } = parts;
  const [panel, button] = [element("curves"), element("tool-curves")];
  /** @type {Promise<CurvesPanel> | null} */
  let loaded = null;
  const load = async () => new (await import("./curves_panel.js")).CurvesPanel(panel, parts);

  const show = async () => {
    const isOpen = time.query.panel === OPEN;
    if (isOpen !== panel.hidden) return;
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = !isOpen;
    button.ariaPressed = String(isOpen);
    map.fire("resize"); // what covers the map has changed
    if (!isOpen && hadFocus) button.focus();
    try {
      if (isOpen) (await (loaded ??= load())).open();
      else if (loaded) (await loaded).close();
    } catch (error) {
      loaded = null;
      reportError(error);
    }
  };
  const toggle = () => {
    time.change({ panel: time.query.panel === OPEN ? "" : OPEN });
    if (!panel.hidden) panel.focus({ preventScroll: true });
  };

  button.addEventListener("click", toggle);
  one("[data-close]", panel).addEventListener("click", toggle);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    toggle();
  });
  onKey("g", toggle);
  time.addEventListener("changed", show);
  show();
}
