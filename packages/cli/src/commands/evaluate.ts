import { shownName, type LoadedDataset, type Split } from "@tomograd/data";
import { InputError, Replacements, UsageError, type Device } from "@tomograd/kernels";
import type { ChosenThreshold } from "@tomograd/report";
import { defineCommand } from "../command.ts";
import { sayDataNotes } from "../data/data-notes.ts";
import { holdsArrays, loadData } from "../data/load-data.ts";
import { checkDeviceChoice, deviceNotes, withDevice } from "../device/open-device.ts";
import { timeoutOption } from "../device/patience.ts";
import { customLayers, layersOption } from "../model/custom-layers.ts";
import { normalizationFor, openModel, scaleWarning } from "../model/open-model.ts";
import { readAsTrained } from "../model/read-as-trained.ts";
import type { ModelMetadata } from "../model/metadata.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { kernelsToRun, warnOfIdle } from "../op/run-kernels.ts";
import { dataOptions } from "../options/data.ts";
import { integer, text, toggle } from "../options/kind.ts";
import { option, required } from "../options/option.ts";
import { evaluateSplit } from "../results/evaluate-split.ts";
import { printEvaluation, warnOfEvaluation } from "../results/print-evaluation.ts";
import { checkOutputFile, writeOutputFile } from "../run-folder/output-file.ts";

const { data: _data, channels: _channels, ...readingOptions } = dataOptions;

export const evaluate = defineCommand({
  name: "evaluate",
  summary: "evaluate a model on labelled images: the test split, or the only one there is",
  examples: ["evaluate --model runs/pneumonia/model --data pneumoniamnist_64.npz --json"],
  options: {
    model: required(text("<dir>"), "the model folder of a run"),
    module: layersOption,
    data: required(
      text("<path>"),
      "phantom, a folder of x_test.npy …, an .npz, a folder of class folders, or a .csv list",
    ),
    ...readingOptions,
    batchSize: option(integer(1, 1_000_000), "images in a batch", 64),
    tutorialLabels: option(toggle, "the tutorial's labels of the confusion matrix, which swap lesions and none", false),
    kernel: kernelOption,
    timeout: timeoutOption,
    out: option(text("<file.json>"), "also write the result to this file", undefined),
  },
  ignores: ["seed"],
  async run({ options, given, terminal }) {
    checkDeviceChoice(options);
    if (options.tutorialLabels && options.json) {
      const rule = "labels what is printed, and --json prints no labels";
      throw new UsageError({ subject: "--tutorial-labels", rule, received: "json=true", advice: "Leave one out" });
    }
    if (options.out !== undefined) await checkOutputFile(options.out);
    const kernels = await kernelsToRun(options, terminal);
    const replacements = kernels && new Replacements(kernels.named);
    const { metadata, place } = await openModel(options.model, terminal, await customLayers(options.module));
    const isArrays = options.data === "phantom" || (await holdsArrays(options.data));
    const dataset = await loadData({
      ...options,
      channels: metadata.imageShape[0] === 1 ? 1 : 3,
      imageSize:
        options.imageSize ?? ((await holdsArrays(options.data)) ? undefined : (metadata.imageSize ?? undefined)),
      ...(isArrays ? {} : readAsTrained(metadata, options)),
      positiveClass: options.positiveClass ?? (await storedPositiveClass(metadata, options.data)),
      validationSplit: 0,
      split: "tail",
      seed: options.seed ?? metadata.seed,
      purpose: "evaluation",
    });
    if (given.has("positiveClass") && dataset.positiveClass !== metadata.positiveClass) {
      terminal.warn(
        `the model was trained with the positive class ${metadata.positiveClass}, not ${dataset.positiveClass}`,
      );
    }
    if (dataset.positiveClass !== metadata.positiveClass && !given.has("positiveClass")) {
      terminal.note(`data: label ${dataset.positiveClass} is taken for what the model calls ${metadata.positiveClass}`);
    }
    const split = splitOf(dataset);
    const normalization = normalizationFor(metadata, split, dataset.name);
    sayDataNotes(terminal, dataset.notes);
    const warning = scaleWarning(metadata, split, normalization);
    if (warning) terminal.warn(warning);
    const judge = async (device: Device) => {
      for (const note of deviceNotes(device.info)) terminal.note(note);
      return await evaluateSplit(place(device), split, {
        batchSize: options.batchSize,
        normalization,
        classNames: dataset.classNames,
        loss: metadata.loss,
        validationThresholds: thresholdsOf(metadata),
      });
    };
    const result = await withDevice(options, judge, replacements);
    if (replacements) warnOfIdle(replacements, terminal);
    if (options.out !== undefined) {
      await writeOutputFile(options.out, `${JSON.stringify(result.evaluation, null, 2)}\n`);
      terminal.note(`written: ${shownName(options.out)}`);
    }
    if (options.json) terminal.json(result.evaluation);
    else printEvaluation(terminal, result, options);
    warnOfEvaluation(terminal, result);
  },
});

/**
 * The positive class to ask for. Labels 0 and 1 need no name, and arrays know no class names: there 1 is what the model
 * was trained to find.
 */
async function storedPositiveClass(
  { classNames, positiveClass }: ModelMetadata,
  data: string,
): Promise<string | undefined> {
  const isPlain = classNames[0] === "0" && positiveClass === "1";
  const isName = !/^-?\d+$/.test(positiveClass);
  if (isPlain || data === "phantom") return undefined;
  return isName && (await holdsArrays(data)) ? undefined : positiveClass;
}

function thresholdsOf({ threshold, chosenThresholds = [] }: ModelMetadata): readonly ChosenThreshold[] {
  return chosenThresholds.length === 0 && threshold !== undefined ? [{ rule: "youden", threshold }] : chosenThresholds;
}

function splitOf({ name, splits }: LoadedDataset): Split {
  const found = splits.test ?? splits.validation ?? splits.train;
  if (found) return found;
  throw new InputError({ subject: shownName(name), rule: "there must be labelled images", received: "none" });
}
