import { memoryView } from "../files/byte-view.ts";
import type { NpyArray } from "../npy/npy-array.ts";
import { readNpy } from "../npy/read-npy.ts";
import { shownName } from "../shown-name.ts";
import { listZip } from "./list-zip.ts";
import { readZipMember } from "./read-zip-member.ts";

/**
 * Lists the arrays of an `.npz` archive by name (without `.npy`), each to be decoded when called.
 *
 * Members that are not `.npy` files are left out and never read.
 *
 * @throws InputError for an archive that is not strictly valid, and on the call for a member that is not (see `readNpy`).
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 * @example const images = readNpz(bytes, "breastmnist.npz").get("train_images")?.();
 */
export function readNpz(bytes: Uint8Array, subject: string): Map<string, () => NpyArray> {
  const arrays = new Map<string, () => NpyArray>();
  for (const entry of listZip(memoryView(bytes), subject)) {
    if (!entry.name.endsWith(".npy")) continue;
    const memberSubject = `${subject}[${shownName(entry.name)}]`;
    arrays.set(entry.name.slice(0, -4), () => readNpy(readZipMember(bytes, entry, subject), memberSubject));
  }
  return arrays;
}
