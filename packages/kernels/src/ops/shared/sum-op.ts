import type { Op, OpCase } from "../../op/define-op.ts";
import { mapReduce } from "./map-reduce.ts";
import { overX, reductionOp } from "./reduction-op.ts";
import type { reductionParams } from "./reduction.ts";
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
export function sumOp({ factor: factorOf, ...spec }: SumOp): Op<"x", "y", typeof reductionParams> {
  const params = { factor: "f32" } as const;
  const { name } = spec;
  const forward = mapReduce({ name: `${name}.forward`, inputs: ["x"], value: "params.factor * x", params });
  const backward = mapReduce({ name: `${name}.backward`, inputs: ["gradY"], value: "params.factor * gradY", params });
  return reductionOp({
    ...spec,
    saves: [],
    forward: (run, { x, y }, { space, axes, terms }) => {
      const factor = factorOf(terms);
      if (axes.length === space.length) sumAll(run, x, y, { factor });
      else forward(run, y, { space, axes, inputs: { x: broadcast(x, space) }, params: { factor } });
    },
    vjp: (run, _, { gradX, gradY }, reduction) => {
      const { space, axes, terms } = reduction;
      const factor = factorOf(terms);
      if (axes.length === space.length) spread(run, gradY, gradX, factor);
      else backward(run, gradX, { space, inputs: { gradY: overX(gradY, reduction) }, params: { factor } });
    },
    reference: {
      forward: ({ x, y }, { places, terms }) =>
        x.data.forEach((value, at) => (y.data[places[at]!]! += value * factorOf(terms))),
      vjp: (_, { gradX, gradY }, { places, terms }) =>
        places.forEach((place, at) => (gradX.data[at] = gradY.data[place]! * factorOf(terms))),
    },
  });
}
