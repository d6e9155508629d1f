import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";

/** y[n][column][row] = x[n][row][column], and back again with rows and columns exchanged. Writes are contiguous. */
export const transpose = defineKernel({
  name: "flatten.transpose",
  bindings: { x: read("f32"), y: write("f32") },
  params: { images: "u32" },
  constants: {} as { readonly rows: number; readonly columns: number },
  variants: elementwise,
  grid: ({ params, constants }) => ({ threads: params.images * constants.rows * constants.columns }),
  body: () => wgsl`
  let row = thread % rows;
  let column = thread / rows % columns;
  let first = thread - column * rows - row;
  y[thread] = x[first + row * columns + column];`,
});
