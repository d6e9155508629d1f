import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { smoothedRows } from "../shared/smoothed-rows.ts";
import { stable } from "../shared/stable.ts";
import { CLIP } from "./shape.ts";

/** Clips and takes logarithms of the smaller of p and 1 - p: near 1, float32 cannot tell how far p is from 1 - 1e-7. */
export const forward = defineKernel({
  name: "binaryCrossentropy.forward",
  bindings: {
    probabilities: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    losses: write("f32"),
  },
  params: smoothedRows,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => stable,
  body: ({ has }) => wgsl`
  let p = probabilities[thread];
  let y = smoothed(labels[thread], params.smoothing);
  let smaller = max(min(p, 1.0 - p), ${CLIP});
  let share = select(y, 1.0 - y, p > 0.5);
  var loss = -(share * log(smaller) + (1.0 - share) * logOnePlus(-smaller));
  #if ${has.sampleWeight}
  loss *= sampleWeight[thread];
  #endif
  losses[thread] = loss;`,
});
