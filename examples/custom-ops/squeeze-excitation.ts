import { apply, type Tensor } from "@tomograd/autograd";
import { defineKernel, defineOp, ndArray, read, ShapeError, sizeOf, wgsl, write, type Shape } from "@tomograd/kernels";
import { Dense, GlobalAveragePooling2D, MergeLayer, type SymbolicTensor } from "@tomograd/model";
import { moduleAt } from "@tomograd/model/node";

const valuesFor = (x: Shape) => ({ constants: { SIZE: sizeOf(x.slice(2)) }, params: { count: sizeOf(x) } });
const planeOf = (x: Shape, i: number): number => Math.floor(i / sizeOf(x.slice(2)));
const gate = (s: number): number => 1 / (1 + Math.exp(-s));

/** y = x sigmoid(s), and gradX = gradY sigmoid(s). */
const scale = defineKernel({
  name: "channelGate.scale",
  bindings: { x: read("f32"), s: read("f32"), y: write("f32") },
  params: { count: "u32" },
  constants: {} as { readonly SIZE: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`y[thread] = x[thread] / (1 + exp(-clamp(s[thread / SIZE], -80, 80)));`,
});

/** gradS = sum(gradY x) sigmoid'(s): one workgroup an image and channel, which adds up in a fixed order. */
const reduce = defineKernel({
  name: "channelGate.reduce",
  bindings: { x: read("f32"), s: read("f32"), gradY: read("f32"), gradS: write("f32") },
  params: { count: "u32" },
  constants: {} as { readonly SIZE: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params, constants }) => ({ workgroups: params.count / constants.SIZE }),
  declarations: () => "var<workgroup> sums: array<f32, 64>;",
  body: () => wgsl`
  var sum = 0.0;
  for (var i = group * SIZE + lane; i < (group + 1) * SIZE; i += 64) { sum += gradY[i] * x[i]; }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane > 0) { return; }
  for (var other = 1; other < 64; other++) { sum += sums[other]; }
  let e = exp(-abs(s[group]));
  gradS[group] = sum * e / ((1 + e) * (1 + e));`,
});

/**
 * A gate for every channel of every image: `y[n,c,i,j] = x[n,c,i,j] sigmoid(s[n,c])`.
 *
 * Throws a ShapeError unless x is [N,C,H,W] and s [N,C]. Source: Hu et al. (2018), Squeeze-and-Excitation Networks.
 */
export const channelGate = defineOp({
  name: "channelGate",
  summary: "Scales each channel of each image by a sigmoid.",
  formula: "y[n,c,i,j] = x[n,c,i,j] * sigmoid(s[n,c])",
  inputs: { x: { describe: "[N,C,H,W]" }, s: { describe: "[N,C]" } },
  outputs: { y: { describe: "[N,C,H,W]" } },
  params: {},
  shape({ x, s }) {
    if (x.length === 4 && sizeOf(x) > 0 && s.join() === x.slice(0, 2).join()) return { y: x };
    const rule = "x must be [N,C,H,W], and s [N,C]";
    throw new ShapeError({ subject: "channelGate", rule, received: `x=[${x.join()}] s=[${s.join()}]` });
  },
  batch: ["x", "s", "y"],
  saves: ["x", "s"],
  forward: (run, { x, s, y }) => run(scale, { x, s, y }, valuesFor(x.shape)),
  vjp(run, { x, s }, { y: gradY }, wanted) {
    if (gradY && wanted.x) run(scale, { x: gradY, s, y: wanted.x }, valuesFor(x.shape));
    if (gradY && wanted.s) run(reduce, { x, s, gradY, gradS: wanted.s }, valuesFor(x.shape));
  },
  reference: {
    forward: ({ x, s }) => ({ y: ndArray(x.shape, (i) => x.data[i]! * gate(s.data[planeOf(x.shape, i)]!)) }),
    vjp({ x, s }, { y: gradY }) {
      const gradS = ndArray(s.shape);
      const at = (i: number): number => s.data[planeOf(x.shape, i)]!;
      x.data.forEach((v, i) => (gradS.data[planeOf(x.shape, i)]! += gradY!.data[i]! * v * gate(at(i)) * gate(-at(i))));
      return { x: ndArray(x.shape, (i) => gradY!.data[i]! * gate(at(i))), s: gradS };
    },
  },
  accumulation: ({ x }) => sizeOf(x!.slice(2)),
  cases: [
    { name: "saturated", inputs: { x: [1, 4, 3, 3], s: [1, 4] }, fill: { s: (i) => [-200, -9, 9, 200][i]! } },
    { name: "images", inputs: { x: [8, 32, 32, 32], s: [8, 32] }, tags: ["bench"] },
  ],
  fuzz(random) {
    const [N, C, H, W] = Array.from({ length: 4 }, () => 1 + Math.floor(random() * 17));
    return { inputs: { x: [N!, C!, H!, W!], s: [N!, C!] } };
  },
});

export class ChannelGate extends MergeLayer {
  readonly className = "ChannelGate";
  readonly baseName = "channel_gate";
  override readonly module = moduleAt(import.meta.url);
  protected constructMerged = ([x = [], ...s]: readonly Shape[]): Shape =>
    channelGate.shape({ x: [1, ...x], s: [1, ...s.flat()] }, {}).y.slice(1);
  protected merge = ([x, s]: readonly Tensor[]): Tensor => apply(channelGate, { x: x!, s: s! }).y;
  config = (): Record<string, unknown> => ({});
}

/** The whole block: the mean of each channel says, through a bottleneck, how much every channel counts. */
export function squeezeExcitation(x: SymbolicTensor, units = Math.ceil(x.shape[0]! / 4)): SymbolicTensor {
  const squeezed = new Dense({ units, activation: "relu" }).apply(new GlobalAveragePooling2D().apply(x));
  return new ChannelGate().apply([x, new Dense({ units: x.shape[0]! }).apply(squeezed)]);
}
