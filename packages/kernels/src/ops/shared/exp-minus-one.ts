/**
 * WGSL of exp(x) - 1 that keeps its digits near 0, where WGSL, which has no expm1, would leave 1e-7 of exp(x). For
 * |x| <= 1/2 it is the Taylor series; its ninth term is below 2^-26 of the first.
 */
export const expMinusOne = /* wgsl */ `
fn expMinusOne(x: vec4f) -> vec4f {
  var series = 1.0 + x * (1.0 / 8.0);
  series = 1.0 + x * (1.0 / 7.0) * series;
  series = 1.0 + x * (1.0 / 6.0) * series;
  series = 1.0 + x * (1.0 / 5.0) * series;
  series = 1.0 + x * (1.0 / 4.0) * series;
  series = 1.0 + x * (1.0 / 3.0) * series;
  series = 1.0 + x * (1.0 / 2.0) * series;
  return select(exp(x) - 1.0, x * series, abs(x) <= vec4f(0.5));
}`;
