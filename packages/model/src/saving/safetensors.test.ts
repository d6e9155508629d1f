import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

/** A file of a given header text and data bytes. */
function file(header: string, data = 0, declared = header.length): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(declared), true);
  bytes.set(new TextEncoder().encode(header), 8);
  return bytes;
}

const entry = (shape: string, begin: number | string, end: number | string, dtype = "F32"): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

const notUtf8 = file("{xx}");
notUtf8.set([0xff, 0xfe], 9);

const BAD: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["F1 header too small", new Uint8Array(4), /8-byte header length. Received bytes=4/],
  ["F2 header above 100 MB", file("{}", 0, 100_000_001), /at most 100000000 bytes/],
  ["F3 header longer than the file", file("{}", 0, 900), /must fit the file. Received header=900 file=10/],
  ["F4 header not UTF-8", notUtf8, /must be UTF-8 JSON/],
  ["F5 header not JSON", file("{nope"), /must be UTF-8 JSON/],
  ["F5 header not an object", file("[]"), /must begin with {/],
  ["F6 overlap", file(`{"a":${entry("[2]", 0, 8)},"b":${entry("[2]", 4, 12)}}`, 12), /b begins at 4 instead of 8/],
  ["F7 hole", file(`{"a":${entry("[1]", 0, 4)},"b":${entry("[1]", 8, 12)}}`, 12), /b begins at 8 instead of 4/],
  ["F8 trailing bytes", file(`{"a":${entry("[1]", 0, 4)}}`, 6), /nothing may follow/],
  ["F9 two bytes missing", file(`{"a":${entry("[1]", 0, 4)}}`, 2), /must lie in the file/],
  [
    "F10 shape product overflows",
    file(`{"a":${entry("[9007199254740991,9007199254740991]", 0, 4)}}`, 4),
    /must not overflow/,
  ],
  ["F11 shape times dtype overflows", file(`{"a":${entry("[9007199254740991]", 0, 4)}}`, 4), /must not overflow/],
  ["F12 size does not fit the shape", file(`{"a":${entry("[3]", 0, 4)}}`, 4), /must fit its shape/],
  ["F13 duplicate key", file(`{"a":${entry("[1]", 0, 4)},"a":${entry("[1]", 0, 4)}}`, 4), /duplicate key "a"/],
  ["F14 offset beyond 2^53", file(`{"a":${entry("[1]", 0, "18446744073709551614")}}`, 4), /two whole numbers/],
  ["F16 a dtype that is not read", file(`{"a":${entry("[1]", 0, 1, "I8")}}`, 1), /dtype must be one of/],
  ["F16 four bits", file(`{"a":${entry("[2]", 0, 1, "I4")}}`, 1), /dtype must be one of F32, F64, F16, BF16/],
  ["prototype key", file(`{"__proto__":${entry("[1]", 0, 4)}}`, 4), /not allowed/],
];

describe("readSafetensors", () => {
  it.each(BAD)("refuses: %s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes, "w.safetensors")).toThrow(message);
    expect(() => readSafetensors(bytes, "w.safetensors")).toThrow(expect.objectContaining({ name: "InputError" }));
  });

  it("F15 reads data that is not aligned, scalars and empty tensors", () => {
    const bytes = file(`{"a":${entry("[]", 0, 4)},"b":${entry("[0,3]", 4, 4)}}`, 4);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 2.5, true);
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);
    const tensors = readSafetensors(shifted, "w");
    expect(tensors.get("a")).toEqual({ shape: [], data: Float32Array.of(2.5) });
    expect(tensors.get("b")!.data.length).toBe(0);
  });

  it("F16 converts half, bfloat16 and double precision", () => {
    const bytes = file(
      `{"a":${entry("[2]", 0, 4, "F16")},"b":${entry("[1]", 4, 6, "BF16")},"c":${entry("[1]", 6, 14, "F64")}}`,
      14,
    );
    const view = new DataView(bytes.buffer, bytes.length - 14);
    view.setUint16(0, 0x3c00, true);
    view.setUint16(2, 0xc000, true);
    view.setUint16(4, 0x4049, true);
    view.setFloat64(6, 0.25, true);
    const tensors = readSafetensors(bytes, "w");
    expect(Array.from(tensors.get("a")!.data)).toEqual([1, -2]);
    expect(tensors.get("b")!.data[0]).toBe(3.140625);
    expect(tensors.get("c")!.data[0]).toBe(0.25);
  });

  it("gives back what was written, and the same bytes for the same tensors", () => {
    const shapes = fc.array(fc.array(fc.nat(4), { maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(shapes, (all) => {
        const tensors = new Map(
          all.map((shape, i) => {
            const size = shape.reduce((product, extent) => product * extent, 1);
            return [`layer/${i}`, { shape, data: Float32Array.from({ length: size }, (_, j) => j - 0.5) }] as const;
          }),
        );
        const bytes = writeSafetensors(tensors);
        expect(readSafetensors(bytes, "w")).toEqual(tensors);
        expect(writeSafetensors(tensors)).toEqual(bytes);
      }),
    );
  });

  it("either reads a damaged file or throws an InputError", () => {
    const bytes = writeSafetensors(new Map([["a", { shape: [2, 3], data: new Float32Array(6) }]]));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, value, length) => {
        const damaged = bytes.slice(0, length);
        if (at < length) damaged[at] = value;
        try {
          readSafetensors(damaged, "w");
        } catch (error) {
          expect(error).toMatchObject({ name: "InputError" });
        }
      }),
      { numRuns: 500 },
    );
  });
});
