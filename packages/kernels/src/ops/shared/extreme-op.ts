import type { Op } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { fold, mapReduce } from "./map-reduce.ts";
import { overX, reductionOp } from "./reduction-op.ts";
import { reductionCases, type reductionParams } from "./reduction.ts";
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
  return reductionOp({
    name,
    summary,
    formula: `y = ${name}(x)`,
    saves: ["x", "y"],
    forward: (run, { x, y }, { space, axes }) =>
      fold[name](run, y, { space, axes, inputs: { x: broadcast(x, space) } }),
    vjp: (run, { x, y }, { gradX, gradY }, reduction) => {
      const { space, axes } = reduction;
      const count = run.scratch(y.shape);
      const both = { x: broadcast(x, space), y: overX(y, reduction) };
      matches(run, count, { space, axes, inputs: both });
      const inputs = { ...both, count: overX(count, reduction), gradY: overX(gradY, reduction) };
      backward(run, gradX, { space, inputs });
    },
    reference: {
      forward: ({ x, y }, { places }) => {
        y.data.fill(name === "max" ? -Infinity : Infinity);
        places.forEach((place, at) => (y.data[place] = Math[name](y.data[place]!, x.data[at]!)));
      },
      vjp: ({ x, y }, { gradX, gradY }, { places }) => {
        const count = ndArray(y.shape);
        const matching = (place: number, at: number): boolean => x.data[at] === y.data[place];
        places.forEach((place, at) => (count.data[place]! += matching(place, at) ? 1 : 0));
        places.forEach((place, at) => {
          if (matching(place, at)) gradX.data[at] = gradY.data[place]! / count.data[place]!;
        });
      },
    },
    accumulation: () => 1,
    cases: [
      ...reductionCases(),
      { name: "ties", inputs: { x: [5, 7] }, params: { axes: [1] }, fill: { x: (i) => (i % 3) - 1 } },
    ],
  });
}
