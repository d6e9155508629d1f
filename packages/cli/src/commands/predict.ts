import { shownName, writeNpy, type Normalization, type Split } from "@tomograd/data";
import { Replacements, UsageError, type Device } from "@tomograd/kernels";
import { predict as predictWith } from "@tomograd/model";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, withDevice } from "../device/open-device.ts";
import { timeoutOption } from "../device/patience.ts";
import { customLayers, layersOption } from "../model/custom-layers.ts";
import type { ModelMetadata } from "../model/metadata.ts";
import { normalizationFor, openModel, scaleWarning } from "../model/open-model.ts";
import { readAsTrained } from "../model/read-as-trained.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { kernelsToRun, warnOfIdle } from "../op/run-kernels.ts";
import { dataOptions } from "../options/data.ts";
import { integer, text, toggle } from "../options/kind.ts";
import { threshold } from "../options/special-kinds.ts";
import { option, required } from "../options/option.ts";
import { openInput } from "../predict/open-inputs.ts";
import { plural } from "../plural.ts";
import { checkOutputFile, writeOutputFile } from "../run-folder/output-file.ts";
import { NOTICE, predictedClass, predictionsCsv, type Prediction } from "@tomograd/report";
import { splitSource } from "../train/split-source.ts";

export const predict = defineCommand({
  name: "predict",
  arguments: "<inputs...>",
  summary: "one probability per image of .npy, .npz and image files or folders, in input order",
  examples: ["predict --model runs/pneumonia/model images/ --out predictions.csv"],
  options: {
    model: required(text("<dir>"), "the model folder of a run"),
    module: layersOption,
    batchSize: option(integer(1, 1_000_000), "images in a batch", 64),
    dicomWindow: dataOptions.dicomWindow,
    dicomFrame: dataOptions.dicomFrame,
    threshold: option(
      threshold,
      "probabilities above it are labelled positive; validation is what train chose on the validation data",
      0.5,
    ),
    resample: option(toggle, "bring image files to the model's size", false),
    kernel: kernelOption,
    timeout: timeoutOption,
    out: option(text("<file>"), "a .csv or .npy file instead of CSV on stdout", undefined),
  },
  ignores: ["seed"],
  async run({ options, given, arguments: inputs, terminal }) {
    checkDeviceChoice(options);
    if (options.out !== undefined && !/\.(csv|npy)$/i.test(options.out)) {
      throw new UsageError({ subject: "--out", rule: "must end in .csv or .npy", received: `out=${options.out}` });
    }
    const isArray = options.out !== undefined && /\.npy$/i.test(options.out);
    if (isArray && given.has("threshold")) {
      const rule = "decides labels, and an .npy file holds none";
      throw new UsageError({ subject: "--threshold", rule, received: `out=${options.out}`, advice: "Leave one out" });
    }
    if (options.out !== undefined) await checkOutputFile(options.out);
    const kernels = await kernelsToRun(options, terminal);
    const replacements = kernels && new Replacements(kernels.named);
    terminal.detail(NOTICE);
    const { metadata, place } = await openModel(options.model, terminal, await customLayers(options.module));
    const [other, positive] = metadata.classNames.map(shownName);
    terminal.note(`probabilities are those of the positive class: ${positive} (against ${other})`);
    const above = thresholdOf(options.threshold, metadata);
    if (above !== 0.5) terminal.note(`labels are positive above a probability of ${above}`);
    const resample = options.resample || metadata.imageSize !== null;
    const sources: { readonly split: Split; readonly normalization: Normalization }[] = [];
    for (const [place, input] of inputs.entries()) {
      const reading = { resample, ...readAsTrained(metadata, options) };
      const split = await openInput(input, place, metadata.imageShape, reading);
      const normalization = normalizationFor(metadata, split, input);
      const warning = scaleWarning(metadata, split, normalization);
      if (warning) terminal.warn(warning);
      sources.push({ split, normalization });
    }
    const predictAll = async (device: Device): Promise<Prediction[]> => {
      const model = place(device);
      const all: Prediction[] = [];
      for (const { split, normalization } of sources) {
        const probabilities = await predictWith(
          model,
          splitSource(split, { batchSize: options.batchSize, normalization }),
        );
        split.ids.forEach((id, i) => {
          const probability = probabilities[i]!;
          all.push({ id, probability, label: predictedClass(probability, metadata.classNames, above) });
        });
      }
      return all;
    };
    const predictions = await withDevice(options, predictAll, replacements);
    if (replacements) warnOfIdle(replacements, terminal);
    if (isArray && options.out !== undefined) {
      await writeOutputFile(
        options.out,
        writeNpy(
          [predictions.length, 1],
          Float32Array.from(predictions, (p) => p.probability),
        ),
      );
    } else if (options.out !== undefined) await writeOutputFile(options.out, predictionsCsv(predictions));
    if (options.out !== undefined) {
      terminal.note(
        `written: ${plural(predictions.length, "probability", "probabilities")} to ${shownName(options.out)}`,
      );
    }
    if (options.json)
      terminal.json({ notice: NOTICE, positiveClass: metadata.positiveClass, threshold: above, predictions });
    else if (options.out === undefined) terminal.result(predictionsCsv(predictions).trimEnd());
  },
});

/** Throws a UsageError where the model knows no threshold of validation data. */
function thresholdOf(asked: number | "validation", { threshold: chosen }: ModelMetadata): number {
  if (asked !== "validation") return asked;
  if (chosen !== undefined) return chosen;
  throw new UsageError({
    subject: "--threshold",
    rule: "validation stands for what train chose, with validation data of both classes",
    received: "a model that holds no threshold",
    advice: "Pass a probability",
  });
}
