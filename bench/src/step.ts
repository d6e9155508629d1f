import type { Device } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";
import { adapterName } from "./adapter-name.ts";
import { quantiles, type Quantiles } from "./quantiles.ts";
import { stepWork } from "./step-work.ts";
import { TimedSteps, type TimedStep } from "./timed-steps.ts";
import { randomBatch, trainDocumented, type NetworkOptions } from "./train-documented.ts";
import { withoutConvolutions } from "./without-convolutions.ts";

export interface StepOptions extends NetworkOptions {
  readonly batchSize: number;
  /** Steps that are timed, after those that warm up. */
  readonly steps: number;
}

/** What `bench step` tells; times in milliseconds, memory in bytes of GPU buffers with those that wait in the pool. */
export interface StepReport {
  readonly adapter: string;
  readonly batchSize: number;
  readonly filters: readonly [number, number];
  readonly msPerStep: Quantiles;
  /** GFLOP/s at the median; padding's products count, an input gradient of the first layer does not exist. */
  readonly gflops: number;
  /** The first step to its end, compiling included. */
  readonly firstStepMs: number;
  /** What the first step took longer than the median. */
  readonly compileMs: number;
  readonly peakBytes: number;
  readonly bytesAliveAfterStep2: number;
  readonly bytesAliveAfterLast: number;
  /** CPU time of the main thread over wall time; null where the system does not tell. */
  readonly hostCpuShare: number | null;
  /** Share of a step that disappears when its convolutions do nothing. */
  readonly convShare: number;
  /** Buffers, bind groups and pipelines made after the first step. */
  readonly createdAfterStep1: number;
}

/** The first step compiles; the wait for the device learns from the next ones how long a step takes. */
const WARM_UP = 4;

/**
 * Times the training step of `fit` (forward, loss, gradients, update, metrics) of the documented network on random data.
 * The device should be opened for this alone: its peak of memory and what it has compiled are part of the result.
 *
 * @example
 * const { msPerStep } = await benchStep(device, { filters: [16, 8], batchSize: 8, imageSize: 64, steps: 10, seed: 1 });
 */
export async function benchStep(device: Device, options: StepOptions): Promise<StepReport> {
  const { filters, batchSize, imageSize, steps, seed } = options;
  const batch = randomBatch(batchSize, imageSize, seed);
  const whole = new TimedSteps(device, batch, WARM_UP + steps);
  await trainDocumented(device, whole, options);
  const [first, second] = whole.steps;
  const timed = whole.steps.slice(WARM_UP);
  const last = timed.at(-1)!;
  const msPerStep = quantiles(paces(whole.steps));

  // Nothing that it computes means anything, so it must not stop at a value that is not finite.
  const rest = new TimedSteps(device, batch, WARM_UP + steps);
  await trainDocumented(withoutConvolutions(device), rest, { ...options, nan: "off" });
  const restMs = quantiles(paces(rest.steps)).median;

  const model = documentedCnn({ filters, inputShape: [3, imageSize, imageSize] });
  return {
    adapter: adapterName(device.info),
    batchSize,
    filters,
    msPerStep,
    gflops: (stepWork(model) * batchSize) / msPerStep.median / 1e6,
    firstStepMs: first!.ms,
    compileMs: Math.max(0, first!.ms - msPerStep.median),
    peakBytes: last.memory.peakBytes,
    bytesAliveAfterStep2: second!.memory.bytes,
    bytesAliveAfterLast: last.memory.bytes,
    hostCpuShare: hostShare(timed),
    convShare: Math.max(0, 1 - restMs / msPerStep.median),
    createdAfterStep1: last.memory.created - first!.memory.created,
  };
}

/** Two steps may be under way at a time, and be waited for at once: the time of one is half of that of two neighbours. */
function paces(steps: readonly TimedStep[]): number[] {
  return steps.slice(WARM_UP).map(({ ms }, index) => (ms + steps[WARM_UP + index - 1]!.ms) / 2);
}

function hostShare(steps: readonly TimedStep[]): number | null {
  if (steps.some(({ hostMs }) => hostMs === undefined)) return null;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return sum(steps.map(({ hostMs }) => hostMs!)) / sum(steps.map(({ ms }) => ms));
}
