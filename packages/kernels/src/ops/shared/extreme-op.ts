import { defineOp, type Op } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { eachIndex, placeOf } from "./indices.ts";
import { fold, mapReduce } from "./map-reduce.ts";
import { reductionBatch, reductionCases, reductionFuzz, reductionOf, reductionParams } from "./reduction.ts";
import { broadcast } from "./strides.ts";

interface ExtremeOp {
  readonly name: "max" | "min";
  readonly summary: string;
}

/** How many elements of x are as large as their y. */
const matches = mapReduce({
  name: "shared.matches",
  inputs: ["x", "y"],
  value: "select(0.0, 1.0, x == y)",
});

const backward = mapReduce({
  name: "shared.backwardExtreme",
  inputs: ["x", "y", "count", "gradY"],
  value: "select(0.0, gradY / count, x == y)",
});

/** Declares the largest or the smallest element over axes. All elements that are as large share its gradient. */
export function extremeOp({ name, summary }: ExtremeOp): Op<"x", "y", typeof reductionParams> {
  return defineOp<"x", "y", typeof reductionParams>({
    name,
    summary,
    formula: `y = ${name}(x)`,
    inputs: { x: { describe: "any shape" } },
    outputs: { y: { describe: "x without the axes, or with 1 in their place" } },
    params: reductionParams,
    shape: ({ x }, given) => ({ y: reductionOf(name, x, given).y }),
    batch: reductionBatch,
    saves: ["x", "y"],
    forward: (run, { x, y }, given) => {
      const { axes } = reductionOf(name, x.shape, given);
      fold[name](run, y, { space: x.shape, axes, inputs: { x: broadcast(x, x.shape) } });
    },
    vjp: (run, { x, y }, { y: gradY }, { x: gradX }, given) => {
      if (!gradX || !gradY) return;
      const space = x.shape;
      const { axes, kept } = reductionOf(name, space, given);
      const count = run.scratch(y.shape);
      const both = { x: broadcast(x, space), y: broadcast(y, space, kept) };
      matches(run, count, { space, axes, inputs: both });
      const inputs = { ...both, count: broadcast(count, space, kept), gradY: broadcast(gradY, space, kept) };
      backward(run, gradX, { space, inputs });
    },
    reference: {
      forward: ({ x }, given) => {
        const { kept, y: shape } = reductionOf(name, x.shape, given);
        const y = ndArray(shape);
        y.data.fill(name === "max" ? -Infinity : Infinity);
        eachIndex(x.shape, (index, at) => {
          const place = placeOf(index, kept);
          y.data[place] = Math[name](y.data[place]!, x.data[at]!);
        });
        return { y };
      },
      vjp: ({ x, y }, { y: gradY }, given) => {
        const { kept } = reductionOf(name, x.shape, given);
        const [gradX, count] = [ndArray(x.shape), ndArray(y.shape)];
        const eachMatch = (visit: (place: number, at: number) => void): void =>
          eachIndex(x.shape, (index, at) => {
            const place = placeOf(index, kept);
            if (x.data[at] === y.data[place]) visit(place, at);
          });
        eachMatch((place) => (count.data[place]! += 1));
        eachMatch((place, at) => (gradX.data[at] = gradY!.data[place]! / count.data[place]!));
        return { x: gradX };
      },
    },
    accumulation: () => 1,
    cases: [
      ...reductionCases(),
      { name: "ties", inputs: { x: [5, 7] }, params: { axes: [1] }, fill: { x: (i) => (i % 3) - 1 } },
    ],
    fuzz: reductionFuzz,
  });
}
