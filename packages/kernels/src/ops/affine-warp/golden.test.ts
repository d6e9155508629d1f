import { describe, expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate } from "../shared/evaluate.ts";
import { affineWarp } from "./index.ts";

const image = [1, 4, 9, 16, 8, 2, 15, 13, 13, 15, 2, 8];

function warp(
  x: readonly number[],
  [H, W]: readonly [number, number],
  transform: readonly number[],
  params = {},
  levels?: readonly number[],
): number[] {
  const given = levels ? { levels: ndArray([levels.length / 2, 2], levels) } : {};
  const C = x.length / (H * W);
  return evaluate(
    affineWarp,
    { x: ndArray([1, C, H, W], x), transforms: ndArray([1, 8], transform), ...given },
    params,
  )["y"]!;
}

/**
 * `scipy.ndimage.affine_transform(image, [[a, b], [d, e]], [c, f], order=1, mode=mode, cval=-2)` of SciPy 1.17.1, with
 * image = [[1, 4, 9, 16], [8, 2, 15, 13], [13, 15, 2, 8]].
 */
describe("SciPy's values", () => {
  const near = [0.9, -0.35, -0.6, 0.25, 1.2, 0.45, 1, 0];
  test.each([
    ["nearest", [2.35, 7.25, 14.95, 16, 3.31, 8.5, 16, 16, 4.82, 14.0025, 14.5, 15.55]],
    ["constant", [-2, -2, -2, -2, 3.31, -2, -2, -2, 4.82, 14.0025, -2, -2]],
    ["reflect", [2.35, 7.25, 14.455, 13.9925, 3.31, 8.5, 16, 13.9, 4.82, 14.0025, 14.5, 12.4425]],
    ["wrap", [8.74, 10.255, 13.795, 3.69, 3.31, 3.82, 10.88, 7.2, 4.82, 14.0025, 3.975, 7.11]],
  ])("%s, near the identity", (fillMode, expected) => {
    const y = warp(image, [3, 4], near, { fillMode, cval: -2 });
    y.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 10));
  });

  const far = [2.1, -0.8, -4.3, 0.7, -1.9, 6.2, 1, 0];
  test.each([
    ["nearest", [16, 16, 11.8, 2.5, 16, 16, 16, 5, 16, 16, 16, 8.5]],
    ["constant", image.map(() => -2)],
    ["reflect", [11.18, 13.63, 12.04, 2.5, 8.56, 2, 8, 7.72, 1, 5.5, 13.9, 8.5]],
    ["wrap", [11.42, 5.86, 12.04, 7.7, 12.36, 15, 2.52, 7.72, 7.46, 12.86, 3.34, 8.5]],
  ])("%s, far outside", (fillMode, expected) => {
    const y = warp(image, [3, 4], far, { fillMode, cval: -2 });
    y.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 10));
  });
});

test("a quarter turn and a mirror image are exact", () => {
  const square = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(warp(square, [3, 3], [0, 1, 0, -1, 0, 2, 1, 0])).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  expect(warp(square, [3, 3], [1, 0, 0, 0, -1, 2, 1, 0])).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
});

test("half an element between two is their mean", () => {
  expect(warp([1, 3, 7], [1, 3], [1, 0, 0, 0, 1, 0.5, 1, 0])).toEqual([2, 5, 7]);
});

test("brightness multiplies what lies above black, and white is the end", () => {
  const same = [1, 0, 0, 0, 1, 0];
  expect(warp([1, 2, 4], [1, 3], [...same, 1.5, 0])).toEqual([1.5, 3, 6]);
  // Two channels of two elements: black -1 and white 2, black 2 and white 5.
  expect(warp([0, 1, 3, 4], [1, 2], [...same, 2, 0], {}, [-1, 2, 2, 5])).toEqual([1, 2, 4, 5]);
});

test("the constant counts from black and has the image's brightness", () => {
  const outside = [1, 0, 9, 0, 1, 0, 2, 0];
  expect(warp([1, 2], [1, 2], outside, { fillMode: "constant", cval: 0.5 })).toEqual([1, 1]);
  expect(warp([1, 2], [1, 2], outside, { fillMode: "constant", cval: 0.5 }, [-1, 7])).toEqual([0, 0]);
});
