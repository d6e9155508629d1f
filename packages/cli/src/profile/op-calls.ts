import type { KernelTiming } from "@tomograd/kernels";
import { addTo, emptyWork, ratesOf, type Rates, type Work } from "./work.ts";

/** One call of an op: which dispatches it made, by their indices. */
export interface OpCall {
  /** `conv2d vjp` */
  readonly name: string;
  readonly firstIndex: number;
  readonly endIndex: number;
}

/** All calls of one name. */
export interface OpRow extends Rates {
  readonly op: string;
}

/** Adds up the kernels' times by op and pass, the longest first; kernels outside these calls do not count. */
export function opRows(calls: readonly OpCall[], timings: readonly KernelTiming[]): OpRow[] {
  const byIndex = new Map(timings.map((timing) => [timing.index, timing]));
  const rows = new Map<string, Work>();
  for (const { name, firstIndex, endIndex } of calls) {
    const row = rows.get(name) ?? emptyWork();
    const before = row.ms;
    for (let index = firstIndex; index < endIndex; index += 1) addTo(row, byIndex.get(index));
    if (row.ms === before) continue;
    row.calls += 1;
    rows.set(name, row);
  }
  return ratesOf(rows).map(([op, rates]) => ({ op, ...rates }));
}
