import { ceilDiv, defineKernel, defineOp, ndArray, read, sizeOf, wgsl, write } from "@tomograd/kernels";

const kernel = defineKernel({
  name: "probe.copy",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  params: { count: "u32" },
  constants: {},
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  y[thread] = x[thread];`,
});

/** Reads and writes every element once, for the rate at which kernels move memory: `y = x`. */
export const copy = defineOp({
  name: "probe.copy",
  summary: "A copy by a kernel.",
  formula: "y = x",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the shape of x" } },
  params: {},
  shape: ({ x }) => ({ y: x }),
  saves: [],
  forward: (run, { x, y }) => run(kernel, { x, y }, { constants: {}, params: { count: sizeOf(y.shape) } }),
  reference: { forward: ({ x }) => ({ y: ndArray(x.shape, x.data) }) },
  accumulation: () => 1,
  cases: [{ name: "no whole vector", inputs: { x: [1021] } }],
});
