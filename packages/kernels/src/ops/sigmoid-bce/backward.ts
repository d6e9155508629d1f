import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { smoothedRows } from "../shared/smoothed-rows.ts";
import { stable } from "../shared/stable.ts";

/** p - y as p(1 - y) - (1 - p)y, from the logits: near p = y = 1 the plain difference has no digits left. */
export const backward = defineKernel({
  name: "sigmoidBce.backward",
  bindings: {
    logits: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    gradLoss: optional(read("f32")),
    gradProbabilities: optional(read("f32")),
    gradLogits: write("f32"),
  },
  params: smoothedRows,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => stable,
  body: ({ has }) => wgsl`
  let p = sigmoid(logits[thread]);
  let y = smoothed(labels[thread], params.smoothing);
  var gradient = 0.0;
  #if ${has.gradLoss}
  gradient = gradLoss[0] * (p.positive * (1.0 - y) - p.negative * y);
  #endif
  #if ${has.gradLoss && has.sampleWeight}
  gradient *= sampleWeight[thread];
  #endif
  #if ${has.gradProbabilities}
  gradient += gradProbabilities[thread] * p.positive * p.negative;
  #endif
  gradLogits[thread] = gradient;`,
});
