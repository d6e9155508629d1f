import { shownName } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { parseStrictJson } from "@tomograd/model";
import { constants } from "node:fs";
import { lstat, open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { z } from "zod";

/** The most bytes of a file in JSON: a history of 10,000 epochs has 4 MB. */
const MOST_JSON = 64e6;

export interface ReadRunFileOptions {
  /** A larger file is refused. */
  readonly maxBytes?: number;
  /** Reads so many bytes of the end. Default: all. */
  readonly last?: number;
}

/**
 * A file of a run folder, undefined where it is not there.
 *
 * Throws an InputError for a link, a pipe or a device, in place of the file or of its folder, and for more than `maxBytes`.
 */
export async function readRunFile(
  folder: string,
  name: string,
  { maxBytes = Infinity, last = Infinity }: ReadRunFileOptions,
): Promise<Buffer | undefined> {
  const refuse = (rule: string, received: string, cause?: unknown): never => {
    throw new InputError({ subject: name, rule, received, advice: "Copy the run's own files into its folder", cause });
  };
  const parent = dirname(name);
  if (parent !== "." && (await lstat(join(folder, parent)).catch(() => undefined))?.isSymbolicLink())
    refuse("a run's files must lie in its folder", "a link");
  try {
    // A pipe would hang in open, and a link would be a file of another folder.
    const file = await open(join(folder, name), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const found = await file.stat();
      if (!found.isFile()) refuse("must be a regular file", "another kind");
      if (found.size > maxBytes) refuse(`must have at most ${maxBytes} bytes`, `bytes=${found.size}`);
      if (found.size <= last) return await readFile(file);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(last), 0, last, found.size - last);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof InputError) throw cause;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    return refuse(code === "ELOOP" ? "must be a regular file, no link" : "must be readable", `code=${code}`, cause);
  }
}

/** A JSON file of a run folder as its schema says, undefined where it is not there. Throws an InputError for anything else. */
export async function readRunJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const bytes = await readRunFile(folder, name, { maxBytes: MOST_JSON });
  return bytes && parseRecord(bytes.toString("utf8"), name, schema);
}

/** Throws an InputError that names the file and the places in it, never what stands there. */
export function parseRecord<T>(text: string, name: string, schema: z.ZodType<T>): T {
  const refuse = (rule: string, received: string, cause?: unknown): never => {
    throw new InputError({ subject: name, rule, received, advice: "Put the file back, or train anew", cause });
  };
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (cause) {
    refuse("must be JSON, nested no deeper than 64 levels", "a text that is not", cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 5).map(({ path }) => shownName(path.join(".").slice(0, 80)) || "all");
  return refuse("must be as train writes it", `wrong=${places.join()}`);
}
