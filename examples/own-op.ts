import { apply, gradcheck, tensor } from "@tomograd/autograd";
import { defineKernel, defineOp, ndArray, ops, read, sizeOf, wgsl, write } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";

/** y = x^2, as an operation of one's own: shape rule, kernels, gradient and float64 reference in one place. */
export const square = defineOp({
  name: "square",
  summary: "Squares every element.",
  formula: "y = x^2",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the shape of x" } },
  params: {},
  shape: ({ x }) => ({ y: x }),
  saves: ["x"],
  forward: (run, { x, y }) => run(forward, { x, y }, { constants: {}, params: { count: sizeOf(x.shape) } }),
  vjp: (run, { x }, { y: gradY }, { x: gradX }) => {
    if (gradX && gradY) run(backward, { x, gradY, gradX }, { constants: {}, params: { count: sizeOf(x.shape) } });
  },
  reference: {
    forward: ({ x }) => ({
      y: ndArray(
        x.shape,
        x.data.map((value) => value * value),
      ),
    }),
    vjp: ({ x }, { y }) => ({
      x: ndArray(
        x.shape,
        x.data.map((value, i) => 2 * value * y!.data[i]!),
      ),
    }),
  },
  accumulation: () => 1,
  cases: [{ name: "odd primes", inputs: { x: [3, 5] } }],
});

const forward = defineKernel({
  name: "square.forward",
  bindings: { x: read("f32"), y: write("f32") },
  params: { count: "u32" },
  constants: {},
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`  y[thread] = x[thread] * x[thread];`,
});

const backward = defineKernel({
  name: "square.backward",
  bindings: { x: read("f32"), gradY: read("f32"), gradX: write("f32") },
  params: { count: "u32" },
  constants: {},
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`  gradX[thread] = 2 * x[thread] * gradY[thread];`,
});

const device = await openWebGpu();
const x = tensor(device, [1, -2, 3], [3]);
export const squares = Array.from(await apply(square, { x }).y.read());
device.close();
export const check = await gradcheck(
  (input) => apply(ops.sum, { x: apply(square, { x: input }).y }).y,
  [{ shape: [3], values: [1, -2, 3] }],
);
