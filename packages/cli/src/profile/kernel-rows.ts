import type { KernelTiming } from "@tomograd/kernels";

/** What the dispatches of one kernel and variant took together. */
export interface KernelRow {
  readonly kernel: string;
  readonly variant: string;
  readonly calls: number;
  readonly ms: number;
  /** Of the time of all kernels. */
  readonly share: number;
}

/** Adds up timings by kernel and variant, the longest first. */
export function kernelRows(timings: readonly KernelTiming[]): KernelRow[] {
  const rows = new Map<string, { kernel: string; variant: string; calls: number; ms: number }>();
  for (const { kernel, variant, start, end } of timings) {
    const key = `${kernel.name} ${variant}`;
    const row = rows.get(key) ?? { kernel: kernel.name, variant, calls: 0, ms: 0 };
    rows.set(key, { ...row, calls: row.calls + 1, ms: row.ms + end - start });
  }
  const total = [...rows.values()].reduce((sum, { ms }) => sum + ms, 0);
  return [...rows.values()].map((row) => ({ ...row, share: row.ms / total })).sort((a, b) => b.ms - a.ms);
}
