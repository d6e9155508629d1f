import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { LayerModule } from "../layers/layer.ts";
import { sha256 } from "./sha256.ts";

/**
 * Name and hash of the file that a layer of one's own computes with, for its `module`.
 *
 * @example
 * class SoftSign extends Layer {
 *   override readonly module = moduleAt(new URL("soft-sign.ts", import.meta.url));
 *   // …
 * }
 */
export function moduleAt(url: string | URL): LayerModule {
  const path = fileURLToPath(url);
  return moduleOf(path, readFileSync(path));
}

/** The same of a file that was read already. */
export function moduleOf(path: string, bytes: Uint8Array): LayerModule {
  // A model file is read only with such names, which are safe to print.
  const name = basename(path)
    .replaceAll(/[^\w.-]/g, "_")
    .slice(-200);
  return { name, sha256: sha256(bytes) };
}
