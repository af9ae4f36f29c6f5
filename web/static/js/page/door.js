// A door on the map: what lies behind it is loaded when it is first opened.
import { onKey } from "./keys.js";
import { element } from "./page.js";

/** @import { Query } from "./address.js" */
/** @import { TimeOfMap } from "../time/time_of_map.js" */

/**
 * @param {object} door
 * @param {string} door.button The id of what opens it.
 * @param {string} door.key
 * @param {TimeOfMap} door.time
 * @param {(query: Query) => boolean} door.isOpen Whether the address asks for it.
 * @param {() => Promise<{ toggle: () => void }>} door.load Called once, unless it fails.
 * @param {(error: unknown) => void} door.refuse
 */
export function addDoor({ button, key, time, isOpen, load, refuse }) {
  /** @type {Promise<{ toggle: () => void }> | null} */
  let loaded = null;
  const behind = async () => {
    try {
      return await (loaded ??= load());
    } catch (error) {
      loaded = null;
      refuse(error);
    }
  };
  const toggle = async () => (await behind())?.toggle();
  const follow = () => {
    if (!loaded && isOpen(time.query)) behind();
  };
  element(button).addEventListener("click", toggle);
  onKey(key, toggle);
  for (const what of ["shown", "changed"]) time.addEventListener(what, follow);
  follow();
}
