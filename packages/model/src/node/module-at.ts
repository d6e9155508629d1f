import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { LayerModule } from "../layers/layer.ts";
import { importedFiles } from "./imported-files.ts";
import { sha256 } from "./sha256.ts";

/**
 * Name and hash of the file that a layer of one's own computes with, for its `module`. What the file imports by relative names
 * counts as a part of it; packages do not.
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
  const hashes = [bytes, ...importedFiles(path, bytes)].map(sha256);
  return { name, sha256: hashes.length === 1 ? hashes[0]! : sha256(Buffer.from(hashes.join("\n"))) };
}
