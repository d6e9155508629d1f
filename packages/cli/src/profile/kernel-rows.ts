import type { KernelTiming } from "@tomograd/kernels";
import { addTo, emptyWork, ratesOf, type Rates, type Work } from "./work.ts";

/** What the dispatches of one kernel and variant took together. */
export interface KernelRow extends Rates {
  readonly kernel: string;
  readonly variant: string;
}

/** Adds up timings by kernel and variant, the longest first. */
export function kernelRows(timings: readonly KernelTiming[]): KernelRow[] {
  const rows = new Map<string, Work>();
  for (const timing of timings) {
    const key = `${timing.kernel.name} ${timing.variant}`;
    const row = rows.get(key) ?? emptyWork();
    rows.set(key, row);
    addTo(row, timing);
    row.calls += 1;
  }
  return ratesOf(rows).map(([key, rates]) => {
    const [kernel, variant] = key.split(" ") as [string, string];
    return { kernel, variant, ...rates };
  });
}
