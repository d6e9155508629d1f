import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { InputError } from "@tomograd/kernels";
import { fileError } from "./file-error.ts";
import { requireFile } from "./require-file.ts";

/**
 * Reads a regular file as a whole, of any size that memory holds unless `maxBytes` says less.
 *
 * @throws InputError when it is missing, not a regular file, not readable, too large, or changes its size while it is read.
 * @example await readFileBytes("/data/x_train.npy", "x_train.npy")
 */
export async function readFileBytes(path: string, subject: string, maxBytes = Infinity): Promise<Uint8Array> {
  try {
    // Before opening: opening a named pipe would wait for a writer.
    requireFile(await stat(path), subject);
    const file = await open(path, "r");
    try {
      return await readWhole(file, subject, maxBytes);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileError(cause, subject);
  }
}

async function readWhole(file: FileHandle, subject: string, maxBytes: number): Promise<Uint8Array> {
  const { size } = await file.stat();
  const bytes = allocate(size, subject, maxBytes);
  let filled = 0;
  while (filled < size) {
    // One read takes at most 2 GiB.
    const { bytesRead } = await file.read(bytes, filled, Math.min(size - filled, 2 ** 30), filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  const { bytesRead: more } = await file.read(new Uint8Array(1), 0, 1, size);
  if (filled === size && more === 0) return bytes;
  throw new InputError({
    subject,
    rule: "the file must not change while it is read",
    received: `${more === 0 ? filled : `more than ${size}`} bytes instead of ${size}`,
    advice: "Wait until it is written completely",
  });
}

function allocate(size: number, subject: string, maxBytes: number): Uint8Array {
  const received = `bytes=${size}`;
  if (size > maxBytes) throw new InputError({ subject, rule: `the file must not exceed ${maxBytes} bytes`, received });
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new InputError({ subject, rule: "the file must fit into memory", received, cause });
  }
}
