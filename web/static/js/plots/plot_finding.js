// Finds plots among the tiles of a layer: by position, or by number.
import { placeAt } from "./plot_shapes.js";

/** @import { PlotLayer } from "./plot_layer.js" */
/** @import { PlotTile, Step } from "./plot_tile.js" */

/**
 * @typedef {object} Hit What lies at a position.
 * @property {number} number
 * @property {number} stage Its place in the ramp.
 * @property {string} area The name of an area; blank for a plot.
 */

/**
 * @param {PlotLayer} layer On a map.
 * @param {L.LatLng} position
 * @returns {Hit | null}
 */
export function hitAt(layer, position) {
  const map = layer.map;
  const zoom = Math.round(map.getZoom());
  const size = layer.getTileSize();
  const pixel = map.project(position, zoom);
  const [column, row] = [Math.floor(pixel.x / size.x), Math.floor(pixel.y / size.y)];
  const [x, y] = [pixel.x - column * size.x, pixel.y - row * size.y];
  const tile = layer.tileAt({ x: column, y: row, z: zoom });
  const place = tile ? placeAt(tile, { x, y, zoom }, layer.hiddenStages) : -1;
  if (!tile || place < 0) return null;
  return { number: tile.numbers[place], stage: tile.now[place], area: tile.isOfAreas ? tile.names[place] : "" };
}

/**
 * @param {PlotLayer} layer
 * @param {number} number
 * @returns {Step[] | null} The steps of a plot, if a tile holds it.
 */
export function stepsOf(layer, number) {
  const [found] = tilesWith(layer, number);
  return found?.plots.stepsOf(number) ?? null;
}

/**
 * @param {PlotLayer} layer On a map.
 * @param {number} number
 * @returns {L.LatLngBounds | null} Where the plot lies, if a tile holds it.
 */
export function boundsOf(layer, number) {
  const size = layer.getTileSize();
  const bounds = L.latLngBounds([]);
  for (const { coords, plots } of tilesWith(layer, number)) {
    const [west, north, east, south] = plots.box(plots.indexOf(number));
    const corner = L.point(coords.x * size.x, coords.y * size.y);
    for (const at of [L.point(west, north), L.point(east, south)]) {
      bounds.extend(layer.map.unproject(corner.add(at), coords.z));
    }
  }
  return bounds.isValid() ? bounds : null;
}

/**
 * @param {PlotLayer} layer
 * @param {number} number
 */
function tilesWith(layer, number) {
  const found = /** @type {{ coords: L.Coords, plots: PlotTile }[]} */ ([]);
  for (const { coords, plots } of layer.tiles()) {
    if (plots && !plots.isOfAreas && plots.indexOf(number) >= 0) found.push({ coords, plots });
  }
  return found;
}
