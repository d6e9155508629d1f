import type { DType, Shape } from "../shape.ts";
import type { Launcher, ArrayHandle } from "./launcher.ts";
import type { NdArray } from "./nd-array.ts";
import type { GivenParams, ParamSpecs, ParamValues } from "./params.ts";

export interface InputSpec {
  readonly optional?: boolean;
  /** False for labels, weights and states: no gradient is ever asked for them. Default true. */
  readonly differentiable?: boolean;
  readonly dtype?: DType;
  /** Values that make sense, both ends included: checked where arrays come from outside, not on the device. */
  readonly range?: readonly [number, number];
  readonly describe: string;
}

export interface OutputSpec {
  /** False where the derivative is zero or undefined; asking for it is refused. Default true. */
  readonly differentiable?: boolean;
  /** True for what only the op's own vjp reads: `op run` does not write it. */
  readonly internal?: boolean;
  /** True for floats that a device computes without any rounding: they are compared bit for bit, as u32 are. */
  readonly exact?: boolean;
  /** The input that this output replaces: a device may compute it in place, and kernels bind only the output. */
  readonly updates?: string;
  readonly dtype?: DType;
  readonly describe: string;
}

export type Shapes<Names extends string> = Readonly<Record<Names, Shape>>;
/** Values by name; optional inputs that were left out, and gradients that nobody wants, are undefined. */
export type Handles<Names extends string> = Readonly<Record<Names, ArrayHandle>>;
export type Wanted<Names extends string> = Readonly<Partial<Record<Names, ArrayHandle>>>;

/** Named arguments of one run, for tests, gradient checks and benchmarks. */
export interface OpCase {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly params?: Readonly<Record<string, unknown>>;
  /** `bench`: also timed. `large`: too slow for the reference in every test run: compiled there, and compared by `checkOp` with `large`. */
  readonly tags?: readonly ("bench" | "large")[];
  /** How an input is drawn where the default, uniform in [-1, 1), will not do. */
  readonly fill?: Readonly<Record<string, (index: number, random: () => number) => number>>;
}

/** Puts ops together: on arrays of a device in a benchmark, on tensors of a tape in a network. */
export interface Composer<T> {
  readonly apply: <In extends string, Out extends string, S extends ParamSpecs>(
    op: Op<In, Out, S>,
    inputs: Readonly<Partial<Record<In, T | undefined>>>,
    params?: GivenParams<NoInfer<S>>,
  ) => Record<Out, T>;
  /** A scalar, for arithmetic that broadcasts it. */
  readonly constant: (value: number) => T;
}

/** The op in float64 and plain loops, to be read beside its formula. */
export interface Reference<In extends string, Out extends string, P, G = Partial<Record<In, NdArray>>> {
  forward(inputs: Readonly<Record<In, NdArray>>, params: P): Record<Out, NdArray>;
  /**
   * Gradients of every differentiable input that was given; `upstream` holds those of the differentiable outputs, and
   * `shapes` says what shape each gradient has, since only what the op saves is in `values`.
   */
  vjp?(
    values: Readonly<Record<In | Out, NdArray>>,
    upstream: Readonly<Partial<Record<Out, NdArray>>>,
    params: P,
    shapes: Readonly<Record<In, Shape>>,
  ): G;
}

