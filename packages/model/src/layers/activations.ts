import { apply, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, ShapeError, UsageError, type Shape } from "@tomograd/kernels";

/** Keras' names of functions that a layer may end with, with Keras' default parameters. */
const ACTIVATIONS = {
  linear: (x: Tensor) => x,
  relu: (x: Tensor) => apply(ops.relu, { x }).y,
  sigmoid: (x: Tensor) => apply(ops.sigmoid, { x }).y,
  elu: (x: Tensor) => apply(ops.elu, { x }).y,
  exponential: (x: Tensor) => apply(ops.exp, { x }).y,
  gelu: (x: Tensor) => apply(ops.gelu, { x }).y,
  hard_shrink: (x: Tensor) => apply(ops.hardshrink, { x }).y,
  hard_sigmoid: (x: Tensor) => apply(ops.hardSigmoid, { x }).y,
  leaky_relu: (x: Tensor) => apply(ops.leakyRelu, { x }).y,
  selu: (x: Tensor) => apply(ops.selu, { x }).y,
  silu: (x: Tensor) => apply(ops.silu, { x }).y,
  softmax: (x: Tensor) => apply(ops.softmax, { x }).y,
  softplus: (x: Tensor) => apply(ops.softplus, { x }).y,
  softsign: (x: Tensor) => apply(ops.softsign, { x }).y,
  tanh: (x: Tensor) => apply(ops.tanh, { x }).y,
} as const satisfies Record<string, (x: Tensor) => Tensor>;

export type ActivationName = keyof typeof ACTIVATIONS;

/** Applies an activation to a tensor. */
export function activate(name: ActivationName, x: Tensor): Tensor {
  return ACTIVATIONS[name](x);
}

/** Throws a UsageError for a name that is no activation. */
export function requireActivation(subject: string, name: string): asserts name is ActivationName {
  if (Object.hasOwn(ACTIVATIONS, name)) return;
  throw new UsageError({
    subject,
    rule: `activation must be one of ${Object.keys(ACTIVATIONS).join(", ")}`,
    received: `activation=${name}`,
  });
}

/** Throws a ShapeError for a softmax of images: the last of their axes is the width, and not the channels as in Keras. */
export function requireAxis(subject: string, name: ActivationName, output: Shape): void {
  if (name !== "softmax" || output.length === 1) return;
  throw new ShapeError({ subject, rule: "softmax needs an output of [K]", received: `output=${formatShape(output)}` });
}
