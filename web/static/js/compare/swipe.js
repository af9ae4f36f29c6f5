// The divider of a swipe: before lies to its left, after to its right.
import { element, one, wordsOf } from "../page/page.js";

/** @import { Flags } from "./compare_bar.js" */

const [LEAST, MOST, START] = [3, 97, 60];
const STEP = 2;

export class Swipe {
  #map;
  #panes;
  #act;
  #line = element("swipe");
  #handle = element("swipe-handle");
  #share = START;

  /**
   * @param {L.Map} map
   * @param {{ before: string[], after: string[] }} panes On either side of the divider.
   * @param {{ rested: (share: string) => void, moved: (share: number | null) => void }} act
   *   Called when the divider comes to rest; with every move, and with null when it is gone.
   */
  constructor(map, panes, act) {
    this.#map = map;
    this.#panes = panes;
    this.#act = act;
    map.on("move zoom viewreset resize", () => this.#clip());
    this.#handle.addEventListener("pointerdown", (event) => this.#grasp(event));
    this.#handle.addEventListener("keydown", (event) => this.#press(event));
    L.DomEvent.disableClickPropagation(this.#line);
  }

  /** @param {string} text The share of the map that shows what was before, in percent. */
  set split(text) {
    const share = Number(text);
    if (text && Number.isFinite(share)) this.#move(share);
    else this.#clip();
  }

  /** @param {boolean} isShown */
  show(isShown) {
    this.#line.hidden = !isShown;
    this.#move(this.#share);
  }

  /** @param {Flags} flags */
  flag({ before, after }) {
    write(one("[data-flag-before]", this.#line), before);
    write(one("[data-flag-after]", this.#line), after);
  }

  /** @param {number} share */
  #move(share) {
    this.#share = Math.min(MOST, Math.max(LEAST, Math.round(share)));
    this.#line.style.left = `${this.#share}%`;
    this.#handle.ariaValueNow = String(this.#share);
    const words = wordsOf(element("compare"));
    this.#handle.ariaValueText = words("split").replace("{share}", String(this.#share));
    this.#act.moved(this.#line.hidden ? null : this.#share / 100);
    this.#clip();
  }

  /** Panes move with the map, so what is cut off is counted in its own pixels. */
  #clip() {
    const { before, after } = this.#panes;
    if (this.#line.hidden) return this.#cut([...before, ...after], "");
    const { x: width, y: height } = this.#map.getSize();
    const { x, y } = this.#map.containerPointToLayerPoint([0, 0]);
    const split = x + (this.#share / 100) * width;
    this.#cut(before, box(x, y, split, y + height));
    this.#cut(after, box(split, y, x + width, y + height));
  }

  /**
   * @param {string[]} names
   * @param {string} shape What is left of them.
   */
  #cut(names, shape) {
    for (const name of names) this.#map.getPanes()[name].style.clipPath = shape;
  }

  /** @param {PointerEvent} event */
  #grasp(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#handle.focus();
    this.#handle.setPointerCapture(event.pointerId);
    /** @param {PointerEvent} at */
    const follow = ({ clientX }) => {
      const { left, width } = this.#map.getContainer().getBoundingClientRect();
      this.#move((100 * (clientX - left)) / width);
    };
    const stop = () => {
      this.#handle.removeEventListener("pointermove", follow);
      this.#act.rested(String(this.#share));
    };
    this.#handle.addEventListener("pointermove", follow);
    this.#handle.addEventListener("lostpointercapture", stop, { once: true });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const to = {
      ArrowLeft: this.#share - STEP,
      ArrowRight: this.#share + STEP,
      PageDown: this.#share - 5 * STEP,
      PageUp: this.#share + 5 * STEP,
      Home: LEAST,
      End: MOST,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(to);
    this.#act.rested(String(this.#share));
  }
}

/**
 * @param {Element} flag
 * @param {[string, string]} texts A date, and what was known.
 */
export function write(flag, [date, known]) {
  const [strong, small] = [document.createElement("strong"), document.createElement("small")];
  strong.textContent = date;
  small.textContent = known;
  flag.replaceChildren(strong, small);
}

/**
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 */
function box(left, top, right, bottom) {
  return `polygon(${left}px ${top}px, ${right}px ${top}px, ${right}px ${bottom}px, ${left}px ${bottom}px)`;
}
