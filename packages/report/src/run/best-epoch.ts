import type { RunHistory } from "./run-schema.ts";

/** Metrics of which less is better; of all others, more. */
const LESS = new Set(["loss", "fp", "fn"]);

export interface BestEpoch {
  /** From 0 on: the first that no other one surpasses. */
  readonly place: number;
  readonly value: number;
}

/** The epoch whose weights a run keeps, by what it watches; undefined where no epoch has a value of it. */
export function bestEpoch({ history }: RunHistory, monitor: string): BestEpoch | undefined {
  const values = Object.hasOwn(history, monitor) ? history[monitor]! : [];
  const sign = LESS.has(monitor.replace(/^val_/, "")) ? -1 : 1;
  return values.reduce<BestEpoch | undefined>(
    (best, value, place) =>
      Number.isFinite(value) && (!best || sign * (value - best.value) > 0) ? { place, value } : best,
    undefined,
  );
}
