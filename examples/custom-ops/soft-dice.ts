import { apply, type Tensor } from "@tomograd/autograd";
import { defineKernel, defineOp, ndArray, ops, read, real, sameShape, sizeOf, wgsl, write } from "@tomograd/kernels";
import { ShapeError, type NdArray, type Shape } from "@tomograd/kernels";
import { binaryTally, Loss, type LossResult, type OutputFacts } from "@tomograd/model";

/** One workgroup a sample, which adds up in a fixed order; the loss is also sum((p - t)^2) / total. */
const forward = defineKernel({
  name: "softDice.forward",
  bindings: { p: read("f32"), t: read("f32"), y: write("f32"), total: write("f32") },
  params: { N: "u32", smoothing: "f32" },
  constants: {} as { readonly SIZE: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ workgroups: params.N }),
  declarations: () => "var<workgroup> sums: array<vec2f, 64>;",
  body: () => wgsl`
  var sum = vec2f();
  for (var i = group * SIZE + lane; i < (group + 1) * SIZE; i += 64) {
    sum += vec2f((p[i] - t[i]) * (p[i] - t[i]), p[i] * p[i] + t[i] * t[i]);
  }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane > 0) { return; }
  for (var other = 1; other < 64; other++) { sum += sums[other]; }
  total[group] = sum.y + params.smoothing;
  y[group] = sum.x / total[group];`,
});

/** Of the sums, y and total are all that the gradient needs. */
const backward = defineKernel({
  name: "softDice.backward",
  bindings: { p: read("f32"), t: read("f32"), y: read("f32"), total: read("f32"), g: read("f32"), gradP: write("f32") },
  params: { N: "u32", smoothing: "f32" },
  constants: {} as { readonly SIZE: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params, constants }) => ({ threads: params.N * constants.SIZE }),
  body: () => wgsl`
  let n = thread / SIZE;
  gradP[thread] = g[n] * 2 * ((1 - y[n]) * p[thread] - t[thread]) / total[n];`,
});

const args = (p: Shape, smoothing = 0) => ({ constants: { SIZE: sizeOf(p) / p[0]! }, params: { N: p[0]!, smoothing } });
const images = (shape: Shape) => ({ p: shape, t: shape });
const sampleOf = ({ shape, data }: NdArray, i: number): number => Math.floor((i * shape[0]!) / data.length);

/**
 * Soft Dice loss of each sample: 1 less twice the overlap over the sum of both, of squares where p is no mask.
 *
 * p and t of one shape [N,...], else a ShapeError. Source: Milletari et al. (2016), V-Net; smoothing is added.
 */
export const softDice = defineOp({
  name: "softDice",
  summary: "Soft Dice loss of each sample.",
  formula: "y[n] = 1 - (2 * sum(p * t) + smoothing) / (sum(p^2) + sum(t^2) + smoothing)",
  inputs: { p: { describe: "[N,...], in [0, 1]" }, t: { differentiable: false, describe: "[N,...], 0 or 1" } },
  outputs: { y: { describe: "[N]" }, total: { differentiable: false, internal: true, describe: "[N]" } },
  params: { smoothing: real(1, 1e-6) },
  shape({ p, t }) {
    if (p.length > 0 && sizeOf(p) > 0 && sameShape(p, t)) return { y: p.slice(0, 1), total: p.slice(0, 1) };
    throw new ShapeError({ subject: "softDice", rule: `t must be as p, [${p.join()}]`, received: `t=[${t.join()}]` });
  },
  batch: ["p", "t", "y", "total"],
  saves: ["p", "t", "y", "total"],
  forward: (run, { p, t, y, total }, { smoothing }) => run(forward, { p, t, y, total }, args(p.shape, smoothing)),
  vjp(run, { p, t, y, total }, { y: g }, { p: gradP }) {
    if (g && gradP) run(backward, { p, t, y, total, g, gradP }, args(p.shape));
  },
  reference: {
    forward({ p, t }, { smoothing }) {
      const sum = (n: number, of: (p: number, t: number) => number): number =>
        p.data.reduce((sum, v, i) => (sampleOf(p, i) === n ? sum + of(v, t.data[i]!) : sum), smoothing);
      const total = ndArray([p.shape[0]!], (n) => sum(n, (p, t) => p ** 2 + t ** 2));
      return { y: ndArray(total.shape, (n) => 1 - sum(n, (p, t) => 2 * p * t) / total.data[n]!), total };
    },
    vjp({ p, t, y, total }, { y: g }) {
      const slope = (i: number, n: number) => (2 * ((1 - y.data[n]!) * p.data[i]! - t.data[i]!)) / total.data[n]!;
      return { p: ndArray(p.shape, (i) => g!.data[sampleOf(p, i)]! * slope(i, sampleOf(p, i))) };
    },
  },
  accumulation: ({ p }) => sizeOf(p!.slice(1)),
  cases: [
    { name: "empty targets", inputs: images([2, 1, 5, 7]), fill: { t: () => 0 } },
    { name: "images", inputs: images([16, 1, 64, 64]), tags: ["bench"] },
  ],
  fuzz: (random) => ({ inputs: images([5, 1, 30, 30].map((most) => 1 + Math.floor(random() * most))) }),
});

/** For `compile`: of probabilities of every pixel. Metrics count pixels, so `F1Score` is the Dice of all of them. */
export class SoftDice extends Loss {
  readonly className = "SoftDice";
  readonly tally = binaryTally;
  wantsLogits(output: OutputFacts): boolean {
    return output.activation === "sigmoid" ? false : this.refuse("needs an output that ends in a sigmoid", output);
  }
  of(p: Tensor, _: boolean, t: Tensor, sampleWeight?: Tensor): LossResult {
    const { y } = apply(softDice, { p, t });
    const weighted = sampleWeight ? apply(ops.multiply, { a: y, b: sampleWeight }).y : y;
    return { loss: apply(ops.sum, { x: weighted }).y, probabilities: p };
  }
}
