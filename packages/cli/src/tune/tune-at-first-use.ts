import type { AnyKernel, chooseVariant, Constants, Replacements, WebGpuDevice } from "@tomograd/kernels";
import { fittingVariants } from "@tomograd/kernels/verify";
import type { Model } from "@tomograd/model";
import { messageOf } from "../exit.ts";
import type { DeviceChoice } from "../device/open-device.ts";
import type { Terminal } from "../terminal.ts";
import { DryDevice } from "./dry-device.ts";
import { trainingStep } from "./training-step.ts";
import { tuneNetwork } from "./tune-network.ts";
import type { TunedVariants } from "./tuned-variants.ts";
import { readTuning, rememberTuning, tuningPath, type TunedKernel } from "./tuning-file.ts";
import { adapterKey, kernelKey } from "./tuning-key.ts";

/** For a user who waits for a first step. */
const BRIEF = { budgetMs: 3000, rounds: 3 };
/** Enough to fill a GPU. */
const MOST_IMAGES = 16;

export interface FirstUse {
  readonly choice: DeviceChoice;
  /** The device that will train, which has launched nothing yet. */
  readonly device: WebGpuDevice;
  /** What it chooses its variants with. */
  readonly tuned: TunedVariants;
  /** A new network of the kind that will be trained. */
  readonly network: () => Model;
  readonly batchSize: number;
  readonly replacements?: Replacements | undefined;
  readonly terminal: Terminal;
}

/**
 * Makes `tuned` choose what is remembered for this adapter. Where something is missing on a GPU it is measured now, for a few
 * seconds, and remembered before it is used, so that the next run finds and does the same.
 */
export async function tuneAtFirstUse(use: FirstUse): Promise<void> {
  const { choice, device, tuned, network, batchSize, replacements, terminal } = use;
  const note = (line: string): void => terminal.note(line);
  const path = tuningPath();
  const adapter = adapterKey(device.info);
  tuned.use((await readTuning(path, note)).get(adapter) ?? new Map());
  // On the embedded driver these seconds are over before there is a second variant of each kernel, and repeated measurements of
  // 20 s did not agree on one that is faster than the usual, which is made for software.
  if (device.info.software) return;
  const missing = usualVariants(device, network(), tuned, replacements);
  if (missing.size === 0) return;

  note(`measuring kernel variants on this adapter for about ${BRIEF.budgetMs / 1000} s, once (--no-tune skips it)`);
  try {
    const rows = await tuneNetwork(choice, network(), { ...BRIEF, batchSize: Math.min(batchSize, MOST_IMAGES) });
    for (const { key, variant, ms } of rows) missing.set(key, { variant, ms });
  } catch (error) {
    note(`the usual kernel variants are used: ${messageOf(error)}`);
  }
  try {
    tuned.use(await rememberTuning(path, adapter, missing));
  } catch (error) {
    note(`the usual kernel variants are used, as nothing can be remembered: ${messageOf(error)}`);
  }
}

/** Asks `choose` for every kernel of a network's training step. */
export function walkKernels(
  device: WebGpuDevice,
  network: Model,
  choose: typeof chooseVariant,
  replacements?: Replacements,
): void {
  trainingStep(new DryDevice(device.info, device.traits, choose, replacements?.into), network, 1)();
}

/** The built-in kernels with several variants that nothing is known of, with the variants they have now. */
function usualVariants(
  device: WebGpuDevice,
  network: Model,
  tuned: TunedVariants,
  replacements: Replacements | undefined,
): Map<string, TunedKernel> {
  const missing = new Map<string, TunedKernel>();
  const choose: typeof chooseVariant = (kernel: AnyKernel, constants: Constants, traits) => {
    const variant = tuned.choose(kernel, constants, traits);
    if (replacements?.kernels.has(kernel)) return variant;
    const key = kernelKey(kernel, constants, traits);
    if (fittingVariants(kernel, constants, traits).length > 1 && !tuned.has(key)) missing.set(key, { variant, ms: {} });
    return variant;
  };
  walkKernels(device, network, choose, replacements);
  return missing;
}
