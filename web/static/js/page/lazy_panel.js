// A panel of the map that is loaded when it is first opened.
import { onKey } from "./keys.js";
import { element } from "./page.js";

/** @import { Query } from "./address.js" */
/** @import { TimeOfMap } from "../time/time_of_map.js" */

/**
 * @param {object} panel
 * @param {string} panel.button The id of what opens it.
 * @param {string} panel.key
 * @param {TimeOfMap} panel.time
 * @param {(query: Query) => boolean} panel.isOpen Whether the address asks for it.
 * @param {() => Promise<{ toggle: () => void }>} panel.load Called once, unless it fails.
 * @param {(error: unknown) => void} panel.reportError
 */
export function addLazyPanel({ button, key, time, isOpen, load, reportError }) {
  /** @type {Promise<{ toggle: () => void }> | null} */
  let loaded = null;
  const loadedPanel = async () => {
    try {
      return await (loaded ??= load());
    } catch (error) {
      loaded = null;
      reportError(error);
    }
  };
  const toggle = async () => (await loadedPanel())?.toggle();
  const follow = () => {
    if (!loaded && isOpen(time.query)) loadedPanel();
  };
  element(button).addEventListener("click", toggle);
  onKey(key, toggle);
  for (const what of ["shown", "changed"]) time.addEventListener(what, follow);
  follow();
}
