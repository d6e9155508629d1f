import { apply, type Tensor } from "@tomograd/autograd";
import { defineKernel, defineOp, ndArray, oneOf, ops, read, ShapeError, sizeOf, wgsl, write } from "@tomograd/kernels";
import type { ArrayHandle, NdArray, Shape } from "@tomograd/kernels";
import { Layer } from "@tomograd/model";
import { moduleAt } from "@tomograd/model/node";

/** A difference along one axis, smoothed along the other; outside the image is 0. */
const kernel = defineKernel({
  name: "sobel.correlate",
  bindings: { x: read("f32"), y: write("f32") },
  params: { count: "u32", sign: "f32" },
  constants: {} as { readonly H: number; readonly W: number; readonly DOWN: boolean },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`
  let place = vec2i(i32(thread / W % H), i32(thread % W));
  var sum = 0.0;
  for (var r = -1; r <= 1; r++) {
    for (var s = -1; s <= 1; s++) {
      let at = place + vec2(r, s);
      if (any(at < vec2i()) || any(at >= vec2i(H, W))) { continue; }
      let weight = select(s * (2 - abs(r)), r * (2 - abs(s)), DOWN);
      sum += f32(weight) * x[i32(thread) + r * W + s];
    }
  }
  y[thread] = params.sign * sum;`,
});

const valuesFor = ({ shape }: ArrayHandle, axis: string, sign: number) => ({
  constants: { H: shape[2]!, W: shape[3]!, DOWN: axis === "height" },
  params: { count: sizeOf(shape), sign },
});

function correlate(x: NdArray, axis: string, sign: number): NdArray {
  const [H, W] = [x.shape[2]!, x.shape[3]!];
  return ndArray(x.shape, (i) => {
    let sum = 0;
    for (const r of [-1, 0, 1])
      for (const s of [-1, 0, 1]) {
        const [row, column] = [(Math.floor(i / W) % H) + r, (i % W) + s];
        const weight = axis === "height" ? r * (2 - Math.abs(s)) : s * (2 - Math.abs(r));
        if (row >= 0 && row < H && column >= 0 && column < W) sum += sign * weight * x.data[i + r * W + s]!;
      }
    return sum;
  });
}

/**
 * Sobel's filter along the width or the height: how much every pixel's neighbours on both sides differ.
 *
 * x [N,C,H,W], else a ShapeError. The filter is odd, so its gradient is minus itself. Source: Sobel and Feldman (1968).
 */
export const sobel = defineOp({
  name: "sobel",
  summary: "Differences along an axis by Sobel's 3 x 3 filter.",
  formula: "y[n,c,i,j] = sum_{r,s=-1..1} s * (2 - |r|) * x[n,c,i+r,j+s], or along the height r * (2 - |s|)",
  inputs: { x: { describe: "[N,C,H,W]" } },
  outputs: { y: { describe: "[N,C,H,W]" } },
  params: { axis: oneOf("width", "height") },
  shape({ x }) {
    if (x.length === 4 && sizeOf(x) > 0) return { y: x };
    throw new ShapeError({ subject: "sobel", rule: "x must be [N,C,H,W]", received: `x=[${x.join()}]` });
  },
  batch: ["x", "y"],
  saves: [],
  forward: (run, { x, y }, { axis }) => run(kernel, { x, y }, valuesFor(x, axis, 1)),
  vjp(run, _, { y: gradY }, { x: gradX }, { axis }) {
    if (gradX && gradY) run(kernel, { x: gradY, y: gradX }, valuesFor(gradX, axis, -1));
  },
  reference: {
    forward: ({ x }, { axis }) => ({ y: correlate(x, axis, 1) }),
    vjp: (_, { y: gradY }, { axis }) => ({ x: correlate(gradY!, axis, -1) }),
  },
  accumulation: () => 6,
  cases: [
    { name: "down", inputs: { x: [2, 3, 5, 7] }, params: { axis: "height" } },
    { name: "images", inputs: { x: [8, 3, 64, 64] }, tags: ["bench"] },
  ],
  fuzz: (random) => ({
    inputs: { x: [3, 4, 20, 20].map((most) => 1 + Math.floor(random() * most)) },
    params: { axis: random() < 0.5 ? "width" : "height" },
  }),
});

/** Both differences of every channel: from [C,H,W] to [2C,H,W]. */
export class Sobel extends Layer {
  readonly className = "Sobel";
  readonly baseName = "sobel";
  override readonly module = moduleAt(import.meta.url);
  protected construct(input: Shape): Shape {
    const [, C = 0, ...image] = sobel.shape({ x: [1, ...input] }, { axis: "width" }).y;
    return [2 * C, ...image];
  }
  call(x: Tensor): Tensor {
    const [a, b] = [apply(sobel, { x }, { axis: "width" }).y, apply(sobel, { x }, { axis: "height" }).y];
    return apply(ops.concatenate, { a, b }, { axis: 1 }).y;
  }
  config = (): Record<string, unknown> => ({});
}
