import { apply, type Tensor } from "@tomograd/autograd";
import { defineKernel, ops, read, sizeOf, wgsl, write, type Shape } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, test } from "vitest";
import { Dense } from "../layers/dense.ts";
import { Layer } from "../layers/layer.ts";
import { checkLayer } from "./index.ts";

const device = await openWebGpu({ adapter: "embedded" });
afterAll(() => device.close());

test("the example in the docstring has no failures, and leaves nothing behind", async () => {
  const check = async () => await checkLayer({ make: () => new Dense({ units: 3 }), inputs: [[5]] }, { device });
  const { failures, worst } = await check();
  expect(failures).toEqual([]);
  expect(worst).toMatchObject({ ok: true, bound: expect.any(Number) as number });
  const { arrays } = device.memory();
  await check();
  expect(device.memory().arrays).toBe(arrays);
});

test("a kernel that computes something else than its reference is found", async () => {
  const kernel = defineKernel({
    name: "wrong.forward",
    bindings: { x: read("f32"), y: write("f32") },
    params: { count: "u32" },
    constants: {},
    variants: { plain: { workgroupSize: 64 } },
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`y[thread] = 1.001 * x[thread] * x[thread];`,
  });
  const wrong: typeof ops.square = {
    ...ops.square,
    name: "wrong",
    forward: (run, { x, y }) => run(kernel, { x, y }, { constants: {}, params: { count: sizeOf(x.shape) } }),
  };
  class Wrong extends Layer {
    readonly className = "Wrong";
    readonly baseName = "wrong";
    protected construct = (input: Shape): Shape => input;
    call = (x: Tensor): Tensor => apply(wrong, { x }).y;
    config = (): Record<string, unknown> => ({});
  }
  const { failures } = await checkLayer({ make: () => new Wrong(), inputs: [[2, 5]] }, { device, seed: 3 });
  expect(failures[0]).toMatch(
    /^Wrong: device: y\[\d,\d,\d\] is \S+, the reference says \S+: error \S+, bound 1\.00e-5, \d+ of 30 elements are wrong \(seed 3\)$/,
  );
});
