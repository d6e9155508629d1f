import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { logOnePlus } from "../shared/log-one-plus.ts";
import { smoothedRows } from "../shared/smoothed-rows.ts";
import { row } from "./row.ts";

/** A thread a row: classes are few. */
export const forward = defineKernel({
  name: "softmaxCrossentropy.forward",
  bindings: {
    logits: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    probabilities: write("f32"),
    losses: write("f32"),
  },
  params: smoothedRows,
  constants: {} as { readonly columns: number },
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => logOnePlus("f32") + row,
  body: ({ has }) => wgsl`
  let start = thread * columns;
  let row = readRow(start);
  let sum = 1.0 + row.rest;
  let logOfSum = select(log(sum), logOnePlus(min(row.rest, 1.0)), row.rest <= 1.0);
  var loss = 0.0;
  for (var k = 0u; k < columns; k++) {
    let below = row.largest - logits[start + k];
    probabilities[start + k] = exp(-below) / sum;
    loss += smoothed(labels[start + k]) * (below + logOfSum);
  }
  #if ${has.sampleWeight}
  loss *= sampleWeight[thread];
  #endif
  losses[thread] = loss;`,
});
