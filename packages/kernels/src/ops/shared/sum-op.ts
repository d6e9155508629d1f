import { defineOp, type Op, type OpCase } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { eachIndex, placeOf } from "./indices.ts";
import { mapReduce } from "./map-reduce.ts";
import { reductionBatch, reductionFuzz, reductionOf, reductionParams } from "./reduction.ts";
import { spread } from "./spread.ts";
import { broadcast } from "./strides.ts";
import { sumAll } from "./sum.ts";

interface SumOp {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  /** What a sum of so many terms is multiplied by. */
  readonly factor: (terms: number) => number;
  readonly cases: readonly OpCase[];
}

/** Declares a sum over axes, of all of them in the two stages of `sumAll`. Its gradient needs nothing of the forward pass. */
export function sumOp({ name, summary, formula, factor, cases }: SumOp): Op<"x", "y", typeof reductionParams> {
  const params = { factor: "f32" } as const;
  const forward = mapReduce({ name: `${name}.forward`, inputs: ["x"], value: "params.factor * x", params });
  const backward = mapReduce({ name: `${name}.backward`, inputs: ["gradY"], value: "params.factor * gradY", params });
  return defineOp<"x", "y", typeof reductionParams>({
    name,
    summary,
    formula,
    inputs: { x: { describe: "any shape" } },
    outputs: { y: { describe: "x without the axes, or with 1 in their place" } },
    params: reductionParams,
    shape: ({ x }, given) => ({ y: reductionOf(name, x, given).y }),
    batch: reductionBatch,
    saves: [],
    forward: (run, { x, y }, given) => {
      const { axes, terms } = reductionOf(name, x.shape, given);
      if (axes.length === x.shape.length) sumAll(run, x, y, { factor: factor(terms) });
      else
        forward(run, y, {
          space: x.shape,
          axes,
          inputs: { x: broadcast(x, x.shape) },
          params: { factor: factor(terms) },
        });
    },
    vjp: (run, _, { y: gradY }, { x: gradX }, given) => {
      if (!gradX || !gradY) return;
      const space = gradX.shape;
      const { axes, kept, terms } = reductionOf(name, space, given);
      if (axes.length === space.length) spread(run, gradY, gradX, factor(terms));
      else
        backward(run, gradX, {
          space,
          inputs: { gradY: broadcast(gradY, space, kept) },
          params: { factor: factor(terms) },
        });
    },
    reference: {
      forward: ({ x }, given) => {
        const { kept, y: shape, terms } = reductionOf(name, x.shape, given);
        const y = ndArray(shape);
        eachIndex(x.shape, (index, at) => (y.data[placeOf(index, kept)]! += x.data[at]! * factor(terms)));
        return { y };
      },
      vjp: (_, { y: gradY }, given, { x }) => {
        const { kept, terms } = reductionOf(name, x, given);
        const gradX = ndArray(x);
        eachIndex(x, (index, at) => (gradX.data[at] = gradY!.data[placeOf(index, kept)]! * factor(terms)));
        return { x: gradX };
      },
    },
    accumulation: ({ x }, given) => reductionOf(name, x!, given).terms,
    cases,
    fuzz: reductionFuzz,
  });
}
