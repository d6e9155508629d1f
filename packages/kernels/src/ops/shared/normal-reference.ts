/** Of the normal distribution. */
export const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** `1/2 + density(x) (x + x^3 / 3 + x^5 / 15 + …)`: near 0, where few digits cancel. */
function centre(x: number): number {
  let [term, sum] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) sum += term *= (x * x) / k;
  return 0.5 + density(x) * sum;
}

/** The probability of more than x > 0, `density(x) / (x + 1 / (x + 2 / (x + …)))`. */
function tail(x: number): number {
  let fraction = x;
  for (let k = 200; k > 0; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}

/** The normal distribution, `(1 + erf(x / sqrt(2))) / 2`. */
export function distribution(x: number): number {
  if (Math.abs(x) < 2) return centre(x);
  return x < 0 ? tail(-x) : 1 - tail(x);
}
