import type { AnyOp } from "../../op/any-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { resolveParams } from "../../op/params.ts";
import { outputShapes } from "../../op/run-op.ts";
import type { Shape } from "../../shape.ts";

type Params = Readonly<Record<string, unknown>>;

/** For tests: an op's output shapes from shapes and raw params, with all checks that a device makes. */
export function shapesOf(
  op: AnyOp,
  inputs: Readonly<Record<string, Shape>>,
  params: Params = {},
): Record<string, Shape> {
  const handles = Object.entries(inputs).map(
    ([name, shape]) => [name, { shape, dtype: op.inputs[name]?.dtype ?? "f32" }] as const,
  );
  return outputShapes(op, Object.fromEntries(handles), resolveParams(op.name, op.params, params));
}

/** For tests: an op's outputs by its float64 reference, which a device would round to float32. */
export function evaluate(
  op: AnyOp,
  inputs: Readonly<Record<string, NdArray>>,
  params: Params = {},
): Record<string, number[]> {
  shapesOf(op, Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape])), params);
  const outputs = op.reference.forward(inputs, resolveParams(op.name, op.params, params));
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, [...data]]));
}

/** For tests: a column [N,1] of these values. */
export const column = (values: readonly number[]): NdArray => ndArray([values.length, 1], values);
