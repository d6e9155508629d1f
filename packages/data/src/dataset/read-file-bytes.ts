import { open, stat } from "node:fs/promises";
import { InputError } from "@tomograd/kernels";

/**
 * Reads a regular file as a whole, of any size that memory holds.
 *
 * @throws InputError when it is missing, not a regular file, not readable, or changes its size while it is read.
 * @example await readFileBytes("/data/x_train.npy", "x_train.npy")
 */
export async function readFileBytes(path: string, subject: string): Promise<Uint8Array> {
  try {
    // Before opening: opening a named pipe would wait for a writer.
    if (!(await stat(path)).isFile()) throw new InputError({ subject, rule: "must be a regular file" });
    const file = await open(path, "r");
    try {
      return await readWhole(file, subject);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileError(cause, subject);
  }
}

/** Turns an error of the file system into an InputError without the path that Node puts into its text. */
export function fileError(cause: unknown, subject: string): unknown {
  if (!(cause instanceof Error) || !("code" in cause) || cause instanceof InputError) return cause;
  const code = String(cause.code);
  const rules: Record<string, string> = {
    ENOENT: "must exist",
    EACCES: "must be readable by this user",
    EPERM: "must be readable by this user",
    ELOOP: "must not be a link that leads back to itself",
  };
  return new InputError({ subject, rule: rules[code] ?? "must be readable", received: `error=${code}`, cause });
}

async function readWhole(file: Awaited<ReturnType<typeof open>>, subject: string): Promise<Uint8Array> {
  const { size } = await file.stat();
  const bytes = new Uint8Array(size);
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
