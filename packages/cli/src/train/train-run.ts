import { shownName } from "@tomograd/data";
import { Replacements, WebGpuDevice, type Device } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";
import type { Interruption } from "../interruption.ts";
import { initialize, type InitialWeights } from "../model/place-model.ts";
import type { LoadedKernels } from "../op/kernel-option.ts";
import { Profile } from "../profile/profile.ts";
import { writeProfile } from "../profile/write-profile.ts";
import type { RunFolder } from "../run-folder/run-folder.ts";
import type { Terminal } from "../terminal.ts";
import { tuneAtFirstUse, walkKernels } from "../tune/tune-at-first-use.ts";
import type { TunedVariants } from "../tune/tuned-variants.ts";
import { writeAugmentPreview } from "./augment-preview.ts";
import { augmentationOf } from "./augmentation.ts";
import { finishRun } from "./finish-run.ts";
import { metadataOf } from "./model-metadata.ts";
import type { OwnNetwork } from "./own-network.ts";
import { planTraining } from "./plan.ts";
import type { TrainingData } from "./prepare-data.ts";
import type { Recorder } from "./recorder.ts";
import { runConfig } from "./run-config.ts";
import { runTraining } from "./run-training.ts";
import { shownOptions } from "./shown-options.ts";
import { printTrainingNotes } from "./training-notes.ts";
import type { RunOptions } from "./training-options.ts";
import type { VariantLog } from "./variant-log.ts";
import type { LiveView } from "./watch/live-view.ts";

/** A run whose folder, data and device are there. */
export interface PreparedRun {
  readonly device: Device;
  readonly tuned: TunedVariants;
  readonly variants: VariantLog;
  /** False where a resumed run cannot compute as it did before. */
  readonly bitwise: boolean;
  readonly run: RunFolder;
  readonly recorder: Recorder;
  readonly data: TrainingData;
  readonly initial: InitialWeights | undefined;
  /** With --module. */
  readonly own: OwnNetwork | undefined;
  readonly options: RunOptions;
  /** With --kernel. */
  readonly kernels: LoadedKernels | undefined;
  /** What the device runs of them. */
  readonly replacements: Replacements | undefined;
  readonly interruption: Interruption;
  /** With --watch. */
  readonly view: LiveView | undefined;
  readonly terminal: Terminal;
}

/** Trains the documented network, or one's own, saves it, and evaluates it on the test data. */
export async function trainRun(prepared: PreparedRun): Promise<void> {
  const { device, tuned, variants, bitwise, run, data, initial, own, options, kernels, terminal } = prepared;
  const started = performance.now();
  const plan = planTraining(options, device.info, own);
  const config = () =>
    runConfig(options, data, own, kernels?.replaced ?? [], { device, plan, variants, tuned, bitwise });
  const writeConfig = async (): Promise<void> => await run.writeJson("config.json", config());
  await writeConfig();
  terminal.note(`options: ${shownOptions(config())}`);
  printTrainingNotes(terminal, device.info, plan, data, options, own);
  const { bnAxis, l2, dropout, seed, batchSize, augmentPreview } = options;
  const augmentation = augmentationOf(options.augment, data);
  if (augmentation && augmentPreview !== undefined) {
    const { train: split, normalization } = data;
    await writeAugmentPreview(augmentPreview, { device, split, normalization, augmentation, seed });
    terminal.note(`augmentation: samples are shown in ${shownName(augmentPreview)}`);
  }
  const network =
    own?.make ??
    (() => documentedCnn({ filters: plan.filters, inputShape: data.dataset.imageShape, bnAxis, l2, dropout }));
  // Not those that the device has: what is walked over was not launched.
  const walked = kernels && new Replacements(kernels.named);
  if (options.tune && device instanceof WebGpuDevice) {
    if (options.resume === undefined)
      await tuneAtFirstUse({ choice: options, device, tuned, network, batchSize, replacements: walked, terminal });
    // Known before the first step, and in the config: a run that is resumed can then use the same.
    walkKernels(device, network(), variants.choose, walked);
    await writeConfig();
  }
  const profile = options.profile ? new Profile(device) : undefined;
  const model = network().to(profile?.device ?? device, { seed });
  if (initial) initialize(model, initial);
  const metadata = metadataOf(options, data, device);
  await prepared.view?.ready();
  const trained = await runTraining({ ...prepared, model, plan, metadata, profile, augmentation });
  const timings = profile && (await writeProfile(profile, run, terminal));
  await finishRun({ ...prepared, model, metadata, trained, started, writeConfig });
  if (timings === undefined) return;
  if (options.json) terminal.note(timings);
  else terminal.result(`\n${timings}`);
}
