import { INK } from "../drawing/palette.ts";
import type { Curve, PanelAxis } from "../drawing/panel.ts";
import type { Point } from "../drawing/thin.ts";
import { linearTicks } from "../drawing/ticks.ts";

/** What legends know the epoch by whose weights were kept. */
export const BEST = "best";

/** Keras' `History`, as `history.json` has it. */
export interface TrainingHistory {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly (number | null)[]>>;
  /** The epoch, as `epoch` has it, whose weights were kept. */
  readonly bestEpoch?: number | undefined;
}

/** The values of a metric by epoch, without those that are no finite number. */
export function historyPoints({ epoch, history }: TrainingHistory, key: string): Point[] {
  const values = Object.hasOwn(history, key) ? (history[key] ?? []) : [];
  return epoch.flatMap((x, i): Point[] => {
    const value = values[i];
    return typeof value === "number" && Number.isFinite(value) ? [[x, value]] : [];
  });
}

/** A ring around what the metric was, on validation data where there are any, when the weights that were kept were trained. */
export function bestEpochCurve(run: TrainingHistory, metric: string): Curve[] {
  const [validation, train] = [historyPoints(run, `val_${metric}`), historyPoints(run, metric)];
  const points = (validation.length > 0 ? validation : train).filter(([epoch]) => epoch === run.bestEpoch);
  return points.length === 0 ? [] : [{ name: BEST, points, color: INK, isRings: true }];
}

/** From the first epoch to the last, with room at both sides. */
export function epochAxis(epochs: readonly number[], nameGap?: number): PanelAxis {
  const range = padded(epochs.length === 0 ? [0, 1] : epochs);
  const ticks = linearTicks(range[0], range[1], { count: 8, least: 1 });
  return { name: "Epoch", range, ticks, ...(nameGap !== undefined && { nameGap }) };
}

/** No axis goes farther, nor a logarithmic one nearer to 0 than its inverse: its ends are then finite whatever is added. */
const FARTHEST = 1e250;

/** The range of values with a twentieth more at both ends, as matplotlib has it; on a logarithmic axis of their logarithms. */
export function padded(values: readonly number[], isLog = false): [low: number, high: number] {
  if (isLog) {
    const [low, high] = padded(values.map((value) => Math.log(within(value, 1 / FARTHEST))));
    return [Math.exp(low), Math.exp(high)];
  }
  let [low, high] = [Infinity, -Infinity];
  for (const value of values.map((one) => within(one, -FARTHEST)))
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  const margin = low === high ? Math.max(Math.abs(low) * 0.05, 0.05) : (high - low) / 20;
  return [low - margin, high + margin];
}

function within(value: number, low: number): number {
  return Math.min(Math.max(value, low), FARTHEST);
}
