import { stable } from "../shared/stable.ts";

/** The fields of both kernels. */
export const focalParams = {
  rows: "u32",
  gamma: "f32",
  positive: "f32",
  negative: "f32",
  smoothing: "f32",
} as const;

/**
 * WGSL of a sample's terms. `wrong` is 1 - p_t as y(1-p) + (1-y)p, so that it has digits where p_t is near 1. Where it
 * underflows, it is taken as the smallest normal number: cross-entropy and gradient are 0 there whatever the power.
 */
export const focal = /* wgsl */ `${stable}
struct Focal { y: f32, p: Sigmoid, balance: f32, wrong: f32, power: f32, entropy: f32 }
fn focal(z: f32, label: f32) -> Focal {
  let y = smoothed(label, params.smoothing);
  let p = sigmoid(z);
  let balance = y * params.positive + (1.0 - y) * params.negative;
  let wrong = max(y * p.negative + (1.0 - y) * p.positive, 0x1p-126);
  let entropy = max(z, 0.0) - z * y + logOnePlus(exp(-abs(z)));
  return Focal(y, p, balance, wrong, pow(wrong, params.gamma), entropy);
}`;
