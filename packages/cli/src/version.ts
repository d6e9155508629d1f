import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** The version of this program. */
export const version = versionIn(new URL("../package.json", import.meta.url));

/** What computed a result: for `config.json` and `doctor`. */
export function versions(): Readonly<Record<string, string>> {
  return { tomograd: version, node: process.versions.node, webgpu: webgpuVersion() };
}

/** The WebGPU binding is a dependency of the kernels, so it is looked up from there. */
function webgpuVersion(): string {
  const kernels = createRequire(import.meta.resolve("@tomograd/kernels"));
  const entry = kernels.resolve("webgpu");
  for (let folder = new URL(".", pathToFileURL(entry)); folder.pathname !== "/"; folder = new URL("..", folder)) {
    try {
      return versionIn(new URL("package.json", folder));
    } catch {
      // One folder up, until the package's own file is found.
    }
  }
  return "unknown";
}

function versionIn(file: URL): string {
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
