export interface Quantiles {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  /** How many values there were. */
  readonly n: number;
}

/** Median and deciles, linear between neighbours as NumPy's `quantile`; all NaN for no values. */
export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const position = share * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? NaN;
    const above = sorted[Math.ceil(position)] ?? NaN;
    return below + (above - below) * (position - Math.floor(position));
  };
  return { median: at(0.5), p10: at(0.1), p90: at(0.9), n: values.length };
}
