import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { pad } from "./index.ts";

test("beginnings come before ends", () => {
  expect(shapesOf(pad, { x: [2, 3] }, { pads: [1, 0, 2, 4] })).toEqual({ y: [5, 7] });
  expect(shapesOf(pad, { x: [2, 3] }, { pads: [1, 2], axes: [-1] })).toEqual({ y: [2, 6] });
  expect(shapesOf(pad, { x: [2, 3] })).toEqual({ y: [2, 3] });
  const x = ndArray([1, 2], [1, 2]);
  expect(evaluate(pad, { x }, { pads: [0, 1, 1, 0], value: 9 })["y"]).toEqual([9, 1, 2, 9, 9, 9]);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(pad, { x: [2, 3] }, { pads: [1, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: pad: pads must have two numbers for each axis. Received x=[2,3] pads=[1,1]. Pass the beginnings of all axes, then the ends.]`,
  );
  expect(() => shapesOf(pad, { x: [2] }, { pads: [-1, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: pad.pads: must be one or more integers from 0 to 65535. Received pads=[-1,0].]`,
  );
  expect(() => shapesOf(pad, { x: [2] }, { pads: [1, 0], axes: [1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: pad: axes must be from -1 to 0 for a shape of [2]. Received axes=1.]`,
  );
  expect(() => shapesOf(pad, { x: [2, 3] }, { pads: [1, 0, 1, 0], axes: [1, -1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: pad: no axis may be named twice. Received x=[2,3] pads=[1,0,1,0] axes=[1,-1]. Pass the beginnings of all axes, then the ends.]`,
  );
});
