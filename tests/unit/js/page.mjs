// What a page lends to scripts that only ask it for colours: each is told by its own name.
/** @type {any} */
const lent = globalThis;
const root = { dataset: {} };

lent.document = { documentElement: root, createElement: () => ({ getContext: () => ({}) }) };
lent.matchMedia = () => ({ matches: false, addEventListener() {} });
lent.getComputedStyle = () => ({ getPropertyValue: (/** @type {string} */ name) => ` ${name}` });
