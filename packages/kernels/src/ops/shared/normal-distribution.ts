/**
 * WGSL of the normal distribution `P(x) = (1 + erf(x / sqrt(2))) / 2` for |x| <= 20. WGSL has no erf: with
 * t = 1 / (1 + z / 2), z = |x| / sqrt(2), it computes P(-|x|) = t / 2 exp(q(t) - x^2 / 2), so that small values keep their
 * digits too. The polynomial q of degree 9 is fitted by least squares to log(erfc(z) exp(z^2) / t) at 400 Chebyshev nodes of t
 * for z from 0 to 10, and off by at most 5e-8.
 */
export const normalDistribution = /* wgsl */ `
fn distribution(x: vec4f) -> vec4f {
  let t = 1.0 / (1.0 + 0.35355339059327373 * abs(x));
  var q = vec4f(0.14493021365186223);
  q = q * t - 0.6808271774380504;
  q = q * t + 1.1567337563888176;
  q = q * t - 0.6962518980234496;
  q = q * t - 0.08028043284065856;
  q = q * t + 0.00126758668233;
  q = q * t + 0.03460279990870756;
  q = q * t + 0.3866404121668295;
  q = q * t + 0.9986327833364911;
  q = q * t - 1.265447996901596;
  let tail = 0.5 * t * exp(q - 0.5 * x * x);
  return select(tail, 1.0 - tail, x > vec4f());
}`;
