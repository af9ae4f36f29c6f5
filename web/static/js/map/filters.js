// The filter of the map: facets whose values are chosen, and chips of what is chosen.
import { NO_FILTER, filterOf } from "../page/address.js";
import { Facet } from "../page/facet.js";
import { one, wordsOf } from "../page/page.js";
import { ask, search } from "../page/requests.js";

/** @import { Filter } from "../page/address.js" */
/** @import { Choice } from "../page/facet.js" */
/** @import { TimeOfMap } from "../time/time_of_map.js" */

/** @typedef {keyof Filter} Name */

/**
 * @param {HTMLElement} panel Holds a `[data-facet]` for each name, and the chips.
 * @param {TimeOfMap} time
 * @param {(error: unknown) => void} reportError
 */
export function bindFilters(panel, time, reportError) {
  const words = wordsOf(panel);
  const chips = /** @type {HTMLElement} */ (one("[data-chips]", panel));
  const clear = one("[data-clear]", panel);
  /** @type {{ key: string, choices: Promise<Record<Name, Choice[]>> } | null} */
  let answer = null;

  /** @type {Map<string, string>} Names of projects by their ids, as far as they were told. */
  const labels = new Map();

  /**
   * @param {Name} name
   * @param {string} value
   */
  const worded = (name, value) => {
    if (value === "none") return words(name === "town" ? "noTown" : "none");
    const label = name === "project" ? labels.get(value) : "";
    return label ? `${value} ${label}` : value;
  };
  /** @param {Name} name */
  const choices = async (name) => {
    const { as_of, as_known, lang } = time.dates;
    const key = search({ as_of, as_known, lang, position: String(time.curve?.answer.position) });
    if (answer?.key !== key) {
      const asked = ask(panel.dataset.url ?? "", { as_of, as_known, lang }).then((told) => told.json());
      answer = { key, choices: asked };
    }
    try {
      const told = await answer.choices;
      for (const { value, label } of told.project) labels.set(value, label ?? "");
      return told[name];
    } catch (error) {
      answer = null;
      reportError(error);
      return [];
    }
  };
  const facets = [...panel.querySelectorAll("[data-facet]")].map((each) => {
    const name = /** @type {Name} */ (each.getAttribute("data-facet"));
    const element = /** @type {HTMLDetailsElement} */ (each);
    const facet = new Facet(element, {
      choices: () => choices(name),
      chosen: (values) => time.change({ [name]: values }),
      worded: (value) => worded(name, value),
    });
    return { name, facet, label: one("summary span", element).textContent ?? "" };
  });
  let shown = "";
  const show = () => {
    if (time.curve && nameless().length > 0) name();
    const key = `${search(filterOf(time.query))} ${time.isAtInstant} ${nameless()}`;
    if (key === shown) return;
    shown = key;
    panel.classList.toggle("is-at-instant", time.isAtInstant);
    chips.replaceChildren(
      ...facets.flatMap(({ name, facet, label }) => {
        facet.show(time.query[name]);
        return time.query[name].map((value) => chip(worded(name, value), () => drop(name, value), label));
      }),
    );
    clear.toggleAttribute("hidden", chips.childElementCount === 0);
  };
  /**
   * @param {Name} name
   * @param {string} value
   */
  const drop = (name, value) => {
    time.change({ [name]: time.query[name].filter((each) => each !== value) });
    /** @type {HTMLElement} */ (chips.querySelector("button") ?? one("summary", panel)).focus();
  };
  /** Chosen projects whose names have not been told. */
  const nameless = () => time.query.project.filter((id) => id !== "none" && !labels.has(id));
  let isNaming = false;
  const name = async () => {
    if (isNaming) return;
    isNaming = true;
    await choices("project");
    for (const id of nameless()) labels.set(id, ""); // no project has it at these dates
    isNaming = false;
    show();
  };
  /**
   * @param {string} text
   * @param {() => void} dropped
   * @param {string} label
   */
  const chip = (text, dropped, label) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = text;
    button.setAttribute("aria-label", `${words("drop")} ${label}: ${button.textContent}`);
    button.addEventListener("click", dropped);
    return button;
  };

  clear.addEventListener("click", () => {
    time.change(NO_FILTER);
    /** @type {HTMLElement} */ (one("summary", panel)).focus();
  });
  for (const what of ["shown", "changed", "dates-changing"]) time.addEventListener(what, show);
  show();
}
