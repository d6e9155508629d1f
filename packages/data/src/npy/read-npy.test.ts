import { InputError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNpy } from "./read-npy.ts";
import { toFloat32 } from "./to-float32.ts";
import { writeNpy } from "./write-npy.ts";

/** A .npy file with any header text, so that broken ones can be made. */
function npy(header: string, data: Uint8Array = new Uint8Array(), version = 1): Uint8Array {
  const text = Buffer.from(header, version === 3 ? "utf8" : "latin1");
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  return new Uint8Array(Buffer.concat([magic, length, text, data]));
}

function header(descr: string, shape: string, fortran = "False"): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }   \n`;
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function message(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("nothing was thrown");
}

const read = (bytes: Uint8Array) => readNpy(bytes, "x.npy");

describe("readNpy refuses", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["B1 an empty file", new Uint8Array(), /0 bytes/],
    ["B2 another magic", Buffer.from("PK\x03\x04abcdef"), /50 4b 03 04 61 62 63 64/],
    ["B3 another version", Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 9, 9, 0, 0), /version=9\.9/],
    ["B4 a header beyond the file", npy(header("|u1", "(1,)")).subarray(0, 40), /header length=\d+, file=40 bytes/],
    ["B4 a header length that is cut off", npy("").subarray(0, 9), /cut off/],
    ["B5 a header beyond 10,000 characters", npy(header("|u1", "(0,)").padEnd(10_001), undefined, 2), /10001/],
    ["B6 a header that is no dictionary", npy("[1, 2]"), /must be a dictionary/],
    ["B6 a missing key", npy("{'descr': '|u1', 'shape': (0,)}"), /keys=descr,shape/],
    ["B6 an extra key", npy("{'descr': '|u1', 'fortran_order': False, 'shape': (0,), 'x': 'y'}"), /keys=.*,x/],
    ["B6 a key that stands twice", npy("{'descr': '|u1', 'descr': '|O', 'shape': (0,)}"), /stand twice/],
    ["B6 text after the dictionary", npy(`${header("|u1", "(0,)")} x`), /must be a dictionary/],
    ["B7 code", npy(`{'descr': __import__('os').system('ls'), 'fortran_order': False}`), /must be a dictionary/],
    ["B8 objects", npy(header("|O", "(1,)"), new Uint8Array(8)), /need pickle, which can run code; refused/],
    ["B9 structured types", npy(`{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,)}`), /structured/],
    ["B9 void types", npy(header("|V4", "(1,)"), new Uint8Array(4)), /structured/],
    ["text", npy(header("<U3", "(1,)"), new Uint8Array(12)), /text arrays/],
    ["complex numbers", npy(header("<c8", "(1,)"), new Uint8Array(8)), /complex/],
    ["times", npy(header("<M8[D]", "(1,)"), new Uint8Array(8)), /time arrays/],
    ["unknown sizes", npy(header("<f3", "(1,)"), new Uint8Array(3)), /must be one of/],
    ["control characters in the type, shown escaped", npy(header("<f\u0007", "(1,)")), /\\u\{7\}/],
    ["B12 negative dimensions", npy(header("|u1", "(-1,)")), /text="-1,/],
    ["B12 booleans as dimensions", npy(header("|u1", "(True,)")), /text="True/],
    ["B12 dimensions of 2^63", npy(header("|u1", "(9223372036854775808,)")), /below 2\^53/],
    ["B12 products beyond 2^53", npy(header("|u1", "(1000000000, 1000000000)")), /fewer than 2\^50/],
    ["more than 32 dimensions", npy(header("|u1", `(${"1, ".repeat(33)})`)), /rank=33/],
    ["a number as shape", npy(header("|u1", "(4)"), new Uint8Array(4)), /must be a dictionary/],
    ["B13 data that is too short", npy(header("<f4", "(2,)"), new Uint8Array(7)), /needs 8 bytes of data.*bytes=7/],
    ["B13 data that is too long", npy(header("<f4", "(2,)"), new Uint8Array(9)), /needs 8 bytes of data.*bytes=9/],
    ["booleans other than 0 and 1", npy(header("|b1", "(2,)"), Uint8Array.of(1, 2)), /element 1=2/],
    ["64-bit integers beyond 2^53", npy(header("<i8", "(1,)"), bytesOf(BigInt64Array.of(2n ** 53n + 1n))), /2\^53/],
  ])("%s", (_, bytes, expected) => {
    expect(message(() => read(bytes))).toMatch(expected);
  });
});

describe("readNpy reads", () => {
  it.each([1, 2, 3])("version %i", (version) => {
    expect(read(npy(header("|u1", "(3,)"), Uint8Array.of(1, 2, 3), version)).data).toEqual(Uint8Array.of(1, 2, 3));
  });

  it("B10 big-endian numbers", () => {
    expect(read(npy(header(">u2", "(2,)"), Uint8Array.of(1, 2, 3, 4))).data).toEqual(Uint16Array.of(258, 772));
    expect(read(npy(header(">f4", "(1,)"), Uint8Array.of(0x3f, 0x80, 0, 0))).data).toEqual(Float32Array.of(1));
    expect(read(npy(header(">i8", "(1,)"), Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 254))).data).toEqual(
      Float64Array.of(-2),
    );
  });

  it("B11 Fortran order", () => {
    const data = Uint8Array.of(0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11);
    const expected = Uint8Array.from({ length: 12 }, (_, i) => i);
    expect(read(npy(header("|u1", "(2, 2, 3)", "True"), data)).data).toEqual(expected);
    // A Buffer's slice() shares memory, where every other array copies.
    expect(read(Buffer.from(npy(header("|u1", "(2, 2, 3)", "True"), data))).data).toEqual(expected);
  });

  it("B15 half precision: subnormal, largest, infinity, NaN and negative zero", () => {
    const halves = Uint16Array.of(0x0001, 0x03ff, 0x3c00, 0x7bff, 0x7c00, 0x7e00, 0x8000, 0xc000);
    const { data } = read(npy(header("<f2", "(8,)"), bytesOf(halves)));
    expect([...data]).toEqual([2 ** -24, 1023 * 2 ** -24, 1, 65504, Infinity, NaN, -0, -2]);
  });

  it("scalars, empty arrays, Python 2's long integers and unaligned memory", () => {
    expect(read(npy(header("<i4", "()"), bytesOf(Int32Array.of(7)))).shape).toEqual([]);
    expect(read(npy(header("|u1", "(0, 28, 28)"))).data).toHaveLength(0);
    expect(read(npy(header("|u1", "(2L, 1L)"), Uint8Array.of(1, 2))).shape).toEqual([2, 1]);
    const shifted = Buffer.concat([Buffer.alloc(1), npy(header("<f8", "(1,)"), bytesOf(Float64Array.of(0.1)))]);
    expect(read(shifted.subarray(1)).data).toEqual(Float64Array.of(0.1));
  });
});

describe("toFloat32", () => {
  const convert = (descr: string, data: ArrayBufferView) =>
    toFloat32(read(npy(header(descr, "(1,)"), bytesOf(data))), "x.npy");

  it("B15 converts what fits", () => {
    expect(convert("<f8", Float64Array.of(0.1))).toEqual(Float32Array.of(0.1));
    expect(convert("<f8", Float64Array.of(-Infinity))).toEqual(Float32Array.of(-Infinity));
    expect(convert("<i8", BigInt64Array.of(-(2n ** 24n)))).toEqual(Float32Array.of(-(2 ** 24)));
  });

  it("B15 refuses what does not", () => {
    expect(message(() => convert("<f8", Float64Array.of(1e39)))).toMatch(/float32's range.*element 0=1e\+39/);
    expect(message(() => convert("<i8", BigInt64Array.of(2n ** 24n + 1n)))).toMatch(/2\^24.*16777217/);
    expect(message(() => convert("<u4", Uint32Array.of(2 ** 24 + 1)))).toMatch(/2\^24/);
  });
});

describe("any damage", () => {
  const valid = writeNpy([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
  /** Undefined when the bytes are read, else what was thrown. */
  const refusal = (bytes: Uint8Array): unknown => {
    try {
      read(bytes);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const expectReadOrRefused = (bytes: Uint8Array) => {
    const error = refusal(bytes);
    if (error !== undefined) expect(error).toBeInstanceOf(InputError);
  };

  it("each prefix is refused", () => {
    for (let end = 0; end < valid.length; end++) expect(() => read(valid.subarray(0, end))).toThrow(InputError);
  });

  it("each flipped bit is read or refused", () => {
    for (let bit = 0; bit < valid.length * 8; bit++) {
      const damaged = valid.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      expectReadOrRefused(damaged);
    }
  });

  it("any header text is read or refused", () => {
    const fragment = fc.constantFrom(
      "{",
      "}",
      "'descr'",
      ":",
      "'<f4'",
      ",",
      "(",
      ")",
      "1",
      "True",
      "[",
      "\n",
      "é",
      "-",
    );
    fc.assert(fc.property(fc.array(fragment), (parts) => expectReadOrRefused(npy(parts.join(""), undefined, 3))));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => expectReadOrRefused(bytes)));
  });
});
