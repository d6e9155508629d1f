import { ops, read, sizeOf } from "@tomograd/kernels";
import { fault, kernel, launch, text, threads, together, type Fault } from "./fault.ts";

/** What an adapter cannot run, or only this one can. */
export const limits: readonly Fault[] = [
  fault(
    ops.relu,
    "a workgroup of more invocations than any adapter has",
    kernel("relu.forward", () => ({ variants: { wide: { workgroupSize: 8192 } } })),
  ),
  fault(
    ops.relu,
    "a workgroup of more invocations than every adapter has",
    kernel("relu.forward", () => ({ variants: { wide: { workgroupSize: 512 } } })),
  ),
  fault(
    ops.mean,
    "more workgroup memory than every adapter has",
    together(
      text("shared.sumFinish", "var<workgroup> lanes", "var<workgroup> large: array<f32, 4096>;\nvar<workgroup> lanes"),
      text("shared.sumFinish", "lanes[lane] = own;", "lanes[lane] = own;\n  large[lane] = own;"),
    ),
  ),
  fault(
    ops.batchNorm,
    "nine storage bindings, where eight are sure",
    together(
      kernel("batchNorm.backwardTraining", ({ bindings: b }) => ({ bindings: { xAgain: read("f32"), ...b } })),
      launch("batchNorm.backwardTraining", (buffers, values) => [{ ...buffers, xAgain: buffers["x"] }, values]),
    ),
  ),
  fault(
    ops.transpose,
    "a place that is counted along one dimension of the grid alone",
    text("shared.copy", "result[thread] = total;", "result[workgroup_id.x * 64u + lane] = total;"),
  ),
  fault(
    ops.exp,
    "a grid of more threads than 32 bits count",
    threads("exp.forward", (_, right) => right + 2 ** 32),
  ),
  fault(
    ops.depthwiseConv2d,
    "a barrier that not every lane reaches",
    text(
      "depthwiseConv2d.backwardBias",
      "let sum = tree(lane, own);",
      "var sum = 0.0;\n  if (lane < 32u) { sum = tree(lane, own); }",
    ),
  ),
  fault(
    ops.dense,
    "the batch is among the constants",
    launch("dense.finish", (buffers, values) => [
      buffers,
      { ...values, constants: { ...values.constants, batch: sizeOf(buffers["y"]!.shape) } },
    ]),
  ),
  fault(
    ops.conv2d,
    "a variant that does not compile",
    text("conv2d.forward", "var acc: array<f32,", "var acc: array<i32,", "tile2x2x4"),
  ),
];
