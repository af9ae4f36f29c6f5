// The tools beside the map: each is a button whose state is in the address.
import { onKey } from "../page/keys.js";
import { element } from "../page/page.js";

/** @import { TimeOfMap } from "../time/time_of_map.js" */

/** @param {TimeOfMap} time */
export function bindPatterns(time) {
  const button = element("tool-patterns");
  const show = () => {
    const isOn = time.query.patterns === "on";
    button.ariaPressed = String(isOn);
    document.documentElement.dataset.patterns = isOn ? "on" : "";
  };
  const toggle = () => time.change({ patterns: time.query.patterns === "on" ? "" : "on" });
  button.addEventListener("click", toggle);
  onKey("p", toggle);
  time.addEventListener("changed", show);
  show();
}
