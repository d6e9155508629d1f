/** Round numbers within a range, about `count` of them: multiples of 1, 2 or 5 times a power of ten, at least `least` apart. */
export function linearTicks(low: number, high: number, { count = 6, least = 0 } = {}): number[] {
  const rough = Math.max((high - low) / count, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  // More of them than a number can be written with.
  const decimals = Math.min(100, Math.max(0, -Math.floor(Math.log10(step))));
  const first = Math.ceil(low / step - 1e-9);
  const ticks = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  return Array.from({ length: ticks }, (_, i) => Number(((first + i) * step).toFixed(decimals)));
}

/** Powers of ten on an axis: of more, only every second or third has a tick. */
const MOST_POWERS = 20;

/** Round numbers within a positive range: powers of ten where it holds three, else with 2 and 5 between, else as `linearTicks`. */
export function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const count = Math.ceil(Math.log10(high)) - first + 1;
  const step = Math.ceil(count / MOST_POWERS);
  const powers = Array.from({ length: Math.ceil(count / step) }, (_, i) => first + i * step);
  const within = (factors: readonly number[]): number[] =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((value) => value >= low && value <= high);
  const candidates = [within([1]), within([1, 2, 5]), within([1, 2, 3, 4, 5, 6, 7, 8, 9])];
  return candidates.find((ticks) => ticks.length >= 3) ?? linearTicks(low, high, { count: 4 });
}

/** A count at a tick: from 10,000 on in thousands (k), from a million on in millions (M). */
export function shortCount(count: number): string {
  if (count >= 1e6) return `${count / 1e6}M`;
  return count >= 1e4 ? `${count / 1e3}k` : String(count);
}
