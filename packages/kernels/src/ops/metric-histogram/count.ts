import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { METRIC_HISTOGRAM as AT, THRESHOLDS } from "./layout.ts";

/**
 * Integer atomics do not care about order. The signs and limits are read from the bits, as a device may flush
 * subnormals to zero and may assume that there is no NaN: a NaN counts as 0, like a negative.
 */
export const count = defineKernel({
  name: "metricHistogram.count",
  bindings: { probabilities: read("f32"), labels: read("f32"), newHistogram: write("atomic<u32>") },
  params: { count: "u32" },
  constants: {},
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`
  let bits = bitcast<i32>(probabilities[thread]);
  let isAboveZero = bits > 0 && bits <= 0x7f800000;
  let isAboveHalf = isAboveZero && bits > 0x3f000000;
  let p = select(1.0, probabilities[thread], bits < 0x3f800000);
  let cell = select(0u, clamp(u32(ceil(p * ${THRESHOLDS - 1}.0)), 1u, ${THRESHOLDS - 1}u), isAboveZero);
  let isPositive = labels[thread] > 0.5;
  atomicAdd(&newHistogram[cell + select(${AT.negatives}u, ${AT.positives}u, isPositive)], 1u);
  let asNegative = select(${AT.trueNegatives}u, ${AT.falseNegatives}u, isPositive);
  let asPositive = select(${AT.falsePositives}u, ${AT.truePositives}u, isPositive);
  atomicAdd(&newHistogram[select(asNegative, asPositive, isAboveHalf)], 1u);`,
});
