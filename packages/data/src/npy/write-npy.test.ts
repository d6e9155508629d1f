import { UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNpy } from "./read-npy.ts";
import { writeNpy } from "./write-npy.ts";

describe("writeNpy", () => {
  it("writes NumPy's header, 64-byte aligned", () => {
    // As numpy.save (1.24 and 2.4) writes numpy.zeros((2, 3), '<f4').
    const text = Buffer.from(writeNpy([2, 3], new Float32Array(6))).toString("latin1");
    expect(text.slice(0, 128)).toBe(
      `\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }${" ".repeat(58)}\n`,
    );
    expect(text).toHaveLength(128 + 24);
    expect(Buffer.from(writeNpy([4], new Uint8Array(4))).toString("latin1")).toContain(
      "'|u1', 'fortran_order': False, 'shape': (4,), }",
    );
    expect(Buffer.from(writeNpy([], Float64Array.of(1))).toString("latin1")).toContain("'shape': (), }");
  });

  it("refuses a shape that does not fit", () => {
    expect(() => writeNpy([2, 2], new Float32Array(3))).toThrow(UsageError);
    expect(() => writeNpy([-1, -3], new Float32Array(3))).toThrow(UsageError);
    expect(() => writeNpy([0.5, 6], new Float32Array(3))).toThrow(UsageError);
  });

  it("writes what readNpy reads", () => {
    const arrays = fc.oneof(
      fc.float32Array(),
      fc.float64Array(),
      fc.uint8Array(),
      fc.int8Array(),
      fc.uint16Array(),
      fc.int16Array(),
      fc.uint32Array(),
      fc.int32Array(),
    );
    fc.assert(
      fc.property(arrays, (data) => {
        const array = readNpy(writeNpy([data.length, 1], data), "x.npy");
        expect(array.shape).toEqual([data.length, 1]);
        expect(array.data).toEqual(data);
      }),
    );
  });
});
