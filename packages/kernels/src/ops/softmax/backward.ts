import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";

export const backward = defineKernel({
  name: "softmax.backward",
  bindings: { y: read("f32"), gradY: read("f32"), gradX: write("f32") },
  params: { rows: "u32" },
  constants: {} as { readonly columns: number },
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  body: () => wgsl`
  let start = thread * columns;
  var mean = 0.0;
  for (var k = 0u; k < columns; k++) { mean += y[start + k] * gradY[start + k]; }
  for (var k = 0u; k < columns; k++) { gradX[start + k] = y[start + k] * (gradY[start + k] - mean); }`,
});
