import { endianness } from "node:os";
import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";
import type { NpyData, NpyDtype } from "./npy-array.ts";

/** One element as described by `descr`: its type, its bytes, and whether they stand in the other order than this machine's. */
export interface Element {
  readonly dtype: NpyDtype;
  readonly size: number;
  readonly swapped: boolean;
}

const DTYPES: readonly string[] = ["b1", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"];

const REFUSED: Record<string, { rule: string; advice: string }> = {
  O: {
    rule: "object arrays need pickle, which can run code; refused",
    advice: "Save numbers: array.astype('float32')",
  },
  V: { rule: "structured arrays are not read", advice: "Save each field as an array of its own" },
  U: { rule: "text arrays are not read", advice: "Save numbers, for labels 0 and 1" },
  S: { rule: "text arrays are not read", advice: "Save numbers, for labels 0 and 1" },
  c: { rule: "complex arrays are not read", advice: "Save the magnitude, or real and imaginary part as two arrays" },
  M: { rule: "time arrays are not read", advice: "Save numbers" },
  m: { rule: "time arrays are not read", advice: "Save numbers" },
};

/**
 * Reads a `descr` such as `<f4`.
 *
 * @throws InputError for what is not read, objects first of all.
 */
export function parseDescr(descr: string, subject: string): Element {
  const match = /^([<>|=]?)([a-zA-Z])(\d{0,9})(.*)$/s.exec(descr);
  const [, order = "", kind = "", size = "", rest = ""] = match ?? [];
  const refused = REFUSED[kind];
  if (refused) throw new InputError({ subject, ...refused, received: `descr=${shownName(descr.slice(0, 40))}` });
  const dtype = kind + size;
  if (!match || rest !== "" || !DTYPES.includes(dtype)) {
    throw new InputError({
      subject,
      rule: `the element type must be one of ${DTYPES.join(", ")}`,
      received: `descr=${shownName(descr.slice(0, 40))}`,
      advice: "Convert it: array.astype('float32')",
    });
  }
  const other = endianness() === "LE" ? ">" : "<";
  return { dtype: dtype as NpyDtype, size: Number(size), swapped: order === other && size !== "1" };
}

/**
 * Decodes raw bytes, `bytes.length / element.size` elements, into a typed array.
 *
 * @throws InputError for a boolean that is neither 0 nor 1, and for a 64-bit integer beyond 2^53.
 */
export function decodeElements(bytes: Uint8Array, element: Element, subject: string): NpyData {
  // Never a Buffer: its slice() shares memory where every other typed array copies.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (element.dtype === "u1") return plain;
  if (element.dtype === "b1") return checkBooleans(plain, subject);
  const copy = new Uint8Array(plain);
  if (element.swapped) swapInPlace(copy, element.size);
  const buffer = copy.buffer;
  switch (element.dtype) {
    case "i1":
      return new Int8Array(buffer);
    case "u2":
      return new Uint16Array(buffer);
    case "i2":
      return new Int16Array(buffer);
    case "u4":
      return new Uint32Array(buffer);
    case "i4":
      return new Int32Array(buffer);
    case "u8":
      return fromBigInts(new BigUint64Array(buffer), subject);
    case "i8":
      return fromBigInts(new BigInt64Array(buffer), subject);
    case "f2":
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case "f4":
      return new Float32Array(buffer);
    case "f8":
      return new Float64Array(buffer);
  }
}

function checkBooleans(bytes: Uint8Array, subject: string): Uint8Array {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at === -1) return bytes;
  throw new InputError({ subject, rule: "booleans must be 0 or 1", received: `element ${at}=${bytes[at]}` });
}

function swapInPlace(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else buffer.swap64();
}

function fromBigInts(values: BigInt64Array | BigUint64Array, subject: string): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const value = Number(values[i]);
    if (!Number.isSafeInteger(value)) {
      throw new InputError({
        subject,
        rule: "64-bit integers must lie within 2^53, beyond which they are not exact",
        received: `element ${i}=${values[i]}`,
      });
    }
    out[i] = value;
  }
  return out;
}

/** IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 bits of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
