// Puts the program of evidence pages into one script that a page can carry in itself.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { loadEsbuild } from "./esbuild.mjs";

const served = join(dirname(dirname(fileURLToPath(import.meta.url))), "web", "static");
const { build } = await loadEsbuild();

await build({
  entryPoints: [join(served, "js", "evidence", "evidence.js")],
  outfile: join(served, "vendor", "evidence.js"),
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  globalName: "evidence",
  target: "es2020",
  logLevel: "warning",
});
