import { shownName } from "@tomograd/data";
import { UsageError, WebGpuDevice, type Device } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";
import { saveModel } from "@tomograd/model/node";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, deviceName, openDevice } from "../device/open-device.ts";
import { Interruption } from "../interruption.ts";
import { Profile } from "../profile/profile.ts";
import { writeProfile } from "../profile/write-profile.ts";
import { NOTICE, type ModelMetadata } from "../model/metadata.ts";
import { initialize, readInitialWeights, type InitialWeights } from "../model/place-model.ts";
import { roundWeights } from "../model/round-weights.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { evaluateSplit } from "../results/evaluate-split.ts";
import { printEvaluation, warnOfEvaluation } from "../results/print-evaluation.ts";
import { predictionsCsv } from "../run-folder/predictions-csv.ts";
import { checkOutputFile } from "../run-folder/output-file.ts";
import { RunFolder } from "../run-folder/run-folder.ts";
import type { Terminal } from "../terminal.ts";
import { writeAugmentPreview } from "../train/augment-preview.ts";
import { augmentationOf } from "../train/augmentation.ts";
import { checkOversampling } from "../train/class-weights.ts";
import { checkSize } from "../train/check-size.ts";
import { giveUp } from "../train/give-up.ts";
import { pinVariants } from "../train/pin-variants.ts";
import { planTraining } from "../train/plan.ts";
import { prepareData, type TrainingData } from "../train/prepare-data.ts";
import { Recorder } from "../train/recorder.ts";
import { readResumedRun, requireSameData, type ResumedRun } from "../train/resumed-run.ts";
import { runConfig } from "../train/run-config.ts";
import { runTraining } from "../train/run-training.ts";
import { shownOptions } from "../train/shown-options.ts";
import { trainingOptions, type TrainingOptions } from "../train/training-options.ts";
import { printTrainingNotes } from "../train/training-notes.ts";
import { sayThreshold, validationThreshold } from "../train/validation-threshold.ts";
import { VariantLog } from "../train/variant-log.ts";
import { tuneAtFirstUse, walkKernels } from "../tune/tune-at-first-use.ts";
import { TunedVariants } from "../tune/tuned-variants.ts";
import { version } from "../version.ts";

type Options = TrainingOptions & { readonly seed: number };

export const train = defineCommand({
  name: "train",
  summary: "train the documented network and evaluate it on the test data",
  examples: ["train", "train --data pneumoniamnist_64.npz --epochs 20 --bn-axis channel --out runs/pneumonia"],
  options: trainingOptions,
  async run({ options: now, given, terminal }) {
    const fresh: Options = { ...now, seed: now.seed ?? DEFAULT_SEED };
    const resumed = now.resume === undefined ? undefined : await readResumedRun(now.resume, fresh, given);
    const options = resumed?.options ?? fresh;
    checkDeviceChoice(options);
    checkOversampling(options);
    if (resumed?.isFinished) {
      terminal.note(`${shownName(options.out!)}: this run is finished`);
      if (options.json) terminal.json({ run: options.out, finished: true });
      return;
    }
    await checkPreview(options);
    const run = resumed ? await RunFolder.reopen(options.out!) : await RunFolder.open(options.out, options.overwrite);
    const interruption = new Interruption((signal) =>
      terminal.note(`${signal}: stopping after this step; once more stops at once`),
    );
    const echo = options.progress === "json" ? (line: string) => terminal.progress(line) : undefined;
    const recorder = new Recorder(run, { echo, requireFinite: options.nan === "error" });
    try {
      const { data, initial } = await interruption.race(prepare(options, terminal, resumed));
      if (!resumed)
        await run.begin(runConfig(options, data), { data: pathOf(options.data), out: run.path, init: options.init });
      terminal.note(`run folder: ${shownName(run.path)}`);
      const tuned = new TunedVariants();
      const variants = new VariantLog(tuned.choose);
      const device = await openDevice(options, { chooseVariant: variants.choose, profile: options.profile });
      try {
        const bitwise = resumed ? pinVariants(resumed, device, tuned, terminal) : true;
        await trainOn({
          device,
          tuned,
          variants,
          bitwise,
          run,
          recorder,
          data,
          initial,
          options,
          interruption,
          terminal,
        });
      } finally {
        device.close();
      }
    } catch (error) {
      await giveUp(run, recorder, error);
      throw error;
    } finally {
      interruption.stopListening();
      await run.close();
    }
  },
});

/** Everything that can be read and checked before the run folder and the device are touched. */
async function prepare(options: Options, terminal: Terminal, resumed: ResumedRun | undefined) {
  const initial = options.init === undefined ? undefined : await readInitialWeights(options.init, options);
  const data = await prepareData(options, terminal);
  if (resumed) requireSameData(resumed, data);
  checkSize(options.filters, data.dataset.imageShape);
  return { data, initial };
}

