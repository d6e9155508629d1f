import { describe, expect, test } from "vitest";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { resolveParams } from "../../op/params.ts";
import { averagePool2d } from "./index.ts";

/**
 * Means as quotients of correlations with ones, of the padded plane and of a padded plane of ones, and gradients as the
 * values of the linear map at unit vectors. Made with numpy 2.4 and scipy 1.17 by
 *
 *   def slide(plane, taps, strides, padding):
 *       return scipy.signal.correlate2d(np.pad(plane, padding), taps, "valid")[::strides[0], ::strides[1]]
 *   def mean(x, pool, strides, padding):
 *       counts = slide(np.ones_like(x), np.ones(pool), strides, padding)
 *       return slide(x, np.ones(pool), strides, padding) / counts
 *   gradient = [(mean(unit.reshape(5, 4), ...) * upstream).sum() for unit in np.eye(20)]
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
    given: { poolSize: 3, strides: 2, padding: "same" },
    y: [-0.5, 1.75, 0.555555556, 0.666666667, 1, 0.5],
    gradX: [
      [-0.333333333, -0.333333333, -0.083333333, 0.25, -0.444444444, -0.444444444, 0.138888889, 0.583333333],
      [-0.111111111, -0.111111111, 0.222222222, 0.333333333, -0.111111111, -0.111111111, -0.277777778, -0.166666667],
      [0, 0, -0.5, -0.5],
    ].flat(),
  },
  {
    given: {
      poolSize: [2, 3],
      strides: [1, 2],
      padding: [
        [1, 0],
        [2, 1],
      ],
    },
    y: [-5, -1.666666667, 1.5, -2, -0.5, 1.75, -1.5, 0, -0.5, -1, 0.5, 0, -0.5, 1, 0.5],
    gradX: [
      [-0.666666667, 0.333333333, -0.666666667, -1, 1.333333333, -0.166666667, -0.166666667, 0],
      [0, -0.5, 0.25, 0.75, -0.5, 0, 0.25, 0.25],
      [-0.166666667, 0.333333333, 0.333333333, 0],
    ].flat(),
  },
])("$given", ({ given, y, gradX }) => {
  const params = resolveParams("averagePool2d", averagePool2d.params, given);
  const x = cycle([1, 1, 5, 4], 7, 11, 5);
  const forward = averagePool2d.reference.forward({ x }, params).y;
  const rounded = ({ data }: NdArray): number[] => Array.from(data, (value) => Math.round(value * 1e9) / 1e9 + 0);

  test("means", () => expect(rounded(forward)).toEqual(y));
  test("gradients", () => {
    const upstream = { y: cycle([...forward.shape], 3, 5, 2) };
    const { x: found } = averagePool2d.reference.vjp!({ x, y: forward }, upstream, params, { x: x.shape });
    expect(rounded(found!)).toEqual(gradX);
  });
});
