import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { LANES, tree } from "../shared/tree.ts";

/** Chan, Golub and LeVeque (1979): count, mean and squared deviations of two samples together. */
const chan = /* wgsl */ `
fn together(a: vec3f, b: vec3f) -> vec3f {
  if (a.x == 0.0) { return b; }
  if (b.x == 0.0) { return a; }
  let count = a.x + b.x;
  let delta = b.y - a.y;
  let share = b.x / count;
  return vec3f(count, a.y + delta * share, a.z + b.z + delta * delta * a.x * share);
}`;

/** One workgroup a channel: merges the parts in a fixed order and moves the moving statistics, which hold the old ones. */
export const merge = defineKernel({
  name: "batchNorm.merge",
  bindings: {
    means: read("f32"),
    deviations: read("f32"),
    mean: write("f32"),
    variance: write("f32"),
    newMovingMean: write("f32"),
    newMovingVariance: write("f32"),
  },
  params: {
    channels: "u32",
    parts: "u32",
    width: "u32",
    channelStride: "u32",
    partStride: "u32",
    reads: "u32",
    splits: "u32",
    population: "f32",
    momentum: "f32",
    rate: "f32",
    correction: "f32",
  },
  constants: {},
  variants: { tree: { workgroupSize: LANES } },
  grid: ({ params }) => ({ workgroups: params.channels }),
  declarations: () => chan + tree("vec3f", "together(a, b)"),
  body: () => wgsl`
  var own = vec3f();
  for (var part = lane; part < params.parts; part += ${LANES}u) {
    let at = group * params.channelStride + part * params.partStride;
    let steps = (params.reads - part / params.width + params.splits - 1u) / params.splits;
    own = together(own, vec3f(f32(steps), means[at], deviations[at]));
  }
  let whole = tree(lane, own);
  if (lane == 0u) {
    let spread = whole.z / params.population;
    mean[group] = whole.y;
    variance[group] = spread;
    newMovingMean[group] = newMovingMean[group] * params.momentum + whole.y * params.rate;
    newMovingVariance[group] = newMovingVariance[group] * params.momentum + spread * params.correction * params.rate;
  }`,
});

/** Inference: the moving statistics are the ones used, and stay as they are. */
export const adopt = defineKernel({
  name: "batchNorm.adopt",
  bindings: { newMovingMean: read("f32"), newMovingVariance: read("f32"), mean: write("f32"), variance: write("f32") },
  params: { channels: "u32" },
  constants: {},
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.channels }),
  body: () => wgsl`
  mean[thread] = newMovingMean[thread];
  variance[thread] = newMovingVariance[thread];`,
});
