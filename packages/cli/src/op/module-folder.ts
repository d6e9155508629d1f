import { readdirSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefixOf = (pid: number): string => `tomograd-op-${pid}-`;

/** A new folder for a module that this process runs, which whoever ends the process by force can find. */
export async function makeModuleFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), prefixOf(process.pid)));
}

/** Removes what a process that was killed has left of its modules. */
export function removeModuleFolders(pid: number): void {
  try {
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith(prefixOf(pid)));
    for (const name of left) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  } catch {
    // Nothing depends on it, and nobody is left to be told.
  }
}
