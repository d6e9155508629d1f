import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { smoothedRows } from "../shared/smoothed-rows.ts";
import { stable } from "../shared/stable.ts";
import { CLIP } from "./shape.ts";

export const backward = defineKernel({
  name: "binaryCrossentropy.backward",
  bindings: {
    probabilities: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    gradLoss: read("f32"),
    gradProbabilities: write("f32"),
  },
  params: smoothedRows,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => stable,
  body: ({ has }) => wgsl`
  let p = probabilities[thread];
  let y = smoothed(labels[thread], params.smoothing);
  var gradient = 0.0;
  if (min(p, 1.0 - p) >= ${CLIP}) { gradient = gradLoss[0] * ((1.0 - y) / (1.0 - p) - y / p); }
  #if ${has.sampleWeight}
  gradient *= sampleWeight[thread];
  #endif
  gradProbabilities[thread] = gradient;`,
});