export interface Op<In extends string = string, Out extends string = string, S extends ParamSpecs = ParamSpecs> {
  readonly name: string;
  /** One sentence and the formula, for `op list` and the documentation. */
  readonly summary: string;
  readonly formula: string;
  readonly inputs: Readonly<Record<In, InputSpec>>;
  readonly outputs: Readonly<Record<Out, OutputSpec>>;
  readonly params: S;
  /** Output shapes; throws a ShapeError before anything reaches a device. */
  shape(inputs: Shapes<In>, params: ParamValues<S>): Record<Out, Shape>;
  /**
   * Arrays whose first axis is the batch, for ops that treat every sample alone (gradients of other inputs are then sums
   * over samples): a device may run such an op in parts when an array is larger than it can bind.
   * A function where shapes or params decide; of the shapes, those that matter are given, and none of the names means that
   * the first axis is not a batch.
   */
  readonly batch?:
    | readonly NoInfer<In | Out>[]
    | ((shapes: Readonly<Partial<Record<In | Out, Shape>>>, params: ParamValues<S>) => readonly NoInfer<In | Out>[]);
  /** What the vjp reads again; everything else may be given back as soon as the forward pass is recorded. */
  readonly saves: readonly NoInfer<In | Out>[] | ((params: ParamValues<S>) => readonly NoInfer<In | Out>[]);
  forward(run: Launcher, values: Handles<In | Out>, params: ParamValues<S>): void;
  /** Vector-Jacobian product: from the gradients `upstream` of the outputs to the `wanted` gradients of the inputs, each written whole. */
  vjp?(
    run: Launcher,
    values: Handles<In | Out>,
    upstream: Wanted<Out>,
    wanted: Wanted<In>,
    params: ParamValues<S>,
  ): void;
  readonly reference: Reference<In, Out, ParamValues<S>>;
  /** The same put together of other ops: `op check` compares it with the reference, `op bench` times it beside the op. */
  composition?<T extends { readonly shape: Shape }>(
    composer: Composer<T>,
    inputs: Readonly<Record<In, T>>,
    params: ParamValues<S>,
  ): Readonly<Record<Out, T>>;
  /** How many terms the longest sum has, in forward and vjp: tolerances grow with its root. */
  accumulation(shapes: Readonly<Record<string, Shape>>, params: ParamValues<S>): number;
  /** Multiplications and additions of the forward pass, for ops that are made of products; their vjp has twice as many. */
  flops?(shapes: Readonly<Record<string, Shape>>, params: ParamValues<S>): number;
  readonly cases: readonly OpCase[];
  /** For fuzzing: arguments drawn from `random` (uniform in [0, 1)), small enough for the reference. */
  fuzz?(random: () => number): Omit<OpCase, "name">;
}

/**
 * Declares an operation once: shape rule, kernels, gradient, float64 reference and cases. Devices run it, the tape
 * differentiates it and `op check` verifies it without knowing its name.
 */
export function defineOp<
  const In extends string,
  const Out extends string,
  const S extends ParamSpecs,
  const I extends Readonly<Record<In, InputSpec>> = Readonly<Record<In, InputSpec>>,
  const O extends Readonly<Record<Out, OutputSpec>> = Readonly<Record<Out, OutputSpec>>,
  G extends Partial<Record<In, NdArray>> = Partial<Record<In, NdArray>>,
>(
  op: Op<In, Out, S> & {
    readonly inputs: I;
    readonly outputs: O;
    vjp?(
      run: Launcher,
      values: Handles<In | Out>,
      upstream: Wanted<Exclude<Out, NamesOf<O, Constant>>>,
      wanted: Wanted<Exclude<In, NamesOf<I, Constant>>>,
      params: ParamValues<S>,
    ): void;
    readonly reference: Reference<In, Out, ParamValues<S>, G & NoInfer<Amends<I, G>>>;
  },
): Op<In, Out, S> {
  return op;
}

/** Inputs that must have a gradient, and those that must have none; a reference that is declared apart tells neither. */
type Differentiable = {
  readonly describe: string;
  readonly optional?: false;
  readonly differentiable?: true;
  readonly dtype?: "f32";
};
type Constant = { readonly differentiable: false } | { readonly dtype: "u32" };
type NamesOf<I, Kind> = { [K in keyof I]: I[K] extends Kind ? K : never }[keyof I];

/** What a reference's vjp still lacks, and what it must not give. */
type Amends<I, G> = { readonly [K in Exclude<NamesOf<I, Differentiable>, keyof G>]: NdArray } & {
  readonly [K in keyof G & NamesOf<I, Constant> as undefined extends G[K] ? never : K]?: never;
};
