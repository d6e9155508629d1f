import type { Shape } from "../shape.ts";
import type { Composer, Op, OpCase } from "./define-op.ts";
import type { Launcher } from "./launcher.ts";
import type { NdArray } from "./nd-array.ts";

/* oxlint-disable typescript/no-explicit-any -- a list of ops is heterogeneous in its names, shapes and params */
/** An op whose argument types do not matter: what devices, the tape and lists hold. */
export interface AnyOp extends Pick<Op, "name" | "summary" | "formula" | "inputs" | "outputs" | "params" | "cases"> {
  readonly batch?: readonly string[] | ((shapes: any, params: any) => readonly string[]);
  shape(inputs: any, params: any): Record<string, Shape>;
  readonly saves: readonly string[] | ((params: any) => readonly string[]);
  forward(run: Launcher, values: any, params: any): void;
  vjp?(run: Launcher, values: any, upstream: any, wanted: any, params: any): void;
  readonly reference: {
    forward(inputs: any, params: any): Record<string, NdArray>;
    vjp?(values: any, upstream: any, params: any, shapes: any): Partial<Record<string, NdArray>>;
  };
  composition?(composer: Composer<any>, inputs: any, params: any): Readonly<Record<string, any>>;
  accumulation(shapes: Readonly<Record<string, Shape>>, params: any): number;
  flops?(shapes: Readonly<Record<string, Shape>>, params: any): number;
  fuzz?(random: () => number): Omit<OpCase, "name">;
}
/* oxlint-enable typescript/no-explicit-any */

/** Names of the arrays that the vjp reads again, under these params. */
export function savedNames(op: AnyOp, params: object): readonly string[] {
  return typeof op.saves === "function" ? op.saves(params) : op.saves;
}

/** Names of the arrays that run along the batch, for these shapes and params. */
export function batchNames(
  op: AnyOp,
  shapes: Readonly<Record<string, Shape | undefined>>,
  params: object,
): readonly string[] {
  return (typeof op.batch === "function" ? op.batch(shapes, params) : op.batch) ?? [];
}
