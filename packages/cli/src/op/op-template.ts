/** A whole op to start from, y = scale * x^2, with what a beginner must know beside it. */
export const opTemplate = (
  name: string,
): string => `import { defineKernel, defineOp, ndArray, read, real, sizeOf, wgsl, write } from "@tomograd/kernels";

// Write your formula at (1) to (4), then let it be judged: tomograd op check --module ./${name}.ts

const forward = defineKernel({
  name: "${name}.forward",
  bindings: { x: read("f32"), y: write("f32") },
  // Numbers of one call, in WGSL params.count; constants are compiled in, in WGSL SCALE.
  params: { count: "u32" },
  constants: {} as { readonly SCALE: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  // (1) The formula. The body runs once for every thread from 0 to count - 1.
  body: () => wgsl\`y[thread] = SCALE * x[thread] * x[thread];\`,
});

const backward = defineKernel({
  name: "${name}.backward",
  bindings: { x: read("f32"), gradY: read("f32"), gradX: write("f32") },
  params: { count: "u32" },
  constants: {} as { readonly SCALE: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  // (2) Its gradient: from dL/dy, which is given, to dL/dx = dL/dy * dy/dx.
  body: () => wgsl\`gradX[thread] = gradY[thread] * 2 * SCALE * x[thread];\`,
});

export const ${name} = defineOp({
  name: "${name}",
  summary: "Squares every element and scales it.",
  formula: "y = scale * x^2",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the shape of x" } },
  params: { scale: real(1) },
  shape: ({ x }) => ({ y: x }),
  // What the gradient reads again; the memory of everything else is free after the forward pass.
  saves: ["x"],
  forward: (run, { x, y }, { scale }) =>
    run(forward, { x, y }, { constants: { SCALE: scale }, params: { count: sizeOf(x.shape) } }),
  vjp: (run, { x }, { y: gradY }, { x: gradX }, { scale }) => {
    if (!gradX || !gradY) return;
    run(backward, { x, gradY, gradX }, { constants: { SCALE: scale }, params: { count: sizeOf(x.shape) } });
  },
  // The same in float64 and plain loops: what the kernels are measured by.
  reference: {
    forward({ x }, { scale }) {
      // (3) The formula.
      const y = x.data.map((value) => scale * value * value);
      return { y: ndArray(x.shape, y) };
    },
    vjp({ x }, { y: gradY }, { scale }) {
      // (4) Its gradient.
      const gradX = x.data.map((value, i) => gradY!.data[i]! * 2 * scale * value);
      return { x: ndArray(x.shape, gradX) };
    },
  },
  // How many terms the longest sum has: rounding errors grow with its root.
  accumulation: () => 1,
  // Shapes that it is checked on; the one tagged bench is also timed.
  cases: [
    { name: "one element", inputs: { x: [1] } },
    { name: "odd primes", inputs: { x: [3, 5, 7] }, params: { scale: -0.5 } },
    { name: "images", inputs: { x: [8, 3, 64, 64] }, tags: ["bench"] },
  ],
  // Further shapes, drawn at random.
  fuzz: (random) => ({
    inputs: { x: [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)] },
    params: { scale: 4 * random() - 2 },
  }),
});
`;

/** Its test, for vitest. */
export const testTemplate = (name: string): string => `import { ndArray } from "@tomograd/kernels";
import { openNull, openWebGpu } from "@tomograd/kernels/node";
import { checkOp, Harness } from "@tomograd/kernels/verify";
import { expect, test } from "vitest";
import { ${name} } from "./${name}.ts";

test("the reference computes what was worked out by hand", () => {
  const { y } = ${name}.reference.forward({ x: ndArray([3], [-1, 2, 3]) }, { scale: 2 });
  expect([...y.data]).toEqual([2, 8, 18]);
});

test("kernels and gradients agree with the reference", async () => {
  const harness = new Harness({ open: openWebGpu, openNull });
  try {
    expect((await checkOp(harness, ${name})).failures).toEqual([]);
  } finally {
    harness.close();
  }
});
`;
