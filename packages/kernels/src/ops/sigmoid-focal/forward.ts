import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { focal, focalParams } from "./focal.ts";

export const forward = defineKernel({
  name: "sigmoidFocal.forward",
  bindings: {
    logits: read("f32"),
    labels: read("f32"),
    sampleWeight: optional(read("f32")),
    probabilities: write("f32"),
    losses: write("f32"),
  },
  params: focalParams,
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => focal,
  body: ({ has }) => wgsl`
  let sample = focal(logits[thread], labels[thread]);
  var loss = sample.balance * sample.power * sample.entropy;
  #if ${has.sampleWeight}
  loss *= sampleWeight[thread];
  #endif
  losses[thread] = loss;
  probabilities[thread] = sample.p.positive;`,
});
