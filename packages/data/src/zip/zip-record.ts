import type { ByteView } from "../files/byte-view.ts";
import { shownName } from "../shown-name.ts";
import { safeNumber } from "./safe-number.ts";
import { zipError } from "./zip-error.ts";

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** What a central and a local header have in common, zip64 fields already put in. */
export interface ZipRecord {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Offset of the local header (central records only, else 0). */
  readonly localOffset: number;
  /** Where the record ends in the file. */
  readonly end: number;
}

/** Reads the central directory record at `at`. @throws InputError when it is cut off or malformed. */
export function readCentralRecord(view: ByteView, at: number, limit: number, subject: string): ZipRecord {
  if (at + 46 > limit || view.getUint32(at, true) !== CENTRAL) {
    throw zipError(subject, "the central directory must hold as many records as it announces", `offset=${at}`);
  }
  const record = readRecord(view, at, { base: at + 6, fixed: 46, central: true }, limit, subject);
  const disk = view.getUint16(at + 34, true);
  if (disk !== 0 && disk !== 0xffff) throw zipError(subject, "an archive in several parts is not read");
  return record;
}

/** Reads the local header at `at`. @throws InputError when it is cut off or malformed. */
export function readLocalRecord(view: ByteView, at: number, limit: number, subject: string): ZipRecord {
  if (at + 30 > limit || view.getUint32(at, true) !== LOCAL) {
    throw zipError(subject, "every member must have a local header where the directory says", `offset=${at}`);
  }
  return readRecord(view, at, { base: at + 4, fixed: 30, central: false }, limit, subject);
}

interface Form {
  readonly base: number;
  readonly fixed: number;
  readonly central: boolean;
}

function readRecord(view: ByteView, at: number, form: Form, limit: number, subject: string): ZipRecord {
  const u16 = (offset: number) => view.getUint16(form.base + offset, true);
  const u32 = (offset: number) => view.getUint32(form.base + offset, true);
  const nameStart = at + form.fixed;
  const extraStart = nameStart + u16(22);
  const extraEnd = extraStart + u16(24);
  const end = extraEnd + (form.central ? view.getUint16(at + 32, true) : 0);
  if (end > limit) throw zipError(subject, "a member's header must end inside the file", `offset=${at}, end=${end}`);
  const flags = u16(2);
  const name = readName(view.bytes(nameStart, extraStart), flags, subject);
  const wide = zip64Reader(view, extraStart, extraEnd, subject);
  const size = wide(u32(18));
  const compressedSize = wide(u32(14));
  const localOffset = form.central ? wide(view.getUint32(at + 42, true)) : 0;
  return { name, flags, method: u16(4), crc: u32(10), compressedSize, size, localOffset, end };
}

/** zip64's extra field holds, in the order of the header, only those numbers that are all ones in the header itself. */
function zip64Reader(view: ByteView, start: number, end: number, subject: string): (value: number) => number {
  let next = -1;
  let fieldEnd = -1;
  for (let at = start; at < end;) {
    const bodyEnd = at + 4 + (at + 4 <= end ? view.getUint16(at + 2, true) : 0);
    if (at + 4 > end || bodyEnd > end)
      throw zipError(subject, "extra fields must end inside the header", `offset=${at}`);
    if (view.getUint16(at, true) === 1) {
      if (next !== -1) throw zipError(subject, "a header must not hold two zip64 fields");
      next = at + 4;
      fieldEnd = bodyEnd;
    }
    at = bodyEnd;
  }
  return (value) => {
    if (value !== 0xffffffff) return value;
    if (next === -1 || next + 8 > fieldEnd) throw zipError(subject, "a zip64 number is announced, but missing");
    next += 8;
    return safeNumber(view.getBigUint64(next - 8, true), subject);
  };
}

function readName(bytes: Uint8Array, flags: number, subject: string): string {
  const isUtf8 = (flags & 0x800) !== 0;
  try {
    const name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (isUtf8 || /^[\0-\x7f]*$/.test(name)) return checkedName(name, subject);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
  }
  throw zipError(subject, "member names must be ASCII, or UTF-8 and marked as such");
}

function checkedName(name: string, subject: string): string {
  const parts = name.split("/");
  const leavesRoot = name.startsWith("/") || /^[a-zA-Z]:/.test(name) || parts.includes("..");
  if (name !== "" && !leavesRoot && !name.includes("\\") && !name.includes("\0")) return name;
  throw zipError(
    subject,
    "member names must be relative paths with forward slashes and without '..'",
    `member=${shownName(name)}`,
    "Do not trust this archive: take it from its source again",
  );
}
