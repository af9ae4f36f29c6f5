// The shell of every page: clocks, search, language, theme, keys.
import { clocks } from "./clocks.js";
import { openFinder } from "./finder.js";
import { onKey } from "../page/keys.js";
import { element, one } from "../page/page.js";
import { search } from "../page/requests.js";

const keyboard = /** @type {HTMLDialogElement} */ (element("keyboard"));

/** Chosen once, kept in this browser only. */
function switchTheme() {
  const { dataset } = document.documentElement;
  dataset.theme = dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("guatu-theme", dataset.theme);
  } catch {
    // Storage is closed to us: the choice lasts as long as the page.
  }
}

/** @param {HTMLAnchorElement} link Leads to the dates that the page shows when it is followed. */
function carryDates(link) {
  link.addEventListener("click", () => {
    const { as_of, as_known, known } = clocks?.query ?? { as_of: "", as_known: "", known: "" };
    const lang = new URLSearchParams(link.search).get("lang") ?? "";
    const place = link.hasAttribute("data-place");
    const given = new URLSearchParams(place ? "" : location.search);
    const kept = Object.fromEntries([...given.keys()].map((name) => [name, given.getAll(name)]));
    link.search = search({ ...kept, as_of, as_known, known, lang });
    if (!place) link.hash = location.hash;
  });
}

element("theme").addEventListener("click", switchTheme);
element("keys").addEventListener("click", () => keyboard.showModal());
one("[data-close-dialog]", keyboard).addEventListener("click", () => keyboard.close());
carryDates(element("language"));
for (const link of document.querySelectorAll("a[data-place]")) {
  carryDates(/** @type {HTMLAnchorElement} */ (link));
}
openFinder(element("find"));
onKey("l", switchTheme);
onKey("?", () => keyboard.showModal());
onKey("/", () => element("find-text").focus());
