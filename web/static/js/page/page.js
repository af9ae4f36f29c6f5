// The page as scripts see it: elements by id, and words, so that scripts hold no language.

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return /** @type {T} */ (/** @type {unknown} */ (found));
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function one(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {T} */ (found);
}

/**
 * @param {HTMLElement} holder Carries the words as `data-word-…`.
 * @returns {(name: string) => string}
 */
export function wordsOf(holder) {
  return (name) => holder.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
}
