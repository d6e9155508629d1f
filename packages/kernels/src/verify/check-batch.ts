import { batchNames, type AnyOp } from "../op/any-op.ts";
import { mapValues } from "../op/map-values.ts";
import { ndArray, type NdArray } from "../op/nd-array.ts";
import { sizeOf, type Shape } from "../shape.ts";
import type { DrawnCase } from "./draw-case.ts";
import { gradientShapes, isDifferentiable } from "./draw-case.ts";
import { savedValues } from "./saved-values.ts";

type Arrays = Readonly<Record<string, NdArray>>;
/** In float64, where the order of a sum is all that may differ: a share of the largest value, or of 1, the size of what cancels where a gradient is 0. */
const RELATIVE = 1e-9;

/**
 * What `batch` promises, asked of the reference: samples in two parts give the outputs of all of them, and gradients of
 * what is not along the batch add up. A device takes an op in parts where an array is larger than it can bind.
 */
export function checkBatch(op: AnyOp, { params, shapes, inputs, upstream, ...drawn }: DrawnCase): string[] {
  const names = batchNames(op, shapes, params).filter((name) => shapes[name]);
  if (names.length === 0) return [];
  const extents = new Set(names.map((name) => shapes[name]![0]));
  if (extents.size > 1) return [`batch: ${names.join(", ")} have different first axes`];
  const [N] = extents as Set<number>;
  const whole = Object.keys(drawn.outputShapes).find((name) => !names.includes(name));
  if (whole !== undefined) return [`batch: ${whole} is not along the batch, so every part would write it anew`];
  if (!N || N < 2) return [];

  const ranges = [
    [0, Math.floor(N / 2)],
    [Math.floor(N / 2), N],
  ] as const;
  const cut = (arrays: Arrays, [from, to]: readonly [number, number]): Arrays =>
    mapValues(arrays, (array, name) => (names.includes(name) ? samples(array, from, to) : array));
  const forward = (given: Arrays): Arrays => op.reference.forward(given, params);
  const outputs = forward(inputs);
  const failures = compare(
    outputs,
    ranges.map((range) => forward(cut(inputs, range))),
    () => true,
    "",
  );
  if (!op.reference.vjp || Object.keys(upstream).length === 0) return failures;
  const values = { ...inputs, ...outputs };
  const own = gradientShapes({ inputs } as DrawnCase);
  const vjp = (at: Arrays, from: Arrays, of: Readonly<Record<string, Shape>>): Arrays => {
    const gradients = op.reference.vjp!(savedValues(op, params, at), from, params, of);
    return Object.fromEntries(
      Object.entries(gradients).filter(
        (entry): entry is [string, NdArray] =>
          entry[1] !== undefined && own[entry[0]] !== undefined && isDifferentiable(op.inputs[entry[0]]),
      ),
    );
  };
  const parts = ranges.map((range) => {
    const shape = mapValues(own, (given, name) =>
      names.includes(name) ? [range[1] - range[0], ...given.slice(1)] : given,
    );
    return vjp(cut(values, range), cut(upstream, range), shape);
  });
  return [...failures, ...compare(vjp(values, upstream, own), parts, (name) => names.includes(name), "grad ")];
}

function compare(
  whole: Arrays,
  parts: readonly Arrays[],
  isAlong: (name: string) => boolean,
  prefix: string,
): string[] {
  return Object.entries(whole)
    .filter(([name, { data }]) => {
      const own = parts.map((part) => part[name]!.data);
      const together = isAlong(name)
        ? Float64Array.from(own.flatMap((values) => [...values]))
        : own[0]!.map((value, i) => value + own[1]![i]!);
      const scale = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      return (
        data.some((value, i) => Math.abs(value - together[i]!) > RELATIVE * scale) || data.length !== together.length
      );
    })
    .map(([name]) => `batch: ${prefix}${name} of two parts of the samples is not that of all of them`);
}

function samples({ shape, data }: NdArray, from: number, to: number): NdArray {
  const each = sizeOf(shape.slice(1));
  return ndArray([to - from, ...shape.slice(1)], data.subarray(from * each, to * each));
}
