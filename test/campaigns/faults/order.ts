import { ops } from "@tomograd/kernels";
import { fault, gpuFault, kernel, text, together, type Fault } from "./fault.ts";

const ATOMIC = /* wgsl */ `
var<workgroup> bits: atomic<u32>;
fn arrive(own: f32) {
  var old = atomicLoad(&bits);
  loop {
    let tried = atomicCompareExchangeWeak(&bits, old, bitcast<u32>(bitcast<f32>(old) + own));
    if (tried.exchanged) { break; }
    old = tried.old_value;
  }
}`;

/** Results that depend on what runs first: missing barriers, races between threads. */
export const order: readonly Fault[] = [
  fault(ops.batchNorm, "the barrier before the tree is missing", text("batchNorm.merge", "workgroupBarrier();", "")),
  fault(
    ops.depthwiseConv2d,
    "the barrier before the tree is missing",
    text("depthwiseConv2d.backwardFilter", "workgroupBarrier();", ""),
  ),
  fault(
    ops.gather,
    "the barrier between counting picks and going on from there is missing",
    text("gather.accumulate", "workgroupBarrier();", ""),
  ),
  gpuFault(
    ops.matmul,
    "the barrier behind staging is missing",
    text("matmul.product", "workgroupBarrier();\n    for", "for", "workgroup"),
  ),
  gpuFault(
    ops.matmul,
    "the barrier before staging again is missing",
    text("matmul.product", "workgroupBarrier();\n  }", "}", "workgroup"),
  ),
  fault(
    ops.mean,
    "the last lane climbs the tree, without a barrier",
    together(
      text("shared.sumFinish", "workgroupBarrier();\n  if (lane > 0u)", "if (lane < 63u)"),
      text("shared.sumFinish", "if (lane == 0u)", "if (lane == 63u)"),
    ),
  ),
  fault(
    ops.sum,
    "lanes beside each other add up in lockstep, without a barrier",
    text(
      "shared.sumFinish",
      "lanes[lane] = own;\n  workgroupBarrier();",
      "lanes[lane] = own;\n  if (lane % 2u == 0u) { lanes[lane] += lanes[lane + 1u]; }\n  workgroupBarrier();\n  if (lane % 2u == 1u) { lanes[lane] = 0.0; }\n  workgroupBarrier();",
    ),
  ),
  fault(
    ops.l2,
    "lanes add to one sum, which loses some",
    together(
      text("shared.sumFinish", "var<workgroup> lanes", "var<workgroup> all: f32;\nvar<workgroup> lanes"),
      text("shared.sumFinish", "let sum = tree(lane, own);", "all += own;\n  workgroupBarrier();\n  let sum = all;"),
    ),
  ),
  fault(
    ops.sum,
    "floats are added by an atomic, in the order of arrival",
    together(
      text("shared.sumFinish", "var<workgroup> lanes", `${ATOMIC}\nvar<workgroup> lanes`),
      text(
        "shared.sumFinish",
        "let sum = tree(lane, own);",
        "arrive(own);\n  workgroupBarrier();\n  let sum = bitcast<f32>(atomicLoad(&bits));",
      ),
    ),
  ),
  fault(
    ops.flatten,
    "threads clear the element of the next one",
    text("shared.transpose", "y[thread] =", "if (thread + 1 < params.extent) { y[thread + 1] = 0; }\n  y[thread] ="),
  ),
  fault(
    ops.gather,
    "the gradient is scattered, so that the last pick of an entry wins",
    kernel("gather.backward", () => ({
      grid: ({ params }) => ({ threads: (params["count"]! / params["entries"]!) * params["picks"]! }),
      body: () => /* wgsl */ `
  let k = thread % params.inner;
  let pick = thread / params.inner % params.picks;
  let outer = thread / params.inner / params.picks;
  let i = min(indices[pick], params.entries - 1u);
  gradX[(outer * params.entries + i) * params.inner + k] = gradY[thread];`,
    })),
  ),
  fault(
    ops.metricHistogram,
    "counts are read and written instead of added by an atomic",
    text(
      "metricHistogram.count",
      "atomicAdd(&newHistogram[select(asNegative, asPositive, isAboveHalf)], 1u);",
      "let cellOfHalf = select(asNegative, asPositive, isAboveHalf);\n  atomicStore(&newHistogram[cellOfHalf], atomicLoad(&newHistogram[cellOfHalf]) + 1u);",
    ),
  ),
];
