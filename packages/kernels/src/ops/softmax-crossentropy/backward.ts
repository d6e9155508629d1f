import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { smoothedRows } from "../shared/smoothed-rows.ts";
import { row } from "./row.ts";

/**
 * p s - y, with s the sum of the labels, as p(s - y) - (1 - p)y, and the gradients of probabilities less that of the best:
 * near p = y = 1 the plain differences have no digits left.
 */
export const backward = defineKernel({
  name: "softmaxCrossentropy.backward",
  bindings: {
    logits: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    gradLoss: optional(read("f32")),
    gradProbabilities: optional(read("f32")),
    gradLogits: write("f32"),
  },
  params: smoothedRows,
  constants: {} as { readonly columns: number },
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => row,
  body: ({ has }) => wgsl`
  let start = thread * columns;
  let row = readRow(start);
  let sum = 1.0 + row.rest;
  var labelSum = 0.0;
  var mean = 0.0;
  for (var k = 0u; k < columns; k++) {
    labelSum += smoothed(labels[start + k]);
    #if ${has.gradProbabilities}
    let p = exp(logits[start + k] - row.largest) / sum;
    mean += p * (gradProbabilities[start + k] - gradProbabilities[start + row.best]);
    #endif
  }
  #if ${has.gradLoss && has.sampleWeight}
  let scale = gradLoss[0] * sampleWeight[thread];
  #elif ${has.gradLoss}
  let scale = gradLoss[0];
  #endif
  for (var k = 0u; k < columns; k++) {
    let p = exp(logits[start + k] - row.largest) / sum;
    var gradient = 0.0;
    #if ${has.gradLoss}
    let y = smoothed(labels[start + k]);
    let others = select(1.0 - p, row.rest / sum, k == row.best);
    gradient = scale * (p * (labelSum - y) - others * y);
    #endif
    #if ${has.gradProbabilities}
    gradient += p * (gradProbabilities[start + k] - gradProbabilities[start + row.best] - mean);
    #endif
    gradLogits[start + k] = gradient;
  }`,
});
