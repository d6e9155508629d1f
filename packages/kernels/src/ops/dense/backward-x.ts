import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";

/** gradX[n,d] = sum_k gradY[n,k] kernel[d,k]. Four of d at a time only where there is one column. */
const backward = (width: 1 | 4) =>
  defineKernel({
    name: width === 4 ? "dense.backwardXVec4" : "dense.backwardX",
    bindings: {
      gradY: read("f32"),
      kernel: read(width === 4 ? "vec4f" : "f32"),
      gradX: write(width === 4 ? "vec4f" : "f32"),
    },
    params: { rows: "u32" },
    constants: {} as { readonly depth: number; readonly columns: number },
    variants: elementwise,
    grid: ({ params, constants }) => ({ threads: params.rows * constants.depth }),
    flops: ({ params, constants }) => 2 * params.rows * constants.depth * width * constants.columns,
    body: () => wgsl`
  let row = thread / depth;
  let d = thread % depth;
  var sum = ${width === 4 ? "vec4f" : "f32"}();
  for (var column = 0u; column < columns; column++) { sum += gradY[row * columns + column] * kernel[d * columns + column]; }
  gradX[thread] = sum;`,
  });

export const backwardX = { 1: backward(1), 4: backward(4) } as const;
