import { shownName } from "@tomograd/data";
import { StorageError, TomogradError } from "@tomograd/kernels";
import { fileTrouble } from "./file-trouble.ts";

/** Runs a file operation and puts its failure into our words, without the path that Node writes into it. */
export async function storing<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = (cause ?? {}) as NodeJS.ErrnoException;
    if (cause instanceof TomogradError || code === undefined) throw cause;
    throw new StorageError({
      subject: shownName(name),
      rule: `could not be written: ${fileTrouble(cause)}`,
      advice: "Check space and permissions of the folder",
      cause,
    });
  }
}
