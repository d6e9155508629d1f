import { apply, type Tensor } from "@tomograd/autograd";
import { ops, UsageError } from "@tomograd/kernels";

/** Keras' names of functions that a layer may end with. */
const ACTIVATIONS = {
  linear: (x: Tensor) => x,
  relu: (x: Tensor) => apply(ops.relu, { x }).y,
  sigmoid: (x: Tensor) => apply(ops.sigmoid, { x }).y,
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
