// One facet of the filter: a list of values with their counts, some of which are chosen.
import { grouped } from "./figures.js";
import { one } from "./page.js";

const MOST_SHOWN = 120;

/** @typedef {{ value: string, plots: number, label?: string }} Choice A label is a name beside the value. */

export class Facet {
  #element;
  #act;
  #list;
  #field;
  /** @type {Choice[]} */
  #choices = [];
  /** @type {string[]} */
  #values = [];

  /**
   * @param {HTMLDetailsElement} element
   * @param {{ choices: () => Promise<Choice[]>, chosen: (values: string[]) => void,
   *   worded: (value: string) => string }} act
   */
  constructor(element, act) {
    this.#element = element;
    this.#act = act;
    this.#list = /** @type {HTMLElement} */ (one("[data-choices]", element));
    this.#field = /** @type {HTMLInputElement} */ (one("input", element));
    this.#field.addEventListener("input", () => this.#fill());
    this.#list.addEventListener("change", ({ target }) => this.#choose(/** @type {HTMLInputElement} */ (target)));
    element.addEventListener("toggle", () => element.open && this.#open());
    element.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("pointerdown", ({ target }) => {
      if (!element.contains(/** @type {Node} */ (target))) element.open = false;
    });
    element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !element.contains(/** @type {Node} */ (relatedTarget))) element.open = false;
    });
  }

  /** @param {string[]} values Those that are chosen. */
  show(values) {
    this.#values = values;
    one("[data-chosen]", this.#element).textContent = values.length ? String(values.length) : "";
    this.#element.classList.toggle("is-chosen", values.length > 0);
    for (const box of this.#list.querySelectorAll("input")) box.checked = values.includes(box.value);
  }

  async #open() {
    this.#choices = await this.#act.choices();
    this.#fill();
    this.#field.focus();
  }

  /** The chosen ones come first, then as many as anyone would read. */
  #fill() {
    const sought = this.#field.value.trim().toLowerCase();
    const found = this.#choices.filter(({ value }) => this.#act.worded(value).toLowerCase().includes(sought));
    const isChosen = (/** @type {Choice} */ { value }) => this.#values.includes(value);
    const lines = [...found.filter(isChosen), ...found.filter((choice) => !isChosen(choice))];
    this.#list.replaceChildren(...lines.slice(0, MOST_SHOWN).map((choice) => this.#line(choice)));
    one("[data-rest]", this.#element).toggleAttribute("hidden", lines.length <= MOST_SHOWN);
    one("[data-nothing]", this.#element).toggleAttribute("hidden", lines.length > 0);
  }

  /** @param {Choice} choice */
  #line(choice) {
    const [line, box] = [document.createElement("label"), document.createElement("input")];
    const [name, plots] = [document.createElement("span"), document.createElement("span")];
    box.type = "checkbox";
    box.value = choice.value;
    box.checked = this.#values.includes(choice.value);
    name.textContent = this.#act.worded(choice.value);
    plots.textContent = grouped(choice.plots);
    plots.className = "figure quiet";
    line.append(box, name, plots);
    return line;
  }

  /** @param {HTMLInputElement} box */
  #choose({ value, checked }) {
    const others = this.#values.filter((each) => each !== value);
    this.#act.chosen(checked ? [...others, value] : others);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== "Escape" || !this.#element.open) return;
    event.preventDefault();
    event.stopPropagation();
    this.#element.open = false;
    /** @type {HTMLElement} */ (one("summary", this.#element)).focus();
  }
}