/** Asked before the work whose result the preview is to hold. */
async function checkPreview({ augment, augmentPreview }: Options): Promise<void> {
  if (augmentPreview === undefined) return;
  const subject = "--augment-preview";
  if (augment === undefined || Object.keys(augment).length === 0)
    throw new UsageError({ subject, rule: "shows what --augment does", received: "no --augment" });
  await checkOutputFile(augmentPreview, subject);
}

interface Context {
  readonly device: Device;
  readonly tuned: TunedVariants;
  readonly variants: VariantLog;
  /** False where a resumed run cannot compute as it did before. */
  readonly bitwise: boolean;
  readonly run: RunFolder;
  readonly recorder: Recorder;
  readonly data: TrainingData;
  readonly initial: InitialWeights | undefined;
  readonly options: Options;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

async function trainOn(context: Context): Promise<void> {
  const { device, tuned, variants, bitwise, run, recorder, data, initial, options, interruption, terminal } = context;
  const started = performance.now();
  const plan = planTraining(options, device.info);
  const writeConfig = async (): Promise<void> =>
    await run.writeJson("config.json", runConfig(options, data, { device, plan, variants, tuned, bitwise }));
  await writeConfig();
  terminal.note(`options: ${shownOptions(runConfig(options, data, { device, plan, variants, tuned, bitwise }))}`);
  printTrainingNotes(terminal, device.info, plan, data, options);
  const augmentation = augmentationOf(options.augment, data);
  if (augmentation && options.augmentPreview !== undefined) {
    const { train: split, normalization } = data;
    await writeAugmentPreview(options.augmentPreview, {
      device,
      split,
      normalization,
      augmentation,
      seed: options.seed,
    });
    terminal.note(`augmentation: samples are shown in ${shownName(options.augmentPreview)}`);
  }
  const { bnAxis, l2, dropout, seed, batchSize } = options;
  const network = () =>
    documentedCnn({ filters: plan.filters, inputShape: data.dataset.imageShape, bnAxis, l2, dropout });
  if (options.tune && device instanceof WebGpuDevice) {
    if (options.resume === undefined)
      await tuneAtFirstUse({ choice: options, device, tuned, network, batchSize, terminal });
    // Known before the first step, and in the config: a run that is resumed can then use the same.
    walkKernels(device, network(), variants.choose);
    await writeConfig();
  }
  const profile = options.profile ? new Profile(device) : undefined;
  const model = network().to(profile?.device ?? device, { seed });
  if (initial) initialize(model, initial);
  const metadata = metadataOf(options, data, device);
  const trained = await runTraining({ ...context, model, plan, metadata, profile, augmentation });
  const kernels = profile && (await writeProfile(profile, run, terminal));
  await roundWeights(model);

  const { validation, test, normalization, dataset } = data;
  const reading = { batchSize, normalization, checkpoint: async () => await interruption.checkpoint() };
  const chosen = validation && (await validationThreshold(model, validation, reading));
  await saveModel(run.file("model"), model, { ...metadata, ...(chosen && { threshold: chosen.threshold }) });
  await writeConfig();
  if (chosen) sayThreshold(terminal, chosen);

  const { classNames } = dataset;
  const judging = { ...reading, classNames, loss: options.loss, validationThreshold: chosen?.threshold };
  const tested = test && (await evaluateSplit(model, test, judging));
  if (tested) {
    await run.writeJson("evaluation.json", tested.evaluation);
    await run.writeText("predictions_test.csv", predictionsCsv(tested.predictions));
  } else terminal.note("there are no test data: nothing is evaluated");
  const seconds = (performance.now() - started) / 1000;
  await recorder.event({ event: "end", seconds, ...trained.memory });
  if (options.json) {
    const { epochs } = recorder;
    const evaluation = tested?.evaluation ?? null;
    terminal.json({ run: run.path, epochs, bestEpoch: trained.bestEpoch, seconds, ...trained.memory, evaluation });
  } else if (tested) printEvaluation(terminal, tested);
  if (tested) warnOfEvaluation(terminal, tested);
  if (kernels !== undefined) {
    if (options.json) terminal.note(kernels);
    else terminal.result(`\n${kernels}`);
  }
}

function metadataOf(options: Options, { dataset, train, normalization }: TrainingData, device: Device): ModelMetadata {
  const { kind, classNames, positiveClass, imageShape } = dataset;
  return {
    tomograd: version,
    notice: NOTICE,
    normalization: { kind: normalization.kind, scale: [...normalization.scale], offset: [...normalization.offset] },
    pixelScale: train.pixelRange.scale,
    pixelRange: { min: train.pixelRange.min, max: train.pixelRange.max },
    imageShape: [...imageShape],
    imageSize: options.imageSize ?? null,
    dicom: { window: options.dicomWindow ?? "none", frame: options.dicomFrame ?? null },
    classNames: [...classNames],
    positiveClass,
    dataset: { kind },
    loss: options.loss,
    seed: options.seed,
    adapter: deviceName(device.info),
  };
}

function pathOf(data: string): string | undefined {
  return data === "phantom" ? undefined : data;
}
