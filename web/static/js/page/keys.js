// Keys that act wherever the focus is, but where something is typed.

/** @type {Map<string, () => void>} */
const actions = new Map();
const TYPED_INTO = "input, textarea, select, [contenteditable], dialog[open] *";
const PRESSED_BY_SPACE = "button, a, summary";

/**
 * @param {string} key As in `KeyboardEvent.key`.
 * @param {() => void} act
 */
export function onKey(key, act) {
  actions.set(key, act);
}

document.addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  const act = actions.get(key);
  if (!act || ctrlKey || metaKey || altKey || event.defaultPrevented) return;
  if (!(target instanceof Element) || target.closest(TYPED_INTO)) return;
  if (key === " " && target.closest(PRESSED_BY_SPACE)) return;
  event.preventDefault();
  act();
});
