import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Where a text names a file beside it. In comments and strings too: a file that is not imported changes a hash needlessly, no more. */
const LOCAL = /(?:\bfrom|\bimport)\s*(?:\(\s*)?(["'])(\.{1,2}\/[^"'\n]+)\1/g;

/** Far more than anybody writes: what is larger is no code, and left out. */
const MAX_BYTES = 100_000_000;

/** What stands for a name, as compilers look for it. */
const candidatesOf = (name: string): readonly string[] => [
  name,
  name.replace(/\.(m?)js$/, ".$1ts"),
  ...["ts", "mts", "js", "mjs", "json"].flatMap((extension) => [`${name}.${extension}`, `${name}/index.${extension}`]),
];

/** The files that a module imports by relative names, and those that they import, each once, in the order of their imports. */
export function importedFiles(path: string, bytes: Uint8Array): readonly Uint8Array[] {
  const found = new Map([[join(realpathSync(dirname(path)), basename(path)), bytes]]);
  // A map that grows is walked to its end.
  for (const [file, text] of found) {
    for (const [, , name] of new TextDecoder().decode(text).matchAll(LOCAL)) {
      const imported = firstFile(candidatesOf(resolve(dirname(file), name!)));
      if (imported && !found.has(imported.path)) found.set(imported.path, imported.bytes);
    }
  }
  return [...found.values()].slice(1);
}

function firstFile(paths: readonly string[]): { readonly path: string; readonly bytes: Uint8Array } | undefined {
  for (const path of paths) {
    try {
      const stats = statSync(path);
      // A pipe would hang, and a device never end.
      if (!stats.isFile() || stats.size > MAX_BYTES) continue;
      // Links in circles lead to one file by names without end.
      return { path: realpathSync(path), bytes: readFileSync(path) };
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}
