import { crc32, inflateRawSync } from "node:zlib";
import { shownName } from "../shown-name.ts";
import type { ZipEntry } from "./zip-entry.ts";
import { zipError } from "./zip-error.ts";

/** Deflated members only: a stored one cannot be larger than the file that holds it. */
const MAX_MEMBER = 2 ** 30;
const MAX_RATIO = 200;
const RATIO_FLOOR = 16 * 2 ** 20;

/**
 * Reads one member of an archive listed by `listZip`; a stored member shares memory with `bytes`.
 *
 * @throws InputError, before any memory is taken, for a deflated member of more than 1 GiB, or of more than 16 MiB that is 200
 *   times its compressed size; and for data that does not inflate to the announced size and CRC.
 */
export function readZipMember(bytes: Uint8Array, entry: ZipEntry, subject: string): Uint8Array {
  checkExpansion(entry, subject);
  return unpackMember(bytes.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSize), entry, subject);
}

/** The data of a member, of whose bytes in the archive `raw` are all. @throws InputError as `readZipMember` does. */
export function unpackMember(raw: Uint8Array, entry: ZipEntry, subject: string): Uint8Array {
  const member = `member=${shownName(entry.name)}`;
  const data = entry.method === 0 ? raw : inflate(raw, entry.size, member, subject);
  if (data.length !== entry.size) {
    throw zipError(subject, `the member must inflate to ${entry.size} bytes`, `${member}, bytes=${data.length}`);
  }
  checkCrc(crc32(data), entry, subject);
  return data;
}

export function checkCrc(crc: number, entry: ZipEntry, subject: string): void {
  if (crc === entry.crc) return;
  const received = `member=${shownName(entry.name)}, CRC=${crc.toString(16)}`;
  throw zipError(subject, `the CRC must be ${entry.crc.toString(16)}`, received);
}

/** @throws InputError for a deflated member that announces too much. */
export function checkExpansion(entry: ZipEntry, subject: string): void {
  if (entry.method === 0) return;
  const isBomb = entry.size > RATIO_FLOOR && entry.size > MAX_RATIO * entry.compressedSize;
  if (!isBomb && entry.size <= MAX_MEMBER) return;
  throw zipError(
    subject,
    isBomb ? `a member must not expand more than ${MAX_RATIO} times` : `a deflated member must not exceed 1 GiB`,
    `member=${shownName(entry.name)}, ${entry.compressedSize} bytes that announce ${entry.size}`,
    "If the array is really that uniform or large, store it without compression: numpy.savez",
  );
}

function inflate(raw: Uint8Array, size: number, member: string, subject: string): Uint8Array {
  try {
    const options = { maxOutputLength: Math.max(1, size), chunkSize: 2 ** 20, info: true };
    // With `info` the result also tells how much of the input was used, which the types do not know.
    const result = inflateRawSync(raw, options) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (result.engine.bytesWritten === raw.length) return result.buffer;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw zipError(subject, "the member must inflate without errors", `${member}: ${cause.message}`);
  }
  throw zipError(subject, "nothing may follow the member's deflated data", member);
}
