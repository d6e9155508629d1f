import { decodeElements } from "./elements.ts";
import type { FilePart, Span } from "../files/file-part.ts";
import type { NpyArray, NpyData, NpyDtype } from "./npy-array.ts";
import { decodeNpy, MAX_HEAD, npyLayout } from "./read-npy.ts";
import type { NpyLayout } from "./read-npy.ts";

/** An array in a file: its header is known, its data are read when asked for. */
export interface StoredArray {
  readonly dtype: NpyDtype;
  readonly shape: readonly number[];
  readonly read: () => NpyArray | Promise<NpyArray>;
  /** Reads stretches of elements, in any order; missing where only the whole can be read. */
  readonly readParts?: (spans: readonly Span[], take: (data: NpyData, i: number) => void) => Promise<void>;
}

/**
 * Reads the header of a `.npy` file or of a stored member of an archive, and nothing of its data.
 *
 * @throws InputError as `readNpy` does; for what breaks a rule of the header before any memory is taken.
 * @example const { shape } = await openNpy(await FilePart.of(path, "x_train.npy"), "x_train.npy");
 */
export async function openNpy(file: FilePart, subject: string): Promise<StoredArray> {
  const layout = npyLayout(await file.bytes(0, Math.min(file.length, MAX_HEAD)), file.length, subject);
  const { element, shape, start } = layout;
  const read = async () => decodeNpy(await file.bytes(start), layout, subject);
  // In Fortran order the elements of a sample lie apart.
  if (layout.fortranOrder && shape.length > 1) return { dtype: element.dtype, shape, read };
  return { dtype: element.dtype, shape, read, readParts: partsReader(file, layout, subject) };
}

function partsReader(file: FilePart, { element, start }: NpyLayout, subject: string) {
  const place = (index: number) => start + index * element.size;
  return async (spans: readonly Span[], take: (data: NpyData, i: number) => void): Promise<void> =>
    await file.read(
      spans.map(([from, to]): Span => [place(from), place(to)]),
      (bytes, i) => take(decodeElements(bytes, element, subject), i),
    );
}
