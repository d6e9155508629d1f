import type { OpCase } from "../../op/define-op.ts";
import { boolean, type ParamValues } from "../../op/params.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { axesOf, optionalAxes } from "./axes.ts";
import { requireElements } from "./require.ts";
import { spreadOut } from "./unary.ts";

/** Which axes are reduced, by default all, and whether they stay as extents of 1. */
export const reductionParams = { axes: optionalAxes(), keepdims: boolean(false) };
export type ReductionParams = ParamValues<typeof reductionParams>;

export interface Reduction {
  /** Of x. */
  readonly space: Shape;
  /** Ascending. */
  readonly axes: readonly number[];
  /** Of the result, reduced axes kept: it is broadcast over x. */
  readonly kept: Shape;
  /** Of the result as the params want it. */
  readonly y: Shape;
  /** Elements of x for each of y. */
  readonly terms: number;
}

/** What a reduction of x does. Throws a ShapeError for an x without elements, and for axes that it does not have. */
export function reductionOf(subject: string, x: Shape, { axes: given, keepdims }: ReductionParams): Reduction {
  requireElements(subject, "x", x);
  const axes = given ? axesOf(subject, x, given) : x.map((_, axis) => axis);
  const kept = x.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const y = keepdims ? kept : x.filter((_, axis) => !axes.includes(axis));
  return { space: x, axes, kept, y, terms: sizeOf(x) / sizeOf(y) };
}

/** x and y run along the batch unless the first axis is reduced. */
export function reductionBatch(
  { x }: Readonly<Partial<Record<"x", Shape>>>,
  { axes }: ReductionParams,
): readonly ("x" | "y")[] {
  return x && axes && !axes.some((one) => one === 0 || one === -x.length) ? ["x", "y"] : [];
}

const shapes: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1] } },
  { name: "scalar", inputs: { x: [] } },
  { name: "odd primes", inputs: { x: [3, 5, 7] } },
  { name: "the first axis", inputs: { x: [3, 5, 7] }, params: { axes: [0] } },
  { name: "the middle axis, kept", inputs: { x: [3, 5, 7] }, params: { axes: 1, keepdims: true } },
  { name: "the last two axes", inputs: { x: [3, 5, 7] }, params: { axes: [-1, 1] } },
  { name: "alternate axes", inputs: { x: [2, 3, 5, 7] }, params: { axes: [0, 2] } },
  { name: "the middle axis of vectors", inputs: { x: [3, 5, 8] }, params: { axes: [1] } },
  { name: "no axes", inputs: { x: [3, 5] }, params: { axes: [] } },
  { name: "rows in several stages", inputs: { x: [3, 9001] }, params: { axes: [1] } },
  { name: "columns in several stages", inputs: { x: [9001, 3] }, params: { axes: [0] } },
  { name: "channels of two images", inputs: { x: [2, 32, 32, 32] }, params: { axes: [0, 2, 3] }, tags: ["bench"] },
  {
    name: "more workgroups than one dimension holds",
    inputs: { x: [4_200_000, 2] },
    params: { axes: [1] },
    tags: ["large"],
  },
];

/** The shapes on which every reduction is tested; `fill` draws values other than those from -1 to 1. */
export const reductionCases = (fill?: NonNullable<OpCase["fill"]>): OpCase[] =>
  shapes.map((one) => (fill ? { ...one, fill } : one));

/** Up to 5 axes, some of them reduced. */
export function reductionFuzz(random: () => number): Omit<OpCase, "name"> {
  const x = Array.from({ length: Math.floor(random() * 6) }, () => 1 + Math.floor(random() * 7));
  if (random() < 0.3) x.push(1 + Math.floor(random() * 500));
  const axes = x.flatMap((_, axis) => (random() < 0.5 ? [random() < 0.5 ? axis : axis - x.length] : []));
  return {
    inputs: { x },
    params: { ...(random() < 0.8 && { axes }), keepdims: random() < 0.5 },
    fill: { x: spreadOut },
  };
}
