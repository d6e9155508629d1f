import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";

/** gradKernel[d,k] = sum_n x[n,d] gradY[n,k], samples in order. Four of d at a time only where there is one column. */
const backward = (width: 1 | 4) =>
  defineKernel({
    name: width === 4 ? "dense.backwardKernelVec4" : "dense.backwardKernel",
    bindings: {
      x: read(width === 4 ? "vec4f" : "f32"),
      gradY: read("f32"),
      gradKernel: write(width === 4 ? "vec4f" : "f32"),
    },
    params: { rows: "u32" },
    constants: {} as { readonly depth: number; readonly columns: number },
    variants: elementwise,
    grid: ({ constants }) => ({ threads: constants.depth * constants.columns }),
    flops: ({ params, constants }) => 2 * params.rows * constants.depth * width * constants.columns,
    body: () => wgsl`
  let d = thread / columns;
  let column = thread % columns;
  var sum = ${width === 4 ? "vec4f" : "f32"}();
  for (var row = 0u; row < params.rows; row++) { sum += x[row * depth + d] * gradY[row * columns + column]; }
  gradKernel[thread] = sum;`,
  });

export const backwardKernel = { 1: backward(1), 4: backward(4) } as const;
