import { ops, ReferenceDevice } from "@tomograd/kernels";
import { apply } from "../apply.ts";
import { Tape } from "../tape.ts";
import { tensor, type Tensor } from "../tensor.ts";

/** For tests: the two ops of which most of them are made. */
export const sum = (x: Tensor): Tensor => apply(ops.sum, { x }).y;
export const multiply = (a: Tensor, b: Tensor): Tensor => apply(ops.multiply, { a, b }).y;

/** For tests: a device, a leaf `[1, -2, 3]` on it, and a tape. */
export function setup() {
  const device = new ReferenceDevice();
  const x = tensor(device, [1, -2, 3], [3], { name: "x", requiresGrad: true });
  return { device, x, tape: new Tape() };
}
