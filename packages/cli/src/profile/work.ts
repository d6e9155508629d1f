import type { KernelTiming } from "@tomograd/kernels";

/** Time and operations of several dispatches. */
export interface Work {
  calls: number;
  ms: number;
  flops: number;
}

export interface Rates {
  readonly calls: number;
  readonly ms: number;
  /** Of the time of all rows. */
  readonly share: number;
  /** Null for what is not made of products. */
  readonly gflops: number | null;
}

export const emptyWork = (): Work => ({ calls: 0, ms: 0, flops: 0 });

export function addTo(work: Work, timing: KernelTiming | undefined): void {
  if (!timing) return;
  work.ms += timing.end - timing.start;
  work.flops += timing.flops ?? 0;
}

/** The longest first. */
export function ratesOf(rows: ReadonlyMap<string, Work>): [string, Rates][] {
  const total = [...rows.values()].reduce((sum, { ms }) => sum + ms, 0);
  const rates = ({ calls, ms, flops }: Work): Rates => {
    return { calls, ms, share: ms / total, gflops: flops > 0 ? flops / ms / 1e6 : null };
  };
  return [...rows].map(([name, work]): [string, Rates] => [name, rates(work)]).sort(([, a], [, b]) => b.ms - a.ms);
}
