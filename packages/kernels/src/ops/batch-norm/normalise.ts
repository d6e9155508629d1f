import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { forEachReading, type ViewConstants } from "./plan.ts";

/** y = gamma (x - mean) / sqrt(variance + epsilon) + beta */
export const normalise = forEachReading((element, channel, suffix) =>
  defineKernel({
    name: `batchNorm.normalise${suffix}`,
    bindings: {
      x: read(element),
      mean: read(channel),
      variance: read(channel),
      gamma: read(channel),
      beta: read(channel),
      y: write(element),
    },
    params: { count: "u32", epsilon: "f32" },
    constants: {} as ViewConstants,
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`
  let channel = thread / inner % channels;
  let scale = gamma[channel] * inverseSqrt(variance[channel] + params.epsilon);
  y[thread] = (x[thread] - mean[channel]) * scale + beta[channel];`,
  }),
);
