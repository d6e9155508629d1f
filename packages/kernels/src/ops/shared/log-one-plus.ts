/**
 * WGSL of log(1 + e) for e in [-1/2, 1] as 2 artanh(e / (2 + e)): WGSL has no log1p, and log(1 + e) loses every e below
 * 1e-7. With s = e / (2 + e), |s| <= 1/3, the ninth term is below 2^-29.
 */
export const logOnePlus = (type: "f32" | "vec4f"): string => /* wgsl */ `
fn logOnePlus(e: ${type}) -> ${type} {
  let s = e / (2.0 + e);
  let q = s * s;
  var series = ${type}(1.0 / 15.0);
  series = series * q + 1.0 / 13.0;
  series = series * q + 1.0 / 11.0;
  series = series * q + 1.0 / 9.0;
  series = series * q + 1.0 / 7.0;
  series = series * q + 1.0 / 5.0;
  series = series * q + 1.0 / 3.0;
  series = series * q + 1.0;
  return 2.0 * s * series;
}`;
