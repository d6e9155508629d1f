import { openNpy } from "../npy/stored-npy.ts";
import type { StoredArray } from "../npy/stored-npy.ts";
import { openNpz } from "../zip/open-npz.ts";
import { FilePart } from "./file-part.ts";

/**
 * Opens a `.npy` file: its header is read and checked, its data are read when asked for.
 *
 * @throws InputError as `readNpy` does, and for a file that cannot be read.
 * @example const { shape, read } = await openNpyFile("/data/x_train.npy", "x_train.npy");
 */
export async function openNpyFile(path: string, subject: string): Promise<StoredArray> {
  return await openNpy(await FilePart.of(path, subject), subject);
}

/**
 * Lists the arrays of an `.npz` file by name (without `.npy`), each to be opened when called.
 *
 * @throws InputError as `readNpz` does, and for a file that cannot be read.
 * @example const images = await (await openNpzFile("/data/set.npz", "set.npz")).get("train_images")?.();
 */
export async function openNpzFile(path: string, subject: string): Promise<Map<string, () => Promise<StoredArray>>> {
  return await openNpz(await FilePart.of(path, subject), subject);
}
