import { InputError } from "@tomograd/kernels";
import { appendFile, mkdir, open, truncate } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { storageError } from "../atomic-write.ts";

/** A file that only grows; a run that goes on cuts it back to where it was. Its methods throw StorageErrors. */
export class GrowingFile {
  readonly #path: string;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Finds out how long it is, and makes it if it is not there, with its folder. */
  async open(): Promise<void> {
    await this.#storing(async () => {
      await makeFolder(dirname(this.#path));
      const file = await open(this.#path, "a");
      try {
        this.#bytes = (await file.stat()).size;
      } finally {
        await file.close();
      }
    });
  }

  /** With `flush` it is on the disk afterwards, whatever happens to the machine. */
  async append(content: string | Uint8Array, { flush = false }: { readonly flush?: boolean } = {}): Promise<void> {
    await this.#storing(async () => await appendFile(this.#path, content, { flush }));
    this.#bytes += typeof content === "string" ? Buffer.byteLength(content) : content.length;
  }

  /** Throws an InputError where it is shorter than that: what stood there is gone. */
  async cut(bytes: number): Promise<void> {
    if (!(Number.isSafeInteger(bytes) && bytes >= 0 && bytes <= this.#bytes)) {
      throw new InputError({
        subject: basename(this.#path),
        rule: "must be the file that the run wrote, to go on with it",
        received: `bytes=${this.#bytes}, written=${bytes}`,
        advice: "Put the file back, or train anew",
      });
    }
    await this.#storing(async () => await truncate(this.#path, bytes));
    this.#bytes = bytes;
  }

  async #storing(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      throw storageError(basename(this.#path), error);
    }
  }
}

/** Makes a folder, and the one that it lies in. A recursive mkdir does not return for some places that refuse folders. */
export async function makeFolder(path: string): Promise<void> {
  const make = async (one: string): Promise<NodeJS.ErrnoException | undefined> =>
    await mkdir(one).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
  let trouble = await make(path);
  if (trouble?.code === "ENOENT") trouble = (await make(dirname(path))) ?? (await make(path));
  if (trouble && trouble.code !== "EEXIST") throw trouble;
}
