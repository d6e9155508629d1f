import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";

/**
 * Partial sums over every `splits`-th vector of a row, so that neighbouring threads read neighbouring memory: along D
 * when there is one column, along K otherwise.
 */
const partials = (width: 1 | 4) =>
  defineKernel({
    name: width === 4 ? "dense.partialsVec4" : "dense.partials",
    bindings: {
      x: read(width === 4 ? "vec4f" : "f32"),
      kernel: read(width === 4 ? "vec4f" : "f32"),
      partial: write("f32"),
    },
    // Mesa unrolls a loop of known length up to 32 terms, which takes it seconds.
    params: { rows: "u32", terms: "u32" },
    constants: {} as { readonly depth: number; readonly columns: number; readonly splits: number },
    variants: elementwise,
    grid: ({ params, constants }) => ({ threads: params.rows * constants.splits * constants.columns }),
    flops: ({ params, constants }) => 2 * params.rows * constants.depth * width * constants.columns,
    body: () => wgsl`
  let column = thread % columns;
  let split = thread / columns % splits;
  let row = thread / (columns * splits);
  var sum = ${width === 4 ? "vec4f" : "f32"}();
  for (var j = 0u; j < params.terms; j++) {
    let d = j * splits + split;
    if (d < depth) { sum += x[row * depth + d] * kernel[d * columns + column]; }
  }
  partial[thread] = ${width === 4 ? "(sum.x + sum.y) + (sum.z + sum.w)" : "sum"};`,
  });

export const forwardPartials = { 1: partials(1), 4: partials(4) } as const;

/** One thread an output: the splits in order, then the bias. */
export const forwardFinish = defineKernel({
  name: "dense.finish",
  bindings: { partial: read("f32"), bias: optional(read("f32")), y: write("f32") },
  params: { rows: "u32" },
  constants: {} as { readonly columns: number; readonly splits: number },
  variants: elementwise,
  grid: ({ params, constants }) => ({ threads: params.rows * constants.columns }),
  body: ({ has }) => wgsl`
  let column = thread % columns;
  let row = thread / columns;
  var sum = 0.0;
  for (var split = 0u; split < splits; split++) { sum += partial[(row * splits + split) * columns + column]; }
  #if ${has.bias}
  sum += bias[column];
  #endif
  y[thread] = sum;`,
});
