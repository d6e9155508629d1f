import { defineOp, type Op, type OpCase } from "../../op/define-op.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { placesIn } from "./indices.ts";
import { reductionBatch, reductionFuzz, reductionOf, reductionParams, type Reduction } from "./reduction.ts";
import { broadcast, type Walk } from "./strides.ts";

type Values<T> = Readonly<Record<"x" | "y", T>>;
type Gradients<T> = Readonly<Record<"gradX" | "gradY", T>>;
/** A reduction, and which element of y each element of x is part of. */
type Placed = Reduction & { readonly places: Uint32Array };

/** The same in float64, writing y and gradX, which are zeros at first. */
export interface ReductionReference {
  forward(values: Values<NdArray>, reduction: Placed): void;
  vjp(values: Values<NdArray>, gradients: Gradients<NdArray>, reduction: Placed): void;
}

interface ReductionOp {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  /** What `vjp` may read of x and y. */
  readonly saves: readonly ("x" | "y")[];
  forward(run: Launcher, values: Values<ArrayHandle>, reduction: Reduction): void;
  vjp(run: Launcher, values: Values<ArrayHandle>, gradients: Gradients<ArrayHandle>, reduction: Reduction): void;
  readonly reference: ReductionReference;
  /** How many of so many terms are added up; by default all. */
  readonly accumulation?: (terms: number) => number;
  readonly cases: readonly OpCase[];
}

/** An array of the size of y, broadcast over x. */
export const overX = (array: ArrayHandle, { space, kept }: Reduction): Walk => broadcast(array, space, kept);

/** Declares an op that makes one number of the elements along some axes, for every index of the others. */
export function reductionOp(spec: ReductionOp): Op<"x", "y", typeof reductionParams> {
  const { name, saves, reference, accumulation = (terms) => terms } = spec;
  const placed = (reduction: Reduction): Placed => ({
    ...reduction,
    places: placesIn(reduction.kept, reduction.space),
  });
  return defineOp<"x", "y", typeof reductionParams>({
    name,
    summary: spec.summary,
    formula: spec.formula,
    inputs: { x: { describe: "any shape" } },
    outputs: { y: { describe: "x without the axes, or with 1 in their place" } },
    params: reductionParams,
    shape: ({ x }, given) => ({ y: reductionOf(name, x, given).y }),
    batch: reductionBatch,
    saves,
    forward: (run, values, given) => spec.forward(run, values, reductionOf(name, values.x.shape, given)),
    vjp: (run, values, { y: gradY }, { x: gradX }, given) => {
      if (gradX && gradY) spec.vjp(run, values, { gradX, gradY }, reductionOf(name, gradX.shape, given));
    },
    reference: {
      forward: ({ x }, given) => {
        const reduction = reductionOf(name, x.shape, given);
        const y = ndArray(reduction.y);
        reference.forward({ x, y }, placed(reduction));
        return { y };
      },
      vjp: (values, { y: gradY }, given, shapes) => {
        const gradX = ndArray(shapes.x);
        reference.vjp(values, { gradX, gradY: gradY! }, placed(reductionOf(name, shapes.x, given)));
        return { x: gradX };
      },
    },
    accumulation: ({ x }, given) => accumulation(reductionOf(name, x!, given).terms),
    cases: spec.cases,
    fuzz: reductionFuzz,
  });
}
