import { logOnePlus } from "./log-one-plus.ts";

/**
 * WGSL that keeps small numbers small. `smaller` and `larger` are sigmoid(-|z|) and sigmoid(|z|): neither overflows, and
 * neither is taken as 1 minus the other.
 */
export const stable = /* wgsl */ `
struct Sigmoid { positive: f32, negative: f32 }
fn sigmoid(z: f32) -> Sigmoid {
  let e = exp(-abs(z));
  let larger = 1.0 / (1.0 + e);
  let smaller = e / (1.0 + e);
  if (z >= 0.0) { return Sigmoid(larger, smaller); }
  return Sigmoid(smaller, larger);
}
${logOnePlus("f32")}
fn smoothed(label: f32, smoothing: f32) -> f32 { return label * (1.0 - smoothing) + 0.5 * smoothing; }`;
