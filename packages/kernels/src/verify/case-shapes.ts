import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { resolveParams } from "../op/params.ts";
import { outputShapes } from "../op/run-op.ts";
import { sizeOf, type Shape } from "../shape.ts";

export interface CaseShapes {
  readonly params: Readonly<Record<string, unknown>>;
  readonly outputShapes: Readonly<Record<string, Shape>>;
  /** Of all inputs and outputs, by name. */
  readonly shapes: Readonly<Record<string, Shape>>;
}

/**
 * Params and shapes of a case, drawing nothing. Params cannot be changed: they are the caller's, and a vjp gets the same ones.
 *
 * Throws the op's ShapeError where the case breaks its rules.
 */
export function shapesOf(op: AnyOp, opCase: Pick<OpCase, "inputs" | "params">): CaseShapes {
  const params = frozen(resolveParams(op.name, op.params, opCase.params));
  const handles = Object.fromEntries(
    Object.entries(opCase.inputs).map(([name, shape]) => [name, { shape, dtype: op.inputs[name]?.dtype ?? "f32" }]),
  );
  const outputs = outputShapes(op, handles, params);
  return { params, outputShapes: outputs, shapes: { ...opCase.inputs, ...outputs } };
}

function frozen(params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const copied = (value: unknown): unknown => (Array.isArray(value) ? Object.freeze(value.map(copied)) : value);
  return Object.freeze(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, copied(value)])));
}

/** Whether a case names inputs with shapes of whole numbers; what is drawn, or comes of a module, may be anything. */
export function isCase(value: unknown): value is Pick<OpCase, "inputs"> {
  const { inputs } = (value ?? {}) as { readonly inputs?: unknown };
  const isExtent = (extent: unknown): boolean => Number.isSafeInteger(extent) && (extent as number) >= 0;
  const isShape = (shape: unknown): boolean => Array.isArray(shape) && shape.every(isExtent);
  return typeof inputs === "object" && inputs !== null && Object.values(inputs).every(isShape);
}

/** An upper estimate of the multiplications of a pass: elements of the outputs times the longest sum, and at least one for every element. */
export function workOf(op: AnyOp, { params, outputShapes: outputs, shapes }: CaseShapes): number {
  const total = (list: Readonly<Record<string, Shape>>): number =>
    Object.values(list).reduce((sum, shape) => sum + sizeOf(shape), 0);
  return Math.max(total(outputs) * Math.max(1, op.accumulation(shapes, params)), total(shapes));
}
