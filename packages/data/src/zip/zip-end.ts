import type { ByteView } from "../files/byte-view.ts";
import { safeNumber } from "./safe-number.ts";
import { zipError } from "./zip-error.ts";

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const END_SIZE = 22;
const LOCATOR64_SIZE = 20;

/** Where the central directory lies; `end` is where the records after it begin. */
export interface ZipEnd {
  readonly entryCount: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the end-of-central-directory record (zip64's too) of an archive in one part, with nothing after it.
 *
 * @throws InputError when there is none, when it is about several disks, or when its numbers do not fit the file.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.14 to 4.3.16
 */
export function findZipEnd(view: ByteView, subject: string): ZipEnd {
  const at = findEndRecord(view, subject);
  const disks = [view.getUint16(at + 4, true), view.getUint16(at + 6, true)];
  const counts = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const plain = { size: view.getUint32(at + 12, true), start: view.getUint32(at + 16, true) };
  if (disks.some((disk) => disk !== 0 && disk !== 0xffff) || counts[0] !== counts[1]) throw severalDisks(subject);
  const needs64 = counts[0] === 0xffff || plain.size === 0xffffffff || plain.start === 0xffffffff;
  const locator = at - LOCATOR64_SIZE;
  const has64 = locator >= 0 && view.getUint32(locator, true) === LOCATOR64;
  if (needs64 && !has64) throw zipError(subject, "zip64 numbers are announced, but their record is missing");
  if (!has64) return placed({ count: counts[0] ?? 0, ...plain }, at, subject);
  return placed64(view, locator, subject);
}

function placed64(view: ByteView, locator: number, subject: string): ZipEnd {
  const at = safeNumber(view.getBigUint64(locator + 8, true), subject);
  if (view.getUint32(locator + 16, true) > 1) throw severalDisks(subject);
  if (at + 56 > locator || view.getUint32(at, true) !== END64) {
    throw zipError(subject, "the zip64 end record must stand where its locator says");
  }
  const recordSize = safeNumber(view.getBigUint64(at + 4, true), subject);
  if (at + 12 + recordSize !== locator) throw zipError(subject, "the zip64 end record must end at its locator");
  const disks = [view.getUint32(at + 16, true), view.getUint32(at + 20, true)];
  const count = safeNumber(view.getBigUint64(at + 24, true), subject);
  if (disks.some((disk) => disk !== 0) || count !== safeNumber(view.getBigUint64(at + 32, true), subject)) {
    throw severalDisks(subject);
  }
  const size = safeNumber(view.getBigUint64(at + 40, true), subject);
  const start = safeNumber(view.getBigUint64(at + 48, true), subject);
  return placed({ count, size, start }, at, subject);
}

function placed(record: { count: number; size: number; start: number }, end: number, subject: string): ZipEnd {
  if (record.start + record.size === end) return { entryCount: record.count, start: record.start, end };
  throw zipError(
    subject,
    "the central directory must end where the end record begins, with nothing before or after the archive",
    `directory=${record.start}+${record.size}, end record=${end}`,
  );
}

function findEndRecord(view: ByteView, subject: string): number {
  const last = view.byteLength - END_SIZE;
  const first = Math.max(0, last - 0xffff);
  for (let at = last; at >= first; at--) {
    if (view.getUint32(at, true) !== END) continue;
    if (at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw zipError(subject, "a zip archive must end with its directory's end record", `file=${view.byteLength} bytes`);
}

function severalDisks(subject: string): Error {
  return zipError(subject, "an archive in several parts is not read", undefined, "Join the parts first");
}
