import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { gather } from "./index.ts";

test("the shape of indices stands where the axis was", () => {
  expect(shapesOf(gather, { x: [7, 5], indices: [2, 3] })).toEqual({ y: [2, 3, 5] });
  expect(shapesOf(gather, { x: [7, 5], indices: [] }, { axis: -1 })).toEqual({ y: [7] });
});

test("known values, and an index beyond the end", () => {
  const x = ndArray([3, 2], [1, 2, 3, 4, 5, 6]);
  const indices = ndArray([3], [2, 0, 9]);
  expect(evaluate(gather, { x, indices })["y"]).toEqual([5, 6, 1, 2, 5, 6]);
  const gradY = ndArray([3, 2], [1, 10, 2, 20, 3, 30]);
  const gradient = gather.reference.vjp!(
    { x, indices, y: gradY },
    { y: gradY },
    { axis: 0 },
    { x: [3, 2], indices: [3] },
  );
  expect([...gradient.x!.data]).toEqual([2, 20, 0, 0, 4, 40]);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(gather, { x: [], indices: [1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: gather: a scalar has no axes. Received axis=0.]`,
  );
  expect(() => shapesOf(gather, { x: [2], indices: [1] }, { axis: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: gather: axis must be from -1 to 0 for a shape of [2]. Received axis=1.]`,
  );
  expect(() => shapesOf(gather, { x: [2], indices: [0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: gather: indices must have at least one element. Received indices=[0].]`,
  );
});
