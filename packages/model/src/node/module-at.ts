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
  return { name: basename(path), sha256: sha256(readFileSync(path)) };
}
