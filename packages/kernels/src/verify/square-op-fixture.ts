import { openNull, openWebGpu } from "../device/node.ts";
import { defineKernel, read, write, type Binding } from "../kernel/define-kernel.ts";
import { wgsl } from "../kernel/wgsl.ts";
import type { AnyOp } from "../op/any-op.ts";
import { defineOp } from "../op/define-op.ts";
import type { Launcher } from "../op/launcher.ts";
import { ndArray } from "../op/nd-array.ts";
import type { ParamSpecs } from "../op/params.ts";
import { sizeOf } from "../shape.ts";
import { checkOp, type OpReport } from "./check-op.ts";
import { Harness } from "./harness.ts";

export interface Parts {
  /** What the forward kernel does with `x[thread]` and `bias[0]`. */
  readonly body: string;
  /** Threads of the forward kernel; one for each element is right. */
  readonly threads: (count: number) => number;
  readonly declarations: string;
  /** What the reference says the derivative of `x * x + bias` is. */
  readonly referenceSlope: (x: number) => number;
  /** What the device's vjp multiplies the upstream gradient by. */
  readonly deviceSlope: string;
  readonly bakesBatch: boolean;
  readonly readsUnsaved: boolean;
  /** How the forward kernel binds x, which it may only read. */
  readonly bindX: Binding;
}

export const right: Parts = {
  body: "y[thread] = x[thread] * x[thread] + bias[0];",
  threads: (count) => count,
  declarations: "",
  referenceSlope: (x) => 2 * x,
  deviceSlope: "2 * x[thread]",
  bakesBatch: false,
  readsUnsaved: false,
  bindX: read("f32"),
};

/** `y = x^2 + bias`, of which one part may be wrong. */
export function squareOp(parts: Partial<Parts>): AnyOp {
  const { body, threads, declarations, referenceSlope, deviceSlope, bakesBatch, readsUnsaved, bindX } = {
    ...right,
    ...parts,
  };
  const kernel = {
    params: { count: "u32" },
    constants: {} as Record<string, number>,
    variants: { wide: { workgroupSize: 64 }, narrow: { workgroupSize: 16 } },
  } as const;
  const forward = defineKernel({
    ...kernel,
    name: "square.forward",
    bindings: { x: bindX, bias: read("f32"), y: write("f32") },
    grid: ({ params }) => ({ threads: threads(params.count) }),
    declarations: () => declarations,
    body: () => wgsl`${body}`,
  });
  const backward = defineKernel({
    ...kernel,
    name: "square.backward",
    bindings: { x: read("f32"), gradY: read("f32"), gradX: write("f32") },
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`gradX[thread] = gradY[thread] * (${deviceSlope});`,
  });
  const op = defineOp<"x" | "bias", "y", ParamSpecs>({
    name: "square",
    summary: "Square plus bias.",
    formula: "y = x^2 + bias",
    inputs: { x: { describe: "any shape" }, bias: { differentiable: false, describe: "[1]" } },
    outputs: { y: { describe: "the shape of x" } },
    params: {},
    shape: ({ x }) => ({ y: x }),
    saves: ["x"],
    forward: (run: Launcher, { x, bias, y }) =>
      run(
        forward,
        { x, bias, y },
        { constants: bakesBatch ? { N: x.shape[0]! } : {}, params: { count: sizeOf(x.shape) } },
      ),
    vjp: (run, { x }, { y: gradY }, { x: gradX }) => {
      if (gradX && gradY) run(backward, { x, gradY, gradX }, { constants: {}, params: { count: sizeOf(x.shape) } });
    },
    reference: {
      forward: ({ x, bias }) => ({
        y: ndArray(
          x.shape,
          x.data.map((value) => value * value + bias.data[0]!),
        ),
      }),
      vjp: ({ x }, { y: gradY }) => ({
        x: ndArray(
          x.shape,
          x.data.map((value, i) => referenceSlope(value) * gradY!.data[i]!),
        ),
      }),
    },
    accumulation: () => 1,
    cases: [{ name: "primes", inputs: { x: [3, 7], bias: [1] } }],
    fuzz: (random) => ({ inputs: { x: [1 + Math.floor(random() * 9), 5], bias: [1] } }),
  });
  return readsUnsaved ? { ...op, saves: ["y"] } : op;
}

/** Verifies on devices of its own: pipelines are cached, and these ops share their kernels' names. */
export async function check(parts: Partial<Parts>, op = squareOp(parts)): Promise<OpReport> {
  const harness = new Harness({ open: (options) => openWebGpu({ adapter: "embedded", ...options }), openNull });
  try {
    return await checkOp(harness, op, { fuzz: 2, seed: 11 });
  } finally {
    harness.close();
  }
}

export const failuresOf = async (parts: Partial<Parts>): Promise<string> => (await check(parts)).failures.join("\n");
