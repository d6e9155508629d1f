import type { ByteView } from "../files/byte-view.ts";
import { shownName } from "../shown-name.ts";
import type { ZipEntry } from "./zip-entry.ts";
import { findZipEnd } from "./zip-end.ts";
import { zipError } from "./zip-error.ts";
import { readCentralRecord, readLocalRecord } from "./zip-record.ts";
import type { ZipRecord } from "./zip-record.ts";

const DESCRIPTOR = 0x08074b50;
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const HAS_DESCRIPTOR = 0x0008;

/**
 * Lists the members of a zip archive, in directory order.
 *
 * Stricter than the format: members, directory and end record must fill the file without gap, overlap or anything
 * around them, and each local header must agree with the directory, so that no two readers can see two archives in one file.
 *
 * @throws InputError for anything else, and for encrypted members, other methods than stored and deflated, several parts,
 *   duplicate names and names that leave the archive.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @example for (const entry of listZip(memoryView(bytes), "data.npz")) console.log(entry.name, entry.size);
 */
export function listZip(view: ByteView, subject: string): ZipEntry[] {
  const end = findZipEnd(view, subject);
  const records = readDirectory(view, end, subject);
  const byOffset = records.toSorted((a, b) => a.localOffset - b.localOffset);
  const starts = new Map<ZipRecord, number>();
  let expected = 0;
  for (const [i, record] of byOffset.entries()) {
    if (record.localOffset !== expected) {
      throw zipError(
        subject,
        "members must follow each other from the first byte on, without gap or overlap",
        `member=${shownName(record.name)}, offset=${record.localOffset}, expected offset=${expected}`,
      );
    }
    const dataOffset = checkLocal(view, record, end.start, subject);
    const next = byOffset[i + 1]?.localOffset ?? end.start;
    checkDescriptor(view, record, dataOffset + record.compressedSize, next, subject);
    starts.set(record, dataOffset);
    expected = next;
  }
  if (expected !== end.start)
    throw zipError(subject, "the directory must follow the last member", `gap=${end.start} bytes`);
  return records.map((record) => toEntry(record, starts.get(record) ?? 0));
}

function readDirectory(view: ByteView, end: { entryCount: number; start: number; end: number }, subject: string) {
  const records: ZipRecord[] = [];
  const names = new Set<string>();
  let at = end.start;
  // A record takes 46 bytes at least, so a wrong count runs into the directory's end, not into memory.
  for (let i = 0; i < end.entryCount; i++) {
    const record = readCentralRecord(view, at, end.end, subject);
    checkReadable(record, subject);
    if (names.has(record.name)) {
      throw zipError(subject, "no member name may stand twice", `member=${shownName(record.name)}`);
    }
    names.add(record.name);
    records.push(record);
    at = record.end;
  }
  if (at !== end.end) {
    throw zipError(subject, "the central directory must hold as many records as it announces", `offset=${at}`);
  }
  return records;
}

function checkReadable(record: ZipRecord, subject: string): void {
  const member = `member=${shownName(record.name)}`;
  if (record.flags & ENCRYPTED) throw zipError(subject, "encrypted members are not read", member, "Decrypt it first");
  if (record.method !== 0 && record.method !== 8) {
    throw zipError(subject, "members must be stored or deflated", `${member}, method=${record.method}`);
  }
  if (record.method === 0 && record.compressedSize !== record.size) {
    throw zipError(
      subject,
      "a stored member must have one size",
      `${member}, ${record.compressedSize} and ${record.size}`,
    );
  }
}

/** Returns where the member's data begins. */
function checkLocal(view: ByteView, record: ZipRecord, limit: number, subject: string): number {
  const local = readLocalRecord(view, record.localOffset, limit, subject);
  // Sizes and CRC may be left to the descriptor after the data, and are then 0 here.
  const later = (record.flags & HAS_DESCRIPTOR) !== 0;
  const agrees = (mine: number, theirs: number) => mine === theirs || (later && mine === 0);
  if (
    local.name !== record.name ||
    local.method !== record.method ||
    (local.flags & ~0x0800) !== (record.flags & ~0x0800) ||
    !agrees(local.crc, record.crc) ||
    !agrees(local.size, record.size) ||
    !agrees(local.compressedSize, record.compressedSize)
  ) {
    throw zipError(subject, "local header and directory must agree", `member=${shownName(record.name)}`);
  }
  return local.end;
}

function checkDescriptor(view: ByteView, record: ZipRecord, dataEnd: number, next: number, subject: string): void {
  const room = next - dataEnd;
  if (!(record.flags & HAS_DESCRIPTOR) && room === 0) return;
  // With or without its signature, with sizes of 4 or of 8 bytes.
  if (record.flags & HAS_DESCRIPTOR && [12, 16, 20, 24].includes(room)) {
    const isSigned = room === 16 || room === 24;
    const at = isSigned ? dataEnd + 4 : dataEnd;
    const size = (offset: number) =>
      room < 20 ? view.getUint32(at + offset, true) : Number(view.getBigUint64(at + 2 * offset - 4, true));
    const signed = !isSigned || view.getUint32(dataEnd, true) === DESCRIPTOR;
    const agrees =
      view.getUint32(at, true) === record.crc && size(4) === record.compressedSize && size(8) === record.size;
    if (signed && agrees) return;
  }
  throw zipError(
    subject,
    "a member's sizes must fit the room that it has in the file",
    `member=${shownName(record.name)}, ${room} bytes between its data and what follows`,
  );
}

function toEntry(record: ZipRecord, dataOffset: number): ZipEntry {
  const { name, crc, compressedSize, size } = record;
  return { name, crc, compressedSize, size, method: record.method === 0 ? 0 : 8, dataOffset };
}
