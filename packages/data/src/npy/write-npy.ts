import { endianness } from "node:os";
import { UsageError } from "@tomograd/kernels";
import type { NpyData } from "./npy-array.ts";

/** Room that NumPy leaves in the header for the first dimension to grow in place. */
const GROWTH_DIGITS = 21;

/**
 * Writes an array as `.npy` version 1.0, the same bytes as numpy.save: C order, data aligned to 64 bytes.
 *
 * @throws UsageError when the product of `shape` is not the length of `data`.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @example await writeFile("y.npy", writeNpy([4], Uint8Array.of(0, 1, 1, 0)));
 */
export function writeNpy(shape: readonly number[], data: NpyData): Uint8Array {
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (count !== data.length || shape.some((dim) => !Number.isSafeInteger(dim) || dim < 0)) {
    throw new UsageError({
      subject: "writeNpy",
      rule: "the shape must hold as many elements as there are values",
      received: `shape=[${shape.join(",")}], values=${data.length}`,
    });
  }
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${descrOf(data)}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const growth = shape.length === 0 ? 0 : Math.max(0, GROWTH_DIGITS - String(shape[0]).length);
  const unpadded = 10 + dictionary.length + growth + 1;
  // NumPy pads by 1 to 64: a header that is aligned already gets 64 more.
  const padding = growth + 64 - (unpadded % 64);
  const header = `${dictionary}${" ".repeat(padding)}\n`;
  const file = Buffer.alloc(10 + header.length + data.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  file.writeUInt16LE(header.length, 8);
  file.write(header, 10, "latin1");
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
}

function descrOf(data: NpyData): string {
  const order = data.BYTES_PER_ELEMENT === 1 ? "|" : endianness() === "LE" ? "<" : ">";
  const kind = data instanceof Float32Array || data instanceof Float64Array ? "f" : isSigned(data) ? "i" : "u";
  return `${order}${kind}${data.BYTES_PER_ELEMENT}`;
}

function isSigned(data: NpyData): boolean {
  return data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array;
}
