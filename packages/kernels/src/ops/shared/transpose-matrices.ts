import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { struct } from "../../kernel/struct.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { elementwise } from "./elementwise.ts";

/** Params, so that the way there and back is one kernel to compile. */
type Matrix = { readonly rows: number; readonly columns: number };

const matrices = struct({ images: "u32", rows: "u32", columns: "u32" });

/** One element a thread; writes are contiguous. */
const single = defineKernel({
  name: "shared.transpose",
  bindings: { x: read("f32"), y: write("f32") },
  params: matrices,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.images * params.rows * params.columns }),
  body: () => wgsl`
  let rows = params.rows;
  let columns = params.columns;
  let row = thread % rows;
  let column = thread / rows % columns;
  let first = thread - column * rows - row;
  y[thread] = x[first + row * columns + column];`,
});

/** A block of 4 x 4 a thread, where rows and columns allow it; both are counted in blocks here. */
const blocks = defineKernel({
  name: "shared.transposeBlocks",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  params: matrices,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.images * params.rows * params.columns }),
  body: () => wgsl`
  let rows = params.rows;
  let columns = params.columns;
  let row = thread % rows;
  let column = thread / rows % columns;
  let image = thread / (rows * columns);
  let origin = (image * rows + row) * 4u * columns + column;
  let goal = (image * columns + column) * 4u * rows + row;
  let block = transpose(mat4x4f(x[origin], x[origin + columns], x[origin + 2u * columns], x[origin + 3u * columns]));
  y[goal] = block[0];
  y[goal + rows] = block[1];
  y[goal + 2u * rows] = block[2];
  y[goal + 3u * rows] = block[3];`,
});

/** y[n][column][row] = x[n][row][column] for matrices of the given size. */
export function transposeMatrices(
  run: Launcher,
  x: ArrayHandle,
  y: ArrayHandle,
  images: number,
  { rows, columns }: Matrix,
): void {
  const inBlocks = rows % 4 === 0 && columns % 4 === 0;
  if (inBlocks) run(blocks, { x, y }, { constants: {}, params: { images, rows: rows / 4, columns: columns / 4 } });
  else run(single, { x, y }, { constants: {}, params: { images, rows, columns } });
}
