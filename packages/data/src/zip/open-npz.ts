import { crc32 } from "node:zlib";
import type { FilePart } from "../files/file-part.ts";
import { readNpy } from "../npy/read-npy.ts";
import { openNpy } from "../npy/stored-npy.ts";
import type { StoredArray } from "../npy/stored-npy.ts";
import { shownName } from "../shown-name.ts";
import { listZip } from "./list-zip.ts";
import { checkCrc, checkExpansion, unpackMember } from "./read-zip-member.ts";
import type { ZipEntry } from "./zip-entry.ts";

const PIECE = 2 ** 24;

/**
 * Lists the arrays of an `.npz` file by name (without `.npy`), each to be opened when called. Only the archive's own
 * records are read; of a member that is stored without compression, parts can be read alone.
 *
 * @throws InputError as `readNpz` does.
 * @example const images = await (await openNpz(file, "set.npz")).get("train_images")?.();
 */
export async function openNpz(file: FilePart, subject: string): Promise<Map<string, () => Promise<StoredArray>>> {
  const entries = await file.inspect((view) => listZip(view, subject));
  const arrays = entries.filter(({ name }) => name.endsWith(".npy"));
  return new Map(arrays.map((entry) => [entry.name.slice(0, -4), async () => await openMember(file, entry, subject)]));
}

async function openMember(file: FilePart, entry: ZipEntry, subject: string): Promise<StoredArray> {
  const memberSubject = `${subject}[${shownName(entry.name)}]`;
  checkExpansion(entry, subject);
  const packed = file.part(entry.dataOffset, entry.dataOffset + entry.compressedSize);
  if (entry.method === 0) {
    const array = await openNpy(packed, memberSubject);
    checkCrc(await crcOf(packed), entry, subject);
    return array;
  }
  const array = readNpy(unpackMember(await packed.bytes(), entry, subject), memberSubject);
  return { dtype: array.dtype, shape: array.shape, read: () => array };
}

async function crcOf(part: FilePart): Promise<number> {
  let crc = 0;
  for (let at = 0; at < part.length; at += PIECE) {
    crc = crc32(await part.bytes(at, Math.min(at + PIECE, part.length)), crc);
  }
  return crc;
}
