/** The standard normal distribution's quantile of 0.975. */
export const Z_95 = 1.959963984540054;

/** The ends of an interval. */
export type Interval = readonly [low: number, high: number];

/**
 * Wilson's interval for a share `successes / total`, at 95 %; undefined for none at all.
 *
 * @example
 * wilson(7, 10); // [0.397, 0.892]
 */
export function wilson(successes: number, total: number): Interval | undefined {
  if (total === 0) return undefined;
  const share = successes / total;
  const scale = 1 / (1 + Z_95 ** 2 / total);
  const centre = scale * (share + Z_95 ** 2 / (2 * total));
  const half = scale * Z_95 * Math.sqrt((share * (1 - share)) / total + Z_95 ** 2 / (4 * total ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
