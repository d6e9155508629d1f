import { expect, test } from "vitest";
import { DEFAULT_TRAITS, shapesOf, traceOp } from "../../verify/index.ts";
import { matmul } from "./index.ts";
import { splitsOf } from "./multiply.ts";

const variants = (a: readonly number[], b: readonly number[], traits: object, params = {}): string[] =>
  traceOp(matmul, shapesOf(matmul, { inputs: { a, b }, params }), { traits: { ...DEFAULT_TRAITS, ...traits } })
    .filter(({ kernel }) => kernel.name === "matmul.product")
    .map(({ variant }) => variant);

test("long sums are cut where y is small, in parts that cover them", () => {
  const whole = { M: 16, N: 32, samples: undefined };
  expect(splitsOf({ ...whole, K: 511 })).toEqual({ splits: 1, depth: 512 });
  expect(splitsOf({ ...whole, K: 1031 })).toEqual({ splits: 4, depth: 272 });
  expect(splitsOf({ ...whole, K: 1_000_000 })).toEqual({ splits: 64, depth: 15_632 });
  expect(splitsOf({ ...whole, M: 256, N: 256, K: 65_536 })).toEqual({ splits: 1, depth: 65_536 });
});

test("the number of samples does not change how one of them is added up", () => {
  const splits = [1, 8, 4096].map((M) => splitsOf({ M, N: 10, K: 1024, samples: "rows" }));
  expect(new Set(splits.map((one) => JSON.stringify(one))).size).toBe(1);
});

test("software shares loads between lanes, but for few columns, rows or terms", () => {
  const eight = { cpu: true, subgroupSize: 8 };
  expect(variants([3, 64], [64, 10], eight)).toEqual(["lanes8x16x32", "lanes8x16x32", "lanes8x16x32"]);
  expect(variants([3, 64], [64, 7], eight)).toEqual(["private", "lanes8x16x32", "private"]);
  expect(variants([64, 1], [1, 64], eight)).toEqual(["private", "private", "private"]);
  expect(variants([3, 64], [64, 10], { cpu: true, subgroupSize: 4 })).toContain("lanes4x16x16");
  expect(variants([3, 64], [64, 10], { cpu: true, subgroupSize: 0 })).toEqual(["private", "private", "private"]);
});

test("GPUs have tiles in workgroup memory where rows are long enough", () => {
  expect(variants([64, 64], [64, 32], { cpu: false, subgroupSize: 8 })).toEqual([
    "workgroup",
    "workgroup",
    "workgroup",
  ]);
  expect(variants([64, 64], [64, 31], { cpu: false, subgroupSize: 8 })).toEqual(["private", "workgroup", "private"]);
});
