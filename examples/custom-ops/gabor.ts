import { apply, type Tensor } from "@tomograd/autograd";
import { defineKernel, defineOp, ndArray, ops, pair, read, ShapeError, sizeOf, wgsl, write } from "@tomograd/kernels";
import type { Pair, Shape } from "@tomograd/kernels";
import { Layer } from "@tomograd/model";
import { moduleAt } from "@tomograd/model/node";

/** Every element of the filters, and its derivatives by theta, rate, sigma, psi and gamma. */
const kernel = defineKernel({
  name: "gaborBank.forward",
  bindings: { bank: read("f32"), weights: write("f32"), slopes: write("f32") },
  params: {},
  constants: {} as { readonly R: number; readonly S: number; readonly COUNT: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ constants: { R, S, COUNT } }) => ({ threads: R * S * COUNT }),
  body: () => wgsl`
  let at = thread % COUNT; let theta = bank[at]; let rate = bank[at + COUNT];
  let sigma = bank[at + 2 * COUNT]; let psi = bank[at + 3 * COUNT]; let gamma = bank[at + 4 * COUNT];
  let place = vec2f(f32(thread / COUNT % S), f32(thread / COUNT / S)) - (vec2f(S, R) - 1) / 2;
  let a = dot(place, vec2f(cos(theta), sin(theta))); let b = dot(place, vec2f(-sin(theta), cos(theta)));
  let size = (a * a + gamma * gamma * b * b) / (sigma * sigma);
  let wave = exp(-size / 2) * vec2f(cos(rate * a + psi), sin(rate * a + psi));
  weights[thread] = wave.x;
  let turning = wave.x * a * b * (gamma * gamma - 1) / (sigma * sigma) - wave.y * rate * b;
  var rows = array(turning, -wave.y * a, wave.x * size / sigma, -wave.y, -wave.x * gamma * b * b / (sigma * sigma));
  for (var row = 0u; row < 5; row++) { slopes[row * R * S * COUNT + thread] = rows[row]; }`,
});

function elementAndSlopes(bank: Float64Array, [R, S]: Pair, i: number, count = bank.length / 5): readonly number[] {
  const [theta = 0, rate = 0, sigma = 0, psi = 0, gamma = 0] = bank.filter((_, j) => j % count === i % count);
  const [u, v] = [(Math.floor(i / count) % S) - (S - 1) / 2, Math.floor(i / count / S) - (R - 1) / 2];
  const [a, b] = [u * Math.cos(theta) + v * Math.sin(theta), v * Math.cos(theta) - u * Math.sin(theta)];
  const size = (a ** 2 + (gamma * b) ** 2) / sigma ** 2;
  const [c, s] = [Math.exp(-size / 2) * Math.cos(rate * a + psi), Math.exp(-size / 2) * Math.sin(rate * a + psi)];
  const turning = (c * a * b * (gamma ** 2 - 1)) / sigma ** 2 - s * rate * b;
  return [c, turning, -s * a, (c * size) / sigma, -s, (-c * gamma * b ** 2) / sigma ** 2];
}

const fill = { bank: (_: number, random: () => number) => 0.5 + random() };

/** Gabor filters; a ShapeError for a bank that is not [5,C,K]. Source: Daugman (1985), with the aspect ratio gamma. */
export const gaborBank = defineOp({
  name: "gaborBank",
  summary: "Gabor filters from angles, rates, widths, phases and aspect ratios.",
  formula: "filter = exp(-(a^2 + (gamma b)^2) / (2 sigma^2)) cos(rate a + psi), (a, b) = the place turned by theta",
  inputs: { bank: { describe: "[5,C,K]: theta, rate, sigma, psi, gamma" } },
  outputs: {
    filter: { describe: "[R,S,C,K]" },
    slopes: { differentiable: false, internal: true, describe: "[5,...]" },
  },
  params: { kernelSize: pair([7, 7]) },
  shape({ bank }, { kernelSize }) {
    const filter = [...kernelSize, ...bank.slice(1)];
    if (bank.length === 3 && bank[0] === 5 && sizeOf(bank) > 0) return { filter, slopes: [5, ...filter] };
    throw new ShapeError({ subject: "gaborBank", rule: "bank must be [5,C,K]", received: `bank=[${bank.join()}]` });
  },
  saves: ["slopes"],
  forward: (run, { bank, filter, slopes }, { kernelSize: [R, S] }) =>
    run(kernel, { bank, weights: filter, slopes }, { constants: { R, S, COUNT: sizeOf(bank.shape) / 5 }, params: {} }),
  vjp(run, { slopes }, { filter: gradFilter }, { bank: gradBank }) {
    if (!gradFilter || !gradBank) return;
    const product = run.scratch(slopes.shape);
    ops.multiply.forward(run, { a: slopes, b: gradFilter, y: product }, {});
    ops.sum.forward(run, { x: product, y: gradBank }, { axes: [1, 2], keepdims: false });
  },
  reference: {
    forward({ bank }, { kernelSize }) {
      const shape = [...kernelSize, ...bank.shape.slice(1)];
      const rows = (i: number): readonly number[] => elementAndSlopes(bank.data, kernelSize, i % sizeOf(shape));
      const slope = (i: number): number => rows(i)[1 + Math.floor(i / sizeOf(shape))]!;
      return { filter: ndArray(shape, (i) => rows(i)[0]!), slopes: ndArray([5, ...shape], slope) };
    },
    vjp({ slopes }, { filter: gradFilter }) {
      const { y: product } = ops.multiply.reference.forward({ a: slopes, b: gradFilter! }, {});
      return { bank: ops.sum.reference.forward({ x: product }, { axes: [1, 2], keepdims: false }).y };
    },
  },
  accumulation: (_, { kernelSize: [R, S] }) => R * S,
  cases: [{ name: "16", inputs: { bank: [5, 3, 16] }, params: { kernelSize: [6, 7] }, fill, tags: ["bench"] }],
  fuzz: (random) => ({ inputs: { bank: [5, ...[4, 9].map((most) => 1 + Math.floor(random() * most))] }, fill }),
});

/** A convolution of [C,H,W] by eight Gabor filters, whose angles, rates, widths, phases and aspects are trained. */
export class Gabor2D extends Layer {
  readonly className = "Gabor2D";
  readonly baseName = "gabor2d";
  override readonly module = moduleAt(import.meta.url);
  protected construct([C = 0, ...image]: Shape): Shape {
    const start = (i: number): number => [(Math.PI / 8) * (i % 8), 1, 2, 0, 0.5][Math.floor(i / 8 / C)]!;
    const values = () => new Float32Array(40 * C).map((_, i) => start(i));
    this.addWeight("bank", [5, C, 8], { className: "EightAngles", values });
    if (image.length === 2) return [8, ...image];
    throw new ShapeError({ subject: this.name, rule: "takes [C,H,W]", received: `input=[${[C, ...image].join()}]` });
  }
  call(x: Tensor): Tensor {
    const { filter } = apply(gaborBank, { bank: this.weights[0]!.tensor });
    return apply(ops.conv2d, { x, filter }, { padding: "same" }).y;
  }
  config = (): Record<string, unknown> => ({});
}
