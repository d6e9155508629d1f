import { describe, expect, test } from "vitest";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { resolveParams } from "../../op/params.ts";
import { depthwiseConv2d } from "./index.ts";

/**
 * Whole numbers, hence exact. Made with numpy 2.4 and scipy 1.17 by spreading the taps with zeros, correlating the padded
 * plane, and leaving out what strides skip; gradients are the values of the linear maps at unit vectors:
 *
 *   def slide(plane, taps, strides, dilations, padding):
 *       spread = np.zeros([d * (n - 1) + 1 for d, n in zip(dilations, taps.shape)])
 *       spread[::dilations[0], ::dilations[1]] = taps
 *       return scipy.signal.correlate2d(np.pad(plane, padding), spread, "valid")[::strides[0], ::strides[1]]
 *   y = np.stack([slide(x[c], filter[:, :, c, m], ...) for c in range(2) for m in range(2)])
 *
 * "same" is padding [[1,1],[0,1]] there.
 */
const cycle = (shape: number[], step: number, period: number, shift: number): NdArray => {
  const array = ndArray(shape);
  array.data.forEach((_zero, i) => (array.data[i] = ((step * i) % period) - shift));
  return array;
};

describe.each([
  {
    given: { strides: [2, 1], padding: "same" },
    y: [
      [-5, -2, 1, 10, -15, 21, -20, -10, -14, 29, -16, -11, 5, -4, -13, 0, -2, -12, 0, -2, -2, 1, 15, 2],
      [1, 34, 1, -13, -26, 0, 4, -12, -8, 5, -4, -8, 5, -8, -10, 3, 0, -26, 3, 13, 34, 1, 1, 16],
    ].flat(),
    gradX: [
      [-4, 1, -3, 3, 4, 6, -13, 13, 0, -5, 1, -3, -12, 5, 6, -13, 4, 4, -5, 1],
      [3, 3, 8, 3, 5, -5, 0, 0, -10, -7, 3, 8, 4, 10, -5, 0, 2, -7, -7, 3],
    ].flat(),
    gradFilter: [5, 3, -14, 16, -14, 1, 25, -12, 12, -8, 3, -13, 2, -16, -1, 11, -1, 7, -14, -14, 1, 6, -11, 12],
  },
  {
    given: {
      strides: [1, 2],
      dilations: [2, 1],
      padding: [
        [1, 0],
        [0, 2],
      ],
    },
    y: [1, 7, 0, 12, 18, 0, 5, -13, 0, -17, 18, 0, -24, 9, 0, 10, -4, 0, 3, -1, 0, 14, -5, 0],
    gradX: [
      [-6, 6, -4, -2, -4, -3, 2, 2, 4, 2, 0, 2, -2, -1, 2, 2, 0, -2, 4, 6],
      [-2, -1, 2, 2, 8, 7, -4, -6, 7, 8, -5, -5, -1, -2, 6, 4, -5, -4, 2, 2],
    ].flat(),
    gradFilter: [-10, 4, -11, 8, 4, -10, 4, -3, -6, -1, -8, 4, 12, 7, -8, 7, -5, -3, -8, 6, 13, 5, 3, -13],
  },
])("$given", ({ given, y, gradX, gradFilter }) => {
  const params = resolveParams("depthwiseConv2d", depthwiseConv2d.params, given);
  const inputs = { x: cycle([1, 2, 5, 4], 7, 11, 5), filter: cycle([3, 2, 2, 2], 5, 7, 3), bias: ndArray([4]) };
  const forward = depthwiseConv2d.reference.forward(inputs, params).y;

  test("y", () => expect([...forward.data]).toEqual(y));
  test("gradients", () => {
    const shapes = { x: inputs.x.shape, filter: inputs.filter.shape, bias: inputs.bias.shape };
    const upstream = { y: cycle([...forward.shape], 3, 5, 2) };
    const gradients = depthwiseConv2d.reference.vjp!({ ...inputs, y: forward }, upstream, params, shapes);
    expect([...gradients.x!.data]).toEqual(gradX);
    expect([...gradients.filter!.data]).toEqual(gradFilter);
  });
});
