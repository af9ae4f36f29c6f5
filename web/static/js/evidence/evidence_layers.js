// Layers of a page that carries its shapes in itself: each tile is cut where it is drawn.
import { paintGround } from "../ground/ground_painter.js";
import { Shapes, meet } from "../plots/packed_shapes.js";
import { paintPlots, plotAt } from "../plots/plot_painter.js";
import { onPaletteChange, readPalette } from "../plots/stage_palette.js";

/** @import { Box, Packed } from "../plots/packed_shapes.js" */
/** @import { Feature, Kind } from "../ground/ground_layer.js" */

/** @typedef {{ kind: Kind, of: string[], label: string[], shapes: Packed }} PackedGround */

const TILE_PX = 256;
const BUFFER_PX = 16;
/** Corners that lie closer to the one before are not seen. */
const LEAST_STEP_PX = 0.6;
const HALF_WORLD_M = 20_037_508.342789244;

/** Below this zoom a kind of layer would only be noise. */
const LEAST_ZOOM = /** @type {Partial<Record<Kind, number>>} */ ({ building: 15, field: 13, park: 12 });

/** @param {L.Coords} coords */
function placeOf(coords) {
  const perMetre = (TILE_PX * 2 ** coords.z) / (2 * HALF_WORLD_M);
  const [west, north] = [coords.x * TILE_PX / perMetre - HALF_WORLD_M, HALF_WORLD_M - coords.y * TILE_PX / perMetre];
  const [side, buffer] = [TILE_PX / perMetre, BUFFER_PX / perMetre];
  /** @type {Box} */
  const window = [west - buffer, north - side - buffer, west + side + buffer, north + buffer];
  return { perMetre, west, north, window };
}

/** Tiles that are there at once, painted anew whenever the colours change. */
class CarriedLayer extends L.GridLayer {
  /** @type {Map<HTMLCanvasElement, L.Coords>} */
  #canvases = new Map();

  /** @param {L.GridLayerOptions} options */
  constructor(options) {
    super({ tileSize: TILE_PX, updateWhenZooming: false, keepBuffer: 1, ...options });
    this.on("tileunload", ({ tile }) => this.#canvases.delete(/** @type {any} */ (tile)));
    onPaletteChange(() => this.repaint());
  }

  /** @param {Box[]} [touched] Only tiles that meet one of these. */
  repaint(touched) {
    for (const [canvas, coords] of this.#canvases) {
      const { window } = placeOf(coords);
      if (!touched || touched.some((box) => meet(box, window))) this.paint(canvas, coords);
    }
  }

  /**
   * @override
   * @param {L.Coords} coords
   */
  createTile(coords) {
    const canvas = document.createElement("canvas");
    canvas.className = "leaflet-tile";
    canvas.width = canvas.height = Math.round(TILE_PX * devicePixelRatio);
    this.#canvases.set(canvas, coords);
    this.paint(canvas, coords);
    return canvas;
  }

  /**
   * @param {HTMLCanvasElement} _canvas
   * @param {L.Coords} _coords
   */
  paint(_canvas, _coords) {}
}

export class CarriedPlots extends CarriedLayer {
  #shapes;
  #stages;
  #codes;
  /** @type {number | null} */
  #selected = null;

  /**
   * @param {Packed} packed
   * @param {{ stages: number[], codes: string[] }} facts The stage of each plot, and all codes.
   */
  constructor(packed, { stages, codes }) {
    super({ className: "plots" });
    this.#shapes = new Shapes(packed);
    this.#stages = Int8Array.from(stages);
    this.#codes = codes;
  }

  /** @returns {Shapes} */
  get shapes() {
    return this.#shapes;
  }

