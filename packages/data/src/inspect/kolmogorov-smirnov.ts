/** The greatest distance between two samples' distribution functions, and the chance of at least that for one distribution. */
export interface Drift {
  readonly distance: number;
  readonly p: number;
}

/** The two-sample test of Kolmogorov and Smirnov. @see Press et al. (2007), Numerical Recipes, 14.3.3 */
export function kolmogorovSmirnov(a: ArrayLike<number>, b: ArrayLike<number>): Drift {
  const [left, right] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let distance = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const at = Math.min(left[i]!, right[j]!);
    while (left[i] === at) i++;
    while (right[j] === at) j++;
    distance = Math.max(distance, Math.abs(i / left.length - j / right.length));
  }
  const root = Math.sqrt((left.length * right.length) / (left.length + right.length));
  return { distance, p: tail((root + 0.12 + 0.11 / root) * distance) };
}

/** 2 * sum over k of (-1)^(k-1) * exp(-2 k^2 x^2), which does not converge near 0, where it is 1. */
function tail(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2);
  return Math.min(1, Math.max(0, sum));
}
