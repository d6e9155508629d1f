import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";

/** A thread a row: classes are few. Relative to the largest value no exponential overflows, and their sum is at least 1. */
export const forward = defineKernel({
  name: "softmax.forward",
  bindings: { x: read("f32"), y: write("f32") },
  params: { rows: "u32" },
  constants: {} as { readonly columns: number },
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  body: () => wgsl`
  let start = thread * columns;
  var largest = x[start];
  for (var k = 1u; k < columns; k++) { largest = max(largest, x[start + k]); }
  var sum = 0.0;
  for (var k = 0u; k < columns; k++) {
    let e = exp(x[start + k] - largest);
    y[start + k] = e;
    sum += e;
  }
  for (var k = 0u; k < columns; k++) { y[start + k] /= sum; }`,
});
