import { apply, type Tensor } from "@tomograd/autograd";
import { defineKernel, defineOp, ndArray, ops, optional, read, resolveParams, sizeOf, wgsl } from "@tomograd/kernels";
import { UsageError, write } from "@tomograd/kernels";
import type { BatchNormalization, Conv2D } from "@tomograd/model";

const perChannel = { gamma: read("f32"), beta: read("f32"), movingMean: read("f32"), movingVariance: read("f32") };

/** Both are linear: the factor of the normalisation, gamma / sqrt(variance + epsilon), can go into the filter. */
const fold = defineKernel({
  name: "convBatchNormRelu.fold",
  bindings: {
    weights: read("f32"),
    bias: optional(read("f32")),
    ...perChannel,
    folded: write("f32"),
    shift: write("f32"),
  },
  params: { count: "u32", epsilon: "f32" },
  constants: {} as { readonly K: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: ({ has }) => wgsl`
  let k = thread % K;
  let scale = gamma[k] * inverseSqrt(movingVariance[k] + params.epsilon);
  folded[thread] = scale * weights[thread];
  if (thread < K) { shift[k] = beta[k] + scale * (${has.bias ? "bias[k]" : "0"} - movingMean[k]); }`,
});

const { activation: _, ...placing } = ops.conv2d.params;
const { epsilon } = ops.batchNorm.params;
const inference = (epsilon: number) =>
  resolveParams("batchNorm", ops.batchNorm.params, { axis: 1, training: false, epsilon });
const norm = (K: number) => ({ gamma: [K], beta: [K], movingMean: [K], movingVariance: [K] });
const fill = { movingVariance: (_: number, random: () => number) => 0.2 + random() };

/**
 * Convolution, batch normalisation by its moving statistics and relu in one pass over memory, for inference alone.
 *
 * It has no vjp, so a tape refuses to go back through it. Throws both ops' ShapeErrors. Source: Jacob et al. (2018).
 */
export const convBatchNormRelu = defineOp({
  name: "convBatchNormRelu",
  summary: "Convolution, batch normalisation and relu for inference, as one convolution.",
  formula: "y = max(gamma * (conv2d(x, filter, bias) - movingMean) / sqrt(movingVariance + epsilon) + beta, 0)",
  inputs: { ...ops.batchNorm.inputs, ...ops.conv2d.inputs },
  outputs: { y: { describe: "[N,K,outH,outW]" } },
  params: { ...placing, epsilon },
  shape({ x, filter, bias, ...norm }, { epsilon, ...params }) {
    const { y } = ops.conv2d.shape({ x, filter, bias }, { ...params, activation: "relu" });
    ops.batchNorm.shape({ x: y, ...norm }, inference(epsilon));
    return { y };
  },
  batch: ["x", "y"],
  saves: [],
  forward(run, { x, filter, bias, y, ...norm }, { epsilon, ...params }) {
    const [folded, shift] = [run.scratch(filter.shape), run.scratch(norm.beta.shape)];
    const values = { constants: { K: filter.shape[3]! }, params: { count: sizeOf(filter.shape), epsilon } };
    run(fold, { weights: filter, bias, ...norm, folded, shift }, values);
    ops.conv2d.forward(run, { x, filter: folded, bias: shift, y }, { ...params, activation: "relu" });
  },
  reference: {
    forward({ x, filter, bias, ...norm }, { epsilon, ...params }) {
      const { y } = ops.conv2d.reference.forward({ x, filter, bias }, { ...params, activation: "linear" });
      const normed = ops.batchNorm.reference.forward({ x: y, ...norm }, inference(epsilon)).y;
      return { y: ndArray(y.shape, (i) => Math.max(normed.data[i]!, 0)) };
    },
  },
  composition({ apply }, { x, filter, bias, ...norm }, { epsilon, ...params }) {
    const { y } = apply(ops.conv2d, { x, filter, bias }, params);
    return apply(ops.relu, { x: apply(ops.batchNorm, { x: y, ...norm }, inference(epsilon)).y });
  },
  accumulation: ({ filter }) => sizeOf(filter!.slice(0, 3)) + 1,
  cases: [
    {
      name: "odd",
      inputs: { x: [2, 5, 11, 7], filter: [3, 3, 5, 7], bias: [7], ...norm(7) },
      params: { strides: 2 },
      fill,
    },
    { name: "first", inputs: { x: [8, 3, 64, 64], filter: [3, 3, 3, 64], ...norm(64) }, fill, tags: ["bench"] },
    { name: "inner", inputs: { x: [8, 32, 32, 32], filter: [3, 3, 32, 32], ...norm(32) }, fill, tags: ["bench"] },
    { name: "1 x 1", inputs: { x: [2, 16, 32, 32], filter: [1, 1, 16, 32], ...norm(32) }, fill, tags: ["bench"] },
  ],
  fuzz(random) {
    const [N, C, H, W, K] = [3, 5, 12, 12, 20].map((most) => 1 + Math.floor(random() * most));
    return { inputs: { x: [N!, C!, H!, W!], filter: [3, 3, C!, K!], ...norm(K!) }, params: { padding: "same" }, fill };
  },
});

/** Predicts by layers that were trained one behind the other: `relu(normalization(conv(x)))` in one pass. */
export function fused(conv: Conv2D, normalization: BatchNormalization, x: Tensor): Tensor {
  const [filter, bias] = conv.weights.map(({ tensor }) => tensor);
  const [gamma, beta, movingMean, movingVariance] = normalization.weights.map(({ tensor }) => tensor);
  const { activation, strides, padding, dilations } = conv.config();
  if (activation !== "linear" || normalization.options.axis !== 1)
    throw new UsageError({ subject: "fused", rule: "needs a linear convolution, and axis 1 to be normalised" });
  const inputs = { x, filter, bias, gamma, beta, movingMean, movingVariance };
  return apply(convBatchNormRelu, inputs, { strides, padding, dilations, epsilon: normalization.options.epsilon }).y;
}
