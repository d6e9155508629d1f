import { ALL_FINITE, type ArrayHandle, type Device } from "@tomograd/kernels";
import { Counts, emptyCounts } from "../metrics/counts.ts";
import type { Metric } from "../metrics/metrics.ts";
import type { Logs } from "../callbacks/callback.ts";

/** Steps between two readings at the most. */
const CAPACITY = 1024;

/** A step whose loss has come back. */
export interface FinishedStep {
  /** Over the whole run, from 0. */
  readonly step: number;
  readonly loss: number;
  readonly size: number;
  /** Where in the trainable and in the fixed weights the first NaN or infinity stood after the step. */
  readonly nonFinite: { readonly trainable: number | undefined; readonly fixed: number | undefined };
  readonly indices: ArrayLike<number> | undefined;
}

/**
 * Keeps what each step computes (its loss, the first weights that are not finite, the metric histogram) on the device until
 * somebody wants to see it, so that no step waits.
 */
export class StepLog {
  readonly #device: Device;
  readonly #metrics: readonly Metric[];
  readonly #losses: ArrayHandle;
  readonly #flags: ArrayHandle;
  readonly histogram: ArrayHandle;
  #pending: { readonly step: number; readonly size: number; readonly indices: ArrayLike<number> | undefined }[] = [];
  #lossSum = 0;
  #samples = 0;

  constructor(device: Device, metrics: readonly Metric[]) {
    this.#device = device;
    this.#metrics = metrics;
    this.#losses = device.upload(new Float32Array(CAPACITY), [CAPACITY]);
    this.#flags = device.upload(new Uint32Array(2 * CAPACITY).fill(ALL_FINITE), [2 * CAPACITY]);
    this.histogram = device.upload(emptyCounts(), Counts.shape);
  }

  /** Forgets everything: the beginning of an epoch. */
  reset(): void {
    this.#pending = [];
    this.#lossSum = 0;
    this.#samples = 0;
    this.#device.write(this.histogram, emptyCounts());
  }

  get full(): boolean {
    return this.#pending.length >= CAPACITY;
  }

  /** Records what a step computed; the flags are the first bad indices of the trainable and the fixed weights. */
  push(
    entry: { readonly step: number; readonly size: number; readonly indices: ArrayLike<number> | undefined },
    loss: ArrayHandle,
    flags: readonly ArrayHandle[] = [],
  ): void {
    const slot = this.#pending.length;
    this.#device.copy(loss, this.#losses, slot);
    for (const [i, flag] of flags.entries()) this.#device.copy(flag, this.#flags, 2 * slot + i);
    this.#pending.push(entry);
  }

  /** Reads what has been recorded since the last reading, and the running logs of the epoch. */
  async drain(): Promise<{ readonly steps: readonly FinishedStep[]; readonly logs: Logs }> {
    const pending = this.#pending;
    this.#pending = [];
    const [losses, flags, cells] = await Promise.all([
      this.#device.read(this.#losses),
      this.#device.read(this.#flags),
      this.#device.read(this.histogram),
    ]);
    const steps = pending.map((entry, slot): FinishedStep => {
      this.#lossSum += losses[slot]! * entry.size;
      this.#samples += entry.size;
      return {
        ...entry,
        loss: losses[slot]!,
        nonFinite: { trainable: indexOf(flags[2 * slot]!), fixed: indexOf(flags[2 * slot + 1]!) },
      };
    });
    const counts = new Counts(cells);
    const metrics = this.#metrics.map((metric) => [metric.name, metric.resultOf(counts)] as const);
    return { steps, logs: { loss: this.#lossSum / Math.max(this.#samples, 1), ...Object.fromEntries(metrics) } };
  }

  release(): void {
    for (const array of [this.#losses, this.#flags, this.histogram]) this.#device.release(array);
  }
}

function indexOf(flag: number): number | undefined {
  return flag === ALL_FINITE ? undefined : flag;
}
