import { read, write } from "../../kernel/define-kernel.ts";
import { defineOp, type Op, type OpCase, type Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { Param, ParamValues } from "../../op/params.ts";
import { sizeOf } from "../../shape.ts";
import { elementwiseKernel } from "./elementwise.ts";

type Numbers = Readonly<Record<string, Param<number>>>;
type Values = Readonly<Record<string, number>>;

/** A function of one number and its derivative at what the op saves, in float64. */
export interface Curve<P = object> {
  readonly y: (x: number, params: P) => number;
  readonly derivative: (saved: number, params: P) => number;
}

interface Unary<S extends Numbers> {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  readonly params: S;
  /** What the derivative is computed from: y where it tells enough, since the next op keeps it anyway. */
  readonly saves: "x" | "y";
  /** Functions that the two expressions call. */
  readonly declarations?: string;
  /** WGSL of y, of the `vec4f` x; params are `params.<name>`. */
  readonly y: string;
  /** WGSL of dy/dx, of the `vec4f` that is saved. */
  readonly derivative: string;
  readonly reference: Curve<ParamValues<S>>;
  readonly cases: readonly OpCase[];
  /** How x is drawn when fuzzed, by default over (-6, 6). */
  readonly fill?: (index: number, random: () => number) => number;
  /** Params of a fuzzed case. */
  readonly draw?: (random: () => number) => Readonly<Record<keyof S, number>>;
}

/** Over (-6, 6): both tails and what lies between. */
export const spreadOut = (_: number, random: () => number): number => (random() - 0.5) * 12;

/** For functions that have no domain but the positive numbers. */
export const positive = (_: number, random: () => number): number => 0.1 + random() * 6;

const nearZero: OpCase = {
  name: "near zero",
  inputs: { x: [23] },
  fill: { x: (_, random) => (random() - 0.5) * 1e-3 },
};

/** The shapes on which every function of one number is tested; `extremes` are those of its own, `draw` draws the others. */
export const unaryCases = (extremes: readonly number[], draw = spreadOut): OpCase[] => [
  { name: "one element", inputs: { x: [1] } },
  { name: "odd primes", inputs: { x: [3, 5, 7] }, fill: { x: draw } },
  { name: "scalar", inputs: { x: [] } },
  ...(draw === spreadOut ? [nearZero] : []),
  { name: "extremes", inputs: { x: [extremes.length] }, fill: { x: (i) => extremes[i]! } },
  { name: "several workgroups", inputs: { x: [4099] }, fill: { x: draw } },
  { name: "tutorial, one image", inputs: { x: [1, 64, 64, 64] }, tags: ["bench"] },
];

/**
 * Declares an op that computes `y = f(x)` element by element, with `gradX = gradY f'(x)`, for x of any shape.
 *
 * @example
 * const square = unaryOp({ name: "square", summary: "Square.", formula: "y = x^2", params: {}, saves: "x",
 *   y: "x * x", derivative: "2.0 * x", reference: { y: (x) => x * x, derivative: (x) => 2 * x }, cases: unaryCases([0]) });
 */
export function unaryOp<const S extends Numbers>(unary: Unary<S>): Op<"x", "y", S> {
  const { name, summary, formula, saves, declarations = "", reference, draw } = unary;
  const params = Object.fromEntries(Object.keys(unary.params).map((key) => [key, "f32" as const]));
  const forward = elementwiseKernel({
    name: `${name}.forward`,
    bindings: { x: read("vec4f"), y: write("vec4f") },
    params,
    declarations: `${declarations}\nfn curve(x: vec4f) -> vec4f { return ${unary.y}; }`,
    output: "y",
    value: "curve(x[thread])",
  });
  const backward = elementwiseKernel({
    name: `${name}.backward`,
    bindings: { saved: read("vec4f"), gradY: read("vec4f"), gradX: write("vec4f") },
    params,
    declarations: `${declarations}\nfn slope(${saves}: vec4f) -> vec4f { return ${unary.derivative}; }`,
    output: "gradX",
    value: "gradY[thread] * slope(saved[thread])",
  });
  return defineOp<"x", "y", S>({
    name,
    summary,
    formula,
    inputs: { x: { describe: "any shape" } },
    outputs: { y: { describe: "the shape of x" } },
    params: unary.params,
    shape: ({ x }) => ({ y: x }),
    batch: ["x", "y"],
    saves: [saves],
    forward: (run, { x, y }, values) =>
      run(forward, { x, y }, { constants: {}, params: { count: sizeOf(y.shape), ...(values as Values) } }),
    vjp: (run, { [saves]: saved }, { y: gradY }, { x: gradX }, values) => {
      if (gradX && gradY)
        run(
          backward,
          { saved, gradY, gradX },
          { constants: {}, params: { count: sizeOf(gradX.shape), ...(values as Values) } },
        );
    },
    reference: elementByElement(reference, saves),
    accumulation: () => 1,
    cases: unary.cases,
    fuzz: (random) => ({
      inputs: { x: [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)] },
      params: draw?.(random) ?? {},
      fill: { x: unary.fill ?? spreadOut },
    }),
  });
}

function elementByElement<P>({ y, derivative }: Curve<P>, saves: "x" | "y"): Reference<"x", "y", P> {
  return {
    forward: ({ x }, params) => ({
      y: ndArray(
        x.shape,
        x.data.map((value) => y(value, params)),
      ),
    }),
    vjp: ({ [saves]: saved }, { y: gradY }, params) => ({
      x: ndArray(
        saved.shape,
        saved.data.map((value, i) => gradY!.data[i]! * derivative(value, params)),
      ),
    }),
  };
}
