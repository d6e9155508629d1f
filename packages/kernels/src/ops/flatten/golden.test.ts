import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate } from "../shared/evaluate.ts";
import { flatten } from "./index.ts";

/** Keras' Flatten for channels first: what goes into Dense is in the order (h, w, c). */
test("pixels stay together, with all of their channels", () => {
  const [red, green] = [
    [1, 2, 3, 4, 5, 6],
    [10, 20, 30, 40, 50, 60],
  ];
  const { y } = evaluate(flatten, { x: ndArray([1, 2, 2, 3], [...red, ...green]) });
  expect(y).toEqual([1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]);
});
