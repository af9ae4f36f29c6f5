// Puts the browser libraries from node_modules where Guatu serves them: `npm run assets`.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { loadEsbuild } from "./esbuild.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const vendor = join(root, "web", "static", "vendor");

/** Leaflet is served as it is published; its style sheet names its images. */
async function copyLeaflet() {
  const [from, to] = [join(modules, "leaflet"), join(vendor, "leaflet")];
  for (const name of ["leaflet.js", "leaflet.css", "images"]) {
    await cp(join(from, "dist", name), join(to, name), { recursive: true });
  }
  await cp(join(from, "LICENSE"), join(to, "LICENSE"));
}

/** The tile reader and its Protocol Buffers reader become one module. */
async function bundleVectorTile() {
  const { build } = await loadEsbuild();
  const exports = 'export { VectorTile } from "@mapbox/vector-tile";\nexport { PbfReader } from "pbf";\n';
  await build({
    stdin: { contents: exports, resolveDir: root },
    outfile: join(vendor, "vector-tile.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "eof",
    logLevel: "warning",
  });
  await writeFile(join(vendor, "vector-tile.d.ts"), exports);
  await copyLicence("@mapbox/vector-tile/LICENSE.txt");
  await copyLicence("pbf/LICENSE");
}

/** Of the charts only what the curves use; the page loads them when they are opened. */
async function bundleCharts() {
  const { build } = await loadEsbuild();
  await build({
    stdin: {
      contents: `
        import { init, use } from "echarts/core";
        import { BarChart, LineChart } from "echarts/charts";
        import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
        import { LabelLayout } from "echarts/features";
        import { CanvasRenderer } from "echarts/renderers";
        use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, CanvasRenderer]);
        export { init };
      `,
      resolveDir: root,
    },
    outfile: join(vendor, "charts.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "eof",
    logLevel: "warning",
  });
  await writeFile(join(vendor, "charts.d.ts"), 'export { init } from "echarts/core";\n');
  await copyLicence("echarts/LICENSE");
  await copyLicence("echarts/NOTICE");
  await copyLicence("zrender/LICENSE");
  await copyLicence("tslib/LICENSE.txt");
}

/** @param {string} path */
async function copyLicence(path) {
  const name = path.replace(/^@/, "").replaceAll("/", "-");
  await cp(join(modules, path), join(vendor, "licences", name));
}

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await copyLeaflet();
await bundleVectorTile();
await bundleCharts();
