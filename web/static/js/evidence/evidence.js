// The conduct of an evidence page: it carries everything, asks for nothing, changes nothing.
import { carriedSites } from "../sites/carried_sites.js";
import { CarriedGround, CarriedPlots } from "./evidence_layers.js";
import { LabelLayer } from "../sites/label_layer.js";
import { SiteLayer } from "../sites/site_layer.js";

/** @import { Packed } from "../plots/packed_shapes.js" */
/** @import { PackedGround } from "./evidence_layers.js" */

/**
 * @typedef {object} Facts A column each.
 * @property {string[]} plot
 * @property {number[]} stage
 * @property {number[]} zone
 * @property {string[]} zones
 * @property {(number | null)[]} area_m2
 * @property {(string | null)[]} since
 * @property {(number | null)[]} position
 */
/** @typedef {{ stages: string[], plots: Packed, facts: Facts, grounds: PackedGround[],
 *   sites: { label: string[], shapes: Packed } }} Evidence */

const MU_A_M2 = 0.0015;
const NEAR_ZOOM = 17;
/** The room on a sheet of A4 for the map. */
const PAPER_PX = { width: 700, height: 600 };

/**
 * @param {L.Map} map
 * @param {string} element Id of the element that holds the page's data.
 */
export function openEvidence(map, element) {
  const data = /** @type {Evidence} */ (JSON.parse(part(element).textContent ?? ""));
  const plots = new CarriedPlots(data.plots, { stages: data.facts.stage, codes: data.stages });
  const [west, south, east, north] = plots.shapes.bounds();
  const bounds = L.latLngBounds(degrees(west, south), degrees(east, north));
  L.control.zoom({ position: "topright" }).addTo(map);
  map.getContainer().tabIndex = 0;
  map.fitBounds(bounds, { animate: false, padding: [16, 16] });
  map.createPane("ground").style.zIndex = "150";
  const ground = new CarriedGround(data.grounds).addTo(map);
  plots.addTo(map);
  const sites = carriedSitesOn(map, data);
  // The names of the ground are asked of a layer that answers as the server's does.
  new LabelLayer([sites]).addTo(map).nameGround(/** @type {any} */ (ground));
  const show = (/** @type {number | null} */ plot) => {
    plots.select(plot);
    tell(data, plot);
  };
  bindPlots(map, plots, show);
  bindFinding(map, data, plots, show);
  bindPrinting(map);
  part("theme").addEventListener("click", turnTheme);
}

/**
 * @param {L.Map} map
 * @param {Evidence} data
 */
function carriedSitesOn(map, data) {
  map.createPane("sites").style.zIndex = "260";
  const carried = carriedSites(data.sites);
  const sites = new SiteLayer({ at: async () => carried }, "sites").addTo(map);
  sites.take({ position: 0, asOf: "", day: 0, projects: [], dates: {} });
  return sites;
}

/**
 * @param {L.Map} map
 * @param {CarriedPlots} plots
 * @param {(plot: number | null) => void} show
 */
function bindPlots(map, plots, show) {
  map.on("click", ({ latlng }) => show(plots.plotAt(latlng)));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.target !== map.getContainer()) return;
    if (event.key === "Enter") show(plots.plotAt(map.getCenter()));
    if (event.key === "Escape") show(null);
  });
}

/**
 * @param {L.Map} map
 * @param {Evidence} data
 * @param {CarriedPlots} plots
 * @param {(plot: number | null) => void} show
 */
function bindFinding(map, data, plots, show) {
  const field = /** @type {HTMLInputElement} */ (part("find-text"));
  part("find").addEventListener("submit", (event) => {
    event.preventDefault();
    const plot = data.facts.plot.indexOf(field.value.trim());
    show(plot < 0 ? null : plot);
    if (plot < 0) {
      part("facts-hint").textContent = part("facts").dataset.none ?? "";
      return;
    }
    const [west, south, east, north] = plots.shapes.box(plot);
    map.setView(degrees((west + east) / 2, (south + north) / 2), Math.max(map.getZoom(), NEAR_ZOOM), { animate: false });
  });
}

/**
 * On paper the map is what it is on the screen, made smaller, and light before the
 * printing begins.
 *
 * @param {L.Map} map
 */
function bindPrinting(map) {
  const frame = /** @type {HTMLElement} */ (map.getContainer().parentElement);
  const measure = () => {
    if (matchMedia("print").matches) return;
    const { x: width, y: height } = map.getSize();
    const scale = Math.min(PAPER_PX.width / width, PAPER_PX.height / height);
    const figures = { width, height, scale };
    for (const [name, figure] of Object.entries(figures)) frame.style.setProperty(`--map-${name}`, String(figure));
  };
  measure();
  map.on("resize", measure);
  const root = document.documentElement;
  let theme = root.dataset.theme;
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = theme;
  });
}

/**
 * @param {Evidence} data
 * @param {number | null} plot
 */
function tell({ facts, stages }, plot) {
  part("facts-found").hidden = plot === null;
  part("facts-hint").hidden = plot !== null;
  if (plot === null) return;
  const blank = part("facts").dataset.blank ?? "";
  const code = stages[facts.stage[plot]];
  const area = facts.area_m2[plot];
  const position = facts.position[plot];
  const label = document.querySelector(`#legend tr[data-stage="${code}"] th`);
  write("plot", facts.plot[plot]);
  write("stage", label?.textContent ?? code);
  part("facts-swatch").className = `swatch stage-${code}`;
  write("area", area === null ? blank : grouped(area, 1));
  write("mu", area === null ? blank : grouped(area * MU_A_M2, 2));
  write("zone", facts.zones[facts.zone[plot]] ?? blank);
  write("since", facts.since[plot] ?? blank);
  write("position", position === null ? blank : `#${grouped(position, 0)}`);
}

/**
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  part(`facts-${name}`).textContent = text;
}

/**
 * @param {number} value
 * @param {number} decimals
 */
function grouped(value, decimals) {
  return value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function turnTheme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
}

/**
 * @param {number} x
 * @param {number} y In EPSG:3857.
 */
function degrees(x, y) {
  return L.CRS.EPSG3857.unproject(L.point(x, y));
}

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
