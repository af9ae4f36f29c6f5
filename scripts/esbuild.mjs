// Loads the bundler, or says what to do where it is not installed for this machine.
import { createRequire } from "node:module";

/** npm may have been told to run no install scripts; the API needs only the binary package. */
export async function loadEsbuild() {
  try {
    const binary = `@esbuild/${process.platform}-${process.arch}/package.json`;
    createRequire(import.meta.url).resolve(binary);
    return await import("esbuild");
  } catch (cause) {
    throw new Error(
      "esbuild is not installed for this machine; run `npm ci --include=dev --include=optional`.",
      { cause },
    );
  }
}
