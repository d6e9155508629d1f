import { ops } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { apply } from "./apply.ts";
import type { Tensor } from "./tensor.ts";

// What the types of `apply` refuse. Each line under a directive must be an error, or `tsc -b` says so.

declare const x: Tensor;
declare const anything: Readonly<Record<string, unknown>>;

/** Never called: only the types are of interest. */
export const calls = () => [
  apply(ops.sum, { x }, { axes: [0], keepdims: true }).y,
  apply(ops.sum, { x }, { axes: 0 }).y,
  apply(ops.sum, { x }, anything).y,
  // @ts-expect-error -- the param is called axes
  apply(ops.sum, { x }, { axis: 0 }).y,
  // @ts-expect-error -- there is no input a
  apply(ops.sum, { a: x }).y,
  // @ts-expect-error -- there is no output z
  apply(ops.sum, { x }).z,
];

test("the types let through what is right", () => {
  expect(calls).toBeTypeOf("function");
});
