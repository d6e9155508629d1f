import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { smoothedRows } from "../shared/smoothed-rows.ts";
import { stable } from "../shared/stable.ts";

export const forward = defineKernel({
  name: "sigmoidBce.forward",
  bindings: {
    logits: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    probabilities: write("f32"),
    losses: write("f32"),
  },
  params: smoothedRows,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => stable,
  body: ({ has }) => wgsl`
  let z = logits[thread];
  let loss = max(z, 0.0) - z * smoothed(labels[thread], params.smoothing) + logOnePlus(exp(-abs(z)));
  #if ${has.sampleWeight}
  losses[thread] = sampleWeight[thread] * loss;
  #else
  losses[thread] = loss;
  #endif
  probabilities[thread] = sigmoid(z).positive;`,
});
