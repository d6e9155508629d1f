const BAR_WIDTH = 30;

/** `12/397 [>.....]`: the bar of Keras 2, 30 wide. */
export function bar(current: number, target: number): string {
  const digits = String(target).length;
  const filled = Math.min(BAR_WIDTH, Math.floor((BAR_WIDTH * current) / target));
  const head = filled === 0 ? "" : "=".repeat(filled - 1) + (current < target ? ">" : "=");
  return `${String(current).padStart(digits)}/${target} [${head}${".".repeat(BAR_WIDTH - filled)}]`;
}

/** Remaining time as `1:02:03`, `1:02` or `2s`. */
export function eta(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (seconds > 3600) return `${Math.floor(whole / 3600)}:${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return seconds > 60 ? `${Math.floor(whole / 60)}:${two(whole % 60)}` : `${whole}s`;
}

/** Time of one step as `2s/step`, `27ms/step` or `3us/step`. */
export function perStep(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${seconds.toFixed(0)}s/step`;
  return seconds >= 1e-3 ? `${(seconds * 1e3).toFixed(0)}ms/step` : `${(seconds * 1e6).toFixed(0)}us/step`;
}

/** Four decimals, or an exponent for what these would not show. */
export function metricValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (Math.abs(value) > 1e-3) return value.toFixed(4);
  return value.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2");
}

/** ` - loss: 0.4979 - tp: 3800.0000` */
export function metricList(logs: Readonly<Record<string, number>>): string {
  return Object.entries(logs)
    .map(([name, value]) => ` - ${name}: ${metricValue(value)}`)
    .join("");
}

/** Seconds since a start, and per step: the first step, which compiles, counts only when there is no other. */
export interface Pace {
  readonly elapsed: number;
  readonly step: number;
}

/** The line while steps run. */
export function runningLine(
  current: number,
  target: number,
  pace: Pace,
  logs: Readonly<Record<string, number>>,
): string {
  return `${bar(current, target)} - ETA: ${eta(pace.step * (target - current))}${metricList(logs)}`;
}

/** The line when everything is done. */
export function finalLine(target: number, pace: Pace, logs: Readonly<Record<string, number>>): string {
  return `${bar(target, target)} - ${pace.elapsed.toFixed(0)}s ${perStep(pace.step)}${metricList(logs)}`;
}
