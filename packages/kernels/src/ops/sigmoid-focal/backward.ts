import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { focal, focalParams } from "./focal.ts";

/** The derivative of the power is gamma power / wrong, and p(1-p) / wrong stays within [0, 1] where both underflow. */
export const backward = defineKernel({
  name: "sigmoidFocal.backward",
  bindings: {
    logits: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    gradLoss: optional(read("f32")),
    gradProbabilities: optional(read("f32")),
    gradLogits: write("f32"),
  },
  params: focalParams,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => focal,
  body: ({ has }) => wgsl`
  let sample = focal(logits[thread], labels[thread]);
  let p = sample.p;
  let slope = p.positive * p.negative;
  var gradient = 0.0;
  #if ${has.gradLoss}
  let ofPower = params.gamma * (1.0 - 2.0 * sample.y) * (slope / sample.wrong) * sample.entropy;
  let ofEntropy = p.positive * (1.0 - sample.y) - p.negative * sample.y;
  gradient = gradLoss[0] * sample.balance * sample.power * (ofPower + ofEntropy);
  #endif
  #if ${has.gradLoss && has.sampleWeight}
  gradient *= sampleWeight[thread];
  #endif
  #if ${has.gradProbabilities}
  gradient += gradProbabilities[thread] * slope;
  #endif
  gradLogits[thread] = gradient;`,
});
