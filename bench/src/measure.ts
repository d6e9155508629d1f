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
  const batch = batchesOf(device, record);
  const repeats = await repeatsFor(batch, batchMsOf(device, options));
  const batches = await sample(async () => void (await batch(repeats)), options);
  return quantiles(batches.map((ms) => ms / repeats));
}

export interface SideBySide {
  readonly ms: Quantiles;
  readonly otherMs: Quantiles;
  /** How many times longer the other takes, round by round. */
  readonly ratio: Quantiles;
}

/**
 * Milliseconds of two pieces of work that are to be compared: a batch of each in every round, one first and then the other,
 * so that whatever else the machine does falls upon both.
 *
 * @example
 * const { ratio } = await measureSideBySide(device, mine, theirs);
 */
export async function measureSideBySide(
  device: Device,
  record: () => void,
  other: () => void,
  options: MeasureOptions = {},
): Promise<SideBySide> {
  const sides = [record, other].map((one) => ({
    batch: batchesOf(device, one),
    ms: [] as number[],
    repeats: 1,
  }));
  for (const side of sides) side.repeats = await repeatsFor(side.batch, batchMsOf(device, options));
  let round = 0;
  const both = async (): Promise<void> => {
    for (const side of round++ % 2 === 0 ? sides : sides.toReversed())
      side.ms.push((await side.batch(side.repeats)) / side.repeats);
  };
  await sample(both, options);
  const [ms, otherMs] = sides.map((side) => side.ms);
  return {
    ms: quantiles(ms!),
    otherMs: quantiles(otherMs!),
    ratio: quantiles(ms!.map((one, i) => otherMs![i]! / one)),
  };
}

type Batches = (repeats: number) => Promise<number>;

const batchesOf =
  (device: Device, record: () => void): Batches =>
  async (repeats) =>
    await runBatch(device, record, repeats);

const batchMsOf = ({ info }: Device, { batchMs = info.software ? 50 : 5 }: MeasureOptions): number => batchMs;

/** Milliseconds of a batch: `repeats` times the work, submitted and waited for. */
export async function runBatch(device: Device, record: () => void, repeats: number): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < repeats; i += 1) record();
  await device.settle();
  return performance.now() - started;
}

/** Finds how many repeats fill a batch, which warms up as well. */
async function repeatsFor(batch: Batches, batchMs: number): Promise<number> {
  // The first one compiles.
  await batch(1);
  let repeats = 1;
  for (;;) {
    const ms = await steadyBatch(batch, repeats);
    if (ms >= batchMs || repeats >= MAX_REPEATS) return repeats;
    repeats = Math.min(MAX_REPEATS, Math.max(repeats + 1, Math.ceil((repeats * batchMs * 1.2) / ms)));
  }
}

/**
 * The best batch once they no longer become faster. On a software driver the wait sleeps for as long as such submissions
 * used to take, those of other work too, and unlearns that step by step.
 */
async function steadyBatch(batch: Batches, repeats: number): Promise<number> {
  let best = Infinity;
  let stale = 0;
  for (let run = 0; run < MAX_WARM_UP_RUNS && stale < 2; run += 1) {
    const ms = await batch(repeats);
    stale = ms < best * 0.95 ? 0 : stale + 1;
    best = Math.min(best, ms);
  }
  return best;
}
