import { StorageError } from "@tomograd/kernels";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Tells the temporary files of this process apart; short, so that a name of 255 bytes can still be written. */
let writes = 0;

/**
 * Replaces a file in one step: whoever reads it sees the old content or the new, never half, and a crash leaves the old.
 *
 * Throws a StorageError where the folder is not there or cannot be written.
 *
 * @example
 * await writeFileAtomic("runs/1/history.json", JSON.stringify(history));
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const temporary = join(dirname(path), `.${process.pid}-${(writes += 1)}.partial`);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError(basename(path), error);
  }
}

/** The rename itself must reach the disk, or a power cut brings the old file back. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Puts a file system's error into our words, without the path in front of the name. */
export function storageError(subject: string, error: unknown): Error {
  if (error instanceof StorageError || !(error as NodeJS.ErrnoException).code) return error as Error;
  const { code = "unknown" } = error as NodeJS.ErrnoException;
  return new StorageError({
    subject,
    rule: "could not be written",
    received: `code=${code}`,
    advice: "Check space and permissions of the folder",
    cause: error,
  });
}
