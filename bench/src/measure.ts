import type { Device } from "@tomograd/kernels";
import { quantiles, type Quantiles } from "./quantiles.ts";
import { sample, type SampleOptions } from "./sample.ts";

export interface MeasureOptions extends SampleOptions {
  /** How long a batch lasts at the least, in milliseconds: waiting for one costs the same whatever is in it. */
  readonly batchMs?: number;
}

const MAX_REPEATS = 8192;
const MAX_WARM_UP_RUNS = 60;

/**
 * Milliseconds that the recorded work takes on a device, over batches of several repeats with one wait each.
 *
 * @example
 * const { median } = await measure(device, () => device.forward(ops.relu, { x }, {}, { y }));
 */
export async function measure(device: Device, record: () => void, options: MeasureOptions = {}): Promise<Quantiles> {
  const { batchMs = device.info.software ? 50 : 5 } = options;
  await runBatch(device, record, 1);
  const repeats = await repeatsFor(device, record, batchMs);
  const batches = await sample(async () => void (await runBatch(device, record, repeats)), options);
  return quantiles(batches.map((ms) => ms / repeats));
}

/** Milliseconds of a batch: `repeats` times the work, submitted and waited for. */
export async function runBatch(device: Device, record: () => void, repeats: number): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < repeats; i += 1) record();
  await device.settle();
  return performance.now() - started;
}

/** Finds how many repeats fill a batch, which warms up as well. */
async function repeatsFor(device: Device, record: () => void, batchMs: number): Promise<number> {
  let repeats = 1;
  for (;;) {
    const ms = await steadyBatch(device, record, repeats);
    if (ms >= batchMs || repeats >= MAX_REPEATS) return repeats;
    repeats = Math.min(MAX_REPEATS, Math.max(repeats + 1, Math.ceil((repeats * batchMs * 1.2) / ms)));
  }
}

/**
 * The best batch once they no longer become faster. On a software driver the wait sleeps for as long as such submissions
 * used to take, those of other work too, and unlearns that step by step.
 */
async function steadyBatch(device: Device, record: () => void, repeats: number): Promise<number> {
  let best = Infinity;
  let stale = 0;
  for (let run = 0; run < MAX_WARM_UP_RUNS && stale < 2; run += 1) {
    const ms = await runBatch(device, record, repeats);
    stale = ms < best * 0.95 ? 0 : stale + 1;
    best = Math.min(best, ms);
  }
  return best;
}
