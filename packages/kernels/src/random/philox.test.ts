import { expect, test } from "vitest";
import { philox4x32, uniformOf } from "./philox.ts";

const hex = (words: readonly number[]): string => words.map((word) => word.toString(16).padStart(8, "0")).join(" ");

/** Known answers of Random123's `kat_vectors` for philox4x32, 10 rounds. */
test("philox4x32 gives the known answers", () => {
  expect(hex(philox4x32([0, 0, 0, 0], [0, 0]))).toBe("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
  const ones = 0xffff_ffff;
  expect(hex(philox4x32([ones, ones, ones, ones], [ones, ones]))).toBe("408f276d 41c83b0e a20bc7c6 6d5451fd");
  const counter = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344] as const;
  expect(hex(philox4x32(counter, [0xa409_3822, 0x299f_31d0]))).toBe("d16cfe09 94fdcceb 5001e420 24126ea1");
});

test("uniformOf stays in [0, 1) and is exact in float32", () => {
  expect(uniformOf(0)).toBe(0);
  expect(uniformOf(0xffff_ffff)).toBe(1 - 2 ** -24);
  expect(Math.fround(uniformOf(0xdead_beef))).toBe(uniformOf(0xdead_beef));
});
