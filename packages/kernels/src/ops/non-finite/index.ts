import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";
import { reset, scan } from "./scan.ts";
import { shape } from "./shape.ts";

/**
 * Where the first NaN or infinity stands: the smallest flat index whose exponent bits are all ones, 0xffffffff if none.
 *
 * x of any shape, index u32 [1]. Not differentiable. Throws a ShapeError for an empty x.
 *
 * @example
 * const { index } = device.forward(nonFinite, { x: gradients }, {});
 */
export const nonFinite = defineOp({
  name: "nonFinite",
  summary: "Index of the first NaN or infinity.",
  formula: "index = min { i : x_i is NaN or infinite }",
  inputs: { x: { differentiable: false, describe: "any shape" } },
  outputs: { index: { differentiable: false, dtype: "u32", describe: "[1], 0xffffffff if all are finite" } },
  params: {},
  shape,
  saves: [],
  forward: (run, { x, index }) => {
    run(reset, { index }, { constants: {}, params: {} });
    run(scan, { x, index }, { constants: {}, params: { count: sizeOf(x.shape) } });
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => {
    const chance = random() * 0.02;
    return {
      inputs: { x: [1 + Math.floor(random() * 2000)] },
      fill: { x: (_, draw) => (draw() < chance ? NaN : draw()) },
    };
  },
});
