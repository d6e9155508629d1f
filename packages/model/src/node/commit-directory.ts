import { chmod, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { syncDirectory } from "./atomic-write.ts";

/** Gives a folder that was filled aside its place, in one step: an older one there is replaced, or stays if that fails. */
export async function commitDirectory(staging: string, directory: string): Promise<void> {
  // A folder made by mkdtemp is closed to others; what is committed is meant to be shared.
  await chmod(staging, 0o755);
  await syncDirectory(staging);
  await replaceDirectory(staging, directory);
  await syncDirectory(dirname(directory));
}

/** A folder cannot be renamed over one that is not empty, so the old one steps aside, and back if need be. */
async function replaceDirectory(staging: string, directory: string): Promise<void> {
  const aside = `${staging}-old`;
  const hadOld = await rename(directory, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  await rename(staging, directory).catch(async (error: unknown) => {
    if (hadOld) await rename(aside, directory);
    throw error;
  });
  if (hadOld) await rm(aside, { recursive: true, force: true });
}
