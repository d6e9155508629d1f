import type { AnyOp } from "../op/define-op.ts";
import { sizeOf } from "../shape.ts";
import type { DrawnCase } from "./draw-case.ts";

/** Roughly the multiplications of one forward pass: the outputs' elements times the longest sum, at least one per input element. */
export function workOf(op: AnyOp, drawn: Pick<DrawnCase, "inputs" | "outputShapes" | "params">): number {
  const shapes = { ...Object.fromEntries(Object.entries(drawn.inputs).map(([name, { shape }]) => [name, shape])), ...drawn.outputShapes };
  const total = (list: readonly (readonly number[])[]): number => list.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const terms = Math.max(1, op.accumulation(shapes, drawn.params));
  return Math.max(total(Object.values(drawn.outputShapes)) * terms, total(Object.values(shapes)));
}
