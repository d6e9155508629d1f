import { expect, test } from "vitest";
import type { AnyOp } from "../../op/any-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import {
  abs,
  elu,
  erf,
  exp,
  gelu,
  hardshrink,
  hardSigmoid,
  leakyRelu,
  log,
  negative,
  selu,
  silu,
  softplus,
  softsign,
  sqrt,
  square,
  tanh,
} from "../index.ts";
import { evaluate, shapesOf } from "./evaluate.ts";

/** Rounded results of the formulas as Keras' documentation and tests print them. */
const known: readonly (readonly [AnyOp, x: number, y: number, digits: number])[] = [
  [abs, -3, 3, 12],
  [erf, 0.25, 0.2763263901682369, 14],
  [erf, 1, 0.8427007929497149, 14],
  [erf, -2, -0.9953222650189527, 14],
  [log, 10, Math.LN10, 14],
  [log, 0, -126 * Math.LN2, 10],
  [negative, 3, -3, 12],
  [sqrt, 2, Math.SQRT2, 14],
  [sqrt, -2, 0, 14],
  [square, -3, 9, 12],
  [elu, -10, -0.9999546, 7],
  [elu, 5, 5, 12],
  [exp, 3, 20.085537, 6],
  [exp, 1e4, Math.fround(1e38), 0],
  [gelu, -8, -4.976768459417456e-15, 26],
  [gelu, -3, -0.004049694094890287, 15],
  [gelu, 1, 0.8413447460685429, 14],
  [gelu, 3, 2.99595030590511, 13],
  [hardSigmoid, -1, 1 / 3, 12],
  [hardSigmoid, 3, 1, 12],
  [hardshrink, 0.5, 0, 12],
  [hardshrink, -0.6, -0.6, 12],
  [leakyRelu, -1, -0.2, 12],
  [selu, 1, 1.050701, 6],
  [selu, -1, -1.1113307, 7],
  [silu, 1, 0.7310586, 7],
  [silu, -20, -4.1223072e-8, 14],
  [softplus, -20, 2.0611537e-9, 15],
  [softplus, 1, 1.3132617, 7],
  [softsign, -1, -0.5, 12],
  [softsign, 3, 0.75, 12],
  [tanh, -3, -0.99505475, 8],
  [tanh, 1, 0.7615942, 7],
];

test.each(known.map((row) => [row[0].name, ...row] as const))("%s", (_, op, x, y, digits) => {
  expect(evaluate(op, { x: ndArray([1], [x]) })["y"]![0]).toBeCloseTo(y, digits);
});

test("any shape goes, params that make no sense do not", () => {
  expect(shapesOf(tanh, { x: [] })).toEqual({ y: [] });
  expect(shapesOf(leakyRelu, { x: [2, 3] })).toEqual({ y: [2, 3] });
  expect(() => shapesOf(leakyRelu, { x: [2] }, { negativeSlope: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: leakyRelu.negativeSlope: must be a number from 0 to Infinity. Received negativeSlope=-1.]`,
  );
  expect(() => shapesOf(elu, { x: [2] }, { alpha: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: elu.alpha: must be a number from 0 to Infinity. Received alpha=-1.]`,
  );
  expect(() => shapesOf(hardshrink, { x: [2] }, { threshold: Infinity })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: hardshrink.threshold: must be a number from 0 to Infinity. Received threshold=Infinity.]`,
  );
  expect(() => shapesOf(gelu, { x: [2] }, { approximate: false })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: gelu: takes no such param. Received param=approximate. Known params: none.]`,
  );
});
