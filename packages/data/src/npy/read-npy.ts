import { InputError } from "@tomograd/kernels";
import { toCOrder } from "./c-order.ts";
import { decodeElements, parseDescr } from "./elements.ts";
import type { Element } from "./elements.ts";
import type { NpyArray } from "./npy-array.ts";
import { parseNpyHeader } from "./npy-header.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_HEADER = 10_000;

/**
 * Reads a `.npy` file of numbers or booleans (format versions 1, 2 and 3, either byte order, C or Fortran order).
 *
 * The data of a `u1` array in C order shares memory with `bytes`.
 *
 * @throws InputError for everything that is not exactly such a file: another magic, a header that numpy.save does not write,
 *   object, structured, text, complex or time arrays, and data shorter or longer than the shape says.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @example const { shape, data } = readNpy(await readFile("x_train.npy"), "x_train.npy");
 */
export function readNpy(bytes: Uint8Array, subject: string): NpyArray {
  const layout = npyLayout(bytes, bytes.length, subject);
  return decodeNpy(bytes.subarray(layout.start), layout, subject);
}

/** So many bytes hold any header that is read. */
export const MAX_HEAD = 12 + MAX_HEADER;

/** What a header says, checked against the length of its file. */
export interface NpyLayout {
  readonly element: Element;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Where the data begin. */
  readonly start: number;
}

/**
 * Reads the header of a `.npy` file, of which `head` is the beginning.
 *
 * @throws InputError as `readNpy` does, before any of the data is looked at.
 */
export function npyLayout(head: Uint8Array, fileLength: number, subject: string): NpyLayout {
  const { text, end } = headerText(head, fileLength, subject);
  const header = parseNpyHeader(text, subject);
  const element = parseDescr(header.descr, subject);
  const expected = elementCount(header.shape, subject) * element.size;
  const actual = fileLength - end;
  if (expected !== actual) {
    throw new InputError({
      subject,
      rule: `shape (${header.shape.join(",")}) of ${header.descr} needs ${expected} bytes of data`,
      received: `bytes=${actual}`,
      advice: "Copy or write the file again: it is cut off or has something appended",
    });
  }
  return { element, shape: header.shape, fortranOrder: header.fortranOrder, start: end };
}

/** Decodes all the data that follow a header. */
export function decodeNpy(bytes: Uint8Array, layout: NpyLayout, subject: string): NpyArray {
  const { element, shape, fortranOrder } = layout;
  const data = decodeElements(bytes, element, subject);
  return { dtype: element.dtype, shape, data: fortranOrder ? toCOrder(data, shape) : data };
}

function headerText(bytes: Uint8Array, fileLength: number, subject: string): { text: string; end: number } {
  if (bytes.length === 0) throw new InputError({ subject, rule: "a .npy file must not be empty", received: "0 bytes" });
  const magic = bytes.subarray(0, 8);
  if (MAGIC.some((byte, i) => magic[i] !== byte)) {
    throw new InputError({
      subject,
      rule: "a .npy file must begin with 93 4e 55 4d 50 59",
      received: `first bytes=${Buffer.from(magic)
        .toString("hex")
        .replace(/..(?=.)/g, "$& ")}`,
      advice: "Save the array with numpy.save",
    });
  }
  const [major, minor] = [bytes[6], bytes[7]];
  if (minor !== 0 || (major !== 1 && major !== 2 && major !== 3)) {
    throw new InputError({
      subject,
      rule: "the .npy version must be 1.0, 2.0 or 3.0",
      received: `version=${major}.${minor}`,
    });
  }
  const lengthSize = major === 1 ? 2 : 4;
  const start = 8 + lengthSize;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < start ? Infinity : lengthSize === 2 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER && length !== Infinity) {
    throw new InputError({
      subject,
      rule: `the .npy header must not be longer than ${MAX_HEADER} characters`,
      received: `header length=${length}, file=${fileLength} bytes`,
    });
  }
  if (start + length > fileLength) {
    throw new InputError({
      subject,
      rule: "the .npy header must end inside the file",
      received: `header length=${length === Infinity ? "cut off" : length}, file=${fileLength} bytes`,
      advice: "Copy the file again: it is cut off",
    });
  }
  const encoding = major === 3 ? "utf8" : "latin1";
  return { text: Buffer.from(bytes.subarray(start, start + length)).toString(encoding), end: start + length };
}

function elementCount(shape: readonly number[], subject: string): number {
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, dim) => product * dim, 1);
  // Every factor is at least 1, so a product that stays safe was never rounded on its way.
  if (count <= Number.MAX_SAFE_INTEGER / 8) return count;
  throw new InputError({
    subject,
    rule: "the shape must hold fewer than 2^50 elements",
    received: `shape=(${shape.join(",")})`,
  });
}
