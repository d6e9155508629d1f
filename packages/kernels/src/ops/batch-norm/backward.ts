import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { forEachReading, type ViewConstants } from "./plan.ts";

/** gradX = gamma / sqrt(variance + epsilon) * (gradY - (gradBeta + xhat gradGamma) / m): mean and variance depend on x. */
export const backwardTraining = forEachReading((element, channel, suffix) =>
  defineKernel({
    name: `batchNorm.backwardTraining${suffix}`,
    bindings: {
      x: read(element),
      gradY: read(element),
      mean: read(channel),
      variance: read(channel),
      gamma: read(channel),
      gradGamma: read(channel),
      gradBeta: read(channel),
      gradX: write(element),
    },
    params: { count: "u32", epsilon: "f32", population: "f32" },
    constants: {} as ViewConstants,
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`
  let channel = thread / inner % channels;
  let inverse = inverseSqrt(variance[channel] + params.epsilon);
  let xhat = (x[thread] - mean[channel]) * inverse;
  let drift = (gradBeta[channel] + xhat * gradGamma[channel]) / params.population;
  gradX[thread] = gamma[channel] * inverse * (gradY[thread] - drift);`,
  }),
);

/** gradX = gamma / sqrt(variance + epsilon) * gradY: the moving statistics do not depend on x. */
export const backwardInference = forEachReading((element, channel, suffix) =>
  defineKernel({
    name: `batchNorm.backwardInference${suffix}`,
    bindings: { gradY: read(element), variance: read(channel), gamma: read(channel), gradX: write(element) },
    params: { count: "u32", epsilon: "f32" },
    constants: {} as ViewConstants,
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`
  let channel = thread / inner % channels;
  gradX[thread] = gamma[channel] * inverseSqrt(variance[channel] + params.epsilon) * gradY[thread];`,
  }),
);
