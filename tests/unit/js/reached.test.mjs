// Every script that needs no page is tried here without one.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const scripts = resolve(here, "../../../web/static/js");
const OF_PAGES =
  /\b(document|window|location|history|localStorage|matchMedia|devicePixelRatio|requestAnimationFrame|getComputedStyle|EventSource|ResizeObserver|HTML\w*Element|CanvasRenderingContext2D|CustomEvent|EventTarget|dataset|addEventListener|L)\b(?!:)/;

/** @param {string} file @returns {string} Without what is only said. */
function code(file) {
  return readFileSync(file, "utf-8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

/** @param {string} file @returns {string[]} */
function imports(file) {
  return [...code(file).matchAll(/^import[^;]*?"(\.[^"]+)";/gm)].map(([, name]) => resolve(dirname(file), name));
}

/** @param {string} file @returns {boolean} Whether it says nothing of a page; what it imports may. */
function needsNoPage(file) {
  return !OF_PAGES.test(code(file));
}

const all = readdirSync(scripts, { recursive: true }).map((name) => join(scripts, String(name))).filter((name) => name.endsWith(".js"));
const tried = new Set(readdirSync(here).filter((name) => name.endsWith(".mjs")).flatMap((name) => imports(join(here, name))));

test("every script that needs no page is tried without one", () => {
  const untried = all.filter((file) => needsNoPage(file) && !tried.has(file));

  assert.equal(all.length > 50, true);
  assert.deepEqual(untried, []);
});
