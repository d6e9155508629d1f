import { InputError } from "@tomograd/kernels";
import { constants, open, readFile } from "node:fs/promises";
import { basename } from "node:path";

/** Reads a file that was saved here. Throws an InputError for links, pipes and devices, and more than `maxBytes`. */
export async function readInput(path: string, maxBytes = Infinity): Promise<Uint8Array> {
  let file;
  try {
    // A pipe would hang in open, and a device never end.
    // A link would be a file of another folder, which this model was not saved with.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stats = await file.stat();
    if (!stats.isFile())
      throw new InputError({ subject: basename(path), rule: "must be a regular file", received: "another kind" });
    if (stats.size > maxBytes) {
      throw new InputError({
        subject: basename(path),
        rule: `must have at most ${maxBytes} bytes`,
        received: `bytes=${stats.size}`,
      });
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError({
      subject: basename(path),
      rule: code === "ELOOP" ? "must be a regular file, no link" : "must be readable",
      received: `code=${code} path=${path}`,
    });
  } finally {
    await file?.close();
  }
}
