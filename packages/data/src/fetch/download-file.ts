import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError, StorageError } from "@tomograd/kernels";
import { followRedirects } from "./follow-redirects.ts";

export interface DownloadOptions {
  /** What the file must have, in hexadecimal. */
  readonly md5: string;
  /** More is refused, whatever the server says. */
  readonly maxBytes: number;
  /** Milliseconds without a byte after which the server is given up. */
  readonly patience?: number;
  readonly onProgress?: (received: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
}

const PATIENCE = 60_000;

/**
 * Downloads a file and checks its MD5 on the way. It gets its name only when it is complete and right; until then it lies
 * beside it under a temporary one, of which nothing is left when anything fails.
 *
 * @returns The file's size in bytes.
 * @throws InputError for what the server does; StorageError for a file that cannot be written; the signal's reason.
 */
export async function downloadFile(url: URL, path: string, options: DownloadOptions): Promise<number> {
  const subject = basename(path);
  const temporary = join(dirname(path), `.${process.pid}-${subject}.partial`);
  const file = await storing(subject, async () => await open(temporary, "wx"));
  try {
    let bytes: number;
    try {
      bytes = await receive(url, file, subject, options);
      await storing(subject, async () => await file.sync());
    } finally {
      await file.close();
    }
    await storing(subject, async () => await rename(temporary, path));
    return bytes;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function receive(url: URL, file: FileHandle, subject: string, options: DownloadOptions): Promise<number> {
  const { md5, maxBytes, patience = PATIENCE, onProgress, signal } = options;
  const silence = new AbortController();
  const giveUp = (): void =>
    silence.abort(refusal(subject, "the server must keep sending", `nothing for ${patience} ms`));
  let timer = setTimeout(giveUp, patience);
  const stop = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
  const hash = createHash("md5");
  let received = 0;
  try {
    const response = await followRedirects(url, subject, stop);
    const length = response.headers.get("content-length");
    const total = length === null ? undefined : Number(length);
    const check = (bytes: number): void => {
      if (bytes > maxBytes)
        throw refusal(subject, `the file must not exceed ${maxBytes} bytes`, `bytes=${bytes} or more`);
    };
    check(total ?? 0);
    for await (const chunk of chunksOf(response, subject, stop, () => received)) {
      clearTimeout(timer);
      received += chunk.length;
      check(received);
      hash.update(chunk);
      await storing(subject, async () => await file.writeFile(chunk));
      onProgress?.(received, total);
      timer = setTimeout(giveUp, patience);
    }
  } finally {
    clearTimeout(timer);
  }
  const found = hash.digest("hex");
  if (found === md5) return received;
  throw refusal(
    subject,
    "the file must be the published one",
    `MD5 ${found} of ${received} bytes where it should be ${md5}`,
  );
}

/** The body as it comes; one that breaks off is told from a signal that stopped it. */
async function* chunksOf(
  { body }: Response,
  subject: string,
  signal: AbortSignal,
  received: () => number,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    if (body) yield* body;
  } catch (cause) {
    signal.throwIfAborted();
    throw refusal(subject, "the download must be complete", `an end after ${received()} bytes`, cause);
  }
}

function refusal(subject: string, rule: string, received: string, cause?: unknown): InputError {
  return new InputError({ subject, rule, received, advice: "Nothing of it was kept: try again", cause });
}

async function storing<T>(subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const received = `code=${(cause as NodeJS.ErrnoException).code ?? "unknown"}`;
    const advice = "Check space and permissions of the folder";
    throw new StorageError({ subject, rule: "could not be written", received, advice, cause });
  }
}