  /** @param {number | null} plot */
  select(plot) {
    const touched = [this.#selected, plot].filter((each) => each !== null);
    this.#selected = plot;
    this.repaint(touched.map((each) => this.#shapes.box(each)));
  }

  /**
   * @override
   * @param {HTMLCanvasElement} canvas
   * @param {L.Coords} coords
   */
  paint(canvas, coords) {
    const look = { zoom: coords.z, size: TILE_PX, palette: readPalette(this.#codes), selected: this.#selected };
    paintPlots(canvas, /** @type {any} */ (this.#tile(coords)), look);
  }

  /**
   * @param {L.LatLng} position
   * @returns {number | null} The plot there.
   */
  plotAt(position) {
    const zoom = Math.round(this._map.getZoom());
    const pixel = this._map.project(position, zoom);
    const corner = pixel.divideBy(TILE_PX).floor();
    const coords = Object.assign(corner, { z: zoom });
    const [x, y] = [pixel.x - corner.x * TILE_PX, pixel.y - corner.y * TILE_PX];
    return plotAt(/** @type {any} */ (this.#tile(coords)), { x, y, zoom });
  }

  /**
   * What the painter takes for a tile of the server.
   *
   * @param {L.Coords} coords
   */
  #tile(coords) {
    const { perMetre, west, north, window } = placeOf(coords);
    const shapes = this.#shapes;
    const chosen = shapes.within(window);
    const starts = new Int32Array(chosen.length + 1);
    const [x, y, turns] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
    for (const [at, plot] of chosen.entries()) {
      for (let ring = shapes.firstRing[plot]; ring < shapes.firstRing[plot + 1]; ring += 1) {
        let [lastX, lastY] = [Infinity, Infinity];
        const [from, end] = [shapes.firstCorner[ring], shapes.firstCorner[ring + 1]];
        for (let corner = from; corner < end; corner += 1) {
          const [left, top] = [(shapes.x[corner] - west) * perMetre, (north - shapes.y[corner]) * perMetre];
          if (Math.abs(left - lastX) + Math.abs(top - lastY) < LEAST_STEP_PX) continue;
          x.push(left);
          y.push(top);
          turns.push(corner === from ? 1 : 0);
          [lastX, lastY] = [left, top];
        }
      }
      starts[at + 1] = x.length;
    }
    return {
      count: chosen.length, numbers: chosen, starts, x, y, turns,
      isPoint: chosen.map((plot) => shapes.kinds[plot] === 1),
      now: chosen.map((plot) => this.#stages[plot]),
      indexOf: (/** @type {number} */ plot) => chosen.indexOf(plot),
    };
  }
}

export class CarriedGround extends CarriedLayer {
  #layers;
  /** @type {Map<string, { coords: L.Coords, features: Feature[] }>} */
  #held = new Map();

  /** @param {PackedGround[]} grounds In drawing order. */
  constructor(grounds) {
    super({ pane: "ground" });
    this.#layers = grounds.map((ground) => ({ ...ground, shapes: new Shapes(ground.shapes) }));
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
   * @param {HTMLCanvasElement} canvas
   * @param {L.Coords} coords
   */
  paint(canvas, coords) {
    const shown = this.#layers.filter(({ kind }) => coords.z >= (LEAST_ZOOM[kind] ?? 0));
    const features = shown.flatMap((layer) => cut(layer, coords));
    this.#held.set(`${coords.z}/${coords.x}/${coords.y}`, { coords, features });
    const latitude = this._map.unproject([0, (coords.y + 0.5) * TILE_PX], coords.z).lat;
    paintGround(canvas, features, { size: TILE_PX, zoom: coords.z, latitude });
  }
}

/**
 * @param {Omit<PackedGround, "shapes"> & { shapes: Shapes }} layer
 * @param {L.Coords} coords
 * @returns {Feature[]}
 */
function cut({ kind, of, label, shapes }, coords) {
  const { perMetre, west, north, window } = placeOf(coords);
  return shapes.within(window).map((shape) => ({
    kind,
    of: of[shape] ?? "",
    label: label[shape] ?? "",
    type: /** @type {1 | 2 | 3} */ (shapes.kinds[shape]),
    rings: Array.from({ length: shapes.firstRing[shape + 1] - shapes.firstRing[shape] }, (_, at) => {
      const ring = shapes.firstRing[shape] + at;
      return Array.from({ length: shapes.firstCorner[ring + 1] - shapes.firstCorner[ring] }, (_, nth) => {
        const corner = shapes.firstCorner[ring] + nth;
        return { x: (shapes.x[corner] - west) * perMetre, y: (north - shapes.y[corner]) * perMetre };
      });
    }),
  }));
}
