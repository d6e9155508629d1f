import { DeviceError, WebGpuDevice } from "@tomograd/kernels";
import type { Model } from "@tomograd/model";
import { openDevice, type DeviceChoice } from "../device/open-device.ts";
import { Candidates, type Candidate } from "./candidates.ts";
import { measureVariants } from "./measure-variants.ts";
import { pickVariant } from "./pick-variant.ts";
import { trainingStep } from "./training-step.ts";
import { kernelKey } from "./tuning-key.ts";
import type { TunedKernel } from "./tuning-file.ts";

export interface TuneOptions {
  readonly batchSize: number;
  /** Milliseconds that measuring may take, about. */
  readonly budgetMs: number;
  /** Timings of each variant, three at the least. */
  readonly rounds: number;
}

/** What was found for one kernel and class of shapes. */
export interface TunedRow extends TunedKernel {
  readonly key: string;
  readonly kernel: string;
  readonly constants: Readonly<Record<string, number | boolean>>;
  readonly usual: string;
}

/** Variants of a kernel that are tried: the general one, which takes every shape, is last and slow. */
const LIMIT = 4;

/**
 * Measures the kernel variants that a network's training step can use, on a device of its own, and returns one row for
 * each kernel that has several. Throws a DeviceError where the adapter cannot time kernels.
 */
export async function tuneNetwork(choice: DeviceChoice, network: Model, options: TuneOptions): Promise<TunedRow[]> {
  const { batchSize, budgetMs, rounds } = options;
  const candidates = new Candidates(LIMIT);
  const device = await openDevice(choice, { chooseVariant: candidates.choose, profile: true });
  try {
    const profiler = device instanceof WebGpuDevice ? device.profiler : undefined;
    if (!profiler || !(device instanceof WebGpuDevice)) {
      throw new DeviceError({
        subject: "adapter",
        rule: "must be able to time kernels (the feature timestamp-query)",
        received: `adapter=${device.info.description}`,
        advice: "Train with the usual variants: --no-tune",
      });
    }
    profiler.recording = true;
    const train = trainingStep(device, network, batchSize);
    const step = async () => {
      train();
      return await profiler.read();
    };
    await measureVariants(candidates, { rounds, budgetMs, step });
    return candidates.all
      .filter(({ variants }) => variants.length > 1)
      .map((candidate) => rowOf(candidate, rounds, kernelKey(candidate.kernel, candidate.constants, device.traits)));
  } finally {
    device.close();
  }
}

function rowOf({ kernel, constants, variants, timings }: Candidate, rounds: number, key: string): TunedRow {
  const usual = variants[0]!;
  const ms = Object.fromEntries([...timings].map(([variant, values]) => [variant, Math.min(...values)]));
  return { key, kernel: kernel.name, constants, usual, variant: pickVariant(usual, timings, rounds), ms };
}
