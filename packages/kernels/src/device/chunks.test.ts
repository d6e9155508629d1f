import { describe, expect, it } from "vitest";
import { ops } from "../index.ts";
import { chunksOf } from "./chunks.ts";

const of = (shapes: Record<string, number[]>, maxBytes: number) =>
  chunksOf(ops.maxPool2d, shapes, ["x", "y"], maxBytes, 64);

describe("chunksOf", () => {
  it("leaves whole what fits", () => {
    expect(of({ x: [7, 1, 8, 8], y: [7, 1, 4, 4] }, 7 * 256)).toEqual([{ start: 0, count: 7 }]);
  });

  it("cuts by the largest array, the last part short", () => {
    expect(of({ x: [7, 1, 8, 8], y: [7, 1, 8, 8] }, 3 * 256)).toEqual([
      { start: 0, count: 3 },
      { start: 3, count: 3 },
      { start: 6, count: 1 },
    ]);
  });

  it("begins where a binding may begin, for every array", () => {
    // 16 elements of y a sample: only every fourth begins at a multiple of 64.
    expect(of({ x: [9, 1, 8, 8], y: [9, 1, 4, 4] }, 6 * 256).map(({ start }) => start)).toEqual([0, 4, 8]);
  });

  it("refuses a sample that does not fit, and arrays that cannot be cut", () => {
    expect(() => of({ x: [2, 1, 8, 8] }, 255)).toThrowErrorMatchingInlineSnapshot(
      `[DeviceError: maxPool2d: x must fit a binding of 255 bytes on this adapter. Received x=[2,1,8,8] bytes=512. Use a smaller --batch-size, fewer --filters or a smaller --image-size.]`,
    );
    expect(() => chunksOf(ops.batchNorm, { x: [64, 64] }, [], 1024, 64)).toThrow(
      /batchNorm: x must fit a binding of 1024 bytes/,
    );
    expect(() => chunksOf(ops.conv2d, { x: [2, 1, 8, 8], filter: [9, 9, 9, 9] }, ["x", "y"], 1024, 64)).toThrow(
      /conv2d: filter must fit/,
    );
  });
});
