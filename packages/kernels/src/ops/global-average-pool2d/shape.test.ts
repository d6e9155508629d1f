import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { globalAveragePool2d } from "./index.ts";

test("one number for each plane", () => {
  expect(shapesOf(globalAveragePool2d, { x: [8, 64, 7, 5] })["y"]).toEqual([8, 64]);
  const x = ndArray([1, 2, 2, 2], [1, 2, 3, 6, -1, -3, -1, -3]);
  expect(evaluate(globalAveragePool2d, { x })).toEqual({ y: [3, -2] });
});

test("what is no image is refused", () => {
  expect(() => shapesOf(globalAveragePool2d, { x: [8, 64] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: globalAveragePool2d: x must have 4 dimensions, none of them empty. Received x=[8,64]. Pass [N,C,H,W].]`,
  );
  expect(() => shapesOf(globalAveragePool2d, { x: [8, 64, 0, 5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: globalAveragePool2d: x must have 4 dimensions, none of them empty. Received x=[8,64,0,5]. Pass [N,C,H,W].]`,
  );
});
