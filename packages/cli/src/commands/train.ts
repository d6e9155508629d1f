import { shownName } from "@tomograd/data";
import type { Device } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";
import { saveModel } from "@tomograd/model/node";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, deviceName, openDevice } from "../device/open-device.ts";
import { Interruption } from "../interruption.ts";
import { NOTICE, type ModelMetadata } from "../model/metadata.ts";
import { initFromFile } from "../model/place-model.ts";
import { roundWeights } from "../model/round-weights.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { evaluateSplit } from "../results/evaluate-split.ts";
import { printEvaluation } from "../results/print-evaluation.ts";
import { predictionsCsv } from "../run-folder/predictions-csv.ts";
import { RunFolder } from "../run-folder/run-folder.ts";
import type { Terminal } from "../terminal.ts";
import { planTraining } from "../train/plan.ts";
import { prepareData, type TrainingData } from "../train/prepare-data.ts";
import { Recorder } from "../train/recorder.ts";
import { runConfig } from "../train/run-config.ts";
import { runTraining } from "../train/run-training.ts";
import { trainingOptions, type TrainingOptions } from "../train/training-options.ts";
import { printTrainingNotes } from "../train/training-notes.ts";
import { VariantLog } from "../train/variant-log.ts";
import { version } from "../version.ts";

type Options = TrainingOptions & { readonly seed: number };

export const train = defineCommand({
  name: "train",
  summary: "train the documented network and evaluate it on the test data",
  examples: ["train", "train --data pneumoniamnist_64.npz --epochs 20 --bn-axis channel --out runs/pneumonia"],
  options: trainingOptions,
  async run({ options: given, terminal }) {
    const options: Options = { ...given, seed: given.seed ?? DEFAULT_SEED };
    checkDeviceChoice(options);
    const run = await RunFolder.open(options.out, options.overwrite);
    const data = await prepareData(options, terminal).catch(async (error: unknown) => {
      await run.discard();
      throw error;
    });
    const interruption = new Interruption((signal) =>
      terminal.note(`\n${signal}: stopping after this step; once more stops at once`),
    );
    try {
      await run.begin(runConfig(options, data), { data: pathOf(options.data), out: run.path, init: options.init });
      terminal.note(`run folder: ${shownName(run.path)}`);
      const variants = new VariantLog();
      const device = await openDevice(options, { chooseVariant: variants.choose });
      try {
        await trainOn({ device, variants, run, data, options, interruption, terminal });
      } finally {
        device.close();
      }
    } finally {
      interruption.stopListening();
      await run.close();
    }
  },
});

interface Context {
  readonly device: Device;
  readonly variants: VariantLog;
  readonly run: RunFolder;
  readonly data: TrainingData;
  readonly options: Options;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

async function trainOn(context: Context): Promise<void> {
  const { device, variants, run, data, options, interruption, terminal } = context;
  const started = performance.now();
  const plan = planTraining(options, device.info);
  const writeConfig = async (): Promise<void> =>
    await run.writeJson("config.json", runConfig(options, data, { device, plan, variants }));
  await writeConfig();
  terminal.note(`options: ${shownOptions(runConfig(options, data, { device, plan, variants }))}`);
  printTrainingNotes(terminal, device.info, plan, data, options);
  const { bnAxis, l2, dropout, seed, batchSize } = options;
  const model = documentedCnn({ filters: plan.filters, inputShape: data.dataset.imageShape, bnAxis, l2, dropout });
  model.to(device, { seed });
  if (options.init !== undefined) {
    await initFromFile(model, options.init).catch(async (error: unknown) => {
      await run.abandon();
      throw error;
    });
  }
  const metadata = metadataOf(options, data, device);
  const echo = options.progress === "json" ? (line: string) => terminal.progress(line) : undefined;
  const recorder = new Recorder(run, { echo, requireFinite: options.nan === "error" });
  const trained = await runTraining({ ...context, model, plan, metadata, recorder });
  await roundWeights(model);
  await saveModel(run.file("model"), model, metadata);
  await writeConfig();

  const { test, normalization, dataset } = data;
  const checkpoint = async (): Promise<void> => await interruption.checkpoint();
  const { positiveClass } = dataset;
  const tested = test && (await evaluateSplit(model, test, { batchSize, normalization, positiveClass, checkpoint }));
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
  } else if (tested) printEvaluation(terminal, tested.evaluation, tested.logs, tested.steps, tested.pace);
  terminal.note(`the run is in ${shownName(run.path)}`);
}

function metadataOf(options: Options, { dataset, train, normalization }: TrainingData, device: Device): ModelMetadata {
  const { name, kind, classNames, positiveClass, imageShape } = dataset;
  return {
    tomograd: version,
    notice: NOTICE,
    normalization: { kind: normalization.kind, scale: [...normalization.scale], offset: [...normalization.offset] },
    pixelScale: train.pixelRange.scale,
    imageShape: [...imageShape],
    imageSize: options.imageSize ?? null,
    classNames: [...classNames],
    positiveClass,
    dataset: { name, kind },
    seed: options.seed,
    adapter: deviceName(device.info),
  };
}

/** The effective options in one line; what else `config.json` holds is said elsewhere. */
function shownOptions(config: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(config).filter(([key, value]) => key in trainingOptions && value !== null);
  return shown.map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`).join(" ");
}

function pathOf(data: string): string | undefined {
  return data === "phantom" ? undefined : data;
}
