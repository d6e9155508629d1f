import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { InputError } from "@tomograd/kernels";
import { allInOrder } from "./all-in-order.ts";
import { FileView } from "./byte-view.ts";
import type { ByteView } from "./byte-view.ts";
import { fileError } from "./file-error.ts";
import { requireFile } from "./require-file.ts";

/** Where a piece lies: its first byte, and the one after its last. */
export type Span = readonly [from: number, to: number];

interface Place {
  readonly path: string;
  readonly subject: string;
  /** Tells whether the file is still the one that was looked at first. */
  readonly stamp: string;
}

/** One read takes at most 2 GiB. */
const MAX_READ = 2 ** 30;

/** A stretch of a regular file that is read where it is needed. No handle stays open between two readings. */
export class FilePart {
  readonly length: number;
  readonly #place: Place;
  readonly #start: number;

  private constructor(place: Place, start: number, length: number) {
    this.#place = place;
    this.#start = start;
    this.length = length;
  }

  /**
   * The whole of a file; reads nothing yet.
   *
   * @throws InputError when it is missing, not a regular file, or not readable.
   * @example const head = await (await FilePart.of("/data/x_train.npy", "x_train.npy")).bytes(0, 128);
   */
  static async of(path: string, subject: string): Promise<FilePart> {
    return await withFile(path, subject, async (file) => {
      const { size, stamp } = await lookAt(file);
      return new FilePart({ path, subject, stamp }, 0, size);
    });
  }

  part(from: number, to: number): FilePart {
    return new FilePart(this.#place, this.#start + from, to - from);
  }

  /** @throws InputError for bytes that do not fit into memory, or a file that has changed. */
  async bytes(from = 0, to = this.length): Promise<Uint8Array> {
    let all = new Uint8Array();
    await this.read([[from, to]], (bytes) => (all = bytes));
    return all;
  }

  /** Gives `use` access to the whole file, for as long as it runs. */
  async inspect<T>(use: (view: ByteView) => T): Promise<T> {
    const { path, subject } = this.#place;
    return await withFile(path, subject, async (file) => use(new FileView(file.fd, (await file.stat()).size)));
  }

  /**
   * Reads several pieces with the file opened once; `take` gets each with its number, in any order.
   *
   * @throws InputError for bytes that do not fit into memory, or a file that has changed.
   */
  async read(spans: readonly Span[], take: (bytes: Uint8Array<ArrayBuffer>, i: number) => void): Promise<void> {
    const { path, subject, stamp } = this.#place;
    await withFile(path, subject, async (file) => {
      if ((await lookAt(file)).stamp !== stamp) throw changed(subject);
      const readOne = async ([from, to]: Span, i: number): Promise<void> => {
        const bytes = allocate(to - from, subject);
        await fill(file, bytes, this.#start + from, subject);
        take(bytes, i);
      };
      // Also because the file must not be closed while somebody still reads it.
      await allInOrder(spans.map(readOne));
    });
  }
}

async function withFile<T>(path: string, subject: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    // Before opening: opening a named pipe would wait for a writer.
    requireFile(await stat(path), subject);
    const file = await open(path, "r");
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileError(cause, subject);
  }
}

async function lookAt(file: FileHandle): Promise<{ size: number; stamp: string }> {
  const { dev, ino, size, mtimeMs } = await file.stat();
  return { size, stamp: [dev, ino, size, mtimeMs].join() };
}

async function fill(file: FileHandle, bytes: Uint8Array, from: number, subject: string): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await file.read(bytes, filled, Math.min(bytes.length - filled, MAX_READ), from + filled);
    if (bytesRead === 0) throw changed(subject);
    filled += bytesRead;
  }
}

function allocate(size: number, subject: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new InputError({ subject, rule: "the file must fit into memory", received: `bytes=${size}`, cause });
  }
}

function changed(subject: string): InputError {
  return new InputError({
    subject,
    rule: "the file must not change while it is in use",
    advice: "Start again when it is written completely",
  });
}
