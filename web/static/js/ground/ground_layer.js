// The district's own base layers, drawn quietly under the plots, their names above them.
import { paintGround } from "./ground_painter.js";
import { ask } from "../page/requests.js";
import { onPaletteChange } from "../plots/stage_palette.js";
import { PbfReader, VectorTile } from "../../vendor/vector-tile.js";

const TILE_PX = 512;
/** A tile of 512 px shows what one of 256 px shows one zoom further out. */
const OFFSET = 1;

/** @import { LabelLayer } from "../sites/label_layer.js" */

/** @typedef {"town" | "zone" | "road" | "water" | "park" | "rail" | "building" | "field" | "other"} Kind */
/** @typedef {{ name: string, kind: Kind, edition?: string }} Layer */

/**
 * @typedef {object} Feature
 * @property {Kind} kind
 * @property {string} of Its class; blank if it has none.
 * @property {string} label
 * @property {1 | 2 | 3} type Points, lines or polygons.
 * @property {{ x: number, y: number }[][]} rings In CSS pixels of the tile.
 */

/** The ground of one map: the base layers as they were known at one K. */
export class Ground {
  #map;
  #url;
  #labels;
  /** @type {GroundLayer | null} */
  #layer = null;
  /** @type {string | null} */
  #asKnown = null;

  /**
   * @param {L.Map} map
   * @param {string} url Where the list of base layers is to be had; it may be empty.
   * @param {LabelLayer} labels Names what is there.
   */
  constructor(map, url, labels) {
    map.createPane("ground").style.zIndex = "150";
    this.#map = map;
    this.#url = url;
    this.#labels = labels;
  }

  /** @param {string} asKnown Blank is now. */
  async take(asKnown) {
    if (asKnown === this.#asKnown) return;
    this.#asKnown = asKnown;
    try {
      const layers = /** @type {Layer[]} */ (await (await ask(this.#url, { as_known: asKnown })).json());
      if (asKnown === this.#asKnown) this.#show(layers);
    } catch {
      // The map is complete without its ground; whoever comes back to this K asks again.
      if (asKnown === this.#asKnown) this.#asKnown = null;
    }
  }

  /** @param {Layer[]} layers In drawing order. */
  #show(layers) {
    if (this.#layer) return this.#layer.take(layers);
    if (layers.length === 0) return;
    this.#layer = new GroundLayer(layers).addTo(this.#map);
    this.#labels.nameGround(this.#layer);
  }
}

export class GroundLayer extends L.GridLayer {
  #layers;
  /** @type {Map<HTMLCanvasElement, { coords: L.Coords, features: Feature[], request: AbortController }>} */
  #held = new Map();

  /** @param {Layer[]} layers In drawing order. */
  constructor(layers) {
    super({ tileSize: TILE_PX, pane: "ground", updateWhenZooming: false, keepBuffer: 1 });
    this.#layers = layers;
    this.on("tileunload", ({ tile }) => this.#forget(/** @type {HTMLElement} */ (tile)));
    onPaletteChange(() => this.#repaint());
  }

  /** @param {Layer[]} layers Shown from now on; what is shown already stays as it is. */
  take(layers) {
    if (JSON.stringify(layers) === JSON.stringify(this.#layers)) return;
    this.#layers = layers;
    this.redraw();
  }

  /** @returns {Iterable<{ feature: Feature, corner: L.Point }>} What the tiles of the view hold. */
  *features() {
    const zoom = Math.round(this._map.getZoom());
    for (const { coords, features } of this.#held.values()) {
      if (coords.z !== zoom) continue;
      const corner = L.point(coords.x * TILE_PX, coords.y * TILE_PX);
      for (const feature of features) yield { feature, corner };
    }
  }

  /**
   * @override
   * @param {L.Coords} coords
   * @param {L.DoneCallback} done
   */
  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    canvas.className = "leaflet-tile";
    canvas.width = canvas.height = Math.round(TILE_PX * devicePixelRatio);
    const request = new AbortController();
    const held = { coords, features: /** @type {Feature[]} */ ([]), request };
    this.#held.set(canvas, held);
    Promise.all(this.#layers.map((layer) => fetchFeatures(layer, coords, request.signal))).then(
      (found) => {
        held.features = found.flat();
        this.#paint(canvas, held);
        done(undefined, canvas);
      },
      (error) => done(error, canvas),
    );
    return canvas;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{ coords: L.Coords, features: Feature[] }} held
   */
  #paint(canvas, { coords, features }) {
    const latitude = this._map.unproject([0, (coords.y + 0.5) * TILE_PX], coords.z).lat;
    paintGround(canvas, features, { size: TILE_PX, zoom: coords.z, latitude });
  }

  #repaint() {
    for (const [canvas, held] of this.#held) this.#paint(canvas, held);
  }

  /** @param {HTMLElement} tile */
  #forget(tile) {
    const canvas = /** @type {HTMLCanvasElement} */ (tile);
    this.#held.get(canvas)?.request.abort();
    this.#held.delete(canvas);
  }
}

/**
 * @param {Layer} layer
 * @param {L.Coords} coords
 * @param {AbortSignal} signal
 * @returns {Promise<Feature[]>} None where the tile cannot be had: the ground is no fact.
 */
async function fetchFeatures({ name, kind, edition = "" }, { x, y, z }, signal) {
  try {
    const path = `/layers/${encodeURIComponent(name)}/${z - OFFSET}/${x}/${y}.mvt`;
    const bytes = await (await ask(path, { edition }, signal)).arrayBuffer();
    return bytes.byteLength ? decoded(bytes, name, kind) : [];
  } catch {
    return [];
  }
}

/**
 * @param {ArrayBuffer} bytes
 * @param {string} name
 * @param {Kind} kind
 * @returns {Feature[]}
 */
function decoded(bytes, name, kind) {
  const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers[name];
  return Array.from({ length: layer?.length ?? 0 }, (_, at) => {
    const feature = layer.feature(at);
    const scale = TILE_PX / feature.extent;
    const rings = feature.loadGeometry().map((ring) => ring.map(({ x, y }) => ({ x: x * scale, y: y * scale })));
    const { class: of, label } = feature.properties;
    const type = /** @type {1 | 2 | 3} */ (feature.type);
    return { kind, of: String(of ?? ""), label: String(label ?? ""), type, rings };
  });
}
