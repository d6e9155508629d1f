/**
 * The interval of a metric of `evaluation.json`, undefined where it has none.
 *
 * @example intervalText({ ppv_ci_low: 0.8251, ppv_ci_high: 0.8887 }, "ppv", 3); // "0.825 to 0.889"
 */
export function intervalText(
  metrics: Readonly<Record<string, unknown>>,
  name: string,
  digits: number,
): string | undefined {
  const [low, high] = [metrics[`${name}_ci_low`], metrics[`${name}_ci_high`]];
  if (typeof low !== "number" || typeof high !== "number") return undefined;
  return `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
}
