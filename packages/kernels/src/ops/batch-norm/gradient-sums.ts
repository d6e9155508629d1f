import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { LANES, tree } from "../shared/tree.ts";
import { walkDeclarations, walkParams, walkStart, type WalkConstants } from "./partials.ts";
import { forEachReading } from "./plan.ts";

/** Sums of gradY and of gradY * xhat over one part of a channel. */
export const gradientSums = forEachReading((element, perChannel, suffix) =>
  defineKernel({
    name: `batchNorm.gradientSums${suffix}`,
    bindings: {
      x: read(element),
      gradY: read(element),
      mean: read(perChannel),
      variance: read(perChannel),
      betaParts: write(element),
      gammaParts: write(element),
    },
    params: { ...walkParams, epsilon: "f32" },
    constants: {} as WalkConstants,
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.channelCount * params.splits }),
    declarations: () => walkDeclarations,
    body: () => wgsl`${walkStart}
  let center = mean[channel];
  var beta = ${element}();
  var gamma = ${element}();
  for (var j = 0u; j < steps; j++) {
    let at = place(j * params.splits + split, channel);
    beta += gradY[at];
    gamma += gradY[at] * (x[at] - center);
  }
  betaParts[thread] = beta;
  gammaParts[thread] = gamma * inverseSqrt(variance[channel] + params.epsilon);`,
  }),
);

/** One workgroup a channel: adds up the parts in a fixed order. */
export const mergeGradients = defineKernel({
  name: "batchNorm.mergeGradients",
  bindings: { betaParts: read("f32"), gammaParts: read("f32"), gradBeta: write("f32"), gradGamma: write("f32") },
  params: { channels: "u32", parts: "u32", channelStride: "u32", partStride: "u32" },
  constants: {},
  variants: { tree: { workgroupSize: LANES } },
  grid: ({ params }) => ({ workgroups: params.channels }),
  declarations: () => tree("vec2f", "a + b"),
  body: () => wgsl`
  var own = vec2f();
  for (var part = lane; part < params.parts; part += ${LANES}u) {
    let at = group * params.channelStride + part * params.partStride;
    own += vec2f(betaParts[at], gammaParts[at]);
  }
  let whole = tree(lane, own);
  if (lane == 0u) {
    gradBeta[group] = whole.x;
    gradGamma[group] = whole.y;
  }`,
});
