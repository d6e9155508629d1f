import { lstat, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those around it; returns the outermost that was missing. Node's own `recursive` never comes back from
 * folders that exist but hold no new ones, such as /proc.
 */
export async function makeFolders(path: string, mode?: number): Promise<string | undefined> {
  const missing: string[] = [];
  for (let at = path; !(await exists(at)); at = dirname(at)) missing.unshift(at);
  for (const folder of missing) await mkdir(folder, mode);
  return missing[0];
}

export async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
