/**
 * WGSL that keeps small numbers small. `smaller` and `larger` are sigmoid(-|z|) and sigmoid(|z|): neither overflows, and
 * neither is taken as 1 minus the other. `logOnePlus` is log(1 + e) for e in [0, 1] as 2 artanh(e / (2 + e)): WGSL has
 * no log1p, and log(1 + e) loses every e below 1e-7. With s = e / (2 + e) <= 1/3 the ninth term is below 2^-29.
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
fn logOnePlus(e: f32) -> f32 {
  let s = e / (2.0 + e);
  let q = s * s;
  var series = 1.0 / 15.0;
  series = series * q + 1.0 / 13.0;
  series = series * q + 1.0 / 11.0;
  series = series * q + 1.0 / 9.0;
  series = series * q + 1.0 / 7.0;
  series = series * q + 1.0 / 5.0;
  series = series * q + 1.0 / 3.0;
  series = series * q + 1.0;
  return 2.0 * s * series;
}
fn smoothed(label: f32, smoothing: f32) -> f32 { return label * (1.0 - smoothing) + 0.5 * smoothing; }`;
