import { apply, gradcheck, scope, Tape, tensor, type Tensor } from "@tomograd/autograd";
import { ops, ReferenceDevice } from "@tomograd/kernels";

/** Layer normalisation over the last axis, put together of small operations; the tape finds its gradient. */
export function layerNorm(x: Tensor, gamma: Tensor, epsilon: Tensor): Tensor {
  const over = { axes: [-1], keepdims: true };
  const centred = apply(ops.subtract, { a: x, b: apply(ops.mean, { x }, over).y }).y;
  const variance = apply(ops.mean, { x: apply(ops.square, { x: centred }).y }, over).y;
  const deviation = apply(ops.sqrt, { x: apply(ops.add, { a: variance, b: epsilon }).y }).y;
  return apply(ops.multiply, { a: apply(ops.divide, { a: centred, b: deviation }).y, b: gamma }).y;
}

/** Scaled dot-product attention: softmax(queries keys^T) values. */
export function attention(queries: Tensor, keys: Tensor, values: Tensor): Tensor {
  const scores = apply(ops.matmul, { a: queries, b: keys }, { transposeB: true }).y;
  return apply(ops.matmul, { a: apply(ops.softmax, { x: scores }).y, b: values }).y;
}

const wave = (shape: number[], phase: number) => ({
  shape,
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.7 * i + phase)),
});
const total = (x: Tensor): Tensor => apply(ops.sum, { x: apply(ops.square, { x }).y }).y;

/** The tape's gradients against central differences. */
export const checks = [
  await gradcheck(
    (x, gamma, epsilon) => total(layerNorm(x, gamma, epsilon)),
    [wave([3, 5], 0), wave([5], 1), { shape: [], values: [1e-3] }],
  ),
  await gradcheck((q, k, v) => total(attention(q, k, v)), [wave([2, 3, 4], 0), wave([2, 5, 4], 1), wave([2, 5, 6], 2)]),
];

/** The tape by hand: each step records a loss, and moves x against its gradient. */
export async function descend(x: Tensor, lossOf: (x: Tensor) => Tensor, rate: number, steps: number): Promise<void> {
  const factor = tensor(x.device, [rate], []);
  for (let step = 0; step < steps; step++) {
    const tape = new Tape();
    const loss = tape.record(() => lossOf(x));
    const gradient = tape.backward(loss).get(x)!;
    const next = scope(() => apply(ops.subtract, { a: x, b: apply(ops.multiply, { a: gradient, b: factor }).y }).y);
    x.assign(await next.read());
    for (const one of [loss, gradient, next]) one.release();
  }
  factor.release();
}

const point = tensor(new ReferenceDevice(), [3, -4], [2], { requiresGrad: true });
await descend(point, total, 0.25, 20);
export const minimum = await point.read();
