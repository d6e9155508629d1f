/** Round numbers within a range, about `count` of them: multiples of 1, 2 or 5 times a power of ten, at least `least` apart. */
export function linearTicks(low: number, high: number, { count = 6, least = 0 } = {}): number[] {
  const rough = Math.max((high - low) / count, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const first = Math.ceil(low / step - 1e-9);
  const ticks = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  return Array.from({ length: ticks }, (_, i) => Number(((first + i) * step).toFixed(decimals)));
}

/** Round numbers within a positive range: powers of ten where it holds three, else with 2 and 5 between, else as `linearTicks`. */
export function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => first + i);
  const within = (factors: readonly number[]): number[] =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((value) => value >= low && value <= high);
  const candidates = [within([1]), within([1, 2, 5]), within([1, 2, 3, 4, 5, 6, 7, 8, 9])];
  return candidates.find((ticks) => ticks.length >= 3) ?? linearTicks(low, high, { count: 4 });
}
