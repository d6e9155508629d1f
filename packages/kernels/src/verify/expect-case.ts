import { InputError } from "../errors.ts";
import type { AnyOp } from "../op/any-op.ts";
import { ndArray, type NdArray } from "../op/nd-array.ts";
import type { DType, Shape } from "../shape.ts";
import { gradientShapes, isDifferentiable, type DrawnCase } from "./draw-case.ts";
import { seededRandom } from "./random.ts";
import { savedValues } from "./saved-values.ts";
import { FLOAT32_EPSILON, toleranceOf } from "./tolerances.ts";

type Arrays = Readonly<Record<string, NdArray>>;

export interface ExpectedArray {
  readonly shape: Shape;
  readonly values: Float64Array;
  /** The largest value, or that of the terms that cancelled in it. */
  readonly scale: number;
  /** The largest error that a float32 kernel may have: the scale times the op's tolerance, 0 for what is exact. */
  readonly bound: number;
}

/** What the reference says about a case. */
export interface Expectation {
  readonly outputs: Readonly<Record<string, ExpectedArray>>;
  /** Of every differentiable input; empty for an op without a vjp. */
  readonly gradients: Readonly<Record<string, ExpectedArray>>;
  /** The outputs as float32: what the vjp of device and reference both start from, so that each pass is judged alone. */
  readonly rounded: Arrays;
}

/** Chance that two draws both hide the size of the terms of a sum is below one in 10,000 for an array of one element. */
const NUDGES = 2;

/**
 * Runs the reference and derives how exact a device can be.
 *
 * A result that nearly cancels is small beside its terms, which are what float32 rounds. So the scale of an array is
 * its largest value, or, where that is more, by how many epsilons it moves when every input moves by one.
 */
export function expectCase(op: AnyOp, drawn: DrawnCase): Expectation {
  const tolerance = toleranceOf(op, drawn);
  const random = seededRandom(drawn.seed ^ 0x5eed);
  const forward = (inputs: Arrays): Arrays => op.reference.forward(inputs, drawn.params);
  const before = Object.entries(drawn.inputs).map(([name, { data }]) => [name, data.slice()] as const);
  const exact = forward(drawn.inputs);
  for (const [name, data] of before)
    if (data.some((value, i) => !Object.is(value, drawn.inputs[name]!.data[i])))
      throw new InputError({ subject: op.name, rule: `the reference must not change its input ${name}` });
  for (const [name, shape] of Object.entries(drawn.outputShapes)) requireOfReference(op, name, exact[name], shape);
  const outputs = withBounds(op, exact, () => forward(nudged(op, drawn.inputs, random)), tolerance);

  const rounded = Object.fromEntries(
    Object.entries(exact).map(([name, { shape, data }]) => [
      name,
      ndArray(
        shape,
        data.map((value) => toFloat32(value, op.outputs[name]?.dtype)),
      ),
    ]),
  );
  if (!op.vjp) return { outputs, gradients: {}, rounded };
  if (!op.reference.vjp) throw new TypeError(`${op.name}: has a vjp, but its reference has none`);
  const values = { ...drawn.inputs, ...rounded };
  const shapes = gradientShapes(drawn);
  const vjp = (at: Arrays, upstream: Arrays): Arrays =>
    op.reference.vjp!(savedValues(op, drawn.params, at), upstream, drawn.params, shapes) as Arrays;
  const gradients = vjp(values, drawn.upstream);
  const wanted: Record<string, NdArray> = {};
  for (const [name, { shape }] of Object.entries(drawn.inputs)) {
    if (!isDifferentiable(op.inputs[name])) continue;
    requireOfReference(op, `the gradient of ${name}`, gradients[name], shape);
    wanted[name] = gradients[name]!;
  }
  return {
    outputs,
    gradients: withBounds(
      op,
      wanted,
      () => vjp(nudged(op, values, random), nudged(op, drawn.upstream, random)),
      tolerance,
    ),
    rounded,
  };
}

function withBounds(op: AnyOp, exact: Arrays, moved: () => Arrays, tolerance: number): Record<string, ExpectedArray> {
  const scales = new Map(Object.entries(exact).map(([name, { data }]) => [name, largest(data)]));
  for (let i = 0; i < NUDGES; i += 1) {
    const other = moved();
    for (const [name, { data }] of Object.entries(exact)) {
      scales.set(name, Math.max(scales.get(name)!, largest(data, other[name]!.data) / FLOAT32_EPSILON));
    }
  }
  const isExact = (name: string): boolean => op.outputs[name]?.dtype === "u32" || op.outputs[name]?.exact === true;
  return Object.fromEntries(
    Object.entries(exact).map(([name, { shape, data }]) => {
      const scale = scales.get(name)!;
      return [name, { shape, values: data, scale, bound: isExact(name) ? 0 : tolerance * scale }];
    }),
  );
}

/** Every float one epsilon up or down; a factor, so that signs, zeros and the order of distant values stay. Equal ones stay equal. */
function nudged(op: AnyOp, arrays: Arrays, random: () => number): Arrays {
  const factors = new Map<number, number>();
  const factorOf = (value: number): number => {
    let factor = factors.get(value);
    if (factor === undefined) factors.set(value, (factor = 1 + (random() < 0.5 ? -1 : 1) * FLOAT32_EPSILON));
    return factor;
  };
  const move = ([name, array]: [string, NdArray]): [string, NdArray] => {
    if ((op.inputs[name] ?? op.outputs[name])?.dtype === "u32") return [name, array];
    return [name, ndArray(array.shape, (i) => array.data[i]! * factorOf(array.data[i]!))];
  };
  return Object.fromEntries(Object.entries(arrays).map(move));
}

/** The largest finite value, or distance from other values, sign aside. */
export function largest(values: Float64Array, from?: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]! - (from ? from[i]! : 0));
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

function toFloat32(value: number, dtype: DType | undefined): number {
  return dtype === "u32" ? value : Math.fround(value);
}

/** Throws an InputError where the reference gives nothing, or another shape than the shape rule. */
export function requireOfReference(
  op: AnyOp,
  what: string,
  array: NdArray | undefined,
  shape: readonly number[],
): void {
  if (!array) throw new InputError({ subject: op.name, rule: `the reference must give ${what}`, received: "nothing" });
  if (array.shape.join() !== shape.join() || array.data.length !== shape.reduce((a, b) => a * b, 1)) {
    throw new InputError({
      subject: op.name,
      rule: `the reference must give ${what} the shape of the shape rule, [${shape.join()}]`,
      received: `shape=[${array.shape.join()}] of ${array.data.length} elements`,
    });
  }
}
