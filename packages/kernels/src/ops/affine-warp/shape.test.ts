import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { affineWarp } from "./index.ts";

const inputs = { x: [2, 3, 5, 7], transforms: [2, 8] };

test("y has the shape of x", () => {
  expect(shapesOf(affineWarp, inputs)).toEqual({ y: [2, 3, 5, 7] });
  expect(shapesOf(affineWarp, { ...inputs, levels: [3, 2] })).toEqual({ y: [2, 3, 5, 7] });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(affineWarp, { ...inputs, x: [5, 7] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp: x must have 4 dimensions. Received x=[5,7]. Pass [N,C,H,W].]`,
  );
  expect(() => shapesOf(affineWarp, { ...inputs, x: [2, 3, 0, 7] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp: x must have at least one element. Received x=[2,3,0,7].]`,
  );
  expect(() => shapesOf(affineWarp, { ...inputs, transforms: [1, 8] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp: transforms must have the shape [2,8] of one transform a sample. Received transforms=[1,8].]`,
  );
  expect(() => shapesOf(affineWarp, { ...inputs, transforms: [2, 6] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp: transforms must have the shape [2,8] of one transform a sample. Received transforms=[2,6].]`,
  );
  expect(() => shapesOf(affineWarp, { ...inputs, levels: [2, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp: levels must have the shape [3,2] of black and white of every channel. Received levels=[2,2].]`,
  );
  expect(() => shapesOf(affineWarp, inputs, { fillMode: "mirror" })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp.fillMode: must be "nearest" or "constant" or "reflect" or "wrap". Received fillMode="mirror".]`,
  );
  expect(() => shapesOf(affineWarp, inputs, { cval: Infinity })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp.cval: must be a finite number. Received cval=Infinity.]`,
  );
});
