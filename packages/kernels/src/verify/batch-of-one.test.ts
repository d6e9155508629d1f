import { expect, test } from "vitest";
import type { AnyOp } from "../op/any-op.ts";
import { softmax } from "../ops/index.ts";
import { batchOfOne } from "./batch-of-one.ts";

const samples = { name: "samples", inputs: { x: [7, 5] } };
const withBatch = (batch: readonly string[]): AnyOp => ({ ...(softmax as AnyOp), batch });

test("one sample is left of an input that runs along the batch", () => {
  expect(batchOfOne(withBatch(["x", "y"]), samples)?.inputs).toEqual({ x: [1, 5] });
});

test("a first input that the op does not name among its batch, such as a table, keeps its extent", () => {
  expect(batchOfOne(withBatch([]), samples)).toBeUndefined();
});
